// Whether the page is only touched: then there is no keyboard that a hint could speak of, and nothing that hovers.

export const isTouched = window.matchMedia("(hover: none) and (pointer: coarse)").matches;

/** A hint, with the words about its key where there is a keyboard. */
export const withKey = (hint, key) => (isTouched ? hint : `${hint} ${key}`);

/** What a drag in a chart of Plotly does: zoom; where it is a finger's, the page scrolls. */
export const dragmode = window.matchMedia("(pointer: coarse)").matches ? false : "zoom";
