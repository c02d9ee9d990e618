// Layers without weights, drawn as what they do to the values that pass.

import { ACTIVATIONS } from "./activations.js";
import { one } from "./formula.js";

/** Draws the column of a dropout, a batch normalization or an activation. */
export function drawPassing(context, column, picture, colours) {
  const { layer, tiles } = column;
  if (!tiles.length) return;
  const top = tiles[0].y - 6;
  const bottom = tiles.at(-1).y + tiles.at(-1).size + 6;
  context.save();
  context.strokeStyle = colours.label;
  context.fillStyle = colours.paper;
  context.lineWidth = 1.25;
  if (layer.kind === "dropout") context.setLineDash([4, 3]);
  context.beginPath();
  context.roundRect(column.x - 1, top, column.width + 2, bottom - top, 7);
  context.fill();
  context.stroke();
  tiles.forEach((tile, i) => DRAW[layer.kind](context, tile, i, layer, picture, colours));
  context.restore();
}

const DRAW = {
  dropout: switchedOff,
  batch_normalization: normalized,
  activation: bent,
};

// Which values a batch loses is drawn by lot; the picture shows the share, by a lot of its own that its epoch names.
function switchedOff(context, { x, y, size }, i, { rate }, { epoch }, colours) {
  const off = lot(epoch * 31 + i) < rate;
  const radius = Math.min(size / 2, 5);
  context.beginPath();
  context.setLineDash(off ? [2, 2] : []);
  context.arc(x + size / 2, y + size / 2, radius, 0, 2 * Math.PI);
  context.strokeStyle = off ? colours.axis : colours.label;
  context.stroke();
  if (off) return;
  context.fillStyle = colours.label;
  context.fill();
}

function lot(seed) {
  let mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

// A bell: its place is the mean that is taken away, its width what the values are divided by.
function normalized(context, { x, y, size }, i, layer, _picture, colours) {
  const scale = one(layer.scale, i);
  const wide = scale ? Math.max(0.5, Math.min(2, 1 / Math.abs(scale))) : 1;
  context.strokeStyle = colours.label;
  context.lineWidth = 1.5;
  context.beginPath();
  for (let step = 0; step <= 12; step++) {
    const at = step / 6 - 1;
    context.lineTo(x + (step / 12) * size, y + size * (0.75 - 0.55 * Math.exp(-(((2.2 * at) / wide) ** 2))));
  }
  context.stroke();
}

function bent(context, { x, y, size }, _i, layer, _picture, colours) {
  const bend = ACTIVATIONS[layer.activation] ?? ((z) => z);
  context.strokeStyle = colours.label;
  context.lineWidth = 1.75;
  context.beginPath();
  for (let step = 0; step <= 16; step++) {
    const z = step / 4 - 2;
    const value = Math.max(-1.2, Math.min(2, bend(z)));
    context.lineTo(x + 3 + (step / 16) * (size - 6), y + size * (0.62 - 0.25 * value));
  }
  context.stroke();
}
