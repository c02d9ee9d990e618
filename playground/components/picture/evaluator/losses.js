// The derivatives of the losses with respect to the network's outputs.

const TINY = 1e-7; // Keras' own epsilon

// By Keras' name: d loss / d output of one row, whose target is y. offset, scale: of a scaled target, for losses of its true values.
const SLOPES = {
  mae: (y, out) => Math.sign(out - y),
  mse: (y, out) => 2 * (out - y),
  huber: (y, out) => Math.max(-1, Math.min(out - y, 1)),
  log_cosh: (y, out) => Math.tanh(out - y),
  mape: (y, out, { offset, scale }) => (100 * scale * Math.sign(out - y)) / Math.max(Math.abs(y * scale + offset), TINY),
  hinge: (y, out) => ((2 * y - 1) * out < 1 ? 1 - 2 * y : 0),
};

/**
 * The gradient of the mean loss with respect to the output layer's sums before its activation: float32, shaped as `outputs`.
 *
 * loss: {name, offset, scale}; y: the targets; slope(k): the derivative of the output's activation there. The two
 * cross-entropies are computed together with their activation, as in TensorFlow, so no digit is
 * lost if an answer is certain.
 */
export function lossGradient(loss, y, outputs, rows, slope) {
  if (loss.name === "categorical_crossentropy") {
    return outputs.map((share, k) => (share - (y[k % rows] === Math.floor(k / rows) ? 1 : 0)) / rows);
  }
  if (loss.name === "binary_crossentropy") return outputs.map((share, k) => (share - y[k]) / rows);
  return outputs.map((out, k) => (SLOPES[loss.name](y[k], out, loss) * slope(k)) / rows);
}
