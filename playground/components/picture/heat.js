// The network's answer over a plane as an image: probabilities or hard classes, several classes, a surface.

import { finer, image } from "./canvas.js";
import { classColour, diverging, mixed, rgb } from "./palette.js";
import { contour, strokeContour } from "./contour.js";

const FINE = 200; // points to a side that hard classes are drawn from, so that their border is no staircase

/** An image of the answer (see surface.js). range: what the colours of a regression reach from and to. */
export function heat({ grids }, { task, hard, range }, colours, into) {
  if (task === "multiclass") return several(hard ? grids.map(refined) : grids, hard, colours, into);
  if (task === "binary" && hard) return two(refined(grids[0]), colours, into);
  const [{ values, wide, tall }] = grids;
  const [middle, half] = task === "binary" ? [0.5, 0.5] : [(range[0] + range[1]) / 2, (range[1] - range[0]) / 2 || 1];
  return image(wide, tall, (i) => beneath(diverging(colours, (values[i] - middle) / half), colours), into);
}

function two({ values, wide, tall }, colours, into) {
  const areas = [0, 1].map((index) => classArea(colours, index, 2, 1));
  return image(wide, tall, (i) => areas[values[i] >= 0.5 ? 1 : 0], into);
}

// The strongest class gives the colour, how far it is ahead of pure chance the strength.
function several(grids, hard, colours, into) {
  const [{ wide, tall }] = grids;
  const chance = 1 / grids.length;
  const own = grids.map((_, index) => rgb(classColour(colours, index, grids.length)));
  return image(wide, tall, (i) => {
    let strongest = 0;
    for (let k = 1; k < grids.length; k++) if (grids[k].values[i] > grids[strongest].values[i]) strongest = k;
    const ahead = hard ? 1 : (grids[strongest].values[i] - chance) / (1 - chance);
    return mixed(colours.middle, own[strongest], colours.area * Math.max(ahead, 0));
  }, into);
}

const refined = (grid) => finer(grid, Math.max(1, Math.round(FINE / grid.wide)));

function classArea(colours, index, count, strength) {
  return mixed(colours.middle, rgb(classColour(colours, index, count)), colours.area * strength);
}

// Points stand on it: the map steps back towards the middle.
const beneath = (colour, { middle, area }) => mixed(middle, colour, area + 0.14);

/** The lines where the decision turns, between the classes; a surface has none. */
export function strokeBoundaries(context, { grids }, task, place, colours) {
  context.strokeStyle = colours.boundary;
  context.lineWidth = 1.75;
  context.lineJoin = "round";
  if (task === "binary") strokeContour(context, contour(grids[0], 0.5), grids[0], place);
  if (task !== "multiclass") return;
  for (let index = 0; index < grids.length; index++) {
    const lead = Float32Array.from(grids[index].values, (value, i) => {
      let rival = 0;
      for (let k = 0; k < grids.length; k++) if (k !== index && grids[k].values[i] > rival) rival = grids[k].values[i];
      return value - rival;
    });
    strokeContour(context, contour({ ...grids[index], values: lead }, 0), grids[index], place);
  }
}

/** An image of one neuron's map: blue above zero, orange below, the middle at zero. */
export function neuronHeat({ values, wide, tall }, reach, colours, into) {
  return image(wide, tall, (i) => diverging(colours, values[i] / reach), into);
}

