// The Plotly figure of a panel: a pure function of a plan.
//
// plan: {name, lines: [{name, colour, dash, symbol, hidden, values, raw}], first, last, end (epochs), log, theme,
//        range (of the y axis: values, or exponents where it is logarithmic), unit (of the values, see words.js),
//        best, kept, passedOver: {epoch, value, colour} | null (`kept` and `passedOver` only if they are not the best), bestEpoch, largerIsBetter, label (a number's words), empty,
//        other (lines of the run beside it, or nothing; `of` is its name), past (the past epoch that the person looks at), changes ([epoch, learning rate] of each change),
//        rate (the learning rate before the first change; none if the panel does not show it),
//        smoothing (the share of the past in `values`), lost (the epoch from which on the values are not numbers, or null)}
// `values` are drawn (smoothed or not), `raw` was measured.

import { axes, captions, isLow, leftMargin, rightMargin } from "./axes.js";
import { bestWords } from "./best_words.js";
import { traces } from "./traces.js";
import { dragmode } from "../kit/touch.js";
import { whole } from "../kit/words.js";

const MARGIN = { l: 58, r: 14, t: 10, b: 38 };
const LOW = 20; // bottom margin of a low chart
const MARKED = 8; // the most changes of the learning rate that are marked one by one

export const plotWidth = (width) => Math.max(width - MARGIN.l - MARGIN.r, 50);

export function figure(plan, epochs, zoom, size) {
  return { data: traces(plan, epochs), layout: layout(plan, zoom, size) };
}

function layout(plan, zoom, size) {
  const { theme } = plan;
  const marked = plan.changes.length <= MARKED ? plan.changes : [];
  const above = captions(plan);
  const low = isLow(size);
  const room = { width: plotWidth(size.width), height: size.height - MARGIN.t - (low ? LOW : MARGIN.b) };
  return {
    ...size,
    margin: { ...MARGIN, l: leftMargin(plan, size), r: rightMargin(plan), t: above.length ? 22 : MARGIN.t, b: low ? LOW : MARGIN.b, pad: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, color: theme.text, size: 13 },
    showlegend: false,
    hovermode: "x unified",
    hoverdistance: -1,
    hoverlabel: { bgcolor: theme.paper, bordercolor: theme.axis, font: { color: theme.text, size: 13.5 }, align: "right" },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: theme.axis, activecolor: theme.text },
    dragmode,
    ...axes(plan, zoom, size),
    shapes: [
      ...(plan.lost == null ? [] : [lostArea(plan)]),
      ...(plan.bestEpoch == null ? [] : [line(plan.bestEpoch, theme)]),
      ...marked.map(([epoch]) => ({ ...line(epoch, theme), line: { color: theme.label, width: 1, dash: "dash" } })),
      ...(plan.past == null ? [] : [{ ...line(plan.past, theme), line: { color: theme.text, width: 2 } }]),
    ],
    annotations: [
      ...above,
      ...(plan.lost == null ? [] : [lostWords(plan, size)]),
      ...(plan.best ? [bestWords(plan, zoom, size, room)] : []),
      ...marked.map((change) => rate(change, plan)),
    ],
  };
}

function line(epoch, theme) {
  const dots = { color: theme.axis, width: 1, dash: "dot" };
  return { type: "line", x0: epoch, x1: epoch, yref: "paper", y0: 0, y1: 1, layer: "below", line: dots };
}

// Marks the epochs whose values are no numbers, where there is no curve.
function lostArea({ lost, end, first, theme }) {
  return {
    type: "rect",
    x0: lost - 0.5,
    x1: end + Math.max(end - first, 1),
    yref: "paper",
    y0: 0,
    y1: 1,
    layer: "below",
    line: { width: 0 },
    fillcolor: theme.grid,
  };
}

function lostWords({ lost, theme }, size) {
  const where = `from epoch ${whole(lost)} on`;
  return {
    x: 0.5,
    xref: "paper",
    y: 0.5,
    yref: "paper",
    text: size.width < 340 ? `<b>not a number</b><br>${where}` : `<b>no longer a number</b> ${where}`,
    showarrow: false,
    bgcolor: theme.paper,
    borderpad: 4,
    font: { color: theme.text, size: 13.5 },
  };
}

// Writes a change of the learning rate along the line at its epoch.
function rate([epoch, value], { theme }) {
  return {
    x: epoch,
    y: 0.5,
    yref: "paper",
    text: `learning rate ${Number(value.toPrecision(3))}`,
    textangle: -90,
    showarrow: false,
    xshift: -8,
    font: { color: theme.label, size: 11.5 },
  };
}
