// Tells devices that are only touched: they have no keyboard that a hint could name, and nothing hovers.

export const isTouched = window.matchMedia("(hover: none) and (pointer: coarse)").matches;

/** A hint; where there is a keyboard, with the words about its key. */
export const withKey = (hint, key) => (isTouched ? hint : `${hint} ${key}`);

/** What a drag in a Plotly chart does: the mouse zooms, a finger scrolls the page. */
export const dragmode = window.matchMedia("(pointer: coarse)").matches ? false : "zoom";
