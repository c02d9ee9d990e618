import { short } from "../../drawing/axis.js";
import { drawBell } from "./strokes.js";

const deviation = ({ stddev }) => short(stddev);

export default {
  width: 20,
  tile: 14,
  dashed: true,
  isSpread: false,
  changesInTraining: true,
  detail: (layer) => [`noise ${deviation(layer)}`, deviation(layer)],
  // The bell curve of the noise: the more noise, the wider.
  draw: (context, tile, _i, { stddev }, _picture, colours) => drawBell(context, tile, 0.5 + 1.5 * stddev, colours),
  formula: (name, layer) => ({
    text: `y = ${name}`,
    note: `In training a random number of deviation ${deviation(layer)}, chosen anew in every batch, is added to each value.`,
  }),
  told: (layer) => `in training noise of deviation ${deviation(layer)} is added`,
  forward: (_layer, _variables, input) => input,
  backward: (_layer, _variables, _input, upstream) => ({ down: upstream }),
};
