// Rows, a line through them, and two sliders that move it.

import { element, mark, say } from "../kit/dom.js";
import { Frames } from "../kit/frames.js";
import { theme } from "../kit/theme.js";
import { frame, short } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { palette } from "../drawing/palette.js";
import { LOSSES, lossOf } from "./loss.js";
import { Surface } from "./surface.js";

const ROOM = { left: 52, right: 12, top: 10, bottom: 42 };
const REST = 250; // milliseconds after the last move of a slider until Python gets the line

export class Line {
  constructor(root) {
    this.root = root;
    this.canvas = element("canvas", { role: "img" });
    this.plot = element("div", { class: "plot" }, this.canvas);
    this.formula = element("p", { class: "formula number" });
    this.value = element("output", { class: "number" });
    this.title = element("span", {});
    this.best = element("small", { class: "number" });
    this.sliders = { w: this.slider("w", "Weight w, the slope"), b: this.slider("b", "Bias b, where it begins") };
    const figure = element("div", { class: "loss" }, this.title, this.value, this.best);
    const sliders = element("div", { class: "sliders" }, ...Object.values(this.sliders).map(({ node }) => node));
    this.plots = element("div", { class: "plots" }, this.plot);
    root.replaceChildren(this.plots, element("div", { class: "beneath" }, sliders, figure), this.formula);
    this.frames = new Frames(() => this.draw());
    this.sizes = new ResizeObserver(() => this.frames.soon());
    this.sizes.observe(this.plot);
  }

  slider(name, label) {
    const input = element("input", { class: "range", type: "range", "aria-label": label });
    const output = element("output", { class: "number" });
    const node = element("label", {}, element("span", {}, label), output, input);
    input.addEventListener("input", () => this.move());
    for (const [event, is] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) input.addEventListener(event, () => (this.dragged = is));
    return { name, input, output, node };
  }

  /** data: Python's data (see ../line_by_hand.py); tell(name, value) sets a trigger. */
  take(data, tell) {
    const isOther = JSON.stringify([data.x, data.y, data.loss]) !== JSON.stringify([this.data?.x, this.data?.y, this.data?.loss]);
    Object.assign(this, { data, tell });
    if (isOther) this.least = null;
    for (const { name, input } of Object.values(this.sliders)) {
      const { low, high, step, value } = data[name];
      for (const [attribute, is] of [["min", low], ["max", high], ["step", step]]) mark(input, attribute, is);
      // The person is moving the slider.
      if (isOther || (!this.dragged && !this.resting)) input.value = value;
    }
    if (data.surface) this.lay();
    this.colours = palette(theme(this.root), this.root.dataset.scheme);
    this.frames.soon();
  }

  /** Adds the loss surface beside the rows. */
  lay() {
    if (!this.surface) {
      this.surface = new Surface();
      this.plots.append(this.surface.plot);
      this.formula.after(this.surface.node);
    }
    this.surface.take(this.data, () => this.frames.soon());
  }

  get set() {
    return { w: Number(this.sliders.w.input.value), b: Number(this.sliders.b.input.value) };
  }

  move() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = null;
      this.tell("set", this.set);
    }, REST);
    this.frames.soon();
  }

  draw() {
    if (!this.data) return;
    const { x, y, names, loss, unit } = this.data;
    const { w, b } = this.set;
    const [title] = LOSSES[loss];
    const value = lossOf(this.data, this.set);
    this.least = Math.min(this.least ?? value, value);
    for (const { name, output, input } of Object.values(this.sliders)) {
      say(output, short(this.set[name]));
      mark(input, "aria-valuetext", `${short(this.set[name])}, ${title} ${short(value)} ${unit}`);
    }
    say(this.title, title);
    say(this.value, `${short(value)} ${unit}`.trim());
    say(this.best, `best so far ${short(this.least)}`);
    say(this.formula, `${names[1]} = ${short(w)} · ${names[0]} ${b < 0 ? "−" : "+"} ${short(Math.abs(b))}`);
    mark(this.root, "data-loss", value.toPrecision(6));
    this.picture(x, y, names, w, b, title, value);
    this.surface?.draw(this.set, this.colours);
  }

  picture(x, y, names, w, b, title, value) {
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!width || !height) return;
    const { colours } = this;
    const context = sharp(this.canvas, width, height);
    const box = { x: ROOM.left, y: ROOM.top, width: width - ROOM.left - ROOM.right, height: height - ROOM.top - ROOM.bottom };
    const ranges = [pad(x), pad([...y, 0])];
    const [across, up] = frame(context, box, ranges, names, colours, true);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    context.strokeStyle = colours.negative;
    context.globalAlpha = 0.55;
    context.lineWidth = 1.5;
    x.forEach((each, i) => stroke(context, across(each), up(y[i]), across(each), up(w * each + b)));
    context.globalAlpha = 1;
    context.fillStyle = colours.positive;
    context.strokeStyle = colours.ring;
    context.lineWidth = 1;
    x.forEach((each, i) => {
      context.beginPath();
      context.arc(across(each), up(y[i]), 4, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    });
    context.strokeStyle = colours.answer;
    context.lineWidth = 3;
    const [from, to] = ranges[0];
    stroke(context, across(from), up(w * from + b), across(to), up(w * to + b));
    context.restore();
    mark(this.canvas, "aria-label", `${x.length} rows and the line with weight ${short(w)} and bias ${short(b)}. ${title} ${short(value)}.`);
  }

  close() {
    clearTimeout(this.resting);
    this.sizes.disconnect();
    this.frames.close();
  }
}

function pad(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

function stroke(context, fromX, fromY, toX, toY) {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
