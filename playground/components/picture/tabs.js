// The views of a picture as tabs: one is shown, arrow keys go from one to the next.

import { element, mark, say } from "../kit/dom.js";

export class Tabs {
  /** names: [[name, title], …]; chosen(name): called when the person chooses another. */
  constructor(names, chosen) {
    this.node = element("div", { class: "tabs", role: "tablist", "aria-label": "What the picture shows" });
    this.buttons = names.map(([name, title]) => {
      const button = element("button", { type: "button", role: "tab", "data-tab": name }, title);
      button.addEventListener("click", () => chosen(name));
      return button;
    });
    this.node.append(...this.buttons);
    this.node.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const at = this.buttons.indexOf(document.activeElement);
      const next = this.buttons[(at + step + this.buttons.length) % this.buttons.length];
      next.focus();
      next.click();
    });
  }

  show(chosen, titles = {}) {
    for (const button of this.buttons) {
      const { tab } = button.dataset;
      mark(button, "aria-selected", tab === chosen);
      mark(button, "tabindex", tab === chosen ? 0 : -1);
      if (titles[tab]) say(button, titles[tab]);
    }
  }
}
