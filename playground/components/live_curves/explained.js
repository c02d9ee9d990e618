// What the figures and switches mean, in a sheet of its own: a tooltip is nowhere on a phone and for a keyboard.

import { element, mark } from "../kit/dom.js";

export class Explained {
  /** terms, keys: [name, explanation] each. */
  constructor(terms, keys) {
    this.opener = element("button", { type: "button", class: "explain", "aria-label": "What the curves, figures, switches and keys mean", "aria-haspopup": "dialog" }, "?");
    this.opener.title = this.opener.getAttribute("aria-label");
    const list = (rows) => element("dl", {}, ...rows.flatMap(([name, words]) => [element("dt", {}, name), element("dd", {}, words)]));
    this.sheet = element("div", { class: "explained", popover: "auto", role: "dialog", "aria-label": "What they mean", tabindex: "-1" }, list(terms), element("strong", {}, "Keys"), list(keys));
    this.opener.popoverTargetElement = this.sheet;
    mark(this.opener, "aria-expanded", "false");
    this.sheet.addEventListener("toggle", ({ newState }) => {
      mark(this.opener, "aria-expanded", String(newState === "open"));
      if (newState === "open") this.sheet.focus();
    });
    this.nodes = [this.opener, this.sheet];
  }
}
