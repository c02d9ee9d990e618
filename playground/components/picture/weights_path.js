// The path of the first layer's weights, epoch by epoch, or batch by batch after single steps.

import { frame, short } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { arrayOf } from "../drawing/codec.js";
import { classColour } from "../drawing/palette.js";
import { Tip } from "../drawing/tip.js";
import { element, mark } from "../kit/dom.js";

const LONG = 104; // pixels of the longer title of its values
const ROOM = { left: 52, right: 34, top: 8, bottom: 42 };
const LINES = 8; // more cannot be told apart
const KEPT = 800; // the most moments kept; beyond, every second one is dropped
const THIN = 40; // enough moments to show the path of a run that is over
const APART = [9, 12]; // pixels between two names at the right; with less room none is written

export class WeightsPath {
  constructor() {
    this.moments = new Map(); // "epoch/batch" → {epoch, batch, values}
    this.limit = null; // in epochs: later moments are not shown yet
    this.tip = new Tip();
    this.canvas = element("canvas", { class: "weights-path", role: "img" });
    this.node = element("div", { class: "weights-way" }, this.canvas, this.tip.node);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => this.tip.hide());
  }

  /** Prepares for another run; the old path stays until the new one begins. */
  reset() {
    this.old = true;
  }

  /** Takes each picture of the run that the browser has read. */
  add(picture) {
    const lines = linesOf(picture);
    if (!lines.length) return;
    if (this.old) this.moments.clear();
    this.old = false;
    this.moments.set(`${picture.epoch}/${picture.batch}`, {
      epoch: picture.epoch,
      batch: picture.batch,
      values: lines.map(({ value }) => value),
    });
    if (this.moments.size > KEPT) {
      const kept = this.inOrder().filter((_, i, { length }) => i % 2 === 0 || i === length - 1);
      this.moments = new Map(kept.map((moment) => [`${moment.epoch}/${moment.batch}`, moment]));
    }
  }

  /** The entries [epoch, batch] that are missing for the path: a few, evenly spread. */
  missing(entries) {
    if (!entries.length) return [];
    const seen = this.old ? [] : this.inOrder();
    const gap = (entries.at(-1)[0] - entries[0][0]) / THIN / 2;
    const count = Math.min(THIN, entries.length);
    const chosen = Array.from({ length: count }, (_, i) => entries[Math.round((i * (entries.length - 1)) / Math.max(count - 1, 1))]);
    return chosen.filter(([epoch, batch]) => !seen.some((moment) => (moment.epoch === epoch && moment.batch === batch) || Math.abs(moment.epoch - epoch) < gap));
  }

  inOrder() {
    return [...this.moments.values()].sort((one, other) => one.epoch - other.epoch || one.batch - other.batch);
  }

  /** state: {picture, scene, colours, width, scaled: whether the weights belong to scaled values}; height: of the panel. */
  draw({ picture, scene, colours, width, scaled }, height) {
    const context = sharp(this.canvas, width, height);
    const lines = linesOf(picture);
    const isSeen = ({ epoch, batch }) => this.limit == null || epoch < this.limit || (epoch === this.limit && !batch);
    const moments = this.inOrder().filter((moment) => moment.values.length === lines.length && isSeen(moment));
    mark(this.node, "data-moments", moments.length);
    this.node.hidden = !lines.length;
    if (!lines.length || !moments.length) return;
    const batches = scene.batches ?? 1;
    const time = ({ epoch, batch }) => epoch + batch / batches;
    const box = { x: ROOM.left, y: ROOM.top, width: width - ROOM.left - ROOM.right, height: height - ROOM.top - ROOM.bottom };
    const from = time(moments[0]);
    const ranges = [[from, Math.max(time(moments.at(-1)), from + 1)], around(moments.flatMap(({ values }) => values))];
    const what = lines.length === 2 && lines[1].bias ? "w and b" : "weights";
    const [across, up] = frame(context, box, ranges, ["epoch", scaled && box.height > LONG ? `${what}, scaled` : what], colours, true);
    const colour = (i) => (what === "weights" ? classColour(colours, i, LINES) : i ? colours.label : colours.text);
    context.lineJoin = "round";
    lines.forEach((line, i) => {
      context.strokeStyle = colour(i);
      context.lineWidth = 2;
      context.setLineDash(line.bias ? [5, 3] : []);
      context.beginPath();
      for (const moment of moments) context.lineTo(across(time(moment)), up(moment.values[i]));
      context.stroke();
    });
    context.setLineDash([]);
    const here = across(Math.min(Math.max(time(picture), ranges[0][0]), ranges[0][1]));
    context.strokeStyle = colours.label;
    context.lineWidth = 1;
    context.strokeRect(here, box.y, 0, box.height);
    lines.forEach((line, i) => {
      context.fillStyle = colour(i);
      context.beginPath();
      context.arc(here, up(line.value), 3, 0, 2 * Math.PI);
      context.fill();
    });
    names(context, lines, moments.at(-1), up, box, colour, colours);
    this.shown = { moments, lines, box, back: across.inverse, time };
    const said = lines.map(({ name, value }) => `${name} ${short(value)}`).join(", ");
    this.canvas.setAttribute("aria-label", `${words(picture)}${scaled ? ", of scaled values," : ""} at epoch ${picture.epoch}: ${said}`);
  }

  point({ offsetX, offsetY }) {
    if (!this.shown) return;
    const { moments, lines, box, back, time } = this.shown;
    if (offsetX < box.x - 4 || offsetX > box.x + box.width + 4) return this.tip.hide();
    const at = back(offsetX);
    const near = moments.reduce((best, moment) => (Math.abs(time(moment) - at) < Math.abs(time(best) - at) ? moment : best));
    const said = lines.slice(0, 4).map(({ name }, i) => `${name} ${short(near.values[i])}`).join(", ");
    const when = `epoch ${near.epoch}${near.batch ? `, batch ${near.batch}` : ""}`;
    this.tip.show([said, when], offsetX, offsetY, this.node);
  }
}

/** The first layer that has weights. */
const first = (picture) => picture.layers.find((layer) => arrayOf(picture, layer.weights));

const words = (picture) => (picture.layers.indexOf(first(picture)) === picture.layers.length - 1 ? "Weight and bias" : `Weights of ${first(picture).title}`);

/** The lines to draw: [{name, value, bias}], the weights of the first neurons' inputs, and the bias of a single neuron. */
export function linesOf(picture) {
  const layer = first(picture);
  if (!layer) return [];
  const { shape, values } = arrayOf(picture, layer.weights);
  const [inputs, neurons] = shape;
  const name = (i) => {
    const [input, neuron] = [Math.floor(i / neurons) + 1, (i % neurons) + 1];
    return `w${neurons > 1 ? neuron : ""}${inputs > 1 ? `${neurons > 1 ? "," : ""}${input}` : ""}`;
  };
  const lines = [...values].slice(0, LINES).map((value, i) => ({ name: name(i), value, bias: false }));
  const bias = arrayOf(picture, layer.bias);
  return neurons === 1 && bias && lines.length < LINES ? [...lines, { name: "b", value: bias.values[0], bias: true }] : lines;
}

function around(values) {
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length ? [Math.min(...finite), Math.max(...finite)] : [0, 1];
  const room = 0.1 * (high - low) || 0.5;
  return [low - room, high + room];
}

/** Writes each line's name at its end, moved apart where names would overlap. */
function names(context, lines, last, up, box, colour, colours) {
  const [top, bottom] = [box.y, box.y + box.height + 4];
  const apart = Math.min(APART[1], (bottom - top) / Math.max(lines.length - 1, 1));
  if (apart < APART[0]) return;
  const ends = lines.map((line, i) => ({ line, i, y: up(last.values[i]) })).sort((one, other) => one.y - other.y);
  ends.forEach((end, i) => (end.y = Math.max(end.y, top + i * apart, i ? ends[i - 1].y + apart : top)));
  ends.toReversed().forEach((end, i, all) => (end.y = Math.min(end.y, i ? all[i - 1].y - apart : bottom)));
  context.font = `600 ${apart < APART[1] ? 10 : 12}px ${colours.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const { line, i, y } of ends) {
    context.fillStyle = colour(i);
    context.fillText(line.name, box.x + box.width + 6, y);
  }
}
