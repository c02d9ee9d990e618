// The sheet of one layer: its kind, its main settings, its position among the others.

import { element, mark, say } from "../../kit/dom.js";
import { numberField, wordField } from "./fields.js";

const WIDTH = 304;

export class LayerSheet {
  /** change(edit): the person wants an edit. */
  constructor(change) {
    this.change = change;
    this.node = element("div", { class: "layer-sheet", popover: "auto", role: "dialog" });
    this.node.addEventListener("toggle", ({ newState }) => {
      if (newState === "closed") this.index = null;
    });
  }

  open(stack, index, anchor) {
    this.index = index;
    this.known = "";
    this.show(stack);
    const { left, bottom } = anchor.getBoundingClientRect();
    const x = Math.max(8, Math.min(left, window.innerWidth - WIDTH - 8));
    Object.assign(this.node.style, { width: `${WIDTH}px`, left: `${x}px` });
    this.node.showPopover({ source: anchor });
    this.node.style.top = `${Math.max(8, Math.min(bottom + 4, window.innerHeight - this.node.offsetHeight - 8))}px`;
    this.node.querySelector("select").focus();
  }

  close() {
    if (this.node.matches(":popover-open")) this.node.hidePopover();
  }

  /** Shows the current state of the open layer. */
  show(stack) {
    if (this.index == null) return;
    const layer = stack.layers[this.index];
    if (!layer) return this.close();
    const known = `${layer.id} ${layer.type}`;
    if (known !== this.known) this.build(stack, layer, known);
    layer.fields.forEach((field, i) => this.fields[i].show(field.value));
    this.earlier.disabled = this.index === 0;
    this.later.disabled = this.index === stack.layers.length - 1;
    this.after.disabled = stack.full;
  }

  build(stack, layer, known) {
    this.known = known;
    const wasAt = this.node.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    const ask = (edit) => this.change({ layer: layer.id, ...edit });
    const kinds = stack.kinds.map(({ name, title }) => element("option", { value: name }, title));
    const kind = element("select", { "aria-label": "Kind of layer", "data-name": "kind" }, ...kinds);
    kind.value = layer.type;
    kind.addEventListener("change", () => ask({ do: "kind", type: kind.value }));
    const help = element("p", { class: "note" });
    say(help, stack.kinds.find(({ name }) => name === layer.type)?.help ?? "");
    this.fields = layer.fields.map((field) => {
      const set = (value) => ask({ do: "set", name: field.name, value });
      return field.options.length ? wordField(field, set) : numberField(field, set);
    });
    const action = (text, name, act) => {
      const node = element("button", { type: "button", "data-name": name }, text);
      node.addEventListener("click", act);
      return node;
    };
    const move = (by) => {
      const index = this.index + by;
      this.index = index;
      ask({ do: "move", index });
    };
    this.earlier = action("← Earlier", "earlier", () => move(-1));
    this.later = action("Later →", "later", () => move(1));
    this.after = action("Add after it", "after", () => this.change({ do: "add", type: layer.type, index: this.index + 1 }));
    const remove = action("Remove", "remove", () => {
      this.close();
      ask({ do: "remove" });
    });
    mark(this.node, "aria-label", layer.title);
    const head = element("header", {}, element("strong", {}, layer.title), kind);
    this.node.replaceChildren(head, help, ...this.fields.map(({ node }) => node), element("footer", {}, this.earlier, this.later, this.after, remove));
    if (wasAt) this.node.querySelector(`[data-name="${wasAt}"]`)?.focus();
  }
}
