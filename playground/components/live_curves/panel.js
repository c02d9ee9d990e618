// One panel: the title, a legend with the values at the epoch shown, whose entries hide lines, and the chart.

import { Chart } from "./chart.js";
import { Cut } from "../drawing/cut.js";
import { draw, icon } from "./icons.js";
import { lastsUntil } from "../drawing/range.js";
import { showsRate } from "./traces.js";
import { element, mark, say } from "../kit/dom.js";
import { lastOf, smooth, valueAt } from "../kit/series.js";
import { inUnit, number, withUnit } from "../kit/words.js";

// Lines differ not only in colour: validation is dashed, and its points are diamonds.
const LINES = [
  { name: "training", short: "train", curve: (name) => name, dash: "solid", symbol: "circle" },
  { name: "validation", short: "valid", curve: (name) => `val_${name}`, dash: "7px,2px", symbol: "diamond" },
];

// A learning rate: 0.00025, 1.2e-6.
const inShort = (rate) => (rate < 1e-5 ? rate.toExponential(1) : String(Number(rate.toPrecision(3))));

// The curve of a run whose target is scaled differently, converted to this run's scale.
function inOwnScale(raw, theirs, own) {
  if (!theirs || !own || theirs.factor === own.factor) return raw;
  return raw.map((value) => (value == null ? value : (value * theirs.factor) / own.factor));
}

export class Panel {
  /** redraw(): the view has changed; enlarge(panel): the person wants it larger, or small again. */
  constructor(redraw, enlarge) {
    this.redraw = redraw;
    this.hidden = new Set();
    this.chart = null;
    this.waits = false;
    this.title = element("h4");
    this.plot = element("div", { class: "plot", role: "group" });
    this.legend = LINES.map((line) => this.button(line));
    this.rate = element("span", { class: "number" });
    this.rated = element("span", { class: "rate", title: "The learning rate of each epoch, on a scale of its own" });
    this.rated.append(element("span", { class: "swatch" }), "rate", this.rate);
    this.rated.hidden = true;
    this.cut = new Cut(() => this.redraw());
    this.size = element("button", { type: "button", class: "size" }, icon("enlarge"));
    this.size.addEventListener("click", () => enlarge(this));
    this.node = element("section", { class: "panel" });
    const legend = element("div", { class: "legend" }, ...this.legend.map(({ node }) => node), this.rated);
    this.node.append(element("header", {}, this.title, legend), this.size, this.plot, this.cut.node);
  }

  button({ name, short }) {
    const value = element("span", { class: "number" });
    const own = element("span", { class: "number own" });
    const node = element("button", { type: "button", "data-line": name, "aria-pressed": "true" });
    const word = element("span", {}, short, element("span", { class: "rest" }, name.slice(short.length)));
    node.title = `Hide or show the ${name} curve`;
    node.append(element("span", { class: `swatch ${name}` }), word, value, own);
    node.addEventListener("click", () => {
      if (!this.hidden.delete(name)) this.hidden.add(name);
      mark(node, "aria-pressed", !this.hidden.has(name));
      this.redraw();
    });
    return { node, value, own };
  }

  /** Which of a run's quantities the panel shows: {name, title, remark, unit, larger_is_better}. */
  show(spec) {
    if (this.spec && this.spec.name !== spec.name) this.reset();
    this.spec = spec;
    mark(this.node, "data-panel", spec.name);
    this.entitle("");
  }

  /** Writes the title, a remark on the quantity, and why the axis is not logarithmic. */
  entitle(why) {
    const words = [this.spec.title, this.spec.remark, why].filter(Boolean).join(" · ");
    say(this.title, words);
    mark(this.title, "title", words);
  }

  /** Resets the view for another run. */
  reset() {
    this.cut.reset();
    if (this.chart) this.chart.zoom = { x: null, y: null };
  }

  /** Whether the panel has all the room. */
  setLarge(large) {
    mark(this.node, "data-large", large ? "" : null);
    draw(this.size.firstChild, large ? "reduce" : "enlarge");
    mark(this.size, "aria-pressed", String(large));
    const words = `${this.spec.title}: ${large ? "back to its place (Esc)" : "give it all the room"}`;
    mark(this.size, "aria-label", words);
    mark(this.size, "title", words);
  }

  /**
   * Draws the run's record; false if the chart could not be updated now. grows: whether epochs go by, so that it is enough
   * to draw the newest ones (`grown` then tells whether that was done); waits: whether a chart that needs a full drawing
   * waits for a later frame (`waits` then tells whether it does).
   */
  draw(Plotly, { curves, other, epoch, end, best: marked, kept, passedOver, past, changes, rate }, { log, smoothing, skip }, theme, grows = false, waits = false) {
    const { name } = this.spec;
    const lines = LINES.map((line) => {
      const raw = curves[line.curve(name)] ?? [];
      return { ...line, raw, values: smooth(raw, smoothing), colour: theme[line.name], hidden: this.hidden.has(line.name) };
    });
    const { unit } = this.spec;
    lines.forEach(({ raw }, i) => this.tell(this.legend[i], valueAt(raw, past), unit));
    this.rated.hidden = !showsRate({ rate: name === "loss" ? rate : null, changes });
    say(this.rate, this.rated.hidden ? "" : inShort(changes.at(-1)[1]));
    // The other run's loss may be another function; if one of our metrics equals our loss, it is drawn from that metric.
    const theirs = other?.curves[this.spec.also] ? this.spec.also : name;
    const others = other && LINES.map((line) => ({ ...line, of: other.name, raw: inOwnScale(other.curves[line.curve(theirs)] ?? [], other.units?.[theirs], unit), hidden: this.hidden.has(line.name) }));
    // A logarithmic axis shows no values at or below 0 and would leave them out silently.
    const linear = log && [...lines, ...(others ?? [])].some(({ raw }) => raw.some((value) => value != null && value <= 0));
    this.entitle(linear ? "not logarithmic: some values are 0 or less" : "");
    this.describe(curves, marked);
    if (!Plotly) return false;
    this.chart ??= new Chart(this.plot, Plotly, this.redraw);
    const first = Math.min(skip, Math.max(epoch, 0));
    const bestEpoch = marked && marked.epoch >= first && marked.epoch <= epoch ? marked.epoch : null;
    const starred = bestEpoch == null ? null : lines.find((line) => this.isOf(line, marked.monitor) && !line.hidden);
    const at = (found) => found && found.epoch >= first && found.epoch <= epoch && found.epoch !== marked?.epoch;
    const beside = (found) => (starred && at(found) ? { epoch: found.epoch, value: starred.raw[found.epoch], colour: starred.colour } : null);
    const lost = lines.filter(({ hidden }) => !hidden).map(({ raw }) => lastsUntil(raw, first, epoch)).filter((at) => at != null);
    const plan = {
      name,
      smoothing,
      whole: this.cut.whole,
      lost: lost.length ? Math.min(...lost) : null,
      lines,
      first,
      last: epoch,
      end: Math.max(end, first + 1),
      log: log && !linear,
      unit,
      theme,
      bestEpoch,
      best: starred && { epoch: bestEpoch, value: starred.raw[bestEpoch] ?? marked.value, colour: starred.colour },
      kept: beside(kept),
      passedOver: beside(passedOver),
      largerIsBetter: this.spec.larger_is_better,
      label: number,
      past,
      changes,
      rate: name === "loss" ? rate : null,
      other: others,
      empty: epoch < 0,
    };
    const grew = grows && this.chart.grow(plan);
    this.waits = grows && waits && !grew && this.chart.drawn;
    this.grown = grew || this.waits;
    if (this.grown) return true;
    const drawn = this.chart.draw(plan);
    if (drawn) this.cut.show(this.chart.cut, this.spec.title);
    return drawn;
  }

  /** Writes a value into the legend. The value in the target's own unit is an element of its own, which is dropped first where room is short. */
  tell({ value, own }, told, unit) {
    const inOwn = unit?.scaled ? inUnit(told, unit) : "";
    say(value, inOwn ? number(told) : withUnit(told, unit));
    say(own, inOwn && ` · ${inOwn}`);
  }

  /** Whether a line is the curve of this name, or has its values. */
  isOf(line, curve) {
    const { name, also } = this.spec;
    return line.curve(name) === curve || (also != null && line.curve(also) === curve);
  }

  describe(curves, best) {
    const { name } = this.spec;
    const line = LINES.find((line) => this.isOf(line, best?.monitor));
    const said = LINES.map((line) => `${line.name} ${withUnit(lastOf(curves[line.curve(name)]), this.spec.unit)}`).join(", ");
    const ending = line ? `, best ${line.name} ${withUnit(best.value, this.spec.unit)} at epoch ${best.epoch}` : "";
    mark(this.plot, "aria-label", `Chart of ${this.spec.title} by epoch: ${said}${ending}`);
  }

  close() {
    this.chart?.close();
    this.node.remove();
  }
}
