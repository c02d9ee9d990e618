// The film with which a first visit opens: it plays once, and never for those whose system asks for less motion.

const STORED = "opening";

export class Opening {
  /** timeline: plays the film. */
  constructor(timeline) {
    this.timeline = timeline;
    this.isNew = !stored();
  }

  /** Whether a visit opens with the film: it is the first one of this browser, or this page began with it. */
  get wanted() {
    return this.isNew;
  }

  /** Whether the film moves by itself. */
  get moves() {
    return !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Its first picture is there. */
  begin() {
    if (this.begun) return;
    this.begun = true;
    keep();
    if (this.moves) this.timeline.start();
  }

  /** Stops the film; whether it played. */
  stop() {
    const plays = Boolean(this.begun && !this.over && this.timeline.playing);
    if (plays) this.timeline.stop();
    return plays;
  }

  /** Something else is shown: the film does not come back. */
  leave() {
    this.isNew = false;
    this.over = true;
  }
}

function stored() {
  try {
    return localStorage.getItem(STORED) != null;
  } catch {
    return true; // a browser that keeps nothing would play it at every visit
  }
}

function keep() {
  try {
    localStorage.setItem(STORED, "seen");
  } catch {
    // as above
  }
}
