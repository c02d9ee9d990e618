// The line above a picture: what is wrong with the network, or what its points mean; beside it the axes of a table.

import { kindOf } from "./layers/table.js";
import { element, mark, say } from "../kit/dom.js";

export class Notes {
  /** aside: the element on the right. */
  constructor(aside) {
    [this.what, this.rest, this.more] = ["what", "rest", "more"].map((name) => element("span", { class: name }));
    this.words = element("button", { type: "button", class: "words", "aria-expanded": "false" }, this.what, this.rest, this.more);
    this.key = element("span", { class: "key points" }, swatch("filled"), "training", swatch("ringed"), "validation");
    this.signs = element("span", { class: "key signs" }, swatch("positive"), "positive", swatch("negative"), "negative");
    this.switches = element("span", { class: "key" }, swatch("filled"), "passes", swatch("off"), "switched off by dropout");
    this.said = element("div", { class: "spoken", role: "status" }, this.words, this.key, this.signs, this.switches);
    this.all = element("ul", { class: "all", hidden: "" });
    this.sentences = [];
    this.aside = aside;
    this.node = element("div", { class: "notes" }, this.said, aside, this.all);
    this.words.addEventListener("click", () => this.open(this.all.hidden));
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
  }

  /**
   * picture: its warnings are shown; problem: the server's sentence about all pictures; failed: whether the run failed,
   * whose head then says what would have helped, so that the line says only what is wrong.
   */
  show(scene, picture, { problem, view, failed }) {
    const found = picture?.warnings ?? [];
    const warnings = [...(problem ? [problem] : []), ...found.map(({ sentence, remedy }) => [sentence, remedy].filter(Boolean).join(" "))];
    const more = warnings.length > 1 ? ` (+ ${warnings.length - 1} more)` : "";
    const first = (failed && !problem ? found[0]?.sentence : warnings[0]) ?? "";
    const [what, rest] = split(first);
    say(this.what, what);
    say(this.rest, rest);
    say(this.more, more);
    this.words.hidden = !warnings.length;
    // Findings in pictures of earlier versions have no `warns`: they are warnings.
    mark(this.node, "data-calm", warnings.length && !problem && found.every(({ warns }) => warns === false) ? "" : null);
    this.sentences = warnings;
    const quiet = Boolean(warnings.length) || !picture || !scene;
    this.key.hidden = quiet || view !== "boundary";
    this.signs.hidden = quiet || view === "boundary";
    this.switches.hidden = quiet || view !== "network" || !picture.layers.some((layer) => kindOf(layer).switches);
    mark(this.node, "data-warnings", warnings.length || null);
    mark(this.node, "data-lines", this.aside.hidden ? null : 2);
    if (!warnings.length) this.open(false);
    if (!this.all.hidden) this.list();
  }

  open(wanted) {
    this.all.hidden = !wanted;
    mark(this.words, "aria-expanded", wanted);
    if (wanted) this.list();
  }

  list() {
    const said = this.sentences.join("\n");
    if (this.listed === said) return;
    this.listed = said;
    this.all.replaceChildren(...this.sentences.map((sentence) => element("li", {}, sentence)));
  }
}

/** The first sentence of a text, and the others. */
function split(text) {
  const end = text.search(/[.!?] /) + 1;
  return end ? [text.slice(0, end), text.slice(end)] : [text, ""];
}

const swatch = (kind) => element("i", { class: kind });
