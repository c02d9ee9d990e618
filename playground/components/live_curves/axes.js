// The axes of a panel's chart in Plotly's layout: epochs, values, and the values in the target's own unit.

import { logTicks, logTickWords, tickWords, ticks } from "../drawing/axis.js";
import { showsRate } from "./traces.js";

const LETTER = 7; // pixels, of a tick's words

export function axes(plan, zoom, size) {
  const { theme } = plan;
  const axis = {
    gridcolor: theme.grid,
    linecolor: theme.axis,
    zeroline: false,
    tickfont: { color: theme.label, size: 12.5 },
    showticklabels: !plan.empty,
  };
  return {
    xaxis: {
      ...axis,
      ...epochs(plan, zoom, size),
      tickformat: ",d",
      hoverformat: ",d",
      showline: true,
      title: isLow(size) ? undefined : { text: "epoch", standoff: 4, font: { color: theme.label, size: 12.5 } },
      unifiedhovertitle: { text: "epoch %{x}" },
      showspikes: true,
      spikemode: "across",
      spikesnap: "hovered data",
      spikedash: "solid",
      spikethickness: 1,
      spikecolor: theme.axis,
    },
    yaxis: { ...axis, type: plan.log ? "log" : "linear", range: plan.range, ...ticksOf(plan.range, plan.log, size) },
    ...(showsRate(plan) ? { yaxis2: rateAxis(plan) } : {}),
    ...(plan.unit?.scaled ? { yaxis3: unitAxis(plan, axis, size) } : {}),
  };
}

/** Whether a chart is too low for the title of its epoch axis. */
export const isLow = ({ height }) => height < 150;

/** The unit above each axis of values, as annotations. */
export function captions({ unit, empty, theme }) {
  if (!unit || empty || (!unit.scaled && !unit.name)) return [];
  const caption = (words, right) => ({
    text: words,
    x: right ? 1 : 0,
    xref: "paper",
    xanchor: right ? "right" : "left",
    xshift: right ? rightMargin({ unit }) : -44,
    y: 1,
    yref: "paper",
    yanchor: "bottom",
    yshift: 3,
    showarrow: false,
    font: { color: theme.label, size: 12 },
  });
  return unit.scaled ? [caption("scaled", false), caption(unit.name || "unscaled", true)] : [caption(unit.name, false)];
}

/** Pixels that the ticks at the left need. */
export function leftMargin({ range, log, empty }, size) {
  const longest = Math.max(...ticksOf(range, log, size).ticktext.map((words) => words.length), 0);
  return empty ? 58 : Math.max(58, 18 + longest * LETTER);
}

export const rightMargin = ({ unit }) => (unit?.scaled ? 52 : 14);

/** Ticks and their words, as in all drawings of the page. */
function ticksOf(range, log, size) {
  const count = Math.max(3, size.height / 42);
  const values = log ? logTicks(range, count) : ticks(range, count);
  return { tickmode: "array", tickvals: values, ticktext: log ? logTickWords(values) : tickWords(values) };
}

function epochs(plan, zoom, size) {
  const room = Math.max((plan.end - plan.first) * 0.02, 0.1);
  const range = zoom.x ?? [plan.first - room, plan.end + room];
  const few = range[1] - range[0] <= 8; // by itself Plotly would place ticks at half epochs
  return { range, nticks: Math.max(3, Math.round(size.width / 80)), tickmode: few ? "linear" : "auto", dtick: few ? 1 : null };
}

// The axis of values, in the target's own unit.
function unitAxis({ range, log, unit }, axis, size) {
  const own = range.map((value) => (log ? value + Math.log10(unit.factor) : value * unit.factor));
  return { ...axis, type: log ? "log" : "linear", range: own, ...ticksOf(own, log, size), overlaying: "y", side: "right", fixedrange: true, showgrid: false };
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
    showticklabels: false, // the legend has its value, the hover label that of each epoch
  };
}
