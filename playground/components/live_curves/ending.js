// Telling Python that the run is over.

import { goesOn } from "../kit/states.js";

const REPEAT = 2000; // milliseconds until Python is told again

export class Ending {
  /** Tells it again and again while Python believes otherwise, for a message can be lost. known: what Python believes; tell(): tells it. */
  report(state, known, tell) {
    this.tell = tell;
    const needed = state !== "none" && !goesOn(state) && goesOn(known);
    if (needed && !this.repeating) {
      this.repeating = setInterval(() => this.tell(), REPEAT);
      tell();
    } else if (!needed) {
      this.close();
    }
  }

  close() {
    clearInterval(this.repeating);
    this.repeating = null;
  }
}
