// When to draw: at the next frame, and so that time stays free for the person.

export class Frames {
  /** draw(): draws; rest(took): the milliseconds that stay free after a drawing that took so many, usually none. */
  constructor(draw, rest = () => 0) {
    Object.assign(this, { draw, rest });
    this.free = 0; // when drawing may begin again
  }

  /** Draws at the next frame, or as soon as the time that stays free is over. */
  soon() {
    if (this.frame || this.later) return;
    const wait = this.free - performance.now();
    const next = () => {
      this.later = null;
      this.frame = requestAnimationFrame(() => {
        this.frame = null;
        this.now();
      });
    };
    if (wait > 0) this.later = setTimeout(next, wait);
    else next();
  }

  now() {
    if (this.closed) return;
    const begin = performance.now();
    this.draw();
    this.free = performance.now() + this.rest(performance.now() - begin);
  }

  close() {
    this.closed = true;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.later);
  }
}
