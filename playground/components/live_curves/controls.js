// The settings of the curves: logarithmic y, smoothing, skipped first epochs. Stored in this browser.

import { element, say } from "../kit/dom.js";

const STORED = "live-curves";

/** What each switch does. */
export const HELP = {
  "Log scale": "Small differences near zero become visible",
  Smoothing: "A moving average shows the trend; the measured curve stays behind it, faint",
  "Skip first": "Leaves the first epochs out of the charts",
};

const AT_FIRST = { log: false, smoothing: 0, skip: 0 };

export class Controls {
  /** changed(): called after a change of a setting. */
  constructor(changed) {
    this.settings = { ...AT_FIRST, ...restore() };
    this.changed = changed;
    const { log, smoothing, skip } = this.settings;
    this.log = element("input", { type: "checkbox", name: "log" });
    this.log.checked = log;
    this.smoothing = element("input", { class: "range", type: "range", name: "smoothing", min: 0, max: 0.99, step: 0.01, value: smoothing });
    this.shown = element("span", { class: "number" });
    this.skip = element("input", { type: "number", name: "skip", min: 0, step: 1, value: skip, inputmode: "numeric" });
    this.node = element(
      "div",
      { class: "controls", role: "group", "aria-label": "How the curves are drawn" },
      label(HELP["Log scale"], this.log, "Log scale"),
      label(HELP.Smoothing, "Smoothing", this.smoothing, this.shown),
      label(HELP["Skip first"], "Skip first", this.skip, "epochs"),
    );
    this.node.addEventListener("input", () => this.read());
    say(this.shown, this.settings.smoothing.toFixed(2));
  }

  read() {
    this.settings = { log: this.log.checked, smoothing: Number(this.smoothing.value), skip: wholeOf(this.skip.value) };
    say(this.shown, this.settings.smoothing.toFixed(2));
    try {
      localStorage.setItem(STORED, JSON.stringify(this.settings));
    } catch {
      // A browser without storage still draws.
    }
    this.changed();
  }
}

function label(help, ...parts) {
  return element("label", { title: help }, ...parts);
}

const wholeOf = (text) => Math.max(0, Math.floor(Number(text)) || 0);

function restore() {
  try {
    const { log, smoothing, skip } = JSON.parse(localStorage.getItem(STORED)) ?? {};
    return {
      log: log === true,
      smoothing: smoothing > 0 && smoothing < 1 ? smoothing : 0,
      skip: wholeOf(skip),
    };
  } catch {
    return {};
  }
}
