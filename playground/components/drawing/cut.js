// The words at the edge of a chart that leaves values out. A click shows all values, another one only the later epochs.

import { element, mark, say } from "../kit/dom.js";
import { number, whole } from "../kit/words.js";

const [ROOM, LINE] = [220, 20]; // pixels: the words' largest width, and their height

export class Cut {
  /** changed(): called when the person wants to see all values, or only the later epochs. */
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

  /** Forgets what the person wanted, for another run. */
  reset() {
    this.whole = false;
    this.node.hidden = true;
  }

  /**
   * found: the value that is cut off, {epoch (if any), value, above}, and in pixels where the plot is and the curves enter,
   * {left, top, bottom, enters}; without a value if nothing is cut off now; null if nothing ever would be.
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
