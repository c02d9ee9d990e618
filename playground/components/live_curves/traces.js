// The Plotly traces of a plan (see figure.js), one function per trace.

import { gap } from "./gap.js";
import { cutOff } from "../drawing/range.js";
import { inUnit, number } from "../kit/words.js";

const FEW = 40; // the most epochs that are drawn as points too

export function traces(plan, epochs) {
  const smoothed = plan.lines.some((line) => line.values !== line.raw);
  const range = plan.log ? plan.range.map((exponent) => 10 ** exponent) : plan.range;
  return [
    area(plan, epochs),
    ...plan.lines.map((line) => faint(line, smoothed ? epochs : [])),
    ...plan.lines.map((line) => curve(line, epochs, smoothed, plan)),
    ...(plan.other ?? []).map((line) => otherCurve(line, plan)),
    ...plan.lines.map((line) => cut(line, plan, range)),
    star(plan),
    beside("kept", "network kept", "square-open", plan.kept),
    beside("passed over", "passed over by early stopping", "star-open", plan.passedOver),
    ...(showsRate(plan) ? [rates(plan, epochs)] : []),
    ...(plan.unit?.scaled ? [unitScale()] : []),
  ];
}

/** The area between both curves where validation is worse. */
function area({ lines, largerIsBetter, theme }, epochs) {
  const [training, validation] = lines;
  const seen = !training.hidden && !validation.hidden;
  const outline = seen ? gap(training.values, validation.values, epochs, largerIsBetter ? -1 : 1) : { x: [], y: [] };
  return {
    type: "scatter",
    name: "gap",
    mode: "lines",
    ...outline,
    fill: "toself",
    fillcolor: theme.gap,
    line: { width: 0 },
    hoverinfo: "skip",
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
  const value = `${line.name} <b>%{customdata[0]}</b>%{text}`;
  return {
    type: "scatter",
    name: line.name,
    mode: epochs.length <= FEW ? "lines+markers" : "lines",
    x: epochs,
    y: epochs.map((epoch) => line.values[epoch]),
    customdata: epochs.map((epoch) => [number(line.raw[epoch]), smoothed ? number(line.values[epoch]) : ""]),
    text: epochs.map((epoch) => ownUnit(line.raw[epoch], plan.unit)), // only the hover label shows it
    visible: !line.hidden,
    hovertemplate: `${value}${smoothed ? " · smoothed %{customdata[1]}" : ""}<extra></extra>`,
    line: { color: line.colour, width: 2.25, dash: line.dash },
    marker: { color: line.colour, symbol: line.symbol, size: 6.5, line: { color: plan.theme.paper, width: 1 } },
  };
}

const ownUnit = (value, unit) => {
  const words = inUnit(value, unit);
  return words && ` · ${text(words)}`;
};

// The curves of the run beside it, with the same dashes in one colour.
function otherCurve(line, { first, theme }) {
  const step = Math.ceil(line.raw.length / 2000);
  const epochs = line.raw.map((_, epoch) => epoch).filter((epoch) => epoch >= first && epoch % step === 0);
  return {
    type: "scatter",
    name: `${line.name}, ${text(line.of)}`,
    mode: "lines",
    x: epochs,
    y: epochs.map((epoch) => line.raw[epoch]),
    customdata: epochs.map((epoch) => number(line.raw[epoch])),
    visible: !line.hidden,
    hovertemplate: `${line.name}, ${text(line.of)} <b>%{customdata}</b><extra></extra>`,
    line: { color: theme.other, width: 1.5, dash: line.dash },
  };
}

/** Arrowheads at the edge where the curve leaves the chart. */
function cut(line, { first, last, theme }, [low, high]) {
  const found = line.hidden ? [] : cutOff(line.values, first, last, [low, high]);
  return {
    type: "scatter",
    name: `${line.name} cut off`,
    mode: "markers",
    x: found.map(({ epoch }) => epoch),
    y: found.map(({ above }) => (above ? high : low)),
    hoverinfo: "skip",
    cliponaxis: false,
    marker: {
      symbol: found.map(({ above }) => (above ? "triangle-up" : "triangle-down")),
      size: 9,
      color: line.colour,
      line: { color: theme.paper, width: 1 },
    },
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

// Plotly draws an axis only if a trace uses it.
const unitScale = () => ({ type: "scatter", name: "unit", mode: "lines", x: [null], y: [null], yaxis: "y3", hoverinfo: "skip" });

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

// Another marked epoch, if it is not the best.
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

/** Escapes a text, because Plotly reads a few tags. */
export function text(words) {
  return words.replaceAll("<", "‹").replaceAll(">", "›");
}
