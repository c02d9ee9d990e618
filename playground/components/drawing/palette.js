// The colours of a picture: blue above, orange below, as in TensorFlow Playground, calm beneath the points.
//
// A line of answers has a colour of its own, the page's: blue and orange mean above and below alone.
//
// Blue and orange are the pair that every kind of colour blindness tells apart; the classes of several-class tasks
// come from Okabe and Ito. In the dark theme the middle is dark, so that a page stays one piece.

const SCHEMES = {
  light: {
    middle: [247, 249, 250],
    below: [[250, 213, 170], [243, 165, 84], [222, 116, 12]],
    above: [[184, 217, 239], [98, 170, 218], [8, 112, 182]],
    classes: ["#0072B2", "#E08A00", "#009E73", "#CC79A7", "#7A5AC2", "#8C6D31", "#56B4E9", "#D55E00", "#5F6B73", "#B3A800"],
    positive: "#0868A8",
    negative: "#D9690A",
    answer: "#0F766E",
    ring: "#ffffff",
    boundary: "rgba(20, 33, 41, 0.72)",
    area: 0.62,
  },
  dark: {
    middle: [27, 36, 43],
    below: [[84, 60, 28], [150, 94, 18], [221, 141, 20]],
    above: [[24, 66, 92], [34, 112, 160], [74, 172, 230]],
    classes: ["#56B4E9", "#F0A202", "#2BB58B", "#DB93BA", "#A08CF0", "#C9A866", "#8CC8F0", "#F2764A", "#A9B6BD", "#E3D84A"],
    positive: "#6CC3F5",
    negative: "#FFB02E",
    answer: "#3CC4B4",
    ring: "#0d1317",
    boundary: "rgba(240, 246, 248, 0.78)",
    area: 0.6,
  },
};

const BENEATH = 0.14; // added to `area`: the strength of a map's colours beneath points

/**
 * The colours of pictures: the page's theme (see live_curves/theme.js) and the colours of numbers; `pixels` are the
 * same shades packed, and those of a map that steps back towards the middle because points stand on it.
 */
export function palette(theme, scheme) {
  const colours = SCHEMES[scheme] ?? SCHEMES.light;
  const shades = ramp(colours);
  const beneath = shades.map((shade) => mix(colours.middle, shade, colours.area + BENEATH));
  const pixels = { ramp: Uint32Array.from(shades, pack), beneath: Uint32Array.from(beneath, pack) };
  return { ...theme, ...colours, scheme, paperRgb: rgb(theme.paper), ramp: shades, pixels };
}

/** 511 colours as [red, green, blue]: index 0 is farthest below the middle, 255 is the middle, 510 is farthest above. */
function ramp({ middle, below, above }) {
  const stops = [...below.toReversed(), middle, ...above];
  return Array.from({ length: 511 }, (_, i) => {
    const at = (i / 510) * (stops.length - 1);
    const from = Math.min(Math.floor(at), stops.length - 2);
    return mix(stops[from], stops[from + 1], at - from);
  });
}

/** The index in a ramp of a share between -1 (below) and 1 (above); 0 is the middle. */
export const shadeOf = (share) => Math.round(255 + 255 * Math.max(-1, Math.min(1, share || 0)));

/** The colour of such a share, as [red, green, blue]. */
export const diverging = ({ ramp: colours }, share) => colours[shadeOf(share)];

/** A colour as the four bytes of a pixel, in the byte order of little-endian processors. */
export const pack = ([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The CSS colour of class `index` of `count`; of two classes the second is blue, as in TensorFlow Playground. */
export function classColour({ classes, positive, negative }, index, count) {
  if (count === 2) return index ? positive : negative;
  return classes[index % classes.length];
}

export const mix = (one, other, share) => one.map((value, i) => Math.round(value + (other[i] - value) * share));

export const css = (colour) => `rgb(${colour.join(" ")})`;

const known = new Map();

/** A CSS colour as [red, green, blue]. */
export function rgb(colour) {
  if (!known.has(colour)) {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    known.set(colour, [...context.getImageData(0, 0, 1, 1).data].slice(0, 3));
  }
  return known.get(colour);
}
