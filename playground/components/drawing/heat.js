// The network's answer over a plane as an image: probabilities or hard classes, several classes, a surface.

import { finer, image } from "./canvas.js";
import { classColour, mix, pack, rgb, shadeOf } from "./palette.js";
import { contour, strokeContour } from "./contour.js";

const SHADES = 255; // of the colour of one class
const FINE = 120; // points to a side of a map of hard classes, roughly: the line between them hides the rest

/** An image of the answer (see surface.js). range: the values at both ends of the colours, for regression or two classes. */
export function heat({ grids }, { task, hard, range }, colours, into) {
  if (task === "multiclass") return several(hard ? grids.map(refine) : grids, hard, colours, into);
  if (task === "binary" && hard) return two(refine(grids[0]), middleOf(range), colours, into);
  const [{ values, wide, tall }] = grids;
  const [middle, half] = [middleOf(range), (range[1] - range[0]) / 2 || 1];
  const { beneath } = colours.pixels; // points stand on it
  return image(wide, tall, (i) => beneath[shadeOf((values[i] - middle) / half)], into);
}

const middleOf = ([low, high]) => (low + high) / 2;

function two({ values, wide, tall }, parting, colours, into) {
  const areas = solid(colours, 2).map(pack);
  return image(wide, tall, (i) => areas[values[i] >= parting ? 1 : 0], into);
}

// The strongest class gives the colour, how far it is ahead of pure chance the strength.
function several(grids, hard, colours, into) {
  const [{ wide, tall }] = grids;
  const chance = 1 / grids.length;
  const areas = solid(colours, grids.length);
  const shades = areas.map((area) => Uint32Array.from({ length: hard ? 1 : SHADES + 1 }, (_, i) => pack(mix(colours.middle, area, hard ? 1 : i / SHADES))));
  const values = grids.map((grid) => grid.values);
  return image(wide, tall, (i) => {
    let best = 0;
    for (let k = 1; k < values.length; k++) if (values[k][i] > values[best][i]) best = k;
    return shades[best][hard ? 0 : Math.round(SHADES * Math.max((values[best][i] - chance) / (1 - chance), 0))];
  }, into);
}

/** The colours of areas where a class is certain; paler than its points. */
function solid(colours, count) {
  return Array.from({ length: count }, (_, index) => mix(colours.middle, rgb(classColour(colours, index, count)), colours.area));
}

const refine = (grid) => finer(grid, Math.max(1, Math.round(FINE / grid.wide)));

/** Draws the decision boundaries between classes; a regression has none. */
export function strokeBoundaries(context, { grids }, { task, range }, box, colours) {
  context.strokeStyle = colours.boundary;
  context.lineWidth = 1.75;
  context.lineJoin = "round";
  if (task === "binary") strokeContour(context, contour(grids[0], middleOf(range)), grids[0], box);
  if (task !== "multiclass") return;
  for (let index = 0; index < grids.length; index++) {
    const lead = Float32Array.from(grids[index].values, (value, i) => {
      let rival = 0;
      for (let k = 0; k < grids.length; k++) if (k !== index && grids[k].values[i] > rival) rival = grids[k].values[i];
      return value - rival;
    });
    strokeContour(context, contour({ ...grids[index], values: lead }, 0), grids[index], box);
  }
}

/** An image of one neuron's map: blue above zero, orange below, neutral at zero. */
export function neuronHeat({ values, wide, tall }, reach, colours, into) {
  const { ramp } = colours.pixels;
  return image(wide, tall, (i) => ramp[shadeOf(values[i] / reach)], into);
}

