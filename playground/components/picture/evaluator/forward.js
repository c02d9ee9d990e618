// A network's answers from its weights, as Keras computes them in a prediction.

import { kindOf } from "../layers/table.js";

/** The variables of every layer, views of `weights`: all variables of the network as Keras lists them, in one row. */
export function variablesOf(layers, weights) {
  let [at, inputs] = [0, 0];
  return layers.map((layer) => {
    const counts = kindOf(layer).variables?.(layer, inputs) ?? [];
    inputs = layer.units;
    return counts.map((count) => weights.subarray(at, (at += count)));
  });
}

/**
 * What every layer puts out, the inputs first: float32 (units × rows) each, all rows of one unit after those of another.
 *
 * layers: as a picture's header has them, the inputs first; input: (inputs × rows). Layers that pass everything on put
 * out the very array of the layer before.
 */
export function forward(layers, weights, input, rows) {
  const variables = variablesOf(layers, weights);
  const found = [input];
  for (let index = 1; index < layers.length; index++) {
    found.push(kindOf(layers[index]).forward(layers[index], variables[index], found[index - 1], rows));
  }
  return found;
}
