// What a panel shows, as Plotly's data and layout: a pure function of a plan.
//
// plan: {name, lines: [{name, colour, dash, symbol, hidden, values, raw}], first, last, end (epochs), log, theme,
//        best, kept, passedOver: {epoch, value, colour} | null (the latter where they are not the best), bestEpoch, largerIsBetter, label (a number's words), empty,
//        other (lines of the run beside it, or nothing; `of` is its name), past (the epoch of the past that is looked at), changes ([epoch, learning rate], where it was changed),
//        rate (the learning rate before the first change; none where the panel does not show it)}
// `values` is what is drawn (smoothed or not), `raw` what was measured.

import { inUnit } from "../kit/words.js";

const MARGIN = { l: 58, r: 14, t: 10, b: 38 };
const FEW = 40; // so few epochs are drawn as points too
const MARKED = 8; // so many changes of the learning rate, at most, are marked one by one
const coarse = window.matchMedia("(pointer: coarse)");

export const plotWidth = (width) => Math.max(width - MARGIN.l - MARGIN.r, 50);

export function figure(plan, epochs, zoom, size) {
  const smoothed = plan.lines.some((line) => line.values !== line.raw);
  return {
    data: [
      ...plan.lines.map((line) => faint(line, smoothed ? epochs : [])),
      ...plan.lines.map((line) => curve(line, epochs, smoothed, plan)),
      ...(plan.other ?? []).map((line) => otherCurve(line, plan)),
      star(plan),
      beside("kept", "network kept", "square-open", plan.kept),
      beside("passed over", "passed over by early stopping", "star-open", plan.passedOver),
      ...(showsRate(plan) ? [rates(plan, epochs)] : []),
    ],
    layout: layout(plan, zoom, size),
  };
}

function faint(line, epochs) {
  return {
    type: "scatter",
    mode: "lines",
    x: epochs,
    y: epochs.map((epoch) => line.raw[epoch]),
    visible: !line.hidden,
    hoverinfo: "skip",
    opacity: 0.28,
    line: { color: line.colour, width: 1 },
  };
}

function curve(line, epochs, smoothed, plan) {
  const value = `${line.name} <b>%{customdata:.4~g}</b>%{text}`;
  return {
    type: "scatter",
    name: line.name,
    mode: epochs.length <= FEW ? "lines+markers" : "lines",
    x: epochs,
    y: epochs.map((epoch) => line.values[epoch]),
    customdata: epochs.map((epoch) => line.raw[epoch]),
    text: epochs.map((epoch) => ownUnit(line.raw[epoch], plan.unit)), // no mode writes it beside the points
    visible: !line.hidden,
    hovertemplate: `${value}${smoothed ? " · smoothed %{y:.4~g}" : ""}<extra></extra>`,
    line: { color: line.colour, width: 2.25, dash: line.dash },
    marker: { color: line.colour, symbol: line.symbol, size: 6.5, line: { color: plan.theme.paper, width: 1 } },
  };
}

const ownUnit = (value, unit) => {
  const words = inUnit(value, unit);
  return words && ` · ${text(words)}`;
};

// The run beside it: the same dashes, in one colour.
function otherCurve(line, { first, theme }) {
  const step = Math.ceil(line.raw.length / 2000);
  const epochs = line.raw.map((_, epoch) => epoch).filter((epoch) => epoch >= first && epoch % step === 0);
  return {
    type: "scatter",
    name: `${line.name}, ${text(line.of)}`,
    mode: "lines",
    x: epochs,
    y: epochs.map((epoch) => line.raw[epoch]),
    visible: !line.hidden,
    hovertemplate: `${line.name}, ${text(line.of)} <b>%{y:.4~g}</b><extra></extra>`,
    line: { color: theme.other, width: 1.5, dash: line.dash },
  };
}

export const showsRate = ({ rate, changes }) => rate != null && changes.length > 0;

// The learning rate with which each epoch was trained, on an axis of its own.
function rates({ rate, changes, theme }, epochs) {
  let at = 0;
  let value = rate;
  const y = epochs.map((epoch) => {
    for (; at < changes.length && changes[at][0] < epoch; at++) value = changes[at][1];
    return epoch > 0 ? value : null;
  });
  return {
    type: "scatter",
    name: "learning rate",
    mode: "lines",
    x: epochs,
    y,
    yaxis: "y2",
    hovertemplate: "learning rate <b>%{y:.3~g}</b><extra></extra>",
    line: { color: theme.label, width: 1.25, dash: "dot", shape: "vh" },
  };
}

function rateAxis({ rate, changes }) {
  const values = [rate, ...changes.map(([, value]) => value)].filter((value) => value > 0);
  const wide = Math.max(...values) > 50 * Math.min(...values);
  return {
    overlaying: "y",
    side: "right",
    type: wide ? "log" : "linear",
    ...(wide ? {} : { rangemode: "tozero" }),
    fixedrange: true,
    showgrid: false,
    zeroline: false,
    showticklabels: false, // the legend has its value, the pointer each epoch's
  };
}

function star({ best, theme }) {
  return {
    type: "scatter",
    name: "best",
    mode: "markers",
    x: best ? [best.epoch] : [],
    y: best ? [best.value] : [],
    hoverinfo: "skip",
    cliponaxis: false,
    marker: { symbol: "star", size: 16, color: best?.colour, line: { color: theme.paper, width: 1.5 } },
  };
}

// An epoch that is marked too, where it is not the best one.
function beside(name, words, symbol, found) {
  return {
    type: "scatter",
    name,
    mode: "markers",
    x: found ? [found.epoch] : [],
    y: found ? [found.value] : [],
    hovertemplate: `${words}<extra></extra>`,
    cliponaxis: false,
    marker: { symbol, size: 11, color: found?.colour, line: { color: found?.colour, width: 2 } },
  };
}

function layout(plan, zoom, size) {
  const { theme } = plan;
  const marked = plan.changes.length <= MARKED ? plan.changes : [];
  const axis = {
    gridcolor: theme.grid,
    linecolor: theme.axis,
    zeroline: false,
    tickfont: { color: theme.label, size: 12.5 },
    showticklabels: !plan.empty,
    exponentformat: "e",
  };
  return {
    ...size,
    margin: { ...MARGIN, pad: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, color: theme.text, size: 13 },
    showlegend: false,
    hovermode: "x unified",
    hoverdistance: -1,
    hoverlabel: { bgcolor: theme.paper, bordercolor: theme.axis, font: { color: theme.text, size: 13.5 }, align: "right" },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: theme.axis, activecolor: theme.text },
    dragmode: coarse.matches ? false : "zoom",
    xaxis: {
      ...axis,
      ...epochs(plan, zoom, size),
      showline: true,
      title: { text: "epoch", standoff: 4, font: { color: theme.label, size: 12.5 } },
      unifiedhovertitle: { text: "epoch %{x}" },
      showspikes: true,
      spikemode: "across",
      spikesnap: "hovered data",
      spikedash: "solid",
      spikethickness: 1,
      spikecolor: theme.axis,
    },
    yaxis: {
      ...axis,
      type: plan.log ? "log" : "linear",
      ...(zoom.y ? { range: zoom.y } : plan.empty ? { range: [0, 1] } : { autorange: true }),
      nticks: Math.max(3, Math.round(size.height / 38)),
    },
    ...(showsRate(plan) ? { yaxis2: rateAxis(plan) } : {}),
    shapes: [
      ...(plan.bestEpoch == null ? [] : [line(plan.bestEpoch, theme)]),
      ...marked.map(([epoch]) => ({ ...line(epoch, theme), line: { color: theme.label, width: 1, dash: "dash" } })),
      ...(plan.past == null ? [] : [{ ...line(plan.past, theme), line: { color: theme.text, width: 2 } }]),
    ],
    annotations: [...(plan.best ? [value(plan, zoom, size)] : []), ...marked.map((change) => rate(change, plan))],
  };
}

function epochs(plan, zoom, size) {
  const room = Math.max((plan.end - plan.first) * 0.02, 0.1);
  const range = zoom.x ?? [plan.first - room, plan.end + room];
  const few = range[1] - range[0] <= 8; // an axis of its own choice would count half epochs
  return { range, nticks: Math.max(3, Math.round(size.width / 80)), tickmode: few ? "linear" : "auto", dtick: few ? 1 : null };
}

function line(epoch, theme) {
  const dots = { color: theme.axis, width: 1, dash: "dot" };
  return { type: "line", x0: epoch, x1: epoch, yref: "paper", y0: 0, y1: 1, layer: "below", line: dots };
}

// A learning rate changed in mid-run is written along the line at its epoch.
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

// The value stands at the foot or the head of the best epoch's line, where the curves are not: so it covers none of
// them, and moves sideways only while better epochs come.
function value({ best, first, end, theme, label, largerIsBetter }, zoom, size) {
  const [from, to] = zoom.x ?? [first, end];
  const right = best.epoch > (from + to) / 2;
  return {
    x: best.epoch,
    y: largerIsBetter ? 0 : 1,
    yref: "paper",
    text: size.width < 340 ? `<b>${label(best.value)}</b>` : `best <b>${label(best.value)}</b> · epoch ${best.epoch}`,
    showarrow: false,
    xanchor: right ? "right" : "left",
    yanchor: largerIsBetter ? "bottom" : "top",
    xshift: right ? -3 : 3,
    yshift: largerIsBetter ? 4 : -20, // clear of the toolbar, which comes with the pointer
    bgcolor: theme.paper,
    opacity: 0.9,
    font: { color: theme.text, size: 13 },
  };
}

// Plotly reads a few tags in what it writes.
function text(words) {
  return words.replaceAll("<", "‹").replaceAll(">", "›");
}
