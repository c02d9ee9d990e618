// Chooses what a click in the plot does; undoes clicks.

import { element, mark } from "../kit/dom.js";
import { classColour } from "../drawing/palette.js";

const groups = { made: 0 };

export class Toolbar {
  /** undo(), clear(): the buttons. changed(): the person chose another action. */
  constructor({ undo, clear, changed }) {
    this.changed = changed;
    this.group = `points-${++groups.made}`;
    this.choices = element("div", { class: "choices", role: "radiogroup", "aria-label": "What a click in the plot does" });
    this.value = element("input", { type: "number", name: "value", step: "0.1", value: "1", "aria-label": "Value of the points that are added" });
    this.value.addEventListener("input", () => changed());
    this.undo = element("button", { type: "button", title: "Takes the last click back" }, "Undo");
    this.undo.addEventListener("click", undo);
    this.clear = element("button", { type: "button", title: "Takes back every point that you added or removed" }, "Clear");
    this.clear.addEventListener("click", clear);
    this.node = element("div", { class: "toolbar" }, this.choices, element("div", { class: "back" }, this.undo, this.clear));
    this.choices.addEventListener("change", () => changed());
  }

  /** data: Python's data (see ../points.py); colours: the palette. */
  show({ features, classes, target, limits }, colours) {
    const actions = classes.length ? classes.map((name) => [name, name]) : [["point", "Add a point"]];
    const key = actions.join() + features;
    if (this.key !== key) {
      this.key = key;
      const made = [...actions, ["remove", "Remove"]].map(([name, words], i) => this.choice(name, words, i === 0));
      if (classes.length) this.choices.replaceChildren(element("span", { class: "word" }, "Add"), ...made);
      else if (features.length > 1) this.choices.replaceChildren(made[0], element("label", { class: "number" }, `${target} =`, this.value), made[1]);
      else this.choices.replaceChildren(...made);
      mark(this.value, "min", -limits.reach);
      mark(this.value, "max", limits.reach);
    }
    for (const [i, swatch] of [...this.choices.querySelectorAll(".swatch")].entries()) {
      swatch.style.background = i < classes.length ? classColour(colours, i, classes.length) : "";
      swatch.hidden = i >= classes.length;
    }
  }

  choice(value, words, checked) {
    const input = element("input", { type: "radio", name: this.group, value });
    input.checked = checked;
    return element("label", { class: "choice" }, input, element("i", { class: "swatch" }), words);
  }

  /** "remove", "point", or the name of a class. */
  get action() {
    return this.choices.querySelector("input[type=radio]:checked")?.value ?? "remove";
  }

  /** The value of points added in a plane, inside the limits; 0 if there is none. */
  get number() {
    const reach = Number(this.value.max);
    return Math.max(-reach, Math.min(reach, Number(this.value.value) || 0));
  }

  enable({ past, added, removed }) {
    this.undo.disabled = !past.length;
    this.clear.disabled = !added.length && !removed.length;
  }
}
