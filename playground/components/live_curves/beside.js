// The run that is drawn beside the one shown, the one it left or whose twin it is: its curves, and what to call both.

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
   * named: {run, own, other, said (what stands in the way of comparing them), helped, wants_seeds} or nothing. The curves
   * grow as long as that run goes on.
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
      heard: (answer) => {
        if (answer.state === "gone") return; // no longer kept: the other stands alone
        if (answer.anew) curves = {};
        this.epoch = append(curves, answer);
        this.curves = curves;
        this.units = answer.units ?? {};
        this.changed();
      },
      lost: () => {},
    });
  }

  close() {
    this.stop?.();
  }
}
