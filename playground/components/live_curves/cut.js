// The words at the edge of a chart that leaves values out: one click shows them all, another one the later epochs alone.

import { element, mark, say } from "../kit/dom.js";
import { number, whole } from "../kit/words.js";

const ROOM = 220; // pixels, at the most, that the words take

export class Cut {
  /** changed(): the person wants to see all, or the later epochs alone. */
  constructor(changed) {
    this.whole = false; // whether the person wants to see all
    this.value = element("span", { class: "number" });
    this.where = element("span", { class: "where" });
    this.action = element("span", { class: "action" });
    this.node = element("button", { type: "button", class: "cut", hidden: "" }, this.value, this.where, this.action);
    this.node.addEventListener("click", () => {
      this.whole = !this.whole;
      changed();
    });
  }

  /** Another run: what was wanted is not meant for it. */
  reset() {
    this.whole = false;
    this.node.hidden = true;
  }

  /** found: {epoch, value, above, left, top, enters (pixels)} of what is cut off, as the chart says; null where nothing is or would be. */
  show(found, title) {
    this.node.hidden = !found;
    if (!found) return;
    const out = !this.whole && found.value !== undefined;
    say(this.value, out ? `${found.above ? "▲" : "▼"} ${number(found.value)}` : "");
    say(this.where, out ? `at epoch ${whole(found.epoch)}` : "");
    say(this.action, this.whole ? "Later epochs closer" : "Show all");
    mark(this.node, "aria-label", out ? `${title}: ${number(found.value)} at epoch ${whole(found.epoch)} lies ${found.above ? "above" : "below"} what is shown. Show all` : `${title}: ${this.action.textContent}`);
    // Clear of the curves: before they come in, or behind.
    this.node.style.top = `${this.node.parentElement.querySelector(".plot").offsetTop + found.top + 2}px`;
    this.node.style.left = `${found.enters - found.left > ROOM ? found.left + 4 : found.enters + 10}px`;
  }
}
