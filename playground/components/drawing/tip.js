// A few words beside the pointer.

import { element, say } from "../kit/dom.js";

export class Tip {
  constructor() {
    this.first = element("strong", { class: "number" });
    this.second = element("span");
    this.node = element("div", { class: "tip", role: "tooltip", hidden: "" }, this.first, this.second);
  }

  /** Shows two lines at a point of the drawing, within its visible part. */
  show([first, second], x, y, view) {
    say(this.first, first);
    say(this.second, second);
    this.node.hidden = false;
    const left = Math.max(view.scrollLeft + 4, Math.min(x + 14, view.scrollLeft + view.clientWidth - this.node.offsetWidth - 4));
    const above = y - this.node.offsetHeight - 12;
    this.node.style.transform = `translate(${left}px, ${above < 0 ? y + 18 : above}px)`;
  }

  hide() {
    this.node.hidden = true;
  }
}
