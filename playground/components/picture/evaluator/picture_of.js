// Computes the picture of a network from its weights, with the same header and arrays as a worker's picture.

import { kindOf } from "../layers/table.js";
import { inOwnUnits, ends } from "./answer.js";
import { forward } from "./forward.js";
import { gridInputs, pool } from "./grid.js";
import { look } from "./look.js";
import { parameters } from "./outline.js";

/**
 * The picture of a moment (see drawing/codec.js), along `axes`.
 *
 * scene: with the `network` of the run; rows: its training rows, see `look`;
 * moment: {epoch, batch, weights}.
 */
export function pictureOf(scene, rows, { epoch, batch, weights }, axes) {
  const { layers, sizes, loss, points, sample_y } = scene.network;
  const [cells, map_cells] = sizes[axes.length];
  const ranges = axes.map((name) => scene.ranges[name]);
  const count = cells ** axes.length;
  const along = forward(layers, weights, inputsOf(scene, axes, ranges, cells), count);
  const seen = look(layers, weights, loss, rows);
  const arrays = new Map();
  const add = (name, values, shape) => {
    arrays.set(name, { values, shape });
    return name;
  };
  const shape = (side) => new Array(axes.length || 1).fill(axes.length ? side : 1);
  const shown = layers.map((layer, index) => {
    const found = { ...layer, ...seen.states[index] };
    if (kindOf(layer).isSpread !== false && axes.length) {
      const maps = pool(along[index].subarray(0, layer.shown * count), cells, map_cells, axes.length);
      Object.assign(found, ends(maps, layer.shown), {
        maps: add(`${layer.name}.maps`, maps, [layer.shown, ...shape(map_cells)]),
      });
    }
    if (index) Object.assign(found, parameters(layers, index, seen.variables[index], add));
    if (layer.activation) found.sums = add(`${layer.name}.sums`, ...sums(layer, index, seen, rows.sample.count, points));
    return found;
  });
  const answer = inOwnUnits(along.at(-1), scene);
  return {
    epoch,
    batch,
    axes,
    ranges,
    grid: cells,
    map_grid: map_cells,
    inputs: scene.inputs,
    layers: shown,
    output: add("output", answer.values, [layers.at(-1).units, ...shape(cells)]),
    low: answer.low,
    high: answer.high,
    sample_y,
    warnings: [],
    isEvaluated: true,
    finite: answer.finite,
    arrays,
  };
}

let last = {}; // the inputs of the picture before, which stay the same until the axes change

function inputsOf(scene, axes, ranges, cells) {
  const key = [...axes, cells].join("\n");
  if (last.key !== key || last.scene !== scene) {
    last = { key, scene, inputs: gridInputs(scene.network.columns, axes, ranges, cells) };
  }
  return last.inputs;
}

/** The inputs of the activation of each shown value for the first rows of the sample, and their shape. */
function sums(layer, index, { values, variables }, rows, points) {
  const count = Math.min(points, rows);
  const before = firstOf(values[index - 1], rows, count);
  const found = kindOf(layer).sums(layer, variables[index], before, count, layer.shown);
  return [found.slice(0, layer.shown * count), [layer.shown, count]];
}

function firstOf(values, rows, count) {
  const found = new Float32Array((values.length / rows) * count);
  for (let i = 0; i * rows < values.length; i++) found.set(values.subarray(i * rows, i * rows + count), i * count);
  return found;
}
