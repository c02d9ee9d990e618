// A sheet on what the figures and switches mean, because phones and keyboards show no tooltips.

import { HELP } from "./controls.js";
import { element, mark } from "../kit/dom.js";
import { isTouched } from "../kit/touch.js";
import { TILES } from "./figures.js";
import { KEYS } from "./keyboard.js";

const CURVES = [
  ["Solid and dashed line", "Training and validation: the rows the network learns from, and rows it never learns from"],
  ["Shaded area", "Where validation is worse than training: the network knows its own rows better than new ones"],
  ["Star, square", "The best epoch, and the epoch whose network is kept where that is another one"],
];

/** The elements of a sheet on everything in the view: its button and the sheet. */
export function explanations() {
  return new Explanations([...CURVES, ...TILES.map(([, title, help]) => [title, help]), ...Object.entries(HELP)], KEYS).nodes;
}

class Explanations {
  /** terms, keys: [name, explanation] each. */
  constructor(terms, keys) {
    this.opener = element("button", { type: "button", class: "explain", "aria-label": isTouched ? "What the curves, figures and switches mean" : "What the curves, figures, switches and keys mean", "aria-haspopup": "dialog" }, "?");
    this.opener.title = this.opener.getAttribute("aria-label");
    const list = (rows) => element("dl", {}, ...rows.flatMap(([name, words]) => [element("dt", {}, name), element("dd", {}, words)]));
    this.sheet = element("div", { class: "explanations", popover: "auto", role: "dialog", "aria-label": "What they mean", tabindex: "-1" }, list(terms), ...(isTouched ? [] : [element("strong", {}, "Keys"), list(keys)]), element("a", { href: "glossary", target: "_blank" }, "All words: the glossary"));
    this.opener.popoverTargetElement = this.sheet;
    mark(this.opener, "aria-expanded", "false");
    this.sheet.addEventListener("toggle", ({ newState }) => {
      mark(this.opener, "aria-expanded", String(newState === "open"));
      if (newState === "open") this.sheet.focus();
    });
    this.nodes = [this.opener, this.sheet];
  }
}
