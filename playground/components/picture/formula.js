// What a neuron computes, as a formula with its current numbers.

import { short } from "../drawing/axis.js";
import { arrayOf } from "../drawing/codec.js";
import { brief } from "../kit/words.js";
import { kindOf, passes } from "./layers/table.js";

/** The layer before layer `index`, whose values are its inputs. */
export const before = (layers, index) => layers[index - 1] ?? null;

/** The name of value `i` of a layer, in formulas: an input's own name, else n1, n2, … */
export function nameOf(picture, index, i) {
  return picture.layers[index].kind === "input" ? brief(picture.inputs[i] ?? `x${i + 1}`) : `n${i + 1}`;
}

/**
 * A neuron's formula: {text: "y = tanh(0.52·x1 − 1.3·x2 + 0.1)", note: what the names mean, or ""}.
 *
 * Weights that the picture does not show are counted.
 */
export function formula(picture, index, neuron) {
  const layer = picture.layers[index];
  const source = before(picture.layers, index);
  if (!source) return { text: "", note: "An input of the network, scaled as the network sees it." };
  if (passes(layer)) return kindOf(layer).formula(nameOf(picture, index - 1, neuron), layer, neuron);
  const weights = arrayOf(picture, layer.weights);
  const bias = arrayOf(picture, layer.bias)?.values[neuron];
  const terms = weights ? column(weights, neuron).map((weight, i) => [weight, nameOf(picture, index - 1, i)]) : [];
  const hidden = (source.units ?? terms.length) - terms.length;
  const parts = terms.map(([weight, name], i) => `${signed(weight, i)}${short(Math.abs(weight))}·${name}`);
  if (hidden > 0) parts.push(` + … ${hidden.toLocaleString("en-US")} more`);
  if (bias !== undefined) parts.push(`${signed(bias, parts.length)}${short(Math.abs(bias))}`);
  const sum = parts.join("");
  const wrapped = layer.activation && layer.activation !== "linear" ? `${layer.activation}(${sum})` : sum;
  return { text: `y = ${wrapped}`, note: source.kind === "input" ? "" : `n1, n2, …: the values of ${source.title}` };
}

/** The weights of one neuron's inputs. */
export function column({ shape: [rows, columns], values }, neuron) {
  return Array.from({ length: rows }, (_, i) => values[i * columns + neuron]);
}

function signed(value, i) {
  if (i === 0) return value < 0 ? "−" : "";
  return value < 0 ? " − " : " + ";
}
