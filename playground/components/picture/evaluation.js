// Computes the pictures of a small network one after another, for the moment and the axes that the person chose.

import { answerAt } from "./evaluator/answer.js";

const AT_ONCE = 2; // pictures; the evaluator computes the next one while the page draws the one before

export class Evaluation {
  /**
   * evaluator: computes them; scene, rows: the run's. drawn(picture): the picture of the moment last wanted; failed(sentence): it
   * cannot be computed.
   */
  constructor(evaluator, scene, rows, { drawn, failed }) {
    this.evaluator = evaluator;
    this.drawn = drawn;
    this.failed = failed;
    this.scene = scene;
    this.axes = scene.axes;
    this.going = new Set(); // of promises
    evaluator.hold(scene, rows);
  }

  /** Asks for the picture of {epoch, batch, weights}; resolves when there is nothing more to draw. */
  show(moment) {
    this.moment = this.wanted = moment;
    if (this.going.size < AT_ONCE) {
      const going = this.drawAll().finally(() => this.going.delete(going));
      this.going.add(going);
    }
    return Promise.all(this.going);
  }

  /** Uses these columns as axes from now on. */
  turn(pair) {
    this.axes = pair;
    return this.moment && this.show(this.moment);
  }

  /** Computes one picture after another; of the moments that come meanwhile only the last is drawn. */
  async drawAll() {
    while (this.wanted && !this.closed) {
      const { wanted } = this;
      this.wanted = null;
      try {
        const picture = await this.picture(wanted);
        const exact = (point) => answerAt(this.scene, wanted.weights, picture.axes, point);
        if (!this.closed) this.drawn({ ...picture, answerAt: exact });
      } catch (error) {
        if (!this.closed) this.failed(error.message);
      }
    }
  }

  /** A promise of the picture of a moment, without drawing it. */
  picture(moment) {
    return this.evaluator.picture(moment, this.axes);
  }

  close() {
    this.closed = true;
  }
}
