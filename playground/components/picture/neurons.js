// The parts of the drawn network that pointer and keyboard reach: one button over every tile.

import { short } from "../drawing/axis.js";
import { arrayOf } from "../drawing/codec.js";
import { kindOf, passes } from "./layers/table.js";
import { isBroken, shownOf } from "./layers/values.js";
import { element, mark, say } from "../kit/dom.js";
import { whole } from "../kit/words.js";

const NARROW = 68; // pixels within which “+ 504 more” has no room

export class Neurons {
  /** look(at): the pointer or the focus is on {index, neuron}, null for none; pin(at): the person chose it. */
  constructor(look, pin) {
    this.node = element("div", { class: "neurons", role: "group", "aria-label": "Neurons; arrow keys go from one to the next" });
    this.buttons = []; // column by column
    this.feet = [];
    this.look = look;
    this.pin = pin;
    this.node.addEventListener("pointerover", (event) => this.meant(event, look));
    this.node.addEventListener("pointerout", (event) => this.meant(event, () => look(null)));
    this.node.addEventListener("focusin", (event) => this.meant(event, look));
    this.node.addEventListener("focusout", (event) => this.meant(event, () => look(null)));
    this.node.addEventListener("click", (event) => this.meant(event, pin));
    this.node.addEventListener("keydown", (event) => this.walk(event));
  }

  /** Puts a button with a label over every tile of a plan (see layout.js). */
  arrange({ columns, width }, picture) {
    if (columns.length !== this.buttons.length || columns.some(({ tiles }, i) => tiles.length !== this.buttons[i].length)) {
      this.buttons = columns.map(({ tiles, index }) => tiles.map((_, neuron) => button(index, neuron)));
      this.feet = columns.map(() => element("p", { class: "foot" }, element("span"), element("strong")));
      this.node.replaceChildren(...this.buttons.flat(), ...this.feet);
      this.buttons[0]?.[0]?.setAttribute("tabindex", 0);
    }
    columns.forEach((column) => {
      const { tiles, layer, index } = column;
      const near = columns.filter((other) => other !== column && !passes(other.layer)).map(({ middle }) => Math.abs(middle - column.middle));
      this.foot(column, width, Math.min(...near));
      tiles.forEach(({ x, y, size }, neuron) => {
        const node = this.buttons[index][neuron];
        const at = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
        if (node.style.transform !== at) node.style.transform = at;
        if (node.style.width !== `${size.toFixed(1)}px`) node.style.width = node.style.height = `${size.toFixed(1)}px`;
        mark(node, "aria-label", label(picture, layer, neuron));
        mark(node, "data-dead", layer.dead?.includes(neuron) ? "" : null);
      });
    });
  }

  /** How many units of a layer are not drawn and how many are dead, or that its weights are not numbers; room: pixels to the next column with such words. */
  foot({ index, layer, middle, foot }, width, room) {
    const [more, state] = this.feet[index].children;
    const hidden = passes(layer) ? 0 : layer.units - shownOf(layer);
    const narrow = room < NARROW;
    say(more, hidden > 0 ? (narrow ? `+${whole(hidden)}` : `+ ${whole(hidden)} more`) : "");
    const dead = layer.dead_count && !passes(layer) ? `${whole(layer.dead_count)} dead` : "";
    say(state, isBroken(layer) ? (narrow ? "NaN" : "weights NaN") : dead);
    const at = `translate(${Math.max(34, Math.min(middle, width - 34)).toFixed(1)}px, ${foot.toFixed(1)}px) translateX(-50%)`;
    if (this.feet[index].style.transform !== at) this.feet[index].style.transform = at;
  }

  meant({ target }, act) {
    const found = target.closest?.(".neuron");
    if (found) act({ index: Number(found.dataset.layer), neuron: Number(found.dataset.neuron) });
  }

  walk(event) {
    const found = event.target.closest(".neuron");
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!found || !step) return;
    event.preventDefault();
    const [layer, neuron] = [Number(found.dataset.layer) + step[0], Number(found.dataset.neuron) + step[1]];
    const column = this.buttons[layer];
    const next = column?.[step[0] ? Math.min(neuron, column.length - 1) : neuron];
    if (!next) return;
    found.setAttribute("tabindex", -1);
    next.setAttribute("tabindex", 0);
    next.focus();
  }
}

function button(layer, neuron) {
  return element("button", { type: "button", class: "neuron", "data-layer": layer, "data-neuron": neuron, tabindex: -1 });
}

function label(picture, layer, neuron) {
  if (layer.kind === "input") return `Input ${picture.inputs[neuron]}`;
  const parts = [`${layer.title}, neuron ${neuron + 1}`];
  const bias = arrayOf(picture, layer.bias)?.values[neuron];
  if (bias !== undefined) parts.push(`bias ${short(bias)}`);
  const told = kindOf(layer).told?.(layer, neuron);
  if (told) parts.push(told);
  if (layer.dead?.includes(neuron)) parts.push("dead: it is never active");
  return parts.join(", ");
}
