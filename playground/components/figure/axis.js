// The y axis of a figure: the range of the later values, and the ticks of a logarithm.

import { logTicks, logTickWords } from "../drawing/axis.js";
import { cutOff, yRange } from "../drawing/range.js";

const curvesOf = (data) => data.filter(({ mode, fill }) => mode === "lines" && !fill);

/**
 * Gives the y axis of `layout` its range, unless it has one: that of the later values, or of all values if `whole`.
 *
 * Returns {range, cut}, cut: whether values lie outside the range, or would without `whole`; null if the layout has a range, or there is no curve.
 */
export function setRange(data, layout, whole) {
  const curves = curvesOf(data).map(({ y }) => y);
  if (!curves.length || layout.yaxis.range) return null;
  const last = Math.max(...curves.map((values) => values.length)) - 1;
  const log = layout.yaxis.type === "log";
  const always = data.filter(({ mode }) => mode === "markers").flatMap(({ y }) => y);
  const within = yRange(curves, 0, last, { log, always });
  const range = whole && within.cut ? yRange(curves, 0, last, { whole: true }).range : within.range;
  layout.yaxis.range = range;
  // Another range is wanted, so the old zoom is dropped.
  layout.yaxis.uirevision = `${layout.uirevision} ${whole}`;
  return { range, cut: within.cut };
}

/** The arguments of `Cut.show` for a drawn figure: the value farthest outside the range, and where the curves enter. */
export function farthest(data, { range: [low, high] }, { xaxis, _size: size }) {
  const inside = (value) => value == null || (value >= low && value <= high);
  let [found, beyond, enters] = [{}, 0, xaxis.range[0]];
  for (const { x, y } of curvesOf(data)) {
    for (const { epoch: at, value, above } of cutOff(y, 0, y.length - 1, [low, high])) {
      const distance = above ? value - high : low - value;
      if (distance > beyond) [found, beyond] = [{ epoch: xaxis.title?.text === "epoch" ? x[at] : null, value, above }, distance];
    }
    enters = Math.max(enters, x[y.findIndex(inside)] ?? enters);
  }
  const share = (enters - xaxis.range[0]) / (xaxis.range[1] - xaxis.range[0]);
  return { ...found, left: size.l, top: size.t, bottom: size.t + size.h, enters: size.l + share * size.w };
}

/** Gives a logarithmic y axis the ticks of its current range. */
export function setLogTicks(node, Plotly) {
  const { yaxis, height } = node._fullLayout;
  if (yaxis.type !== "log") return;
  const values = logTicks(yaxis.range, height / 50);
  const words = logTickWords(values);
  if (String(words) === String(yaxis.ticktext)) return;
  Plotly.relayout(node, { "yaxis.tickmode": "array", "yaxis.tickvals": values, "yaxis.ticktext": words });
}
