// One cell: a button with its value, its state as a sign and in words, and its progress.

import { element, mark, say } from "../kit/dom.js";
import { STATES, titleOf } from "../kit/states.js";
import { number, whole } from "../kit/words.js";
import { colours, goodness } from "./scale.js";

export class Cell {
  /** label: the cell's name; open(run): called when the person chooses it. */
  constructor(label, open) {
    this.label = label;
    this.value = element("span", { class: "value" });
    this.state = element("span", { class: "state" });
    this.bar = element("span", { class: "bar" });
    this.node = element("button", { type: "button", tabindex: "-1", disabled: "", "aria-label": label }, this.value, this.state, this.bar);
    this.node.addEventListener("click", () => open(this.run.id));
  }

  /** Shows a run on a scale (null: no run has a value yet); best: whether it has the star. */
  show(run, { scale, best, measure, scheme }) {
    this.run = run;
    this.node.disabled = false;
    const value = run.in_unit ?? run.best?.value ?? null; // cells may scale the target differently
    mark(this.node, "data-state", run.state);
    mark(this.node, "data-best", best ? "" : null);
    say(this.value, value == null ? "–" : `${best ? "★ " : ""}${number(value)}`);
    say(this.state, STATES[run.state]?.sign ?? "");
    const done = run.state === "running" ? Math.max(run.epoch, 0) / run.epochs : 0;
    this.bar.style.transform = `scaleX(${done})`;
    const { paper, ink } = value == null || !scale ? { paper: "", ink: "" } : colours(goodness(scale, value), scheme);
    this.node.style.setProperty("--paper", paper);
    this.node.style.setProperty("--ink", ink);
    const words = this.inWords(run, value, best, measure);
    mark(this.node, "aria-label", `${this.label}: ${words}`);
    mark(this.node, "title", `${words}${run.reason ? `\n${run.reason}` : ""}\nOpen this run`);
  }

  inWords(run, value, best, measure) {
    const known = value == null ? "no value yet" : `${measure} ${number(value)} at epoch ${whole(run.best.epoch)}${keeps(run)}`;
    const state = titleOf(run.state).toLowerCase();
    const how = { waiting: run.place && `number ${run.place} in the queue`, running: `${state}, epoch ${whole(Math.max(run.epoch, 0))} of ${whole(run.epochs)}` }[run.state];
    return [known, how || state, ...(best ? ["the best so far"] : [])].join(", ");
  }
}

function keeps({ best, kept }) {
  return kept && kept.epoch !== best.epoch ? ` (the network kept is that of epoch ${whole(kept.epoch)})` : "";
}
