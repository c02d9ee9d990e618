// The drawn network: inputs on the left, every shown neuron with its own map, weights as curves, the answer on
// the right.

import { fitText, short } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { arrayOf } from "../drawing/codec.js";
import { ROOM, StackEditor } from "./editing/stack.js";
import { drawEdges, edges, nearest } from "./edges.js";
import { nameOf } from "./formula.js";
import { kindOf, passes } from "./layers/table.js";
import { shownOf } from "./layers/values.js";
import { HEAD, layout } from "./layout.js";
import { Neurons } from "./neurons.js";
import { classColour, css, diverging } from "../drawing/palette.js";
import { drawPassing } from "./passing.js";
import { Tip } from "../drawing/tip.js";
import { Tiles, crossOut } from "./tiles.js";
import { answer, maps } from "../drawing/surface.js";
import { element } from "../kit/dom.js";

const NAME = 13; // pixels of an input's name

export class Network {
  /** meant(index, neuron, pinned): the person looks at a neuron; meant(null): at none. edit(edit): the person changes a layer. */
  constructor(meant, edit) {
    this.tiles = new Tiles();
    this.canvas = element("canvas", { class: "network", "aria-hidden": "true" });
    this.tip = new Tip();
    this.neurons = new Neurons((at) => this.look(at, false), (at) => this.look(at, true));
    this.editor = new StackEditor(edit);
    this.drawing = element("div", { class: "drawing" }, this.canvas, this.neurons.node, this.editor.node, this.tip.node);
    this.node = element("div", { class: "view network-view" }, this.drawing);
    this.meant = meant;
    this.drawing.addEventListener("pointermove", (event) => this.point(event));
    this.drawing.addEventListener("pointerleave", () => this.point(null));
  }

  /** state: {picture, scene, colours, width, height, hard, range}. */
  draw(state) {
    this.state = state;
    const { picture, width, height } = state;
    const plan = (this.plan = layout(picture.layers, width, height - 2, this.nameWidth(picture, height), this.editor.stack ? HEAD + ROOM : HEAD));
    this.drawing.style.width = `${plan.width}px`;
    this.drawing.style.height = `${plan.height}px`;
    this.node.classList.toggle("scrolls", plan.width > width);
    this.edges = plan.columns.slice(1).map((column, i) => edges(plan.columns[i], column, arrayOf(picture, column.layer.weights)));
    this.neurons.arrange(plan, picture);
    this.editor.arrange(plan, picture);
    this.paint();
  }

  /** Pixels of the inputs' names; if the rows are high enough, a name of several words takes two lines. */
  nameWidth({ inputs, layers }, height) {
    const context = this.canvas.getContext("2d");
    context.font = nameFont(this.state.colours);
    this.nameLines = (height - HEAD) / Math.max(...layers.map(shownOf), 1) >= 2.4 * NAME ? 2 : 1;
    const lines = inputs.slice(0, shownOf(layers[0])).flatMap((name) => inLines(context, name, this.nameLines));
    return 10 + Math.max(...lines.map((line) => context.measureText(line).width), 0);
  }

  paint() {
    const { picture, colours } = this.state;
    const context = sharp(this.canvas, this.plan.width, this.plan.height);
    for (const list of this.edges) drawEdges(context, list, colours, this.lit());
    for (const column of this.plan.columns) {
      this.title(context, column);
      if (passes(column.layer)) drawPassing(context, column, picture, colours);
      else this.column(context, column);
    }
  }

  column(context, column) {
    const { picture, scene, colours, hard, range } = this.state;
    const { layer, index, tiles } = column;
    const grids = maps(picture, layer);
    const dead = new Set(layer.dead ?? []);
    const bias = arrayOf(picture, layer.bias)?.values;
    const said = layer.kind === "output" && tiles.length === 1 && picture.finite !== false ? answer(picture) : null;
    tiles.forEach((tile, i) => {
      const whole = said && this.tiles.output(context, said, { task: scene.task, hard, range }, tile, colours);
      if (!whole) this.tiles.draw(context, `${index}/${i}`, grids[i] ?? said?.grids[i], layer, tile, colours);
      if (dead.has(i)) crossOut(context, tile, colours);
      if (bias) dot(context, tile, bias[i], Math.max(...bias.map(Math.abs)), colours);
      if (layer.kind === "output" && scene.classes.length > 2) classMark(context, tile, i, scene, colours);
      if (this.at?.index === index && this.at.neuron === i) halo(context, tile, colours);
    });
  }

  // In two lines: titles of layers with weights use the first one and may extend over their narrow neighbours.
  title(context, { layer, index, middle, tiles }) {
    const { picture, colours } = this.state;
    const { columns, width, names } = this.plan;
    const reach = (others) => Math.min(...others.map((other) => Math.abs(other.middle - middle)), 140) - 4;
    const others = columns.filter((column) => column.index !== index);
    const write = (text, room, y) => {
      const cut = fitText(context, text, room);
      const half = context.measureText(cut).width / 2;
      context.fillText(cut, Math.max(half, Math.min(middle, width - half)), y);
    };
    context.textAlign = "center";
    context.textBaseline = "top";
    context.font = `600 13px ${colours.font}`;
    context.fillStyle = colours.text;
    if (!passes(layer)) {
      // If its title has no room, a layer has its number instead, so that no two show the same cut word.
      const room = reach(others.filter((column) => !passes(column.layer)));
      write(context.measureText(layer.title).width <= room ? layer.title : (/\d+$/.exec(layer.title)?.[0] ?? layer.title), room, 1);
    }
    context.font = `${passes(layer) ? 11 : 12}px ${colours.font}`;
    context.fillStyle = colours.label;
    const room = reach(others);
    const [long, brief] = kindOf(layer).detail(layer);
    write(context.measureText(long).width <= room ? long : brief, Infinity, 18);
    if (layer.kind === "input") tiles.forEach((tile, i) => inputName(context, tile, nameOf(picture, index, i), { room: names, lines: this.nameLines }, colours));
  }

  /** Which edges belong to the selected neuron, or are under the pointer. */
  lit() {
    if (this.edge) return (item) => item === this.edge;
    if (!this.at) return null;
    const { index, neuron } = this.at;
    return (item) => (item.right === index && item.to === neuron) || (item.left === index && item.from === neuron);
  }

  look(at, pinned) {
    this.at = at;
    this.edge = null;
    this.tip.hide();
    this.meant(at, pinned);
    if (this.plan) this.paint();
  }

  point(event) {
    const onNeuron = event?.target.closest?.(".neuron");
    const box = event && this.drawing.getBoundingClientRect();
    const [x, y] = event ? [event.clientX - box.left, event.clientY - box.top] : [];
    const found = event && !onNeuron ? this.edges?.map((list) => nearest(list, x, y)).find(Boolean) ?? null : null;
    if (found) this.tip.show(this.wordsOf(found), x, y, this.node);
    else this.tip.hide();
    if (found?.from === this.edge?.from && found?.to === this.edge?.to && found?.right === this.edge?.right) return;
    this.edge = found;
    if (this.plan) this.paint();
  }

  wordsOf({ left, right, from, to, weight }) {
    const { picture } = this.state;
    const { layers } = picture;
    const source = layers[left].kind === "input" ? nameOf(picture, left, from) : `${layers[left].title} neuron ${from + 1}`;
    return [`weight ${short(weight)}`, `${source} → ${layers[right].title} neuron ${to + 1}`];
  }
}

/** Draws the bias as a dot at the tile's lower left, where the edges end. */
function dot(context, { x, y, size }, value, largest, colours) {
  context.beginPath();
  context.arc(x, y + size, Math.max(3, Math.min(size / 9, 5)), 0, 2 * Math.PI);
  context.fillStyle = css(diverging(colours, value / (largest || 1)));
  context.fill();
  context.strokeStyle = colours.label;
  context.lineWidth = 1;
  context.stroke();
}

function classMark(context, { x, y, size }, i, scene, colours) {
  context.fillStyle = classColour(colours, i, scene.classes.length);
  context.beginPath();
  context.roundRect(x + size + 3, y, 5, size, 2);
  context.fill();
}

function halo(context, { x, y, size }, colours) {
  context.strokeStyle = colours.text;
  context.lineWidth = 2.5;
  context.beginPath();
  context.roundRect(x - 2, y - 2, size + 4, size + 4, 7);
  context.stroke();
}

const nameFont = ({ font }) => `600 ${NAME}px ${font}`;

function inputName(context, { x, y, size }, name, { room, lines }, colours) {
  context.font = nameFont(colours);
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.fillStyle = colours.text;
  const said = inLines(context, name, lines);
  said.forEach((line, i) => context.fillText(fitText(context, line, room - 7), x - 7, y + size / 2 + (i - (said.length - 1) / 2) * (NAME + 1)));
}

/** A name in one line or two, broken between words so that the longer line is as short as possible. */
function inLines(context, name, most) {
  const words = name.split(/(?<=[\s_])/);
  if (most < 2 || words.length < 2) return [name];
  const broken = words.slice(1).map((_, i) => [words.slice(0, i + 1), words.slice(i + 1)].map((part) => part.join("").trim()));
  const longer = (lines) => Math.max(...lines.map((line) => context.measureText(line).width));
  return broken.reduce((best, lines) => (longer(lines) < longer(best) ? lines : best));
}
