// Layers with a matrix of weights; the output is one of them.

import { ACTIVATIONS, bend } from "../activations.js";
import { weighedSums } from "./sums.js";
import { unitsOf } from "./values.js";

export default {
  detail: (layer) => [`${unitsOf(layer)} · ${layer.activation}`, unitsOf(layer)],
  curve: ({ activation }) => ACTIVATIONS[activation],
  variables: ({ units }, inputs) => [inputs * units, units],
  forward: ({ units, activation }, [kernel, bias], input, rows) =>
    bend(weighedSums(kernel, bias, input, rows, units), activation, units),
};
