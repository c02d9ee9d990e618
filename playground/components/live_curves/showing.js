// Which epoch of a run this page shows. The worker trains ahead at full speed; the page shows a small network at a pace that
// the eye can follow. The page has the epochs trained ahead, so it pauses and steps without asking the server.

import { goesOn } from "../kit/states.js";
import { paceAt } from "./pace.js";

const LONGEST = 100; // milliseconds between two frames; time beyond that is not made up for
const PATIENCE = 5000; // milliseconds to wait for a run to go back; after that it is shown as it is
const REMEMBERED = "live-curves-shown";

/**
 * Modes: "free": the epochs go by; "held": one epoch is held; "edge": the newest epoch is shown, whether the worker trains or holds
 * it; "back": the run goes back to the epoch shown.
 */
export class Showing {
  /** speeds: see pace.js. moved(): another epoch is shown; resumed(): the run goes on, even if it was over. */
  constructor(speeds, { moved, resumed }) {
    Object.assign(this, { speeds, moved, resumed });
    this.begin(null);
    this.listening = new AbortController();
    const { signal } = this.listening;
    document.addEventListener("visibilitychange", () => this.go(), { signal });
    window.addEventListener("pagehide", () => this.remember(), { signal });
  }

  /** Switches to another run, or none. first: whether this page started it, so it is shown from its first epoch. */
  begin(run, first = false) {
    cancelAnimationFrame(this.frame);
    Object.assign(this, { run, first, frame: null, paced: false, mode: "edge", at: -1, trained: -1, over: false, revision: null, answer: null, rate: undefined });
  }

  /** The epoch shown; -1 before the first. */
  get epoch() {
    return this.follows ? this.trained : Math.min(Math.floor(this.at), this.trained);
  }

  /** Whether the newest epoch of the worker is shown. */
  get follows() {
    return !this.paced || this.mode === "edge" || (this.mode === "free" && this.speeds.isFull);
  }

  /** Whether epochs go by. */
  get moves() {
    return this.mode === "free" && this.behind && !document.hidden;
  }

  /** Whether there are trained epochs that are not shown yet. */
  get behind() {
    return this.epoch < this.trained;
  }

  /** The last moment that may be pictured, in epochs; null for the newest, which includes batches of the next epoch. */
  get limit() {
    if (this.follows || (this.over && !this.behind)) return null;
    return Math.max(this.epoch, 0) + (this.behind ? 0 : 0.5);
  }

  /** Whether the person holds the epoch shown; null if the run's own state counts. */
  get held() {
    if (!this.paced || this.mode === "edge") return null;
    if (this.mode === "held" || (this.mode === "back" && this.wasHeld)) return true;
    return this.behind ? false : null;
  }

  /** Takes the server's answer about the run, with the number of the newest epoch and all curves. */
  hear(answer, trained, curves) {
    const isFirst = this.answer == null;
    const wentBack = this.revision != null && answer.revision !== this.revision;
    const wasOver = this.over;
    Object.assign(this, { answer, trained, curves, revision: answer.revision, over: !goesOn(answer.state) });
    if (isFirst) this.start(answer);
    else if (this.mode === "edge" && !answer.held && !wasOver) this.mode = "free"; // from the epoch shown last
    if (wentBack) this.at = Math.min(this.at, answer.went_back_to ?? 0);
    if (this.mode === "back" && (wentBack || (answer.held && !this.wasAhead))) this.arrive(answer);
    if (this.follows) this.at = trained;
    const begins = (curves.loss ?? []).findIndex((value) => value != null); // a branch has none of its parent's epochs
    this.at = Math.max(this.at, Math.min(begins, trained));
    this.settle();
    this.go();
  }

  /** The server has taken a wish. */
  takeWish() {
    if (this.mode === "back") this.resumed();
  }

  /** The first epoch shown of a run: its first, the one before a reload, or the newest. */
  start({ paced, held }) {
    const known = recall();
    this.paced = Boolean(paced && this.speeds.isOn);
    if (known?.run === this.run && known.epoch < this.trained) Object.assign(this, { at: known.epoch, mode: known.held ? "held" : "free" });
    else if (held || (this.over && !this.first)) Object.assign(this, { at: this.trained, mode: "edge" });
    else Object.assign(this, { at: this.first ? Math.min(0, this.trained) : this.trained, mode: "free" });
  }

  /** The run has gone back, or holds where it is. */
  arrive({ held }) {
    clearTimeout(this.patience);
    this.mode = held ? "edge" : this.wasHeld ? "held" : "free";
  }

  /** If the newest epoch is shown and the worker holds there, its next epochs are shown at once. */
  settle() {
    if (this.paced && this.answer?.held && !this.behind && this.mode !== "back") this.mode = "edge";
  }

  /** Whether the run goes back and holds there, so that a press now comes after that. */
  get willHold() {
    return this.mode === "back" && this.holds;
  }

  pause() {
    if (this.follows || this.willHold) return;
    this.stand();
    this.moved(); // no other event would tell the view
  }

  /** Holds the epoch shown. */
  stand() {
    this.at = this.epoch;
    this.mode = "held";
  }

  resume() {
    if (!this.paced) return;
    if (this.mode === "edge") this.at = this.trained;
    this.mode = "free";
    this.settle();
    this.go();
    this.moved();
  }

  /** Shows one more epoch. Returns whether the worker has to train it. */
  step() {
    if (this.follows || this.willHold) return true;
    this.stand();
    const next = Math.floor(this.at) + 1;
    if (this.over && next > this.trained) return false;
    this.at = next;
    this.moved();
    return next > this.trained;
  }

  /**
   * The epoch that a wish starts from, null for the run's own. leads: the run goes back to it, if it is further
   * on; holds: it holds there.
   */
  startOf({ leads = false, holds = false } = {}) {
    if (this.follows || this.willHold) return null;
    const epoch = Math.max(this.epoch, 0);
    if ((leads && this.behind) || holds) {
      Object.assign(this, { at: epoch, wasHeld: this.mode === "held" || (this.mode === "back" && this.wasHeld), wasAhead: this.behind, mode: "back", holds });
      clearTimeout(this.patience);
      this.patience = setTimeout(() => this.mode === "back" && this.arrive({ held: false }), PATIENCE);
    }
    return epoch;
  }

  /** Applies another speed from the epoch shown on. */
  choose() {
    if (this.follows) this.at = this.trained;
    this.settle();
    this.go();
  }

  go() {
    if (!this.moves || this.frame) return;
    let before = performance.now();
    const tick = (now) => {
      this.frame = null;
      if (!this.moves) return;
      const shown = this.epoch;
      this.rate = this.speeds.value ?? paceAt(this.curves?.loss ?? [], shown, this.rate);
      this.at = Math.min(this.at + (this.rate * Math.min(now - before, LONGEST)) / 1000, this.trained);
      before = now;
      this.settle();
      if (this.epoch !== shown) this.moved();
      if (this.behind) this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  /** Stores the epoch shown for a reload of the page. */
  remember() {
    try {
      if (this.run != null && this.behind) sessionStorage.setItem(REMEMBERED, JSON.stringify({ run: this.run, epoch: this.epoch, held: this.mode === "held" }));
      else sessionStorage.removeItem(REMEMBERED);
    } catch {
      // A browser without storage shows the newest epoch after a reload.
    }
  }

  close() {
    this.begin(null);
    clearTimeout(this.patience);
    this.listening.abort();
  }
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(REMEMBERED));
  } catch {
    return null;
  }
}

/** The run as it stood at the epoch shown; record: {answer, curves, elapsed, epoch} of the newest. */
export function asShown({ answer: newest, curves, elapsed, epoch: trained }, showing) {
  const { epoch, behind, over } = showing;
  const isHeld = showing.held === true && !(over && !behind);
  const answer = { ...newest, elapsed, seconds: elapsed[epoch] ?? newest.seconds };
  if (!behind && !isHeld) return { answer, curves, epoch: trained };
  const rate = showing.speeds.value ?? showing.rate;
  const left = rate && answer.epochs ? (Math.max(trained, over ? 0 : answer.epochs) - epoch) / rate : null;
  const now = { state: trained < 0 ? answer.state : "running", paused: isHeld, held: isHeld, batch: 0, epochs_per_second: rate, seconds_left: left };
  const later = { ahead: trained, reason: "", findings: [], remarks: [], doctor: [], kept: null, evaluated: null, passed_over: null, place: null, way: null };
  const rates = (answer.learning_rates ?? []).filter(([changed]) => changed <= epoch);
  const cut = Object.fromEntries(Object.entries(curves).map(([name, values]) => [name, values.slice(0, epoch + 1)]));
  return { answer: { ...answer, ...(behind ? later : {}), ...now, learning_rates: rates, best: bestUntil(epoch, answer.best, curves) }, curves: cut, epoch };
}

/** The best epoch known at an epoch. Early stopping may count a later epoch as the first that is better. */
function bestUntil(epoch, best, curves) {
  if (!best || best.epoch <= epoch) return best;
  const values = curves[best.monitor] ?? [];
  const sign = values[0] != null && best.value > values[0] ? 1 : -1; // if the best value is above the first, larger is better
  let found = null;
  for (let i = 1; i <= epoch; i++) if (values[i] != null && (!found || sign * values[i] > sign * found.value)) found = { epoch: i, monitor: best.monitor, value: values[i] };
  return found;
}
