// One neuron at full size: its map, its formula with current numbers, and its activation with the points on the curve.

import { scale, short, tickWords, ticks } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { formula, nameOf } from "./formula.js";
import { kindOf, passes } from "./layers/table.js";
import { classColour } from "../drawing/palette.js";
import { drawPoints } from "../drawing/points.js";
import { answer, maps, sums } from "../drawing/surface.js";
import { Tiles } from "./tiles.js";
import { element, mark, say } from "../kit/dom.js";
import { brief } from "../kit/words.js";

const MAP = 120;
const CURVE = { width: 196, height: 86 };

export class Neuron {
  /** close(): the person closes a pinned neuron. */
  constructor(close) {
    this.tiles = new Tiles();
    this.title = element("h5");
    this.shut = element("button", { type: "button", class: "plain", "aria-label": "Close" }, "×");
    this.map = element("canvas", { class: "large-map", role: "img" });
    this.formula = element("p", { class: "formula number" });
    this.note = element("p", { class: "note" });
    this.curve = element("canvas", { class: "activation", role: "img" });
    this.dead = element("p", { class: "dead" });
    this.node = element("aside", { class: "neuron-card", "aria-label": "Neuron", hidden: "" });
    this.node.append(element("header", {}, this.title, this.shut), this.map, this.formula, this.note, this.dead, this.curve);
    this.shut.addEventListener("click", close);
  }

  hide() {
    this.node.hidden = true;
  }

  /** Shows {index, neuron} of a state's picture; left: whether the room is on the left of the view. */
  show(state, { index, neuron }, { left, pinned }) {
    const { picture, scene } = state;
    const layer = picture.layers[index];
    if (!layer || neuron >= (layer.shown ?? layer.units)) return this.hide();
    this.node.hidden = false;
    this.shut.hidden = !pinned;
    mark(this.node, "data-pinned", pinned ? "" : null);
    mark(this.node, "data-side", left ? "left" : "right");
    mark(this.node, "data-neuron", `${index}/${neuron}`);
    say(this.title, titleOf(picture, index, neuron, scene));
    const { text, note } = formula(picture, index, neuron);
    say(this.formula, text);
    say(this.note, note);
    say(this.dead, layer.dead?.includes(neuron) ? dead(picture.layers, index) : "");
    const grid = maps(picture, layer)[neuron];
    this.map.hidden = !grid;
    if (grid) this.large(grid, layer, state);
    this.bend(layer, neuron, state);
  }

  large(grid, layer, { picture, scene, colours, hard, range }) {
    const context = sharp(this.map, MAP, MAP);
    const box = { x: 0.5, y: 0.5, size: MAP - 1 };
    // Like its tile: a single output is drawn as the network's answer.
    const said = layer.kind === "output" && layer.units === 1 ? answer(picture) : null;
    const whole = said && this.tiles.output(context, said, { task: scene.task, hard, range }, box, colours);
    if (!whole) this.tiles.draw(context, "large", grid, layer, box, colours);
    if (grid.tall > 1 && picture.ranges.length === 2) {
      const across = scale(picture.ranges[0], [0, MAP]);
      const up = scale(picture.ranges[1], [MAP, 0]);
      const few = sample(scene, 160);
      context.globalAlpha = 0.75;
      drawPoints(context, few, picture.axes, [across, up], () => colours.text, { ...colours, ring: colours.paper }, 1.5);
    }
    const words = `What the neuron puts out: ${short(grid.low)} to ${short(grid.high)}`;
    this.map.setAttribute("aria-label", words);
  }

  bend(layer, neuron, { picture, scene, colours }) {
    const bend = kindOf(layer).curve?.(layer);
    this.curve.hidden = !bend;
    if (this.curve.hidden) return;
    const into = sums(picture, layer, neuron);
    const far = Math.min(Math.max(...into.map(Math.abs), 3), 1e6);
    const across = [-far, far];
    const values = Array.from({ length: 97 }, (_, i) => bend(-far + (i / 96) * 2 * far));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = (high - low) * 0.12 || 1;
    const box = { x: 34, y: 6, width: CURVE.width - 42, height: CURVE.height - 26 };
    const context = sharp(this.curve, CURVE.width, CURVE.height);
    const x = scale(across, [box.x, box.x + box.width]);
    const y = scale([low - room, high + room], [box.y + box.height, box.y]);
    axes(context, box, across, [low - room, high + room], x, y, colours);
    context.strokeStyle = colours.label;
    context.lineWidth = 2;
    context.beginPath();
    values.forEach((value, i) => context.lineTo(x(-far + (i / 96) * 2 * far), y(value)));
    context.stroke();
    into.forEach((sum, i) => {
      const value = bend(sum);
      context.beginPath();
      context.arc(x(sum), y(value), 2.6, 0, 2 * Math.PI);
      context.fillStyle = pointColour(picture.sample_y?.[i], value, scene, colours);
      context.globalAlpha = 0.75;
      context.fill();
    });
    context.globalAlpha = 1;
    const points = into.length ? `, with ${into.length} training points on it` : "";
    this.curve.setAttribute("aria-label", `The ${layer.activation} curve${points}`);
  }
}


/** The colour of a point: that of its class; for a regression, by the sign of the neuron's output. */
function pointColour(y, value, scene, colours) {
  if (y != null && scene.classes.length) return classColour(colours, y, scene.classes.length);
  return value < 0 ? colours.negative : colours.positive;
}

function titleOf(picture, index, neuron, scene) {
  const layer = picture.layers[index];
  if (layer.kind === "input") return `Input ${nameOf(picture, index, neuron)}`;
  if (layer.kind === "output") return scene.classes.length > 2 ? `Output · ${brief(scene.classes[neuron])}` : `Output · ${brief(scene.target)}`;
  return `${layer.title} · ${passes(layer) ? "value" : "neuron"} ${neuron + 1}`;
}

function axes(context, { x, y, width, height }, across, up, toX, toY, colours) {
  context.strokeStyle = colours.axis;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, toY(0));
  context.lineTo(x + width, toY(0));
  context.moveTo(toX(0), y);
  context.lineTo(toX(0), y + height);
  context.stroke();
  context.fillStyle = colours.label;
  context.font = `11px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  const below = ticks(across, 4);
  tickWords(below).forEach((text, i) => context.fillText(text, toX(below[i]), y + height + 4));
  context.textAlign = "right";
  context.textBaseline = "middle";
  const left = ticks(up, 3);
  tickWords(left).forEach((text, i) => context.fillText(text, x - 5, toY(left[i])));
}

/** At most `most` points of each set, because a small map shows no more. */
function sample(scene, most) {
  const few = (set) => {
    const step = Math.ceil(set.y.length / most) || 1;
    const every = (values) => values.filter((_, i) => i % step === 0);
    return { ...set, x: set.x.map(every), y: every(set.y) };
  };
  return { ...scene, points: { train: few(scene.points.train), validation: { x: [], y: [] } } };
}

/** A sentence on a dead unit. After layers such as dropout its inputs differ in training. */
function dead(layers, index) {
  const otherwise = layers.slice(0, index).some((layer) => kindOf(layer).changesInTraining);
  return `Dead: zero on every training row${otherwise ? "." : ", so its weights get no gradient."}`;
}
