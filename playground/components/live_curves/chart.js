// One Plotly chart that lives as long as its node. Every update goes through Plotly.react, which keeps the hover label;
// the zoom is kept here, because it decides which points are drawn.

import { figure, plotWidth } from "./figure.js";
import { Growing } from "./growing.js";
import { cutOff, yRange } from "../drawing/range.js";
import { thin } from "../kit/series.js";
import { isTouched } from "../kit/touch.js";

export class Chart {
  /** redraw(): called after a zoom or drag, because another range needs other points. */
  constructor(node, Plotly, redraw) {
    this.node = node;
    this.Plotly = Plotly;
    this.redraw = redraw;
    this.zoom = { x: null, y: null };
    this.held = false;
    this.drawn = false;
    this.growing = new Growing();
    node.after(this.growing.canvas);
    this.said = null; // Plotly's last figure: drawing the same once more would cost as much
    this.size = null; // the size last drawn, null to draw all again; asking the page for it would lay it out again with each epoch
    this.sizes = new ResizeObserver(() => (this.size = null));
    this.sizes.observe(node);
    this.listening = new AbortController();
    const { signal } = this.listening;
    const listen = (target, name, act) => target.addEventListener(name, act, { signal, capture: true });
    listen(node, "pointerdown", () => (this.held = true));
    for (const name of ["pointerup", "pointercancel"]) listen(window, name, () => this.letGo());
  }

  /**
   * Draws a plan (see figure.js). The range follows from the zoom and from plan.whole, which is whether
   * nothing may be cut off. Returns false while the person is dragging, which an update would break.
   */
  draw(plan) {
    if (this.held) return false;
    if (plan.log !== this.log) this.zoom.y = null;
    this.log = plan.log;
    const { clientWidth: width, clientHeight: height, offsetLeft: left, offsetTop: top } = this.node;
    if (!width || !height) return false;
    const size = (this.size = { width, height });
    const { first, last, range } = this.extent(plan);
    const epochs = thin(plan.lines.flatMap((line) => [line.raw, line.values]), first, last, plotWidth(size.width) >> 1);
    const ranged = { ...plan, range };
    const { data, layout } = figure(ranged, epochs, this.zoom, size);
    this.cut = this.cuttable && !this.zoom.y ? this.farthest(ranged, layout) : null;
    const said = JSON.stringify([data, layout]);
    const begin = performance.now();
    if (said !== this.said) this.Plotly.react(this.node, data, layout, this.config());
    this.said = said;
    this.growing.begin(plan, layout, range, { left, top }, performance.now() - begin);
    if (!this.drawn) {
      this.drawn = true;
      this.node.on("plotly_relayout", (change) => this.zoomed(change));
      this.node.on("plotly_doubleclick", () => this.whole());
    }
    return true;
  }

  /** Draws only what a plan adds to the last one drawn; false if all has to be drawn again. */
  grow(plan) {
    if (this.held || !this.size || this.log !== plan.log) return false;
    return this.growing.grow(plan, this.size, this.extent(plan).range);
  }

  /** The epochs in the chart, and the range of the y axis. */
  extent(plan) {
    const [from, to] = this.zoom.x ?? [plan.first, plan.end];
    const first = Math.max(plan.first, Math.floor(from) - 1);
    const last = Math.min(plan.last, Math.ceil(to) + 1);
    return { first, last, range: this.range(plan, Math.max(first, Math.ceil(from)), Math.min(last, Math.floor(to))) };
  }

  /** The range of the y axis. Sets `cuttable`: whether values are outside the range, or would be without plan.whole. */
  range(plan, first, last) {
    const curves = [...plan.lines, ...(plan.other ?? [])].filter((line) => !line.hidden).flatMap(({ raw, values }) => [raw, ...(values ? [values] : [])]);
    const always = [plan.best, plan.kept, plan.passedOver].filter((found) => found?.epoch >= first && found.epoch <= last).map(({ value }) => value);
    const within = yRange(curves, first, last, { log: plan.log, always, whole: this.zoom.x != null });
    this.cuttable = within.cut;
    return this.zoom.y ?? (plan.whole && within.cut ? yRange(curves, first, last, { whole: true }).range : within.range);
  }

  /** The value farthest outside the range with the pixels where the curves enter; {} if no value is outside. */
  farthest(plan, { xaxis, margin, width, height }) {
    const { first, last, range, lines } = plan;
    const seen = lines.filter((line) => !line.hidden);
    const size = ({ value }) => Math.max(value - range[1], range[0] - value);
    const [found] = seen.flatMap(({ values }) => cutOff(values, first, last, range)).sort((one, other) => size(other) - size(one));
    const inside = ({ values }, epoch) => values[epoch] == null || (values[epoch] >= range[0] && values[epoch] <= range[1]);
    let enters = first;
    while (enters < last && !seen.every((line) => inside(line, enters))) enters++;
    const share = (enters - xaxis.range[0]) / (xaxis.range[1] - xaxis.range[0]);
    return { ...found, left: margin.l, top: this.node.offsetTop + margin.t, bottom: this.node.offsetTop + height - margin.b, enters: margin.l + share * (width - margin.l - margin.r) };
  }

  /** Shows the whole curve again. */
  whole() {
    this.zoom = { x: null, y: null };
    this.again();
  }

  /** Makes the next drawing a complete one. */
  again() {
    this.size = null;
    this.redraw();
  }

  close() {
    this.listening.abort();
    if (this.drawn) this.Plotly.purge(this.node);
    this.growing.canvas.remove();
    this.sizes.disconnect();
  }

  zoomed(change) {
    let changed = false;
    this.said = null;
    for (const axis of ["x", "y"]) {
      const range = change[`${axis}axis.range`] ?? [change[`${axis}axis.range[0]`], change[`${axis}axis.range[1]`]];
      if (range[0] === undefined) continue;
      this.zoom[axis] = range.map(Number);
      changed = true;
    }
    if (changed) this.again();
  }

  letGo() {
    if (!this.held) return;
    this.held = false;
    // Plotly handles the same event after us; we need its zoom before we draw.
    setTimeout(() => this.redraw());
  }

  config() {
    const whole = {
      name: "whole",
      title: "Show the whole curve",
      icon: this.Plotly.Icons.home,
      click: () => this.whole(),
    };
    return (this.settings ??= {
      displaylogo: false,
      doubleClick: false, // ours, see `whole`
      responsive: false, // the view watches the size
      displayModeBar: isTouched ? false : "hover", // it would always lie over the words above a small chart
      modeBarButtons: [["zoom2d", "pan2d", whole, "toImage"]],
      toImageButtonOptions: { filename: "curves", scale: 2 },
    });
  }
}
