// Drags a layer's head along the network to another position.

import { element } from "../../kit/dom.js";

const FROM = 6; // pixels of movement that make a press a drag

export class Drag {
  /** moved(layer, index): the layer of this number was dropped at this index among the others. */
  constructor(node, moved) {
    this.gaps = []; // x of every gap, in pixels from the node's left edge
    this.moved = false; // whether the press was a drag
    this.mark = element("span", { class: "drop", hidden: "" });
    node.addEventListener("pointerdown", (event) => this.begin(event));
    node.addEventListener("pointermove", (event) => this.go(event));
    node.addEventListener("pointerup", (event) => {
      const head = this.end(event);
      if (head && this.index !== this.from) moved(Number(head.dataset.layer), this.index);
    });
    node.addEventListener("pointercancel", (event) => this.end(event));
  }

  begin(event) {
    const head = event.target.closest(".layer-head");
    this.moved = false;
    if (!head || event.button || !this.gaps.length) return;
    Object.assign(this, { head, start: event.clientX, from: Number(head.dataset.index) });
  }

  go(event) {
    if (!this.head || (!this.moved && Math.abs(event.clientX - this.start) < FROM)) return;
    if (!this.moved) this.head.setPointerCapture(event.pointerId);
    this.moved = true;
    const x = event.clientX - this.mark.parentElement.getBoundingClientRect().left;
    const gap = this.gaps.reduce((best, at, i) => (Math.abs(at - x) < Math.abs(this.gaps[best] - x) ? i : best), 0);
    this.index = gap > this.from ? gap - 1 : gap;
    this.mark.hidden = false;
    this.mark.style.transform = `translateX(${this.gaps[gap]}px)`;
    this.head.classList.add("dragged");
  }

  /** The head that was dropped after a drag; null after a press without a drag. */
  end(event) {
    const { head } = this;
    this.head = null;
    this.mark.hidden = true;
    head?.classList.remove("dragged");
    return this.moved && event.type === "pointerup" ? head : null;
  }
}
