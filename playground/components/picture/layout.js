// The layout of the drawn network: a pure function of its layers and of the room.

import { kindOf, passes } from "./layers/table.js";
import { shownOf } from "./layers/values.js";

export const HEAD = 40; // pixels for the columns' titles
const FOOT = 38; // pixels for “+ 504 more” and “3 dead”
const LARGEST = 46; // pixels of a neuron's side
const SMALLEST = 18;
const OUTPUT = [64, 148]; // a single output is drawn large
const NAMES = [38, 110]; // least and most pixels for the names of the inputs
const EDGE = 10; // free pixels at both ends

/**
 * room, height: the size in pixels; nameWidth: pixels of the longest input's name; head: pixels above the neurons.
 *
 * Columns from left to right: {layer, index, x, width, centre, middle (of its titles), tiles: [{x, y, size}], foot}, the room for the inputs'
 * names, and the whole width, which exceeds the room if there are many layers.
 *
 * Sizes depend only on the architecture, so nothing moves during training.
 */
export function layout(layers, room, height, nameWidth, head = HEAD) {
  const rows = Math.max(...layers.map(shownOf), 1);
  const foot = layers.some((layer) => layer.units > shownOf(layer) || layer.activation === "relu") ? FOOT : 8;
  const free = height - head - foot;
  const names = Math.min(nameWidth, between(NAMES, room * 0.26 - 8 * layers.length));
  const single = between(OUTPUT, room * 0.24 - 10 * Math.max(0, layers.length - 4));
  const widthOf = (layer, size) => (layer.kind === "output" && shownOf(layer) === 1 ? single : (kindOf(layer).width ?? size));
  const gapOf = (index, size) => (index === 0 ? 0 : passes(layers[index]) ? 8 : Math.max(22, 0.55 * size + 12));
  const sum = (of) => layers.reduce((total, _, index) => total + of(index), 0);
  const filled = (size) => names + 2 * EDGE + sum((index) => widthOf(layers[index], size));
  const gaps = (size) => sum((index) => gapOf(index, size));
  let size = Math.max(Math.floor(Math.min(free / rows - 6, LARGEST)), 12);
  while (size > SMALLEST && filled(size) + gaps(size) > room) size--;
  const width = Math.max(room, Math.ceil(filled(size) + gaps(size)));
  const spare = (width - filled(size)) / (gaps(size) || 1);
  const pitch = Math.min(free / rows, size * 1.45 + 8);
  let x = EDGE + names;
  const columns = layers.map((layer, index) => {
    x += gapOf(index, size) * spare;
    const column = columnOf(layer, x, widthOf(layer, size), { size, pitch, top: head, free });
    x += column.width;
    // The inputs' title also covers their names, which keeps it away from the next column's title.
    return { ...column, index, middle: index ? column.centre : (EDGE + column.x + column.width) / 2 };
  });
  return { columns, names, width, height, size, head };
}

const between = ([least, most], wanted) => Math.max(least, Math.min(most, wanted));

function columnOf(layer, x, width, { size, pitch, top, free }) {
  const count = shownOf(layer);
  const large = layer.kind === "output" && count === 1;
  const side = large ? width : Math.min(size, kindOf(layer).tile ?? size);
  const step = large ? side : pitch;
  const middle = top + free / 2;
  const tiles = Array.from({ length: count }, (_, i) => ({
    x: x + (width - side) / 2,
    y: middle + (i - (count - 1) / 2) * step - side / 2,
    size: side,
  }));
  const last = tiles.at(-1);
  return { layer, x, width, centre: x + width / 2, tiles, foot: last ? last.y + side + 5 : middle };
}
