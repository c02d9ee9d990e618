import { short } from "../../drawing/axis.js";
import { drawBell } from "./strokes.js";
import { one } from "./values.js";

const EPSILON = 1e-3; // Keras' default, which experiments do not change

export default {
  width: 20,
  tile: 14,
  changesInTraining: true,
  detail: () => ["norm", "norm"],
  draw: drawNormalized,
  formula,
  told: (layer, neuron) => `mean ${short(one(layer.mean, neuron))}, scale ${short(one(layer.scale, neuron))}`,
  variables: (_layer, inputs) => [inputs, inputs, inputs, inputs],
  trained: 2, // scale and shift
  learned: ([scale, shift, mean, variance]) => ({
    mean,
    deviation: variance.map((value) => Math.sqrt(value + EPSILON)),
    scale,
    shift,
  }),
  forward,
  backward,
};

// Uses the moving averages, as in a prediction.
function forward({ units }, [scale, shift, mean, variance], input, rows) {
  const found = new Float32Array(input.length);
  for (let unit = 0; unit < units; unit++) {
    const times = scale[unit] / Math.sqrt(variance[unit] + EPSILON);
    const [from, centre, plus] = [unit * rows, mean[unit], shift[unit]];
    for (let k = from; k < from + rows; k++) found[k] = (input[k] - centre) * times + plus;
  }
  return found;
}

// A bell curve whose width is the divisor of the values.
function drawNormalized(context, tile, i, layer, _picture, colours) {
  const scale = one(layer.scale, i);
  drawBell(context, tile, scale ? Math.max(0.5, Math.min(2, 1 / Math.abs(scale))) : 1, colours);
}

function formula(name, layer, neuron) {
  const [mean, scale] = [one(layer.mean, neuron), one(layer.scale, neuron)];
  if (mean == null) return { text: "", note: "" };
  return {
    text: `y = (${name} ${mean < 0 ? "+" : "−"} ${short(Math.abs(mean))}) · ${short(scale)} + shift`,
    note: `mean ${short(mean)}, scale ${short(scale)}`,
  };
}

function backward({ units }, [scale, , mean, variance], input, upstream, rows) {
  const own = new Float32Array(2 * units);
  const down = new Float32Array(input.length);
  for (let unit = 0; unit < units; unit++) {
    const deviation = Math.sqrt(variance[unit] + EPSILON);
    for (let k = unit * rows; k < (unit + 1) * rows; k++) {
      own[unit] += (upstream[k] * (input[k] - mean[unit])) / deviation;
      own[units + unit] += upstream[k];
      down[k] = (upstream[k] * scale[unit]) / deviation;
    }
  }
  return { own, down };
}
