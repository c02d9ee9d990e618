// Tells Python that the run is over.

import { goesOn } from "../kit/states.js";

const REPEAT = 2000; // milliseconds until Python is told again

export class Ending {
  /** Calls tell() again and again until Python knows it, because a message can be lost. known: the state that Python knows. */
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
