// The network's inputs for a picture: the middles of equal cells along two columns, one, or none.

// Features that a toy derives from x1 and x2, the same as in `playground.datasets.toys.catalogue`.
const DERIVED = {
  "x1^2": (x1) => x1 ** 2,
  "x2^2": (_x1, x2) => x2 ** 2,
  "x1*x2": (x1, x2) => x1 * x2,
  "sin(x1)": Math.sin,
  "sin(x2)": (_x1, x2) => Math.sin(x2),
  "cos(x1)": Math.cos,
  "cos(x2)": (_x1, x2) => Math.cos(x2),
};

/**
 * The network's inputs, scaled, float32 (inputs × cells ** axes): the first axis runs fastest, the second downwards from
 * its highest value, as pixels do.
 *
 * columns: one for each input, {name, at, offset, scale} (see `playground.pictures.evaluated`); ranges: the range
 * of each axis.
 */
export function gridInputs(columns, axes, ranges, cells) {
  const along = axes.map((_, i) => middles(ranges[i], cells));
  if (along.length === 2) along[1].reverse();
  const rows = cells ** axes.length;
  const found = new Float32Array(columns.length * rows);
  columns.forEach((column, i) => fill(found.subarray(i * rows, (i + 1) * rows), column, axes, along, cells));
  return found;
}

function middles([low, high], cells) {
  return Float64Array.from({ length: cells }, (_, i) => low + (high - low) * ((i + 0.5) / cells));
}

function fill(values, { name, at, offset, scale, derived }, axes, along, cells) {
  const axis = axes.indexOf(name);
  if (!derived && axis < 0) return void values.fill((at - offset) / scale);
  const of = derived ? DERIVED[name] : axis === 0 ? (first) => first : (_first, second) => second;
  // A derived feature takes x1 and x2 in this order, whichever is on the x axis.
  const turned = derived && axes[0] === "x2";
  for (let k = 0; k < values.length; k++) {
    const [first, second] = [along[0][k % cells], along.length > 1 ? along[1][(k - (k % cells)) / cells] : 0];
    values[k] = ((turned ? of(second, first) : of(first, second)) - offset) / scale;
  }
}

/** Averages of neighbouring cells of grids (count × cells ** axes): (count × fewer ** axes), in memory of their own. */
export function pool(values, cells, fewer, axes) {
  if (!axes || cells === fewer) return values.slice();
  const each = cells / fewer;
  const [from, to] = [cells ** axes, fewer ** axes];
  const count = values.length / from;
  const [tall, high] = axes === 2 ? [fewer, each] : [1, 1];
  const found = new Float32Array(count * to);
  const sums = new Float64Array(fewer);
  for (let i = 0; i < count; i++) {
    for (let row = 0; row < tall; row++) {
      sums.fill(0);
      let k = i * from + row * high * cells;
      for (let down = 0; down < high; down++) {
        for (let column = 0; column < fewer; column++) {
          for (const end = k + each; k < end; k++) sums[column] += values[k];
        }
      }
      for (let column = 0; column < fewer; column++) found[i * to + row * fewer + column] = sums[column] / (high * each);
    }
  }
  return found;
}
