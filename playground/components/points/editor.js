// The points of a toy. A person adds and removes points by a click, a finger or the keyboard.

import { Edits } from "./edits.js";
import { boxOf, draw, nearest, ranges, scales, pointsOf } from "./plot.js";
import { Toolbar } from "./toolbar.js";
import { element, mark, say } from "../kit/dom.js";
import { theme } from "../kit/theme.js";
import { short } from "../drawing/axis.js";
import { palette } from "../drawing/palette.js";

const HEIGHT = 260; // pixels
const NEAR = { mouse: 18, touch: 30 }; // pixels around a point within which a click removes it
const STEP = 8; // pixels that an arrow key goes
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Editor {
  constructor(root) {
    this.root = root;
    this.edits = new Edits(() => this.drawSoon());
    this.toolbar = new Toolbar({
      undo: () => this.edits.undo(),
      clear: () => this.edits.clear(),
      changed: () => this.drawSoon(),
    });
    this.canvas = element("canvas", { class: "points-plot", tabindex: "0", role: "application" });
    this.said = element("p", { class: "said", role: "status" });
    this.key = element("p", { class: "key" }, element("i", { class: "filled" }), "trains", element("i"), "validates");
    root.replaceChildren(this.toolbar.node, this.canvas, element("footer", {}, this.said, this.key));
    this.listen();
    this.sizes = new ResizeObserver(([{ contentRect }]) => {
      this.width = Math.floor(contentRect.width);
      this.drawSoon();
    });
    this.sizes.observe(root);
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.point([event.offsetX, event.offsetY]));
    canvas.addEventListener("pointerleave", () => this.point(null));
    canvas.addEventListener("click", (event) => {
      this.cross = null;
      this.act([event.offsetX, event.offsetY], event.pointerType === "touch" ? NEAR.touch : NEAR.mouse);
    });
    canvas.addEventListener("keydown", (event) => this.type(event));
    canvas.addEventListener("blur", () => {
      this.cross = null;
      this.drawSoon();
    });
  }

  /** data: Python's data (see ../points.py); tell(name, value) sets a trigger. */
  take(data, tell) {
    this.data = data;
    this.edits.take(data, tell);
    if (!this.cross) this.words = "";
    this.colours = palette(theme(this.root), this.root.dataset.scheme);
    this.toolbar.show(data, this.colours);
    this.drawSoon();
  }

  /** Takes the position of the mouse in pixels; null: outside. */
  point(at) {
    this.pointed = at;
    this.drawSoon();
  }

  type(event) {
    const step = ARROWS[event.key];
    if (!step && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const { x, y, width, height } = this.box;
    this.cross ??= [x + width / 2, y + height / 2];
    if (step) {
      const [left, top] = this.cross.map((at, i) => at + step[i] * (event.shiftKey ? 1 : STEP));
      this.cross = [Math.max(x, Math.min(left, x + width)), Math.max(y, Math.min(top, y + height))];
    } else this.act(this.cross, NEAR.mouse);
    const [across, up] = this.scales.map((scaled, i) => short(scaled.inverse(this.cross[i])));
    this.words = `${this.names[0]} ${across}, ${this.names[1]} ${up}`;
    this.drawSoon();
  }

  /** Handles a click at a point of the canvas. */
  act(at, near) {
    if (!this.inside(at)) return;
    this.words = "";
    if (this.toolbar.action === "remove") {
      const found = this.under(at, near);
      if (!found) this.words = "No point is near enough.";
      else if (!this.edits.remove(found)) this.words = `At most ${this.data.limits.removed} can be removed.`;
    } else if (!this.edits.add(this.pointAt(at))) this.words = `At most ${this.data.limits.added} can be added.`;
    this.drawSoon();
  }

  inside([left, top]) {
    const { x, y, width, height } = this.box;
    return left >= x && left <= x + width && top >= y && top <= y + height;
  }

  under(at, near) {
    return nearest(pointsOf(this.data, this.edits, this.scales), at, near);
  }

  /** The point that a click would add. */
  pointAt(at) {
    const { limits, classes, features } = this.data;
    const coordinates = this.scales.map((scaled, i) => {
      const value = Math.max(-limits.reach, Math.min(limits.reach, scaled.inverse(at[i])));
      return Math.round(value * 1000) / 1000;
    });
    if (features.length < 2) return coordinates;
    return [...coordinates, classes.length ? this.toolbar.action : this.toolbar.number];
  }

  get names() {
    return [this.data.features[0], this.data.features[1] ?? this.data.target];
  }

  drawSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    const { data, edits, colours, width, canvas } = this;
    if (this.closed || !data || !width) return;
    const limits = ranges(data, edits.added);
    this.box = boxOf(data, width, HEIGHT);
    this.scales = scales(this.box, limits);
    const at = this.cross ?? this.pointed;
    const there = at && this.inside(at);
    const removing = this.toolbar.action === "remove";
    draw(canvas, {
      ...{ data, edits, colours, box: this.box, width, height: HEIGHT, limits, cross: this.cross },
      ghost: there && !removing ? this.pointAt(at) : null,
      meant: there && removing ? this.under(at, NEAR.mouse) : null,
    });
    this.toolbar.enable(edits);
    say(this.said, this.words || counts(edits));
    const does = removing ? "removes the nearest point" : "adds a point";
    mark(canvas, "aria-label", `Points over ${this.names.join(" and ")}. A click ${does}; arrow keys aim, Enter clicks.`);
    mark(this.root, "data-added", edits.added.length);
    mark(this.root, "data-removed", edits.removed.length);
    mark(this.root, "data-told", edits.sent == null ? "" : null);
  }

  close() {
    this.closed = true;
    this.edits.close();
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
  }
}

function counts({ added, removed }) {
  const said = [added.length && `${added.length} added`, removed.length && `${removed.length} removed`].filter(Boolean);
  return said.join(", ") || "Click in the plot to change the data.";
}
