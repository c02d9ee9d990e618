// A Plotly figure in the page: every update goes through Plotly.react, which keeps what is drawn.

import { Cut } from "../drawing/cut.js";
import { oneStepAPage } from "../live_curves/history.js";
import { plotly } from "../kit/plotly.js";
import { styleSheet } from "../kit/styles.js";
import { theme } from "../kit/theme.js";
import { dragmode } from "../kit/touch.js";
import { farthest, setLogTicks, setRange } from "./axis.js";

oneStepAPage();

styleSheet(new URL("../drawing/cut.css", import.meta.url));
const drawings = new WeakMap();

export default function figure({ data, parentElement }) {
  const node = parentElement.querySelector(".figure");
  const drawing = drawings.get(node) ?? new Drawing(node);
  drawings.set(node, drawing);
  drawing.show(data);
  return () => drawing.leave();
}

/** Gives a trace the page's colour that it names, such as that of validation. */
function colourTrace(trace, look) {
  const colour = look[trace.meta];
  if (!colour) return;
  if (trace.line) trace.line.color = colour;
  if (trace.marker) trace.marker.color = colour;
  if (trace.textfont) trace.textfont.color = colour;
}

class Drawing {
  constructor(node) {
    this.node = node;
    this.held = false;
    this.cut = new Cut(() => this.draw());
    node.style.position = "relative";
    this.watcher = new ResizeObserver(() => this.draw());
    // Plotly loses a selection box that is being drawn when it gets new points.
    node.addEventListener("pointerdown", () => (this.held = true), true);
    window.addEventListener("pointerup", (this.letGo = () => this.release()), true);
    this.watcher.observe(node);
  }

  async show(data) {
    this.data = data;
    this.figure = JSON.parse(data.figure);
    this.node.style.minHeight = `${data.height}px`;
    this.node.style.overflowX = "auto";
    this.node.setAttribute("aria-label", data.alt);
    this.node.dataset.live = String(data.live);
    try {
      this.Plotly = await plotly();
    } catch (error) {
      this.node.textContent = error.message;
      return;
    }
    this.draw();
  }

  draw() {
    if (!this.Plotly || !this.figure || this.held || !this.node.isConnected || !this.node.clientWidth) return;
    const look = theme(this.node);
    const { data, layout } = structuredClone(this.figure);
    delete layout.template;
    // A figure that cannot be narrower scrolls within its frame.
    layout.dragmode ??= dragmode;
    layout.width = Math.max(this.node.clientWidth, layout.minreducedwidth ?? 0);
    layout.font = { color: look.text, family: look.font, size: 13 };
    layout.hoverlabel = { bgcolor: look.paper, bordercolor: look.axis, font: { color: look.text } };
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: look.label, activecolor: look.text };
    for (const axis of [layout.xaxis, layout.yaxis]) {
      if (axis) Object.assign(axis, { gridcolor: look.grid, linecolor: look.axis });
    }
    for (const trace of data) colourTrace(trace, look);
    const range = layout.yaxis && setRange(data, layout, this.cut.whole);
    this.Plotly.react(this.node, data, layout, {
      displaylogo: false,
      responsive: false, // this module watches the size
      modeBarButtons: [layout.xaxis && dragmode ? ["zoom2d", "pan2d", "resetScale2d", "toImage"] : ["toImage"]],
      toImageButtonOptions: { filename: "comparison", scale: 2 },
    });
    if (range) this.cutOff(data, range);
    for (const line of this.node.querySelectorAll(".parcoords .axis :is(path, line)")) line.style.stroke = look.label;
    this.node.dataset.points = String((this.node.calcdata ?? []).reduce((sum, trace) => sum + trace.length, 0));
    this.node.dataset.curves = String(data.filter((trace) => trace.mode === "lines").length);
  }

  /** Shows what lies outside the y axis, and gives a logarithmic axis the ticks of its range. */
  cutOff(data, range) {
    if (!this.cut.node.isConnected) {
      this.node.append(this.cut.node);
      this.node.on("plotly_relayout", () => setLogTicks(this.node, this.Plotly));
    }
    setLogTicks(this.node, this.Plotly);
    this.cut.show(range.cut ? farthest(data, range, this.node._fullLayout) : null, this.data.alt);
  }

  release() {
    if (!this.held) return;
    this.held = false;
    // Plotly handles the same event after us.
    setTimeout(() => this.draw());
  }

  leave() {
    // Streamlit also calls this before every update, so only a removed node is cleaned up.
    setTimeout(() => {
      if (this.node.isConnected) return;
      this.watcher.disconnect();
      window.removeEventListener("pointerup", this.letGo, true);
      this.Plotly?.purge(this.node);
    });
  }
}
