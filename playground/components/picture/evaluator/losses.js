// The losses by which networks are trained: how each changes with what the network puts out.

const TINY = 1e-7; // Keras' own epsilon

// By Keras' name: d loss / d output of one row, whose target is y. offset, scale: of a target whose true values count.
const SLOPES = {
  mae: (y, out) => Math.sign(out - y),
  mse: (y, out) => 2 * (out - y),
  huber: (y, out) => Math.max(-1, Math.min(out - y, 1)),
  log_cosh: (y, out) => Math.tanh(out - y),
  mape: (y, out, { offset, scale }) => (100 * scale * Math.sign(out - y)) / Math.max(Math.abs(y * scale + offset), TINY),
  hinge: (y, out) => ((2 * y - 1) * out < 1 ? 1 - 2 * y : 0),
};

/**
 * The gradient of the mean loss by the sums of the output layer, before its activation: float32, as `outputs`.
 *
 * loss: {name, offset, scale}; y: the targets; slope(k): how steep the output's activation is there. The two
 * cross-entropies are taken together with the activation that belongs to them, as TensorFlow takes them: no digit is
 * lost where an answer is sure.
 */
export function lossGradient(loss, y, outputs, rows, slope) {
  if (loss.name === "categorical_crossentropy") {
    return outputs.map((share, k) => (share - (y[k % rows] === Math.floor(k / rows) ? 1 : 0)) / rows);
  }
  if (loss.name === "binary_crossentropy") return outputs.map((share, k) => (share - y[k]) / rows);
  return outputs.map((out, k) => (SLOPES[loss.name](y[k], out, loss) * slope(k)) / rows);
}
