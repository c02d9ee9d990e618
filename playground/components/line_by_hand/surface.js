// The loss surface of a neuron with one input: the loss for each weight and bias, with the path of the sliders.

import { element, mark, say } from "../kit/dom.js";
import { frame, short } from "../drawing/axis.js";
import { image, sharp, spread } from "../drawing/canvas.js";
import { contour, strokeContour } from "../drawing/contour.js";
import { shadeOf } from "../drawing/palette.js";
import { descent, LOSSES, lossOf } from "./loss.js";

const ROOM = { left: 52, right: 12, top: 10, bottom: 42 };
const CELLS = 60; // along each side
const LEVELS = 9; // contour lines
const STEPS = 60; // of gradient descent

export class Surface {
  constructor() {
    this.path = []; // past positions of the sliders, {w, b}
    this.canvas = element("canvas", { role: "img" });
    this.plot = element("div", { class: "surface" }, this.canvas);
    this.button = element("button", { type: "button", class: "descend", "aria-pressed": "false" }, "Let gradient descent walk from here");
    this.told = element("span", { class: "number" });
    this.node = element("div", { class: "beneath" }, this.button, this.told);
    this.walk = null; // the points of gradient descent
  }

  /** data: see ../line_by_hand.py; changed(): asks for a redraw. */
  take(data, changed) {
    this.button.onclick = () => {
      this.walk = this.walk ? null : descent(data, this.path.at(-1), STEPS);
      changed();
    };
    const land = JSON.stringify([data.x, data.y, data.loss]);
    if (this.land === land) return;
    Object.assign(this, { land, data, path: [], walk: null });
    const { w, b } = data;
    const values = new Float32Array(CELLS * CELLS);
    for (let row = 0; row < CELLS; row++) {
      for (let column = 0; column < CELLS; column++) {
        const at = { w: w.low + ((column + 0.5) / CELLS) * (w.high - w.low), b: b.high - ((row + 0.5) / CELLS) * (b.high - b.low) };
        values[row * CELLS + column] = Math.sqrt(lossOf(data, at)); // the square root shows more near the minimum, where the surface is flat
      }
    }
    this.grid = { values, wide: CELLS, tall: CELLS };
    this.range = [Math.min(...values), Math.max(...values)];
  }

  /** at: the position of the sliders, {w, b}. */
  draw(at, colours) {
    const last = this.path.at(-1);
    if (!last || last.w !== at.w || last.b !== at.b) {
      this.path.push(at);
      this.walk = null;
    }
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!width || !height) return;
    const { w, b, loss } = this.data;
    const context = sharp(this.canvas, width, height);
    const box = { x: ROOM.left, y: ROOM.top, width: width - ROOM.left - ROOM.right, height: height - ROOM.top - ROOM.bottom };
    const [low, high] = this.range;
    spread(context, image(CELLS, CELLS, (i) => colours.pixels.beneath[shadeOf((2 * (this.grid.values[i] - low)) / (high - low) - 1)]), box);
    context.strokeStyle = colours.boundary;
    context.lineWidth = 0.75;
    for (let level = 1; level <= LEVELS; level++) strokeContour(context, contour(this.grid, low + (level / (LEVELS + 1)) * (high - low)), this.grid, box);
    const [across, up] = frame(context, box, [[w.low, w.high], [b.low, b.high]], ["weight w", "bias b"], colours);
    this.trail(context, this.path, across, up, colours.answer, box);
    if (this.walk) this.trail(context, this.walk, across, up, colours.text, box);
    const [title] = LOSSES[loss];
    const end = this.walk?.at(-1);
    say(this.button, this.walk ? "Take its path away" : "Let gradient descent walk from here");
    mark(this.button, "aria-pressed", String(Boolean(this.walk)));
    say(this.told, end ? `after ${STEPS} steps: w ${short(end.w)}, b ${short(end.b)}, loss ${short(lossOf(this.data, end))}` : "");
    const moves = this.path.length - 1;
    mark(this.canvas, "aria-label", `The loss surface: ${title} for each weight and bias, lowest inside the smallest ring. You are at weight ${short(at.w)}, bias ${short(at.b)}, after ${moves} ${moves === 1 ? "move" : "moves"}.`);
  }

  trail(context, path, across, up, colour, { x, y, width, height }) {
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 2;
    context.beginPath();
    path.forEach(({ w, b }) => context.lineTo(across(w), up(b)));
    context.stroke();
    path.forEach(({ w, b }, i) => {
      context.beginPath();
      context.arc(across(w), up(b), i === path.length - 1 ? 6 : 2.5, 0, 2 * Math.PI);
      context.fill();
    });
    context.restore();
  }
}
