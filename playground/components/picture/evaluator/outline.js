// The parts of a picture that follow from the weights alone, without a prediction.

import { kindOf } from "../layers/table.js";
import { variablesOf } from "./forward.js";

/** A moment, {epoch, batch, weights}, as a picture without maps and without an answer. */
export function outline({ network }, { epoch, batch, weights }) {
  const arrays = new Map();
  const variables = variablesOf(network.layers, weights);
  const add = (name, values, shape) => arrays.set(name, { values, shape }) && name;
  const layers = network.layers.map((layer, index) => ({
    ...layer,
    ...(index ? parameters(network.layers, index, variables[index], add) : {}),
  }));
  return { epoch, batch, layers, arrays };
}

/** What a layer learned for the shown values; add(name, values, shape) puts an array into the picture. */
export function parameters(layers, index, variables, add) {
  const layer = layers[index];
  const kind = kindOf(layer);
  if (kind.width === undefined) {
    const [kernel, bias] = variables;
    const [from, to] = [layers[index - 1].shown, layer.shown];
    const values = Float32Array.from({ length: from * to }, (_, k) => kernel[Math.floor(k / to) * layer.units + (k % to)]);
    return {
      weights: add(`${layer.name}.weights`, values, [from, to]),
      bias: add(`${layer.name}.bias`, bias.slice(0, to), [to]),
    };
  }
  const learned = Object.entries(kind.learned?.(variables) ?? {});
  return Object.fromEntries(learned.map(([name, values]) => [name, [...values.subarray(0, layer.shown)].map(orNull)]));
}

const orNull = (value) => (Number.isFinite(value) ? value : null);
