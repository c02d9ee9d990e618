// The film of a first visit: it plays once, and not for systems that ask for reduced motion.

const STORED = "opening";

export class Opening {
  /** timeline: plays the film. */
  constructor(timeline) {
    this.timeline = timeline;
    this.isNew = !restore();
  }

  /** Whether a visit opens with the film: it is the first one in this browser, or this page has begun with it. */
  get wanted() {
    return this.isNew;
  }

  /** Whether the film moves by itself. */
  get moves() {
    return !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Called when its first picture is shown. */
  begin() {
    if (this.begun) return;
    this.begun = true;
    keep();
    if (this.moves) this.timeline.start();
  }

  /** Stops the film; returns whether it was playing. */
  stop() {
    const plays = Boolean(this.begun && !this.over && this.timeline.playing);
    if (plays) this.timeline.stop();
    return plays;
  }

  /** Ends the film for good, because something else is shown. */
  leave() {
    this.isNew = false;
    this.over = true;
  }
}

function restore() {
  try {
    return localStorage.getItem(STORED) != null;
  } catch {
    return true; // a browser without storage would play it at every visit
  }
}

function keep() {
  try {
    localStorage.setItem(STORED, "seen");
  } catch {
    // as above
  }
}
