import { short } from "../../drawing/axis.js";
import { drawCurve } from "./strokes.js";

const slope = ({ negative_slope: value }) => short(value);
const curve = ({ negative_slope: value }) => (z) => (z > 0 ? z : value * z);

export default {
  width: 24,
  tile: 24,
  detail: (layer) => [`leaky ${slope(layer)}`, slope(layer)],
  draw: (context, tile, _i, layer, _picture, colours) => drawCurve(context, tile, curve(layer), colours),
  formula: (name, layer) => ({ text: `y = max(${name}, 0) + ${slope(layer)}·min(${name}, 0)`, note: "" }),
  told: (layer) => `values below 0 are multiplied by ${slope(layer)}`,
  curve,
  sums: (_layer, _variables, input) => input,
  forward: (layer, _variables, input) => input.map(curve(layer)),
  backward: ({ negative_slope: value }, _variables, input, upstream) => ({
    down: upstream.map((above, k) => above * (input[k] > 0 ? 1 : value)),
  }),
};
