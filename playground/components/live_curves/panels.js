// The panels of the curves, one per chart; one of them may have all the room.

import { element, mark } from "../kit/dom.js";
import { Panel } from "./panel.js";

export class Panels {
  /** root: the element to mark; notice: an element for the first panel; redraw(): called when the view has changed. */
  constructor(root, notice, redraw) {
    Object.assign(this, { root, notice, redraw });
    this.node = element("div", { class: "panels" });
    this.list = [];
    this.large = null; // the panel that has all the room
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

  /** The visible panels; covered: whether the picture has all the room. */
  inSight(covered) {
    return covered && !this.large ? [] : this.list.filter((panel) => !this.large || panel === this.large);
  }

  reset() {
    this.list.forEach((panel) => panel.reset());
  }

  close() {
    this.list.forEach((panel) => panel.close());
  }
}
