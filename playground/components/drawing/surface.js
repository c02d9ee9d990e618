// The numbers of a picture in their own units: the outputs of the network and of each neuron on the grid.

import { arrayOf, bounds } from "./codec.js";

const LEVELS = { Uint8Array: 255, Uint16Array: 65535 };

/**
 * The network's answer: one grid per class, or one grid of probabilities or predicted values.
 *
 * Returns {grids: [{values, wide, tall}]}, values are probabilities or in the target's unit; null if the
 * picture has none. A picture over one feature has grids of one row.
 */
export function answer(picture) {
  const array = arrayOf(picture, picture.output);
  return array && { grids: splitGrids(array).map((grid, i) => inUnits(grid, bounds(picture, i))) };
}

/** The grids of a layer's shown neurons, in the units of its output; [] if the layer has none. */
export function maps(picture, layer) {
  const array = arrayOf(picture, layer.maps);
  return array ? splitGrids(array).map((grid, i) => inUnits(grid, bounds(layer, i))) : [];
}

/** The inputs of a neuron's activation for the picture's sample of training rows; [] if the picture has none. */
export function sums(picture, layer, neuron) {
  const array = arrayOf(picture, layer.sums);
  if (!array) return [];
  const [, count] = array.shape;
  const row = { values: array.values.subarray(neuron * count, (neuron + 1) * count) };
  return [...inUnits(row, bounds({ low: layer.sums_low, high: layer.sums_high }, neuron)).values];
}

/** An array (count, tall, wide) or (count, wide) as grids that share its numbers. */
function splitGrids({ shape, values }) {
  const [count, tall, wide] = shape.length === 3 ? shape : [shape[0], 1, shape[1]];
  const size = tall * wide;
  return Array.from({ length: count }, (_, i) => ({ values: values.subarray(i * size, (i + 1) * size), wide, tall }));
}

function inUnits(grid, [low, high]) {
  const levels = LEVELS[grid.values.constructor.name];
  if (!levels) return { ...grid, low, high };
  const step = (high - low) / levels;
  return { ...grid, values: Float32Array.from(grid.values, (level) => low + level * step), low, high };
}

/** The value of a grid at shares 0 … 1 of its width from the left and of its height from below, by linear interpolation. */
export function at({ values, wide, tall }, across, up = 0) {
  const [left, right, over] = cells(across, wide);
  const [upper, lower, down] = cells(1 - up, tall);
  const top = values[upper * wide + left] + (values[upper * wide + right] - values[upper * wide + left]) * over;
  const under = values[lower * wide + left] + (values[lower * wide + right] - values[lower * wide + left]) * over;
  return top + (under - top) * down;
}

function cells(share, count) {
  const position = Math.max(0, Math.min(share * count - 0.5, count - 1));
  const first = Math.floor(position);
  return [first, Math.min(first + 1, count - 1), position - first];
}

/**
 * How far a neuron's values reach from zero; for a bounded activation, how far they can reach, so
 * that a tanh with small outputs looks pale.
 */
export function reach({ low, high }, activation) {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return activation === "tanh" || activation === "sigmoid" || activation === "softmax" ? 1 : largest || 1;
}
