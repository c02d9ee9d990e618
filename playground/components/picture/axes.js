// The choice of the two features over which a picture of a table is drawn.

import { short } from "../drawing/axis.js";
import { element, mark, say } from "../kit/dom.js";
import { brief, whole } from "../kit/words.js";

const NAMED = 60; // the most features whose held values are listed

const NOT_YOURS = "Only the person who started this run can turn its picture.";
const NOT_YET = "Once it is trained, this network can be seen along other features.";

export class Axes {
  /** chosen([x, y]): the person asks for other axes. */
  constructor(chosen) {
    this.pickers = ["across", "up"].map((name) => element("select", { name, "aria-label": `Feature ${name}` }));
    const [across, up] = this.pickers;
    this.node = element("div", { class: "axes", role: "group", "aria-label": "Features of the picture", hidden: "" });
    // Says at which values all other features are held, which the picture cannot show.
    this.opener = element("button", { type: "button", class: "plain held", "aria-label": "What the other features are held at" }, "…");
    this.opener.title = this.opener.getAttribute("aria-label");
    this.held = element("p");
    this.sheet = element("div", { class: "held-sheet", popover: "auto" }, this.held);
    this.opener.popoverTargetElement = this.sheet;
    this.sheet.addEventListener("beforetoggle", () => this.align());
    this.node.append(up, element("span", {}, "over"), across, this.opener, this.sheet);
    this.pickers.forEach((picker, i) => picker.addEventListener("change", () => this.choose(i, chosen)));
  }

  /**
   * scene: its `kind` and `numeric`; axes: those of the picture shown; mine: whether they may be changed; run: the run
   * of the picture, null for none.
   */
  show({ kind, numeric, held }, axes, mine, run) {
    this.node.hidden = kind !== "table" || numeric.length < 2;
    if (this.node.hidden) return;
    const others = Object.entries(held ?? {}).filter(([name]) => !axes.includes(name));
    this.opener.hidden = !others.length;
    const named = others.slice(0, NAMED).map(([name, value]) => `${brief(name)} ${typeof value === "number" ? short(value) : brief(value)}`);
    if (others.length > NAMED) named.push(`and ${whole(others.length - NAMED)} more`);
    say(this.held, `All other features are held at the median of the training rows, or their most frequent value: ${named.join(", ")}.`);
    for (const picker of this.pickers) picker.disabled = !mine;
    mark(this.node, "title", mine ? null : run == null ? NOT_YET : NOT_YOURS);
    if (this.numeric !== numeric) {
      this.numeric = numeric;
      for (const picker of this.pickers) {
        picker.replaceChildren(...numeric.map((name) => element("option", { value: name }, brief(name))));
      }
    }
    // While a choice is not met yet, the picture still shows the old pair.
    if (this.wanted && this.wanted.join("\n") !== axes.join("\n")) return;
    this.wanted = null;
    axes.forEach((name, i) => this.pickers[i] && this.pickers[i].value !== name && (this.pickers[i].value = name));
    this.axes = axes;
    mark(this.node, "data-axes", axes.join(","));
  }

  /** Puts the sheet under its button, within the window. */
  align() {
    const { bottom, right } = this.opener.getBoundingClientRect();
    Object.assign(this.sheet.style, { top: `${bottom + 4}px`, left: `${Math.max(8, right - 300)}px` });
  }

  /** Forgets a choice that is not met yet, for another run. */
  reset() {
    this.wanted = null;
  }

  choose(i, chosen) {
    const [x, y] = this.pickers.map((picker) => picker.value);
    // One feature cannot be on both axes, so the two are swapped.
    const pair = x === y ? [this.axes[1], this.axes[0]] : [x, y];
    pair.forEach((name, k) => (this.pickers[k].value = name));
    this.wanted = pair;
    chosen(pair);
  }
}
