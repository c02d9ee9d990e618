// Edits the layers of the settings in the drawn network: buttons for units and new layers, and a sheet for each layer.
//
// What a person changes is shown at once. The settings on the page follow: see playground/messages/edits.py.

import { element, mark, say } from "../../kit/dom.js";
import { withKey } from "../../kit/touch.js";
import { Drag } from "./drag.js";
import { LayerSheet } from "./sheet.js";

export const ROOM = 28; // height in pixels of the line of buttons below the columns' titles
const BUTTON = 24;
const APART = 4; // least pixels between two buttons of the line

export class StackEditor {
  /** ask(edit): the person changes the settings. */
  constructor(ask) {
    this.ask = ask;
    this.node = element("div", { class: "stack-editor", role: "group", "aria-label": "Layers of the settings" });
    this.sheet = new LayerSheet((edit) => this.change(edit));
    this.drag = new Drag(this.node, (layer, index) => this.change({ do: "move", layer, index }));
    this.node.addEventListener("click", ({ target }) => this.press(target.closest("button")));
    this.node.addEventListener("keydown", (event) => this.step(event));
  }

  /** Sets the layers of the settings; null if there are none to edit. */
  take(stack) {
    this.stack = stack && structuredClone(stack);
    this.node.hidden = !stack;
    if (!stack) return this.sheet.close();
    this.sheet.show(this.stack);
  }

  /** Puts the buttons where a plan (see ../layout.js) has its columns; a picture of other layers gets a line of its own. */
  arrange(plan, picture) {
    Object.assign(this, { plan, picture });
    if (!this.stack) return;
    const { layers } = this.stack;
    const columns = plan.columns.slice(1, -1);
    const matches = columns.length === layers.length && layers.every(({ type }, i) => type === columns[i].layer.kind);
    this.build(matches);
    if (matches) this.align(columns);
    this.drag.gaps = matches ? this.gaps(plan.columns) : [];
  }

  /** Makes new elements if the layers have changed; else only updates their texts. */
  build(matches) {
    const { layers, full } = this.stack;
    const known = `${matches} ${layers.map(({ id, type }) => `${type} ${id}`)}`;
    if (known !== this.known) {
      this.known = known;
      const focused = this.focused();
      this.heads = layers.map(({ id }, index) => button("layer-head", { "data-index": index, "data-layer": id, "aria-haspopup": "dialog" }));
      this.units = layers.map(({ fields }, index) => (fields.some(({ name }) => name === "units") ? units(index) : null));
      this.adds = Array.from({ length: layers.length + 1 }, (_, index) => button("add", { "data-index": index, "data-do": "add" }, "+"));
      const words = matches ? [] : [element("span", { class: "now" }, "The settings by now:")];
      const parts = matches ? [...this.heads, ...this.units.filter(Boolean), ...this.adds] : [...this.heads, this.adds.at(-1)];
      this.node.replaceChildren(...words, ...parts, this.drag.mark, this.sheet.node);
      mark(this.node, "data-flows", matches ? null : "");
      if (focused) this.node.querySelector(focused)?.focus();
    }
    layers.forEach((layer, index) => {
      // Covers the picture's title of a layer if the settings differ by now.
      say(this.heads[index].firstChild, matches ? this.unlike(layer, this.plan.columns[index + 1].layer) : `${layer.title} ${layer.short}`);
      mark(this.heads[index], "aria-label", `${layer.title} ${layer.short}: change it`);
      this.heads[index].title = withKey("Change this layer; drag it to another position", "(Alt and an arrow key)");
      if (!this.units[index]) return;
      const [fewer, more] = this.units[index].children;
      const { value } = layer.fields.find(({ name }) => name === "units");
      mark(fewer, "aria-label", `One unit fewer in ${layer.title}`);
      mark(more, "aria-label", `One unit more in ${layer.title}`);
      fewer.disabled = !(value > 1);
    });
    this.adds.forEach((node, index) => {
      const after = index ? layers[index - 1].title : "the input";
      mark(node, "aria-label", `Add a layer after ${after}`);
      node.title = node.getAttribute("aria-label");
      node.disabled = full;
    });
  }

  /** The current settings of a layer that the picture shows differently: `5 tanh`. */
  unlike({ fields, short }, drawn) {
    return fields.some(({ name, value }) => name in drawn && drawn[name] !== value) ? short : "";
  }

  align(columns) {
    const { width } = this.plan;
    const top = this.plan.head - ROOM;
    const taken = [];
    const put = (node, middle, wide, y = top) => {
      const x = Math.max(0, Math.min(middle - wide / 2, width - wide));
      node.style.transform = `translate(${x.toFixed(1)}px, ${y}px)`;
      node.style.width = `${wide}px`;
      return x;
    };
    const middles = this.plan.columns.map(({ middle }) => middle);
    columns.forEach(({ index: column }, index) => {
      const room = Math.min(middles[column] - middles[column - 1], middles[column + 1] - middles[column]);
      put(this.heads[index], middles[column], Math.max(Math.min(room - APART, 112), 16), 0);
    });
    const size = 2 * BUTTON;
    const groups = this.units.flatMap((group, index) => (group ? [[group, middles[index + 1]]] : []));
    const fit = groups.every(([, middle], i) => !i || middle - groups[i - 1][1] >= size + APART);
    for (const [group, middle] of groups) {
      group.hidden = !fit;
      if (fit) taken.push([put(group, middle, size), size]);
    }
    this.adds.forEach((node, index) => {
      const x = put(node, (middles[index] + middles[index + 1]) / 2, BUTTON);
      if (!taken.some(([from, wide]) => x < from + wide + APART && from < x + BUTTON + APART)) {
        node.hidden = false;
        taken.push([x, BUTTON]);
        return;
      }
      // A new layer that has no room in the line is drawn beneath it, between the neurons of its neighbours.
      const [left, right] = [this.plan.columns[index], this.plan.columns[index + 1]];
      put(node, (left.x + left.width + right.x) / 2, BUTTON, top + ROOM);
      node.hidden = right.x - left.x - left.width < BUTTON + APART;
    });
  }

  /** Where a dragged layer can be dropped: the middle of each gap between two columns. */
  gaps(columns) {
    return columns.slice(1).map(({ middle }, i) => (columns[i].middle + middle) / 2);
  }

  press(node) {
    if (!node || this.drag.moved || this.sheet.node.contains(node)) return;
    const index = Number(node.dataset.index);
    const { layers } = this.stack;
    if (node.dataset.do === "add") {
      this.change({ do: "add", type: "dense", index });
    } else if (node.dataset.by) {
      const field = layers[index].fields.find(({ name }) => name === "units");
      this.change({ do: "set", layer: layers[index].id, name: "units", value: Math.max(1, Math.round(field.value) + Number(node.dataset.by)) });
    } else this.sheet.open(this.stack, index, node);
  }

  /** Alt and an arrow key move a layer. */
  step(event) {
    const by = event.altKey && { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const head = event.target.closest(".layer-head");
    if (!by || !head) return;
    event.preventDefault();
    const index = Number(head.dataset.index) + by;
    if (index >= 0 && index < this.stack.layers.length) this.change({ do: "move", layer: Number(head.dataset.layer), index });
  }

  /** Asks for an edit; an edit of a number or a word is shown at once, others once the settings have them. */
  change(edit) {
    if (edit.do === "set") {
      const layer = this.stack.layers.find(({ id }) => id === edit.layer);
      const field = layer?.fields.find(({ name }) => name === edit.name);
      if (!field || field.value === edit.value) return;
      field.value = edit.value;
      layer.short = layer.fields.map(({ value }) => String(value).replaceAll("_", " ")).join(" ");
      this.sheet.show(this.stack);
      if (this.plan) this.arrange(this.plan, this.picture);
    }
    this.ask(edit);
  }

  /** A selector by which the focused element is found again after the layers have changed. */
  focused() {
    const active = this.node.contains(document.activeElement) ? document.activeElement : null;
    if (!active?.dataset.index) return null;
    if (active.dataset.layer) return `[data-layer="${active.dataset.layer}"]`;
    return active.dataset.by ? `[data-by="${active.dataset.by}"][data-index="${active.dataset.index}"]` : `.add[data-index="${active.dataset.index}"]`;
  }
}

function button(name, attributes, text = "") {
  return element("button", { type: "button", class: name, ...attributes }, element("span", {}, text));
}

function units(index) {
  const fewer = button("fewer", { "data-index": index, "data-by": -1 }, "−");
  const more = button("more", { "data-index": index, "data-by": 1 }, "+");
  return element("span", { class: "units" }, fewer, more);
}
