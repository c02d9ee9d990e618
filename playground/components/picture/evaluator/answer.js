// A network's answers in the units of a picture.

import { forward } from "./forward.js";
import { gridInputs } from "./grid.js";

/** The network's answers at one point of the axes: probabilities, a margin, or a value in the target's own unit. */
export function answerAt(scene, weights, axes, point) {
  const { layers, columns } = scene.network;
  const input = gridInputs(columns, axes, point.map((value) => [value, value]), 1);
  return [...inOwnUnits(forward(layers, weights, input, 1).at(-1), scene).values];
}

/** The answer in the target's own units, as probabilities, or as clipped margins. */
export function inOwnUnits(output, { task, has_margin, network }) {
  const finite = output.every(Number.isFinite);
  if (task === "regression") {
    const { offset, scale } = network.target;
    const own = output.map((value) => value * scale + offset);
    const { low, high } = ends(own, 1);
    return { values: own, low: low[0], high: high[0], finite };
  }
  const [low, high] = has_margin ? [-1, 1] : [0, 1];
  // As in pictures of a worker, a value that is not a number counts as the lowest.
  return { values: output.map((value) => (value >= low ? Math.min(value, high) : low)), low, high, finite };
}

/** The lowest and highest number of each of `count` grids; a value that is not a number becomes one of them. */
export function ends(values, count) {
  const size = values.length / count;
  const [lows, highs] = [[], []];
  for (let i = 0; i < count; i++) {
    const own = values.subarray(i * size, (i + 1) * size);
    let [low, high] = [Infinity, -Infinity];
    for (const value of own) {
      if (value < low && value > -Infinity) low = value;
      if (value > high && value < Infinity) high = value;
    }
    if (low > high) [low, high] = [0, 0];
    for (let k = 0; k < size; k++) if (!Number.isFinite(own[k])) own[k] = own[k] > 0 ? high : low;
    lows.push(low);
    highs.push(high);
  }
  return { low: lows, high: highs };
}
