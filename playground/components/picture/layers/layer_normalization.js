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
};

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
