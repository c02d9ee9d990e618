// The distribution of each layer's weights, activations and gradients: three histograms per layer.

import { short } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { arrayOf } from "../drawing/codec.js";
import { kindOf, passes } from "./layers/table.js";
import { isBroken } from "./layers/values.js";
import { element, mark, say } from "../kit/dom.js";

const SPREADS = [
  ["weights", "Weights"],
  ["activations", "Activations"],
  ["gradients", "Gradients"],
];
const LOWEST = 64; // least height of a row in pixels
const LABEL = 20;

export class Histograms {
  constructor() {
    const head = SPREADS.map(([, title]) => element("span", {}, title));
    this.head = element("div", { class: "histogram-head", "aria-hidden": "true" }, element("span"), ...head);
    this.rows = element("div", { class: "histogram-rows" });
    this.node = element("div", { class: "view histograms-view" }, this.head, this.rows);
    this.drawn = [];
    this.node.addEventListener("scroll", () => this.state && this.draw(this.state));
  }

  /** state: {picture, colours, width, height}. */
  draw(state) {
    this.state = state;
    const { picture, width, height } = state;
    const layers = picture.layers.filter((layer) => layer.histograms && kindOf(layer).isSpread !== false);
    const tall = Math.max(LOWEST, Math.min(112, Math.floor((height - 26) / Math.max(layers.length, 1))));
    while (this.drawn.length > layers.length) this.drawn.pop().node.remove();
    while (this.drawn.length < layers.length) {
      const row = rowElements();
      this.drawn.push(row);
      this.rows.append(row.node);
    }
    const name = width < 400 ? 68 : 88;
    this.node.style.setProperty("--name", `${name}px`);
    const wide = Math.floor((width - name - 16 - 3 * 16) / 3);
    const [top, bottom] = [this.node.scrollTop - tall, this.node.scrollTop + height + tall];
    layers.forEach((layer, i) => {
      const { node, title, detail, canvases } = this.drawn[i];
      node.style.height = `${tall}px`;
      say(title, layer.title);
      say(detail, passes(layer) ? "" : detailOf(layer));
      if (i * tall < top || i * tall > bottom) return;
      SPREADS.forEach(([kind], k) => bars(canvases[k], kind, layer, picture, { width: wide, height: tall - 8 }, state.colours));
    });
  }
}

function rowElements() {
  const [title, detail] = [element("strong"), element("span")];
  const canvases = SPREADS.map(() => element("canvas", { role: "img" }));
  const node = element("div", { class: "histogram-row" }, element("div", { class: "histogram-name" }, title, detail), ...canvases);
  return { node, title, detail, canvases };
}

function detailOf(layer) {
  if (isBroken(layer)) return "weights are NaN";
  if (layer.dead_count) return `${layer.dead_count} of ${layer.units.toLocaleString("en-US")} dead`;
  return `${(layer.units ?? layer.shown).toLocaleString("en-US")} · ${layer.activation}`;
}

function bars(canvas, kind, layer, picture, { width, height }, colours) {
  const context = sharp(canvas, width, height);
  const found = layer.histograms[kind];
  const counts = found && (Array.isArray(found.counts) ? found.counts : [...(arrayOf(picture, found.counts)?.values ?? [])]);
  const total = counts?.reduce((sum, count) => sum + count, 0);
  mark(canvas, "aria-label", total ? `${layer.title}, ${kind}: ${short(found.low)} to ${short(found.high)}` : `${layer.title} has no ${isBroken(layer) ? `${kind} that are numbers` : kind}`);
  const floor = height - LABEL + 2;
  context.strokeStyle = colours.axis;
  context.beginPath();
  context.moveTo(0, floor + 0.5);
  context.lineTo(width, floor + 0.5);
  context.stroke();
  if (!total) return;
  const { low, high } = found;
  const most = Math.max(...counts);
  const each = width / counts.length;
  counts.forEach((count, i) => {
    if (!count) return;
    const middle = low + ((i + 0.5) / counts.length) * (high - low);
    context.fillStyle = middle < 0 ? colours.negative : colours.positive;
    const tall = Math.max(1, (count / most) * (floor - 3));
    context.fillRect(i * each + 0.5, floor - tall, Math.max(each - 1, 1), tall);
  });
  context.font = `11.5px ${colours.font}`;
  context.textBaseline = "top";
  context.fillStyle = colours.label;
  const ends = [low, high].map((value) => short(width < 90 ? Number(value.toPrecision(2)) : value));
  context.textAlign = "left";
  context.fillText(ends[0], 0, floor + 4);
  context.textAlign = "right";
  context.fillText(ends[1], width, floor + 4);
  if (low >= 0 || high <= 0) return;
  const zero = (-low / (high - low)) * width;
  context.setLineDash([2, 2]);
  context.strokeStyle = colours.label;
  context.beginPath();
  context.moveTo(zero, 2);
  context.lineTo(zero, floor);
  context.stroke();
  context.setLineDash([]);
  const [left, right] = ends.map((text) => context.measureText(text).width + 8);
  context.textAlign = "center";
  if (zero > left && zero < width - right) context.fillText("0", zero, floor + 4);
}
