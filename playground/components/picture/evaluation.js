// Computes the pictures of a small network one after another: for the moment of the run and the axes that the person chose.

import { answerAt } from "./evaluator/answer.js";

export class Evaluation {
  /**
   * evaluator: computes; scene, rows: the run's. drawn(picture): that of the moment wanted last; failed(sentence): there
   * is none.
   */
  constructor(evaluator, scene, rows, { drawn, failed }) {
    this.evaluator = evaluator;
    this.drawn = drawn;
    this.failed = failed;
    this.scene = scene;
    this.axes = scene.axes;
    evaluator.hold(scene, rows);
  }

  /** The picture of {epoch, batch, weights} is wanted; resolves when nothing more is to be drawn. */
  show(moment) {
    this.moment = this.wanted = moment;
    this.going ??= this.drawAll().finally(() => (this.going = null));
    return this.going;
  }

  /** From now on along these columns. */
  turn(pair) {
    this.axes = pair;
    return this.moment && this.show(this.moment);
  }

  /** One at a time: of what comes meanwhile only the last is drawn. */
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

  /** A promise of the picture of a moment, which is not drawn. */
  picture(moment) {
    return this.evaluator.picture(moment, this.axes);
  }

  close() {
    this.closed = true;
  }
}
