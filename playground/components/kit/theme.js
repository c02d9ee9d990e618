// Colours and fonts, taken from the page's own theme.

// For a light and a dark page. Blue and orange are left to the picture of the network, where they mean high and low.
const CURVES = {
  light: { training: "#6741D9", validation: "#B8336A", other: "#6B7379" },
  dark: { training: "#8F7CF7", validation: "#FF9EC0", other: "#A3ADB3" },
};

/** The chart's colours and font; also sets the curves' colours on the element for its style sheet. */
export function theme(element) {
  const style = getComputedStyle(element);
  const of = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const paper = of("--st-background-color", "#ffffff");
  const scheme = brightness(paper) < 0.5 ? "dark" : "light";
  const curves = CURVES[scheme];
  element.dataset.scheme = scheme;
  element.style.setProperty("--training", curves.training);
  element.style.setProperty("--validation", curves.validation);
  element.style.setProperty("--other", curves.other);
  const text = of("--st-text-color", scheme === "dark" ? "#ffffff" : "#222222");
  return {
    ...curves,
    paper,
    text,
    font: style.fontFamily,
    grid: mix(text, paper, scheme === "dark" ? 0.14 : 0.1),
    gap: mix(curves.validation, paper, scheme === "dark" ? 0.2 : 0.12),
    axis: mix(text, paper, 0.3),
    label: mix(text, paper, 0.72),
  };
}

function channels(colour) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function brightness(colour) {
  const [red, green, blue] = channels(colour);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

function mix(one, other, share) {
  const rest = channels(other);
  return `rgb(${channels(one).map((value, i) => Math.round(value * share + rest[i] * (1 - share)))})`;
}
