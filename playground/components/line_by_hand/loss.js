// The loss of a line over rows, and gradient descent on it.

/** For each loss: its title, the loss of one error, and its derivative. */
export const LOSSES = {
  mae: ["Mean absolute error", Math.abs, Math.sign],
  mse: ["Mean squared error", (error) => error * error, (error) => 2 * error],
};

const SHARE = 0.3; // as a share of the step from which on descent on squared errors diverges

/** The loss of the line y = w·x + b. data: {x, y, loss}. */
export function lossOf({ x, y, loss }, { w, b }) {
  const [, of] = LOSSES[loss];
  return x.reduce((sum, each, i) => sum + of(y[i] - (w * each + b)), 0) / x.length;
}

/** The points {w, b} of gradient descent on all rows from a point, which is the first of them. */
export function descent({ x, y, loss }, from, steps) {
  const mean = (of) => x.reduce((sum, each, i) => sum + of(each, i), 0) / x.length;
  const [square, middle] = [mean((each) => each * each), mean((each) => each)];
  // The largest curvature: the larger eigenvalue of the Hessian matrix.
  const bend = square + 1 + Math.sqrt((square - 1) ** 2 + 4 * middle * middle);
  const rate = (2 * SHARE) / bend;
  const [, , slope] = LOSSES[loss];
  const path = [from];
  for (let step = 0; step < steps; step++) {
    const { w, b } = path.at(-1);
    const pull = (i) => slope(y[i] - (w * x[i] + b));
    path.push({ w: w + rate * mean((each, i) => each * pull(i)), b: b + rate * mean((_, i) => pull(i)) });
  }
  return path;
}
