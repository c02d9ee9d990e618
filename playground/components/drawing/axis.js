// Linear scales, and the round numbers beside them.

import { number } from "../kit/words.js";

/** A function from values to pixels; its `inverse` maps pixels to values. */
export function scale([low, high], [from, to]) {
  const span = high - low || 1;
  const there = (value) => from + ((value - low) / span) * (to - from);
  there.inverse = (pixel) => low + ((pixel - from) / (to - from || 1)) * span;
  return there;
}

/** About `count` round numbers inside a range, ascending. */
export function ticks([low, high], count) {
  const rough = (high - low) / Math.max(count, 1);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((times) => times * power >= rough * 0.999);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) found.push(i * step || 0); // never −0
  return found;
}

/** The words of ticks, with as few digits as tell each from its neighbours. */
export function tickWords(values) {
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) : Math.abs(values[0] ?? 1) || 1;
  const largest = Math.max(...values.map(Math.abs));
  const power = (value) => Math.floor(Math.log10(value) + 1e-9);
  if (isExtreme(largest)) return values.map((value) => (value ? exponential(value, Math.max(0, power(Math.abs(value)) - power(step))) : "0"));
  const digits = Math.max(0, -power(step));
  return values.map((value) => plain(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
}

/** About `count` round numbers inside a range of exponents, ascending: powers of ten, and numbers between them where there is room. */
export function logTicks([low, high], count) {
  const decades = high - low;
  if (!(decades > 0) || !Number.isFinite(decades)) return [];
  if (decades < 0.5) return ticks([10 ** low, 10 ** high], count);
  const among = [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]].find((each) => each.length * decades <= count * 1.3) ?? [1];
  const stride = among.length > 1 ? 1 : Math.max(1, Math.ceil(decades / count));
  const found = [];
  for (let power = Math.floor(low); power <= high; power++) {
    if (power % stride) continue;
    found.push(...among.map((times) => times * 10 ** power).filter((value) => Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9));
  }
  return found;
}

/** The words of a logarithmic axis. */
export const logTickWords = (values) => values.map((value) => (isExtreme(value) ? exponential(value, 0) : plain(value, { maximumSignificantDigits: 6 })));

/** A number short enough for a label: three significant digits, no needless zeros. */
export function short(value) {
  if (value == null || !Number.isFinite(value)) return number(value ?? null);
  return isExtreme(Math.abs(value)) ? exponential(value, 1) : plain(Number(value.toPrecision(3)), { maximumSignificantDigits: 3 });
}

const isExtreme = (size) => size !== 0 && (size >= 1e6 || size < 1e-4);
const exponential = (value, digits) => value.toExponential(digits).replace("e+", "e").replaceAll("-", "−");
const plain = (value, how) => value.toLocaleString("en-US", how).replace("-", "−");

/**
 * Draws the frame of a plot: ticks and names at the left and beneath.
 *
 * box: {x, y, width, height} in CSS pixels; names: [below, left]; grid: whether to draw faint lines across the plot.
 */
export function frame(context, box, ranges, names, colours, grid = false) {
  const { x, y, width, height } = box;
  context.save();
  context.font = `12px ${colours.font}`;
  context.fillStyle = colours.label;
  context.strokeStyle = colours.grid;
  context.lineWidth = 1;
  const across = scale(ranges[0], [x, x + width]);
  const up = scale(ranges[1], [y + height, y]);
  const below = ticks(ranges[0], width / 60);
  const left = ticks(ranges[1], Math.max(height / 50, 2));
  context.textAlign = "center";
  context.textBaseline = "top";
  tickWords(below).forEach((words, i) => {
    context.fillText(words, across(below[i]), y + height + 6);
    if (grid) line(context, across(below[i]), y, across(below[i]), y + height);
  });
  context.textAlign = "right";
  context.textBaseline = "middle";
  tickWords(left).forEach((words, i) => {
    context.fillText(words, x - 7, up(left[i]));
    if (grid) line(context, x, up(left[i]), x + width, up(left[i]));
  });
  context.fillStyle = colours.text;
  context.font = `600 13px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.fillText(fitText(context, names[0], width), x + width / 2, y + height + 36);
  context.translate(x - 36, y + height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "top";
  context.fillText(fitText(context, names[1], height), 0, -8);
  context.restore();
  return [across, up];
}

function line(context, fromX, fromY, toX, toY) {
  context.beginPath();
  context.moveTo(Math.round(fromX) + 0.5, Math.round(fromY) + 0.5);
  context.lineTo(Math.round(toX) + 0.5, Math.round(toY) + 0.5);
  context.stroke();
}

/** The text, cut with an ellipsis if it is wider than `width`. */
export function fitText(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let end = text.length - 1;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return `${text.slice(0, end)}…`;
}
