// What a network's layers do on the training rows: dead and saturated units, histograms, sizes of weights and gradients.

import { kindOf } from "../layers/table.js";
import { gradients } from "./backward.js";
import { forward, variablesOf } from "./forward.js";
import { histogram, size } from "./spread.js";

const NEAR_LIMIT = 0.98; // as a share of the way from the middle of tanh or sigmoid to its limit
const DOUBTFUL = 0.8; // if a larger share of the sample's values is saturated, all rows are examined
const ROWS_AT_ONCE = 1024;
const MOST_DEAD = 600; // the most dead units named one by one

/**
 * The state of every layer, the inputs first, and `values`: the layers' outputs for the sample.
 *
 * rows: {train, sample}, each {x (inputs × count), y, count}. A layer's state is {dead, dead_count, saturated, histograms,
 * weight_size, gradient_size}, as in the header of a picture; the inputs have no state.
 */
export function look(layers, weights, loss, { train, sample }) {
  const variables = variablesOf(layers, weights);
  const values = forward(layers, weights, sample.x, sample.count);
  const slopes = gradients(layers, variables, values, sample.y, loss, sample.count);
  const units = survey(layers, weights, values, train, sample);
  const broken = variables.findIndex((row) => row.some((some) => !some.every(Number.isFinite)));
  const states = layers.map((layer, index) => {
    if (!index) return {};
    // After weights that are not numbers, dead units are unknown.
    const dead = broken < 0 || index < broken ? units.dead[index] : [];
    return {
      dead: dead.slice(0, MOST_DEAD),
      dead_count: dead.length,
      saturated: units.saturated[index],
      histograms: histograms(layer, trained(layer, variables[index]), values[index], slopes[index], sample.count),
      ...(kindOf(layer).width === undefined
        ? { weight_size: size(trained(layer, variables[index])), gradient_size: size(slopes[index]) }
        : {}),
    };
  });
  return { states, values, variables };
}

/** The variables that training changes by gradients, in one row; moving averages are not among them. */
function trained(layer, variables) {
  const own = variables.slice(0, kindOf(layer).trained ?? variables.length);
  const found = new Float32Array(own.reduce((sum, values) => sum + values.length, 0));
  let at = 0;
  for (const values of own) {
    found.set(values, at);
    at += values.length;
  }
  return found;
}

function histograms(layer, weights, values, slopes, rows) {
  const found = {
    weights: histogram(weights.length, (k) => weights[k]),
    // Row by row as in TensorFlow, so that of very many values the same ones are counted.
    activations:
      kindOf(layer).isSpread === false
        ? null
        : histogram(values.length, (k) => values[(k % layer.units) * rows + Math.floor(k / layer.units)]),
    gradients: histogram(slopes.length, (k) => slopes[k]),
  };
  return Object.fromEntries(Object.entries(found).filter(([, seen]) => seen));
}

/** Dead units and the share of saturated values of every layer, on the sample; in doubtful cases on all rows. */
function survey(layers, weights, values, train, sample) {
  const seen = {
    dead: layers.map((layer, index) => deadUnits(layer, values[index], sample.count)),
    saturated: layers.map((layer, index) => saturatedShare(layer, values[index])),
  };
  const doubtful = seen.saturated.some((share) => share > DOUBTFUL);
  if (train.count === sample.count || (!doubtful && !seen.dead.some((units) => units.length))) return seen;
  const saturated = layers.map(() => 0);
  for (let from = 0; from < train.count; from += ROWS_AT_ONCE) {
    const part = between(train, from, Math.min(from + ROWS_AT_ONCE, train.count));
    const found = forward(layers, weights, part.x, part.count);
    seen.dead = seen.dead.map((units, index) => {
      const still = units.length ? new Set(deadUnits(layers[index], found[index], part.count)) : null;
      return units.filter((unit) => still.has(unit));
    });
    layers.forEach((layer, index) => (saturated[index] += (saturatedShare(layer, found[index]) * part.count) / train.count));
    if (!doubtful && !seen.dead.some((units) => units.length)) return seen;
  }
  return { ...seen, saturated };
}

function between({ x, count }, from, to) {
  const inputs = x.length / count;
  const part = new Float32Array(inputs * (to - from));
  for (let i = 0; i < inputs; i++) part.set(x.subarray(i * count + from, i * count + to), i * (to - from));
  return { x: part, count: to - from };
}

/** Which relu units are 0 on all these rows. */
function deadUnits({ activation, units }, values, rows) {
  if (activation !== "relu") return [];
  const isDead = (unit) => {
    for (let k = unit * rows; k < (unit + 1) * rows; k++) if (!(values[k] <= 0)) return false;
    return true;
  };
  return Array.from({ length: units }, (_, unit) => unit).filter(isDead);
}

function saturatedShare({ kind, activation }, values) {
  if (kind === "output" || (activation !== "tanh" && activation !== "sigmoid")) return 0;
  let near = 0;
  for (const value of values) if (Math.abs(activation === "sigmoid" ? 2 * value - 1 : value) > NEAR_LIMIT) near += 1;
  return near / values.length;
}
