import { ACTIVATIONS, SLOPES, activate } from "../activations.js";
import { drawCurve } from "./strokes.js";

const curve = ({ activation }) => ACTIVATIONS[activation];

export default {
  width: 24,
  tile: 24,
  detail: ({ activation }) => [activation, activation],
  draw: (context, tile, _i, layer, _picture, colours) => drawCurve(context, tile, curve(layer), colours),
  formula: (name, { activation }) => ({ text: `y = ${activation}(${name})`, note: "" }),
  curve,
  sums: (_layer, _variables, input) => input,
  forward: ({ activation, units }, _variables, input) => activate(input.slice(), activation, units),
  backward: ({ activation }, _variables, input, upstream) => ({
    down: upstream.map((value, k) => value * SLOPES[activation](input[k])),
  }),
};
