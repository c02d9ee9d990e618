// The training rows of a run, as the server sends them.

import { arrayOf } from "../../drawing/codec.js";

/** {train, sample} of the decoded answer: {x (inputs × count), y, count} each; the sample is {…} of some of the rows. */
export function rowsOf(answer) {
  const x = arrayOf(answer, "x");
  const { values: y } = arrayOf(answer, "y");
  const every = Float32Array.from(y, (_, row) => row);
  const { values: sample } = arrayOf(answer, "sample");
  const train = select(x, y, every);
  return { train, sample: sample.length === train.count ? train : select(x, y, sample) };
}

function select({ shape: [, inputs], values }, y, rows) {
  const count = rows.length;
  const x = new Float32Array(inputs * count);
  for (let k = 0; k < count; k++) for (let i = 0; i < inputs; i++) x[i * count + k] = values[rows[k] * inputs + i];
  return { x, y: Float32Array.from(rows, (row) => y[row]), count };
}
