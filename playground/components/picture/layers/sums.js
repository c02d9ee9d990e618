// The costly step of a network: every unit's weighted sum of all inputs.

const BLOCK = 512; // rows at once, so that their sums stay in the processor's cache
const sums = new Float64Array(BLOCK);

/**
 * bias[unit] + Σ kernel[input, unit] · input, float32 (units × rows).
 *
 * kernel: (inputs × units) as Keras has it; input: (inputs × rows); units: how many units, from the first. Sums are
 * computed in double precision, so they are at least as exact as Keras' own.
 */
export function weightedSums(kernel, bias, input, rows, units) {
  const inputs = input.length / rows;
  const columns = kernel.length / inputs;
  const found = new Float32Array(units * rows);
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    for (let unit = 0; unit < units; unit++) {
      sums.fill(bias[unit], 0, count);
      let i = 0;
      for (; i + 4 <= inputs; i += 4) addFour(kernel, i * columns + unit, columns, input, i * rows + from, rows, count);
      for (; i < inputs; i++) addOne(kernel[i * columns + unit], input, i * rows + from, count);
      const to = unit * rows + from;
      for (let k = 0; k < count; k++) found[to + k] = sums[k];
    }
  }
  return found;
}

function addFour(kernel, at, columns, input, a, rows, count) {
  const [one, two, three, four] = [kernel[at], kernel[at + columns], kernel[at + 2 * columns], kernel[at + 3 * columns]];
  const [b, c, d] = [a + rows, a + 2 * rows, a + 3 * rows];
  for (let k = 0; k < count; k++) {
    sums[k] += one * input[a + k] + two * input[b + k] + three * input[c + k] + four * input[d + k];
  }
}

function addOne(weight, input, from, count) {
  for (let k = 0; k < count; k++) sums[k] += weight * input[from + k];
}

/**
 * The backward pass: from the gradient with respect to the sums, `upstream`, to {own: the gradient with respect to kernel and bias, in one row,
 * down: the gradient with respect to the inputs}.
 */
export function throughSums(kernel, input, upstream, rows) {
  const [inputs, units] = [input.length / rows, upstream.length / rows];
  const own = new Float32Array((inputs + 1) * units);
  const down = new Float32Array(input.length);
  for (let unit = 0; unit < units; unit++) {
    const above = upstream.subarray(unit * rows, (unit + 1) * rows);
    for (let i = 0; i < inputs; i++) {
      const [weight, from] = [kernel[i * units + unit], i * rows];
      let sum = 0;
      for (let k = 0; k < rows; k++) {
        sum += input[from + k] * above[k];
        down[from + k] += weight * above[k];
      }
      own[i * units + unit] = sum;
    }
    own[inputs * units + unit] = above.reduce((sum, value) => sum + value, 0);
  }
  return { own, down };
}
