// The gradients of the loss with respect to all trained variables of a network.

import { SLOPES } from "../activations.js";
import { kindOf } from "../layers/table.js";
import { throughSums } from "../layers/sums.js";
import { lossGradient } from "./losses.js";

/**
 * For every layer the gradients with respect to its trained variables, in one row, float32; empty if it has none.
 *
 * variables, values: the results of `variablesOf` and `forward` for these rows; y: their targets.
 */
export function gradients(layers, variables, values, y, loss, rows) {
  const found = layers.map(() => new Float32Array(0));
  const last = layers.length - 1;
  const { activation, units } = layers[last];
  let sums = null;
  const slope = (k) => {
    if (activation === "linear") return 1;
    sums ??= kindOf(layers[last]).sums(layers[last], variables[last], values[last - 1], rows, units);
    return SLOPES[activation](sums[k]);
  };
  const upstream = lossGradient(loss, y, values[last], rows, slope);
  let { own, down } = throughSums(variables[last][0], values[last - 1], upstream, rows);
  found[last] = own;
  for (let index = last - 1; index > 0; index--) {
    ({ own, down } = kindOf(layers[index]).backward(layers[index], variables[index], values[index - 1], down, rows));
    if (own) found[index] = own;
  }
  return found;
}
