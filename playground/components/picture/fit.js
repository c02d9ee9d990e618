// The view of a network with one feature: its curve through the points, and beneath it the path of its weights.

import { frame, short } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { classColour } from "../drawing/palette.js";
import { answerRange, column, drawPoints, targetRange, withUnit } from "../drawing/points.js";
import { answer, at } from "../drawing/surface.js";
import { Tip } from "../drawing/tip.js";
import { linesOf, WeightsPath } from "./weights_path.js";
import { element } from "../kit/dom.js";
import { brief } from "../kit/words.js";

const ROOM = { left: 52, right: 14, top: 10, bottom: 42 };
const PATH = { share: 0.36, least: 104, most: 200 }; // the weights' share of the height, and its limits in pixels

export class Fit {
  constructor() {
    this.tip = new Tip();
    this.canvas = element("canvas", { class: "boundary fit", role: "img" });
    this.path = new WeightsPath();
    this.node = element("div", { class: "view fit-view" }, element("div", { class: "fit-plot" }, this.canvas, this.tip.node), this.path.node);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => this.tip.hide());
  }

  /** state: {picture, scene, colours, width, height}. */
  draw(state) {
    this.state = state;
    const { picture, scene, colours, width } = state;
    const beneath = Math.round(Math.max(PATH.least, Math.min(PATH.share * state.height, PATH.most)));
    const height = state.height - beneath;
    const said = (this.said = answer(picture));
    const line = said && picture.ranges.length ? lineOf(picture, scene, said) : null;
    this.path.draw({ ...state, scaled: line != null && isScaled(picture, line) }, beneath);
    const context = sharp(this.canvas, width, height);
    if (!said || !picture.ranges.length) return;
    const box = { x: ROOM.left, y: ROOM.top, width: width - ROOM.left - ROOM.right, height: height - ROOM.top - ROOM.bottom };
    this.box = box;
    const classes = scene.task !== "regression";
    const [low, high] = answerRange(scene);
    const up = classes ? [low - 0.06 * (high - low), high + 0.06 * (high - low)] : around(targetRange(scene));
    const [x] = picture.ranges;
    const axes = frame(context, box, [x, up], [withUnit(scene, picture.axes[0]), classes ? answerName(scene) : withUnit(scene, scene.target)], colours, true);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    const pointColour = (y) => (classes ? classColour(colours, scene.has_margin ? (y + 1) / 2 : y, scene.classes.length) : colours.label);
    drawPoints(context, onPlane(scene), [picture.axes[0]], axes, pointColour, colours, 3.4);
    said.grids.forEach(({ values, wide }, index) => {
      const colour = said.grids.length > 1 ? classColour(colours, index, said.grids.length) : colours.answer;
      for (const [stroke, line] of [[colours.paper, 5], [colour, 3]]) {
        context.strokeStyle = stroke;
        context.lineWidth = line;
        context.lineJoin = "round";
        context.beginPath();
        values.forEach((value, i) => context.lineTo(box.x + ((i + 0.5) / wide) * box.width, axes[1](value)));
        context.stroke();
      }
    });
    context.restore();
    const straight = line ? equation(picture, scene, line) : "";
    if (straight) write(context, straight, box, colours, pixels(scene, picture.axes[0], axes));
    const curve = `The network's curve over ${brief(picture.axes[0])} at epoch ${picture.epoch}`;
    this.canvas.setAttribute("aria-label", straight ? `${curve}: ${straight}` : curve);
  }

  point({ offsetX, offsetY }) {
    const { picture, scene } = this.state ?? {};
    if (!this.said || !this.box) return;
    const across = (offsetX - this.box.x) / this.box.width;
    if (across < 0 || across > 1) return this.tip.hide();
    const x = picture.ranges[0][0] + across * (picture.ranges[0][1] - picture.ranges[0][0]);
    const values = picture.answerAt?.([x]) ?? this.said.grids.map((grid) => at(grid, across));
    const name = (index) => brief(scene.task === "regression" ? scene.target : scene.classes[values.length > 1 ? index : 1]);
    const words = values.map((value, i) => `${name(i)} ${short(value)}`).join(", ");
    this.tip.show([words, `${brief(picture.axes[0])} ${short(x)}`], offsetX, offsetY, this.canvas.parentElement);
  }
}

function around([low, high]) {
  const room = 0.12 * (high - low || 1);
  return [low - room, high + room];
}

const answerName = ({ has_margin, classes }) => (has_margin ? `margin: ${brief(classes[1])} above 0` : "probability");

/** Points of two classes are drawn at the right answer, points of several classes at 1. */
function onPlane(scene) {
  if (scene.classes.length < 3 && !scene.has_margin) return scene;
  const one = (set) => ({ ...set, y: set.y.map((label) => (scene.has_margin ? 2 * label - 1 : 1)) });
  return { ...scene, points: { train: one(scene.points.train), validation: one(scene.points.validation) } };
}

/** Writes the equation of a straight line into the corner where it covers the fewest points. */
function write(context, text, { x, y, width, height }, colours, points) {
  context.font = `600 15px ${colours.font}`;
  const [wide, high] = [context.measureText(text).width + 16, 30];
  const corners = [[x + width - wide, y], [x, y], [x + width - wide, y + height - high], [x, y + height - high]];
  const covered = corners.map(([left, top]) => points.filter(([at, up]) => at > left && at < left + wide && up > top && up < top + high).length);
  const [left, top] = corners[covered.indexOf(Math.min(...covered))];
  context.textAlign = "left";
  context.textBaseline = "top";
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  context.strokeText(text, left + 8, top + 8);
  context.fillStyle = colours.text;
  context.fillText(text, left + 8, top + 8);
}

/** The positions of the points of both sets, in pixels. */
function pixels(scene, name, [across, up]) {
  return ["train", "validation"].flatMap((set) => {
    const points = scene.points?.[set];
    const values = points && column(scene, points, name);
    return values ? values.map((value, i) => [across(value), up(points.y[i])]) : [];
  });
}

/** {slope, start} in the data's own units if the network is a single linear neuron; else null. */
function lineOf(picture, scene, { grids }) {
  if (scene.task !== "regression" || picture.layers.some(({ kind }) => kind !== "input" && kind !== "output")) return null;
  const [low, high] = picture.ranges[0];
  const { values } = grids[0];
  const cell = (high - low) / values.length;
  const slope = (values.at(-1) - values[0]) / (high - low - cell);
  return { slope, start: values[0] - slope * (low + cell / 2) };
}

/** "y = 0.5 · x + 1" */
function equation(picture, scene, { slope, start }) {
  return `${brief(scene.target)} = ${short(slope)} · ${brief(picture.axes[0])} ${start < 0 ? "−" : "+"} ${short(Math.abs(start))}`;
}

/** Whether weight and bias differ from the line's numbers, because the network learns from scaled values. */
function isScaled(picture, { slope, start }) {
  const [weight, bias] = linesOf(picture).map(({ value }) => value);
  const differ = (one, other) => Math.abs(one - other) > 0.01 * Math.max(1, Math.abs(one));
  return differ(slope, weight) || (bias !== undefined && differ(start, bias));
}
