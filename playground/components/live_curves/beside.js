// The run drawn beside the one shown, which is its twin or was branched from it: its curves, and the names of both.

import { element, mark, say } from "../kit/dom.js";
import { append } from "../kit/series.js";
import { follow } from "../kit/stream.js";

export class Beside {
  constructor(changed) {
    this.changed = changed;
    this.own = element("span", { class: "own" });
    this.other = element("span", { class: "other" });
    this.said = element("span", { class: "said" });
    this.node = element("p", { class: "beside", hidden: "" }, this.own, this.other, this.said);
  }

  /**
   * named: {run, own, other, said (why they cannot be compared), helped, wants_seeds}, or nothing. The curves
   * grow while that run goes on.
   */
  follow(named, base) {
    this.named = named;
    say(this.own, named?.own ?? "");
    say(this.other, named?.other ?? "");
    say(this.said, named?.said ?? "");
    mark(this.node, "hidden", named ? null : "");
    if (this.run === (named?.run ?? null)) return;
    this.stop?.();
    this.run = named?.run ?? null;
    this.curves = null;
    this.epoch = -1;
    if (this.run == null) return;
    let curves = {};
    this.stop = follow(base, { run: this.run }, {
      next: () => this.epoch + 1,
      onAnswer: (answer) => {
        if (answer.state === "gone") return; // deleted: only the other run is drawn
        if (answer.anew) curves = {};
        this.epoch = append(curves, answer);
        this.curves = curves;
        this.units = answer.units ?? {};
        this.changed();
      },
      onLost: () => {},
    });
  }

  close() {
    this.stop?.();
  }
}
