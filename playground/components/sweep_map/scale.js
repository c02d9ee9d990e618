// The colours of a sweep's values, from the worst to the best; lightness alone tells them apart.

// ColorBrewer's YlGnBu (Brewer & Harrower 2013), which is safe for colour-blind people; the best differs most from the page.
const RAMPS = {
  light: ["#f3f8dc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#132a70"],
  dark: ["#1d2b52", "#24509a", "#1d80b8", "#41b6c4", "#7fcdbb", "#c7e9b4", "#f8fbd6"],
};
const INKS = ["#ffffff", "#000000"]; // on every colour one of the two has a contrast of 4.5:1
const FAR = 3; // colours end at this many times the median's distance from the best; worse values have the worst colour

/**
 * The scale of a sweep's values: {best, worst (where the colours end), clipped (whether values are worse)}.
 * Null without a value.
 */
export function scaleOf(values, largerIsBetter) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => (largerIsBetter ? b - a : a - b));
  if (!sorted.length) return null;
  const best = sorted[0];
  const last = sorted.at(-1);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  // Else a single diverged run would leave one colour for all others.
  const end = best + FAR * (middle - best);
  const beyond = middle !== best && (largerIsBetter ? last < end : last > end);
  return { best, worst: beyond ? end : last, clipped: beyond };
}

/** The share of a value: 1 for the best, 0 for the worst or beyond. */
export function goodness(scale, value) {
  if (scale.best === scale.worst) return 1;
  return Math.max(0, Math.min(1, (value - scale.worst) / (scale.best - scale.worst)));
}

/** The colour of a share from 0 (worst) to 1 (best), and the ink with the higher contrast on it. */
export function colours(share, scheme) {
  const stops = RAMPS[scheme].map(rgb);
  const at = share * (stops.length - 1);
  const from = Math.min(Math.floor(at), stops.length - 2);
  const paper = stops[from].map((value, i) => Math.round(value + (stops[from + 1][i] - value) * (at - from)));
  const ink = INKS.toSorted((one, other) => contrast(rgb(other), paper) - contrast(rgb(one), paper))[0];
  return { paper: `rgb(${paper.join(" ")})`, ink };
}

/** The whole scale as a CSS gradient, the worst at the left. */
export const gradient = (scheme) => `linear-gradient(to right, ${RAMPS[scheme].join(", ")})`;

/** WCAG's contrast of two colours, from 1 to 21. */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
