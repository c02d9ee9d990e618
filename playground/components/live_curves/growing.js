// The newest piece of a chart's curves, on a canvas over it: Plotly takes a hundred times as long to draw all of them.

import { scale } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { element } from "../kit/dom.js";

const SHARE = 30; // of the time, one part goes into drawing all anew
const [LEAST, MOST] = [1000, 3000]; // milliseconds after which that is done
const SOON = 300; // likewise, at least, where the axis of values should be another
const NEAR = 0.05; // of the axis: farther away from where they should be its ends are others

export class Growing {
  constructor() {
    this.rest = LEAST; // milliseconds after which all is drawn anew
    this.canvas = element("canvas", { class: "growing", "aria-hidden": "true", hidden: "" });
    this.drawn = null;
  }

  /**
   * All of a plan (see figure.js) is drawn into a box, with a layout of Plotly's; range: of the axis of values; took: how
   * many milliseconds that took.
   */
  begin(plan, layout, range, { left, top }, took = 0) {
    this.rest = Math.min(Math.max(SHARE * took, LEAST), MOST);
    this.canvas.hidden = true;
    this.canvas.style.left = `${left}px`;
    this.canvas.style.top = `${top}px`;
    this.drawn = { key: keyOf(plan, layout), last: plan.last, x: layout.xaxis.range, range, margin: layout.margin, at: performance.now() };
  }

  /** Draws what has come since; false where all has to be drawn anew. size: of the chart; range: as it should be now. */
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

/** What has to be the same for the lines to be drawn on. */
function keyOf({ name, first, end, log, whole, past, lost, smoothing, lines, other, changes, theme }, { width, height }) {
  const hidden = lines.map((line) => Boolean(line.hidden));
  return JSON.stringify([name, first, end, log, whole, past, lost, smoothing, hidden, other?.length, changes.length, theme.paper, width, height]);
}
