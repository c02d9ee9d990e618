// The map of one sweep: asks for the runs, draws their cells, and says how far the sweep is.

import { element, mark, say } from "../kit/dom.js";
import { follow } from "../kit/stream.js";
import { theme } from "../kit/theme.js";
import { goesOn } from "../kit/states.js";
import { number } from "../kit/words.js";
import { Grid } from "./grid.js";
import { gradient, scaleOf } from "./scale.js";

const AGAIN = 400; // milliseconds between two questions

export class SweepMap {
  constructor(root) {
    this.root = root;
    this.status = element("p", { role: "status" });
    this.table = element("div", { class: "table" });
    this.legend = new Legend();
    root.replaceChildren(this.status, this.table, this.legend.node);
  }

  /** data: {base, group, overs, measure, larger_is_better} from Python; open(run): tells Python which cell was chosen. */
  take(data, open) {
    this.data = data;
    this.open = open;
    theme(this.root); // also marks on the root whether the page is dark
    if (data.group !== this.group) this.follow(data);
    this.draw();
  }

  follow({ base, group, overs }) {
    this.stop?.();
    this.group = group;
    this.answer = null;
    this.lost = false;
    mark(this.root, "data-group", group);
    this.grid = new Grid(overs, (run) => this.open(run));
    this.table.replaceChildren(this.grid.node);
    this.stop = follow(base, { group }, {
      onAnswer: (answer) => {
        this.lost = false;
        this.answer = answer;
        this.draw();
      },
      onLost: () => {
        this.lost = true;
        this.draw();
      },
      again: ({ state, runs }) => (state === "gone" || !runs.some((run) => goesOn(run.state)) ? null : AGAIN),
    });
  }

  draw() {
    const { answer, data } = this;
    const gone = answer?.state === "gone";
    this.table.hidden = gone;
    say(this.status, gone ? (answer.reason ?? "This sweep is not kept here.") : this.sentence());
    mark(this.root, "data-state", gone ? "gone" : this.lost ? "lost" : !answer ? "none" : this.going() ? "running" : "over");
    const runs = gone ? [] : (answer?.runs ?? []);
    // A run that diverged has no result, even if it had good values before.
    const values = runs.map((run) => (run.state === "failed" ? NaN : (run.in_unit ?? run.best?.value ?? NaN)));
    const scale = scaleOf(values, data.larger_is_better);
    const best = scale ? values.indexOf(scale.best) : -1;
    const { scheme } = this.root.dataset;
    this.grid.cells.forEach((cell, i) => {
      if (runs[i]) cell.show(runs[i], { scale, best: i === best, measure: data.measure, scheme });
    });
    this.legend.show(scale, data, scheme);
  }

  going() {
    return this.answer.runs.some((run) => goesOn(run.state));
  }

  sentence() {
    if (this.lost) return "Connection lost, trying again. What was drawn stays.";
    if (!this.answer) return "…";
    const { runs } = this.answer;
    const over = runs.filter((run) => !goesOn(run.state)).length;
    const failed = runs.filter((run) => run.state === "failed").length;
    const training = runs.filter((run) => run.state === "running").length;
    const words = [over === runs.length ? `All ${runs.length} cells are done` : `${over} of ${runs.length} cells are done`];
    if (training) words.push(`${training} ${training === 1 ? "trains" : "train"} now`);
    if (failed) words.push(`${failed} failed`);
    return `${words.join(", ")}.`;
  }

  close() {
    this.stop?.();
  }
}

/** The legend of the colours, from the worst to the best. */
class Legend {
  constructor() {
    this.measure = element("span", { class: "measure" });
    this.worst = element("span", { class: "number" });
    this.bar = element("span", { class: "ramp" });
    this.best = element("span", { class: "number" });
    this.node = element("div", { class: "legend" }, this.measure, this.worst, this.bar, this.best);
  }

  show(scale, { measure, larger_is_better }, scheme) {
    say(this.measure, `Best ${measure}, ${larger_is_better ? "larger" : "smaller"} is better`);
    this.bar.style.background = gradient(scheme);
    for (const part of [this.worst, this.bar, this.best]) part.hidden = !scale;
    if (!scale) return;
    say(this.worst, `${number(scale.worst)}${scale.clipped ? " and worse" : ""}`);
    say(this.best, `★ ${number(scale.best)}`);
  }
}
