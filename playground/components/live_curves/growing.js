// Draws the newest piece of a chart's curves on a canvas over it, because Plotly needs a hundred times as long for a redraw.

import { scale } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { element } from "../kit/dom.js";

const SHARE = 30; // one part in 30 of the time goes into complete redraws
const [LEAST, MOST] = [1000, 3000]; // milliseconds until the next complete redraw
const SOON = 300; // the same, at least, if the axis of values should change
const NEAR = 0.05; // as a share of the axis: how far its ends may be from where they should be

export class Growing {
  constructor() {
    this.rest = LEAST; // milliseconds until the next complete redraw
    this.canvas = element("canvas", { class: "growing", "aria-hidden": "true", hidden: "" });
    this.drawn = null;
  }

  /**
   * Notes a complete redraw of a plan (see figure.js) with a Plotly layout. range: of the axis of values; took: the
   * milliseconds of the redraw.
   */
  begin(plan, layout, range, { left, top }, took = 0) {
    this.rest = Math.min(Math.max(SHARE * took, LEAST), MOST);
    this.canvas.hidden = true;
    this.canvas.style.left = `${left}px`;
    this.canvas.style.top = `${top}px`;
    this.drawn = { key: keyOf(plan, layout), last: plan.last, x: layout.xaxis.range, range, margin: layout.margin, at: performance.now() };
  }

  /** Draws what has come since; false if a complete redraw is due. size: of the chart; range: the wanted range. */
  grow(plan, size, range) {
    const { drawn } = this;
    if (!drawn || plan.last < drawn.last || keyOf(plan, size) !== drawn.key) return false;
    const [low, high] = drawn.range;
    const isNear = range.every((end, i) => Math.abs(end - drawn.range[i]) <= NEAR * (high - low));
    if (performance.now() - drawn.at > (isNear ? this.rest : Math.max(SOON, this.rest / 4))) return false;
    this.paint(plan, size);
    return true;
  }

  paint(plan, { width, height }) {
    const { last, x, range, margin } = this.drawn;
    const context = sharp(this.canvas, width, height);
    this.canvas.hidden = false;
    const box = { x: margin.l, y: margin.t, width: width - margin.l - margin.r, height: height - margin.t - margin.b };
    const across = scale(x, [box.x, box.x + box.width]);
    const up = scale(range, [box.y + box.height, box.y]);
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.save();
    context.clip();
    context.lineJoin = "round";
    context.lineWidth = 2.25;
    for (const { values, colour, dash, hidden } of plan.lines) {
      if (hidden) continue;
      context.strokeStyle = colour;
      context.setLineDash(dash === "solid" ? [] : dash.split(",").map(parseFloat));
      context.beginPath();
      for (let epoch = Math.max(last, plan.first); epoch <= plan.last; epoch++) {
        const value = plan.log ? Math.log10(values[epoch]) : values[epoch];
        if (values[epoch] != null) context.lineTo(across(epoch), up(value));
      }
      context.stroke();
    }
    context.restore();
  }
}

/** What must stay the same so that the lines can be continued. */
function keyOf({ name, first, end, log, whole, past, lost, smoothing, lines, other, changes, theme }, { width, height }) {
  const hidden = lines.map((line) => Boolean(line.hidden));
  return JSON.stringify([name, first, end, log, whole, past, lost, smoothing, hidden, other?.length, changes.length, theme.paper, width, height]);
}
