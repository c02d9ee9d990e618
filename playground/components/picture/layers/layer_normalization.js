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
  learned: ([scale, shift]) => ({ scale, shift }),
  forward,
  backward,
};

function forward({ units, epsilon }, [scale, shift], input, rows) {
  const found = new Float32Array(input.length);
  for (let row = 0; row < rows; row++) {
    const { mean, deviation } = statistics(input, row, rows, units, epsilon);
    for (let unit = 0, k = row; unit < units; unit++, k += rows) {
      found[k] = ((input[k] - mean) / deviation) * scale[unit] + shift[unit];
    }
  }
  return found;
}

function backward({ units, epsilon }, [scale], input, upstream, rows) {
  const own = new Float32Array(2 * units);
  const down = new Float32Array(input.length);
  for (let row = 0; row < rows; row++) {
    const { mean, deviation } = statistics(input, row, rows, units, epsilon);
    let [sum, product] = [0, 0];
    for (let unit = 0, k = row; unit < units; unit++, k += rows) {
      const value = (input[k] - mean) / deviation;
      own[unit] += upstream[k] * value;
      own[units + unit] += upstream[k];
      sum += (upstream[k] * scale[unit]) / units;
      product += (upstream[k] * scale[unit] * value) / units;
    }
    // Mean and deviation are those of the same inputs.
    for (let unit = 0, k = row; unit < units; unit++, k += rows) {
      down[k] = (upstream[k] * scale[unit] - sum - ((input[k] - mean) / deviation) * product) / deviation;
    }
  }
  return { own, down };
}

/** Mean and deviation of one row's values. */
function statistics(input, row, rows, units, epsilon) {
  let mean = 0;
  for (let k = row; k < input.length; k += rows) mean += input[k] / units;
  let variance = 0;
  for (let k = row; k < input.length; k += rows) variance += (input[k] - mean) ** 2 / units;
  return { mean, deviation: Math.sqrt(variance + epsilon) };
}

// A bell curve whose width is the factor of the values.
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
