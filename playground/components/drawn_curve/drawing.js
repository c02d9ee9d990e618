// Axes over the epochs on which a person draws a curve.

import { element, mark, say } from "../kit/dom.js";
import { Frames } from "../kit/frames.js";
import { theme } from "../kit/theme.js";
import { isTouched } from "../kit/touch.js";
import { frame, short } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { palette } from "../drawing/palette.js";

const ROOM = { left: 52, right: 12, top: 8, bottom: 40 };
const REST = 400; // milliseconds after the last stroke until Python gets the curve
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 0.05; // the step of a key, as a share of the height
const HOW = isTouched ? "Draw with a finger from left to right." : "Draw with the pointer from left to right, or go along with the arrow keys.";

export class Drawing {
  constructor(root) {
    this.root = root;
    this.canvas = element("canvas", { tabindex: "0", role: "application" });
    this.plot = element("div", { class: "plot" }, this.canvas);
    this.said = element("p", { role: "status" });
    root.replaceChildren(this.plot, this.said);
    this.frames = new Frames(() => this.draw());
    this.sizes = new ResizeObserver(() => this.frames.soon());
    this.sizes.observe(this.plot);
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (this.data.real) return;
      canvas.setPointerCapture(event.pointerId);
      this.last = null;
      this.stroke(event);
    });
    canvas.addEventListener("pointermove", (event) => canvas.hasPointerCapture(event.pointerId) && this.stroke(event));
    canvas.addEventListener("keydown", (event) => this.type(event));
  }

  /** data: Python's data (see ../drawn_curve.py); tell(name, value) sets a trigger. */
  take(data, tell) {
    const isOther = data.name !== this.data?.name || data.top !== this.data?.top;
    Object.assign(this, { data, tell });
    if (isOther || (!this.resting && data.drawn)) this.values = data.drawn ? [...data.drawn] : Array(data.points).fill(null);
    this.colours = palette(theme(this.root), this.root.dataset.scheme);
    this.frames.soon();
  }

  stroke({ offsetX, offsetY }) {
    const { across, up, data } = this;
    if (!across || data.real) return;
    const share = across.inverse(offsetX) / data.epochs;
    const at = Math.round(Math.max(0, Math.min(share, 1)) * (data.points - 1));
    const value = Math.max(0, Math.min(up.inverse(offsetY), data.top));
    const [from, before] = this.last ?? [at, value];
    const steps = Math.max(Math.abs(at - from), 1);
    for (let i = 0; i <= steps; i++) this.values[Math.round(from + ((at - from) * i) / steps)] = before + ((value - before) * i) / steps;
    this.last = [at, value];
    this.changed();
  }

  type(event) {
    const step = KEYS[event.key];
    if (!step || this.data.real) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere the right arrow trains an epoch
    const { data } = this;
    const before = this.at ?? 0;
    this.at = Math.max(0, Math.min(before + step[0] * 2, data.points - 1));
    const value = this.values[this.at] ?? this.values[before] ?? data.top / 2;
    const now = Math.max(0, Math.min(value + step[1] * STEP * data.top, data.top));
    for (let i = Math.min(before, this.at); i <= Math.max(before, this.at); i++) this.values[i] ??= now;
    this.values[this.at] = now;
    this.changed();
  }

  changed() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = null;
      this.tell("drawn", fillGaps(this.values));
    }, REST);
    this.frames.soon();
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!this.data || !width || !height) return;
    const { colours, data, values } = this;
    mark(this.canvas, "data-drawn", data.real ? "" : null);
    const context = sharp(this.canvas, width, height);
    const box = { x: ROOM.left, y: ROOM.top, width: width - ROOM.left - ROOM.right, height: height - ROOM.top - ROOM.bottom };
    [this.across, this.up] = frame(context, box, [[0, data.epochs], [0, data.top]], ["epoch", data.name], colours, true);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y - 3, box.width, box.height + 6);
    context.clip();
    context.lineJoin = "round";
    const epoch = (i) => (i / (data.points - 1)) * data.epochs;
    this.curve(context, values.map((value, i) => [epoch(i), value]), colours.answer, [6, 5]);
    if (data.real) this.curve(context, data.real.map((value, i) => [i, value]), data.name.startsWith("val_") ? colours.validation : colours.training, []);
    if (this.at != null && document.activeElement === this.canvas && !data.real) {
      context.fillStyle = colours.answer;
      context.beginPath();
      context.arc(this.across(epoch(this.at)), this.up(values[this.at] ?? data.top / 2), 5, 0, 2 * Math.PI);
      context.fill();
    }
    context.restore();
    const drawn = values.some((value) => value != null);
    say(this.said, data.real ? "Dashed: as you drew it. Solid: as it came." : drawn ? "" : HOW);
    const words = this.at == null ? "" : ` Epoch ${Math.round(epoch(this.at))}, ${short(values[this.at] ?? 0)}.`;
    mark(this.canvas, "aria-label", `The curve of ${data.name} that you expect. ${HOW}${words}`);
    mark(this.root, "data-drawn", drawn ? "" : null);
  }

  curve(context, points, colour, dash) {
    context.strokeStyle = colour;
    context.lineWidth = 2.5;
    context.setLineDash(dash);
    context.beginPath();
    let isDown = false;
    for (const [x, y] of points) {
      if (y == null) {
        isDown = false;
        continue;
      }
      context[isDown ? "lineTo" : "moveTo"](this.across(x), this.up(y));
      isDown = true;
    }
    context.stroke();
    context.setLineDash([]);
  }

  close() {
    clearTimeout(this.resting);
    this.sizes.disconnect();
    this.frames.close();
  }
}

/** A curve without gaps: linear between two points, constant before the first and after the last. */
function fillGaps(values) {
  const known = values.map((value, i) => [value, i]).filter(([value]) => value != null);
  return values.map((value, i) => {
    if (value != null) return value;
    const after = known.find(([, at]) => at > i);
    const before = known.findLast(([, at]) => at < i);
    if (!after || !before) return (after ?? before)?.[0] ?? 0;
    return before[0] + ((after[0] - before[0]) * (i - before[1])) / (after[1] - before[1]);
  });
}
