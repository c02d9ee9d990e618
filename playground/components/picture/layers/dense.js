// Layers with a matrix of weights; the output is one of them.

import { ACTIVATIONS, SLOPES, activate } from "../activations.js";
import { throughSums, weightedSums } from "./sums.js";
import { unitsOf } from "./values.js";

export default {
  detail: (layer) => [`${unitsOf(layer)} · ${layer.activation}`, unitsOf(layer)],
  curve: ({ activation }) => ACTIVATIONS[activation],
  variables: ({ units }, inputs) => [inputs * units, units],
  sums: (_layer, [kernel, bias], input, rows, units) => weightedSums(kernel, bias, input, rows, units),
  forward: ({ units, activation }, [kernel, bias], input, rows) =>
    activate(weightedSums(kernel, bias, input, rows, units), activation, units),
  backward,
};

function backward({ units, activation }, [kernel, bias], input, upstream, rows) {
  const sums = weightedSums(kernel, bias, input, rows, units);
  const slope = SLOPES[activation];
  return throughSums(kernel, input, upstream.map((value, k) => value * slope(sums[k])), rows);
}
