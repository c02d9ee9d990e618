// The bar's menu: the learning rate, which may change while a run goes on, and more to train.

import { element, mark, say } from "../kit/dom.js";
import { icon } from "./icons.js";

const ACTIONS = [
  ["new_weights", "New weights", "dice", "Another seed: other first weights and another order of the rows, held before the first batch."],
  ["seeds", "Five seeds", "seeds", "Trains this run's experiment with five seeds, to see how much of its result is luck."],
  ["sweep", "Sweep …", "sweep", "Trains this run's experiment over lists of one or two settings."],
];
const NO_RUN = "While a run goes on, its learning rate can be changed here.";
const NONE_SHOWN = "Five seeds and Sweep try a run's settings again: train one first.";

export class Menu {
  constructor(presses) {
    this.presses = presses;
    this.opener = element("button", { type: "button", "aria-label": "More", "aria-haspopup": "true", "aria-expanded": "false" }, icon("more"), element("span", { class: "label" }, "More"));
    this.rate = new Choice("Learning rate of this run", "run_learning_rate", (value) => presses.setLearningRate(value));
    this.noRun = element("p", { class: "soft" }, NO_RUN);
    this.noneShown = element("p", { class: "soft" }, NONE_SHOWN);
    this.actions = new Map(ACTIONS.map((action) => [action[0], this.action(action)]));
    const slots = [...this.actions.values()].map(({ slot }) => slot);
    this.sheet = element("div", { class: "run-menu", popover: "auto", role: "group", "aria-label": "More" }, this.rate.node, this.noRun, this.noneShown, ...slots);
    this.opener.popoverTargetElement = this.sheet;
    this.node = element("span", { class: "st-key-pace" }, this.opener, this.sheet);
    this.sheet.addEventListener("toggle", ({ newState }) => {
      mark(this.opener, "aria-expanded", String(newState === "open"));
    });
    this.sheet.addEventListener("beforetoggle", ({ newState }) => newState === "open" && this.align());
  }

  action([key, label, picture, help]) {
    const node = element("button", { type: "button", "aria-description": help }, icon(picture), element("span", {}, label, element("small", {}, help)));
    node.setAttribute("aria-label", label);
    node.addEventListener("click", () => {
      this.sheet.hidePopover();
      this.presses.press(key);
    });
    return { node, slot: element("span", { class: `st-key-${key}` }, node) };
  }

  /** Puts the menu below its button, or above it if the window has no room below. */
  align() {
    const { top, bottom, right } = this.opener.getBoundingClientRect();
    const width = Math.min(320, window.innerWidth - 16);
    const above = top > window.innerHeight / 2;
    const [from, room] = above ? [window.innerHeight - top, top] : [bottom, window.innerHeight - bottom];
    Object.assign(this.sheet.style, { [above ? "bottom" : "top"]: `${from + 4}px`, [above ? "top" : "bottom"]: "auto", maxHeight: `${room - 12}px` });
    Object.assign(this.sheet.style, { width: `${width}px`, left: `${Math.max(8, Math.min(right - width, window.innerWidth - width - 8))}px` });
  }

  show({ ready, rates, rate, shown }, answer, going) {
    const { run } = this.presses;
    const now = round(answer.learning_rates?.at(-1)?.[1] ?? rate);
    this.rate.node.hidden = !going || rate == null;
    this.noRun.hidden = !this.rate.node.hidden;
    this.noneShown.hidden = shown;
    if (rate != null) this.rate.show(withOne(rates, now), now, String, run);
    this.actions.get("new_weights").node.disabled = !ready;
    for (const key of ["seeds", "sweep"]) this.actions.get(key).node.disabled = !shown;
  }

  close() {
    if (this.sheet.matches(":popover-open")) this.sheet.hidePopover();
  }
}

const round = (value) => value && Number(value.toPrecision(6));

/** The values and another one in ascending order. */
function withOne(values, one) {
  return [...new Set([...values, one])].sort((a, b) => a - b);
}

/** A slider over a list of values. It shows the person's choice until the server has answered, then the server's value. */
class Choice {
  constructor(label, key, chosen) {
    this.slider = element("input", { class: "range", type: "range", min: 0, step: 1, "aria-label": label });
    this.output = element("output", { class: "number" });
    this.node = element("label", { class: `choice st-key-${key}` }, element("span", {}, label), this.output, this.slider);
    this.slider.addEventListener("input", () => this.say());
    this.slider.addEventListener("pointerdown", () => (this.dragged = true));
    for (const name of ["pointerup", "pointercancel", "change"]) this.slider.addEventListener(name, () => (this.dragged = false));
    this.slider.addEventListener("change", () => chosen(this.values[this.slider.value]));
  }

  show(values, value, words, run = null) {
    this.words = words;
    const same = this.values?.length === values.length && values.every((each, i) => each === this.values[i]);
    if (same && this.known === value && this.run === run) return;
    if (this.dragged) return; // the person is moving the slider
    const put = this.known === value && this.run === run ? this.values[this.slider.value] : value;
    Object.assign(this, { values, run, known: value });
    mark(this.slider, "max", values.length - 1);
    this.slider.value = Math.max(values.indexOf(put), 0);
    this.say();
  }

  say() {
    const text = this.words(this.values[this.slider.value]);
    say(this.output, text);
    mark(this.slider, "aria-valuetext", text);
  }
}
