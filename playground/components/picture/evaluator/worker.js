// The worker thread that computes pictures: it holds the run's scene and computes one moment after another.

import { decode } from "../../drawing/codec.js";
import { pictureOf } from "./picture_of.js";
import { rowsOf } from "./rows.js";

let held = null; // {scene, rows} of the run shown, or a promise of it

self.onmessage = async ({ data: { hold, number, moment, axes } }) => {
  if (hold) {
    held = decode(hold.rows).then((answer) => ({ scene: hold.scene, rows: rowsOf(answer) }));
    return;
  }
  try {
    const { scene, rows } = await held;
    const picture = pictureOf(scene, rows, moment, axes);
    const buffers = new Set([...picture.arrays.values()].map(({ values }) => values.buffer));
    self.postMessage({ number, picture }, [...buffers]);
  } catch (error) {
    self.postMessage({ number, error: error.message });
  }
};
