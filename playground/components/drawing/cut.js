// The words at the edge of a chart that leaves values out: one click shows them all, another one the later epochs alone.

import { element, mark, say } from "../kit/dom.js";
import { number, whole } from "../kit/words.js";

const [ROOM, LINE] = [220, 20]; // pixels, at the most, that the words take

export class Cut {
  /** changed(): the person wants to see all, or the later epochs alone. */
  constructor(changed) {
    this.whole = false; // whether the person wants to see all
    this.value = element("span", { class: "number" });
    this.where = element("span", { class: "where" });
    this.action = element("span", { class: "action" });
    this.node = element("button", { type: "button", class: "cut-off", hidden: "" }, this.value, this.where, this.action);
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

  /**
   * found: of what is cut off {epoch (or nothing), value, above}, where the plot is and the curves come in {left, top,
   * bottom, enters} in pixels; without a value where nothing is now; null where nothing would be.
   */
  show(found, title) {
    this.node.hidden = !found;
    if (!found) return;
    const out = !this.whole && found.value !== undefined;
    say(this.value, out ? `${found.above ? "▲" : "▼"} ${number(found.value)}` : "");
    const where = out && found.epoch != null ? `at epoch ${whole(found.epoch)}` : "";
    say(this.where, where);
    say(this.action, this.whole ? "Later epochs closer" : "Show all");
    mark(this.node, "aria-label", out ? [`${title}:`, number(found.value), where, `lies ${found.above ? "above" : "below"} what is shown. Show all`].filter(Boolean).join(" ") : `${title}: ${this.action.textContent}`);
    // At the edge where the values are, clear of the curves: before they come in, or behind.
    this.node.style.top = `${out && !found.above ? found.bottom - LINE : found.top + 2}px`;
    this.node.style.left = `${found.enters - found.left > ROOM ? found.left + 4 : found.enters + 10}px`;
  }
}
