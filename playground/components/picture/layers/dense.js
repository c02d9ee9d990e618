// Layers with a matrix of weights; the output is one of them.

import { ACTIVATIONS } from "../activations.js";
import { unitsOf } from "./values.js";

export default {
  detail: (layer) => [`${unitsOf(layer)} · ${layer.activation}`, unitsOf(layer)],
  curve: ({ activation }) => ACTIVATIONS[activation],
};
