// The panels of the curves, one per chart; one of them may have all the room.

import { element, mark } from "../kit/dom.js";
import { Panel } from "./panel.js";

const NEXT = 30; // milliseconds from the full drawing of one panel to that of the next

export class Panels {
  /** root: the element to mark; notice: an element for the first panel; redraw(): called when the view has changed. */
  constructor(root, notice, redraw) {
    Object.assign(this, { root, notice, redraw });
    this.node = element("div", { class: "panels" });
    this.list = [];
    this.large = null; // the panel that has all the room
    this.anew = new Map(); // panel → the epoch of its full drawing in this round
    root.addEventListener("keydown", ({ key }) => key === "Escape" && this.large && this.enlarge(null));
  }

  /** specs: what each panel shows (see `Panel.show`). */
  lay(specs) {
    while (this.list.length > specs.length) {
      const panel = this.list.pop();
      panel.close();
      if (panel === this.large) this.large = null;
    }
    while (this.list.length < specs.length) {
      const panel = new Panel(this.redraw, (wanted) => this.enlarge(wanted === this.large ? null : wanted));
      this.list.push(panel);
      this.node.append(panel.node);
    }
    specs.forEach((spec, i) => this.list[i].show(spec));
    this.enlarge(this.large);
    this.list[0]?.node.append(this.notice);
    mark(this.root, "data-panels", specs.length);
  }

  /** Gives one panel all the room of the curves and the picture; null: each panel has its own room again. */
  enlarge(panel) {
    this.large = panel ?? null;
    mark(this.root, "data-large", panel ? "" : null);
    this.list.forEach((each) => each.setLarge(each === panel));
    this.redraw();
  }

  /**
   * Draws the visible panels. While epochs go by, at most one gets a full drawing in a frame; the others wait.
   *
   * covered: whether the picture has all the room; epoch: the newest one; draw(panel, waits): calls `Panel.draw`. Returns
   * {whole, again}: the epoch up to which all panels have full drawings, null until all have one; and the milliseconds
   * after which they need another drawing even without a new epoch, null if they need none.
   */
  draw(covered, epoch, draw) {
    const panels = this.inSight(covered);
    let [waits, done] = [false, true];
    for (const panel of [...panels].sort((one, other) => Number(other.waits) - Number(one.waits))) {
      const drawn = draw(panel, waits);
      done &&= drawn;
      if (!drawn || panel.grown) continue;
      waits = true;
      this.anew.set(panel, epoch);
    }
    if (!done) return { whole: null, again: null };
    const grown = panels.filter((panel) => panel.grown);
    const again = grown.length ? Math.min(...grown.map(({ waits: late, chart }) => (late ? NEXT : chart.growing.rest))) : null;
    if (!panels.every((panel) => this.anew.has(panel))) return { whole: null, again };
    const whole = panels.length ? Math.min(...panels.map((panel) => this.anew.get(panel))) : epoch;
    this.anew.clear();
    return { whole, again };
  }

  /** The visible panels; covered: whether the picture has all the room. */
  inSight(covered) {
    return covered && !this.large ? [] : this.list.filter((panel) => !this.large || panel === this.large);
  }

  reset() {
    this.anew.clear();
    this.list.forEach((panel) => panel.reset());
  }

  close() {
    this.list.forEach((panel) => panel.close());
  }
}
