// How fast the epochs of a small network are shown: the speeds to choose from, and the pace that the eye can follow.

import { element, mark } from "../kit/dom.js";
import { withKey } from "../kit/touch.js";

const STORED = "live-curves-speed";
const FULL = "full";

/** value: epochs per second; null for as fast as the worker trains; "eye" for 60 at first, and more where the loss changes less. */
const SPEEDS = [
  ["1", "1/s"],
  ["5", "5/s"],
  ["20", "20/s"],
  ["eye", "60/s"],
  [FULL, "full"],
];
const HELP = withKey("How many epochs of a small network go by in a second; 60 become more where little changes. Training itself runs ahead.", "Key: F for full speed and back.");
const LARGE = "A network of more than 5,000 parameters is shown as it trains.";

const AT_FIRST = 60; // epochs per second
const MOST = 16; // the largest multiple of that
const CHANGE = 0.02; // as a share of the loss within a second: a smaller change is not visible
const INERTIA = 0.9; // the share of the pace that stays from frame to frame

/** Epochs per second at an epoch: the number that changes the loss by `CHANGE` within a second. */
export function paceAt(loss, epoch, before = AT_FIRST) {
  const [now, later] = [loss[Math.max(epoch - AT_FIRST, 0)], loss[epoch]];
  const range = Math.abs((loss[0] ?? 0) - (later ?? 0)) || 1;
  const changed = epoch > 2 * AT_FIRST && now != null && later != null ? Math.abs(later - now) / range : 1;
  const wanted = AT_FIRST * Math.min(Math.max(CHANGE / Math.max(changed, 1e-9), 1), MOST);
  return before * INERTIA + wanted * (1 - INERTIA);
}

/** The choice of a speed, for all runs of this browser. */
export class Speeds {
  constructor() {
    this.isOn = false; // without a choice of speed nothing is paced
    this.chosen = restore();
    this.last = this.chosen === FULL ? "eye" : this.chosen;
    this.changed = () => {};
  }

  get isFull() {
    return this.chosen === FULL;
  }

  /** Epochs per second; null if they follow from the loss. */
  get value() {
    return this.chosen === "eye" || this.isFull ? null : Number(this.chosen);
  }

  choose(name) {
    if (name !== FULL) this.last = name;
    this.chosen = name;
    try {
      localStorage.setItem(STORED, name);
    } catch {
      // A browser without storage begins with the usual speed.
    }
    this.changed();
  }

  /** Switches to full speed, and back. */
  toggle() {
    this.choose(this.isFull ? this.last : FULL);
  }
}

/** The field of the bar in which the speed is chosen. */
export class SpeedField {
  constructor(speeds) {
    this.speeds = speeds;
    this.select = element("select", { "aria-label": "Speed in epochs a second" }, ...SPEEDS.map(([value, words]) => element("option", { value }, words)));
    this.node = element("label", { class: "speed st-key-speed" }, element("span", { class: "label" }, "Speed"), this.select);
    this.select.addEventListener("change", () => speeds.choose(this.select.value));
    this.show();
  }

  /** paced: whether the run is shown at a pace; null where there is no run. */
  show(paced = null) {
    this.select.value = this.speeds.chosen;
    this.select.disabled = paced === false;
    this.help = paced === false ? LARGE : HELP;
    mark(this.select, "aria-description", this.help);
  }
}

function restore() {
  try {
    const known = localStorage.getItem(STORED);
    return SPEEDS.some(([value]) => value === known) ? known : "eye";
  } catch {
    return "eye";
  }
}
