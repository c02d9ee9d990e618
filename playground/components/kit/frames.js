// Decides when to draw: at the next frame, with free time between two drawings.

export class Frames {
  /** draw(): draws. rest(took): the pause in milliseconds after a drawing that took `took` milliseconds; 0 by default. */
  constructor(draw, rest = () => 0) {
    Object.assign(this, { draw, rest });
    this.free = 0; // when drawing may begin again
  }

  /** Draws at the next frame, or at the first frame after the pause. */
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
