// The network's answer over the plane, beneath the training and validation points.

import { fitText, frame, scale, short, tickWords, ticks } from "../drawing/axis.js";
import { sharp, spread } from "../drawing/canvas.js";
import { heat, strokeBoundaries } from "../drawing/heat.js";
import { classColour, css, diverging } from "../drawing/palette.js";
import { answerRange, colourRange, drawPoints, withUnit } from "../drawing/points.js";
import { answer, at } from "../drawing/surface.js";
import { Tip } from "../drawing/tip.js";
import { element } from "../kit/dom.js";
import { brief } from "../kit/words.js";

const ROOM = { left: 48, top: 8, bottom: 40 };
const LEGEND = { multiclass: 100, binary: 74, regression: 68 };

export class Boundary {
  constructor() {
    this.tip = new Tip();
    this.canvas = element("canvas", { class: "boundary", role: "img" });
    this.node = element("div", { class: "view boundary-view" }, this.canvas, this.tip.node);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => this.tip.hide());
  }

  /** state: {picture, scene, colours, width, height, hard, square}. */
  draw(state) {
    this.state = state;
    const { picture, scene, colours, width, height, hard } = state;
    const said = (this.said = answer(picture));
    const context = sharp(this.canvas, width, height);
    const box = (this.box = boxOf(state));
    if (!said || picture.ranges.length < 2) return;
    const { task } = scene;
    const range = (this.range = task === "regression" ? colourRange(scene) : answerRange(scene));
    this.image = heat(said, { task, hard, range }, colours, this.image);
    spread(context, this.image, box);
    strokeBoundaries(context, said, { task, range }, box, colours);
    context.drawImage(this.still(), 0, 0, width, height);
    this.describe();
  }

  /** Points, axes and legend change with the settings, not with the epochs: they are drawn once, on a canvas of their own. */
  still() {
    const { picture, scene, colours, width, height, hard } = this.state;
    const { box, range } = this;
    const ratio = window.devicePixelRatio || 1;
    const key = [picture.axes, picture.ranges, width, height, ratio, colours.scheme, hard].join();
    if (this.layerKey === key && this.layerScene === scene) return this.layer;
    Object.assign(this, { layerKey: key, layerScene: scene, layer: new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio)) });
    const upon = this.layer.getContext("2d");
    upon.scale(ratio, ratio);
    upon.strokeStyle = colours.axis;
    upon.lineWidth = 1;
    upon.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
    const axes = frame(upon, box, picture.ranges, picture.axes.map((name) => withUnit(scene, name)), colours);
    legend(upon, this.state, range, { x: box.x + box.width + 14, y: box.y, height: box.height, end: width });
    upon.beginPath();
    upon.rect(box.x - 4, box.y - 4, box.width + 8, box.height + 8);
    upon.clip();
    // Points of a regression may be as pale as the map beneath them, so they have a dark edge.
    const edged = scene.task === "regression" ? { ...colours, edge: colours.label } : colours;
    drawPoints(upon, scene, picture.axes, axes, pointColour(scene, colours, range), edged, radius(scene));
    return this.layer;
  }

  point({ offsetX, offsetY }) {
    const { picture, scene } = this.state ?? {};
    const { box, said } = this;
    if (!said || !box) return;
    const [across, up] = [(offsetX - box.x) / box.width, (box.y + box.height - offsetY) / box.height];
    if (across < 0 || across > 1 || up < 0 || up > 1) return this.tip.hide();
    const [x, y] = [across, up].map((share, i) => picture.ranges[i][0] + share * (picture.ranges[i][1] - picture.ranges[i][0]));
    const where = `${brief(picture.axes[0])} ${short(x)}, ${brief(picture.axes[1])} ${short(y)}`;
    const values = picture.answerAt?.([x, y]) ?? said.grids.map((grid) => at(grid, across, up));
    this.tip.show([words(scene, values), where], offsetX, offsetY, this.node);
  }

  describe() {
    const { picture, scene } = this.state;
    const what = scene.task === "regression" ? `predicted ${brief(scene.target)}` : "the class that the network sees";
    this.canvas.setAttribute("aria-label", `Map of ${what} over ${picture.axes.map((name) => brief(name)).join(" and ")} at epoch ${picture.epoch}`);
  }
}

function boxOf({ scene, width, height, square }) {
  const wide = width - ROOM.left - LEGEND[scene.task];
  const high = height - ROOM.top - ROOM.bottom;
  const side = Math.min(wide, high);
  return square
    ? { x: ROOM.left + (wide - side) / 2, y: ROOM.top + (high - side) / 2, width: side, height: side }
    : { x: ROOM.left, y: ROOM.top, width: wide, height: high };
}

const radius = ({ points }) => ((points?.train?.y?.length ?? 0) + (points?.validation?.y?.length ?? 0) > 700 ? 2.6 : 3.4);

function pointColour(scene, colours, [low, high]) {
  if (scene.task === "regression") return (y) => css(diverging(colours, (2 * (y - low)) / (high - low) - 1));
  return (y) => classColour(colours, y, scene.classes.length);
}

function words(scene, values) {
  if (scene.task === "regression") return `predicted ${brief(scene.target)} ${short(values[0])}`;
  if (scene.has_margin) return marginWords(scene, values[0]);
  if (values.length === 1) return `${brief(scene.classes[1])} ${values[0].toFixed(2)}, ${brief(scene.classes[0])} ${(1 - values[0]).toFixed(2)}`;
  const strongest = values.indexOf(Math.max(...values));
  return `${brief(scene.classes[strongest])} ${values[strongest].toFixed(2)}`;
}

function marginWords({ classes }, margin) {
  const size = Math.abs(margin) >= 1 ? "1 or more" : Math.abs(margin).toFixed(2);
  return `${brief(classes[margin > 0 ? 1 : 0])}, margin ${size}`;
}

/** The legend of the colours, to the right of the map. */
function legend(context, { scene, colours, hard }, range, { x, y, height, end }) {
  context.font = `12.5px ${colours.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const swatch = (index, top) => {
    context.fillStyle = classColour(colours, index, scene.classes.length);
    context.beginPath();
    context.roundRect(x, top - 6, 12, 12, 3);
    context.fill();
    context.fillStyle = colours.text;
    context.fillText(fitText(context, scene.classes[index], end - x - 18), x + 18, top);
  };
  if (scene.task === "multiclass" || (scene.task === "binary" && hard)) {
    scene.classes.slice(0, Math.floor(height / 24)).forEach((_, index) => swatch(index, y + 8 + 24 * index));
    return;
  }
  const [top, length] = [y + 26, height - 52];
  const strip = context.createLinearGradient(0, top + length, 0, top);
  for (let i = 0; i <= 16; i++) strip.addColorStop(i / 16, css(diverging(colours, i / 8 - 1)));
  context.fillStyle = strip;
  context.beginPath();
  context.roundRect(x, top, 12, length, 3);
  context.fill();
  context.fillStyle = colours.label;
  const marks = scene.task === "binary" ? [range[0], (range[0] + range[1]) / 2, range[1]] : ticks(range, 5);
  const up = scale(range, [top + length, top]);
  tickWords(marks).forEach((text, i) => context.fillText(text, x + 18, up(marks[i])));
  context.fillStyle = colours.text;
  context.font = `600 12.5px ${colours.font}`;
  const ends = scene.task === "binary" ? [scene.classes[1], scene.classes[0]] : [scene.target, ""];
  context.fillText(fitText(context, ends[0], end - x), x, y + 8);
  context.fillText(fitText(context, ends[1], end - x), x, y + height - 8);
}
