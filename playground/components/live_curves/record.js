// What a page knows of a run: the newest answer about it, and its epochs.

import { append, put } from "../kit/series.js";

export class Record {
  /** state: the run's, if it is known before the first answer. */
  constructor(state) {
    this.answer = { state };
    this.forget();
  }

  forget() {
    this.curves = {}; // by name, index = epoch
    this.elapsed = []; // seconds of training at the end of each epoch
    this.epoch = -1; // the last epoch
  }

  hear(answer) {
    const { revision } = this.answer;
    const wentBack = revision != null && (answer.revision ?? revision) !== revision;
    if (answer.anew || wentBack) this.forget();
    this.answer = { ...this.answer, ...answer };
    // The question was for later epochs only, but the run has gone back: the next question asks for all.
    if (wentBack && answer.from && !answer.anew) return;
    this.epoch = append(this.curves, answer);
    put(this.elapsed, answer.from, answer.elapsed ?? []);
  }
}
