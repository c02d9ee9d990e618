import { short } from "../../drawing/axis.js";
import { drawBell } from "./strokes.js";
import { one } from "./values.js";

export default {
  width: 20,
  tile: 14,
  detail: () => ["layer norm", "norm"],
  draw: drawNormalized,
  formula,
  told: (layer, neuron) => `scale ${short(one(layer.scale, neuron))}, shift ${short(one(layer.shift, neuron))}`,
  variables: (_layer, inputs) => [inputs, inputs],
  forward,
};

function forward({ units, epsilon }, [scale, shift], input, rows) {
  const found = new Float32Array(input.length);
  for (let row = 0; row < rows; row++) {
    let mean = 0;
    for (let k = row; k < input.length; k += rows) mean += input[k] / units;
    let variance = 0;
    for (let k = row; k < input.length; k += rows) variance += (input[k] - mean) ** 2 / units;
    const deviation = Math.sqrt(variance + epsilon);
    for (let unit = 0, k = row; unit < units; unit++, k += rows) {
      found[k] = ((input[k] - mean) / deviation) * scale[unit] + shift[unit];
    }
  }
  return found;
}

// A bell: its width is what the values are multiplied by.
function drawNormalized(context, tile, i, layer, _picture, colours) {
  const scale = one(layer.scale, i);
  drawBell(context, tile, scale ? Math.max(0.5, Math.min(2, Math.abs(scale))) : 1, colours);
}

function formula(name, layer, neuron) {
  const [scale, shift] = [one(layer.scale, neuron), one(layer.shift, neuron)];
  return {
    text: `y = ${short(scale)}·(${name} − mean) / √(variance + ${short(layer.epsilon)}) ${shift < 0 ? "−" : "+"} ${short(Math.abs(shift))}`,
    note: "Mean and variance are those of the row's values in this layer.",
  };
}
