import { short } from "../../drawing/axis.js";
import { drawBell } from "./strokes.js";
import { one } from "./values.js";

export default {
  width: 20,
  tile: 14,
  changesInTraining: true,
  detail: () => ["norm", "norm"],
  draw: drawNormalized,
  formula,
  told: (layer, neuron) => `mean ${short(one(layer.mean, neuron))}, scale ${short(one(layer.scale, neuron))}`,
};

// A bell: its width is what the values are divided by.
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
