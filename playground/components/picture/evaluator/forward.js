// Computes a network's outputs from its weights, as Keras does in a prediction.

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
 * The outputs of every layer, the inputs first: float32 (units × rows) each, unit by unit.
 *
 * layers: those of a picture's header, the inputs first; input: (inputs × rows). A layer that does nothing in a prediction
 * returns the array of the layer before.
 */
export function forward(layers, weights, input, rows) {
  const variables = variablesOf(layers, weights);
  const found = [input];
  for (let index = 1; index < layers.length; index++) {
    found.push(kindOf(layers[index]).forward(layers[index], variables[index], found[index - 1], rows));
  }
  return found;
}
