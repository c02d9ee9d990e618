// The words at the best epoch's line: beside its upper or lower end, where no curve crosses them.

import { whole } from "../kit/words.js";

const [LETTER, LINE] = [6.5, 18]; // pixels
const [HEAD, FOOT] = [20, 4]; // pixels from the ends; at the upper end it leaves room for Plotly's toolbar
const [RATE, RATE_LINE] = [110, 16]; // pixels: length and height of the words at a change of the learning rate
const SAMPLES = 100; // epochs looked at under the words

/** Returns a Plotly annotation. plan, zoom, size: see figure.js; room: {width, height} of the curves, in pixels. */
export function bestWords(plan, zoom, size, room) {
  const { best, theme, label } = plan;
  const value = label(best.value);
  const { text, foot, right } = wordsAndCorner(plan, zoom, room, size.width < 340 ? [`<b>${value}</b>`] : [`best <b>${value}</b> · epoch ${whole(best.epoch)}`, `best <b>${value}</b>`]);
  return {
    x: best.epoch,
    y: foot ? 0 : 1,
    yref: "paper",
    text,
    showarrow: false,
    xanchor: right ? "left" : "right",
    yanchor: foot ? "bottom" : "top",
    xshift: right ? 3 : -3,
    yshift: foot ? FOOT : -HEAD,
    bgcolor: theme.paper,
    opacity: 0.9,
    font: { color: theme.text, size: 13 },
  };
}

/** The first text with a free corner, and that corner: {text, foot, right}. If there is none, the first text. */
export function wordsAndCorner(plan, zoom, room, texts) {
  const candidates = texts.map((text) => ({ text, ...cornerOf(plan, zoom, room, text.replace(/<[^>]*>/g, "").length * LETTER) }));
  const { free, ...found } = candidates.find((each) => each.free) ?? candidates[0];
  return found;
}

/** The first free corner of four for words of `width` pixels: {foot, right, free}. If none is free, the first with room for them. */
export function cornerOf({ best, first, end, range, log, lines, other, changes, largerIsBetter }, zoom, room, width) {
  const [from, to] = zoom.x ?? [first, end];
  const perEpoch = room.width / (to - from || 1);
  const height = (value) => (((log ? Math.log10(value) : value) - range[0]) / (range[1] - range[0] || 1)) * room.height;
  const drawn = [...lines, ...(other ?? []).map((line) => ({ ...line, values: line.raw }))];
  const side = best.epoch <= (from + to) / 2;
  const corners = [side, !side].flatMap((right) => [Boolean(largerIsBetter), !largerIsBetter].map((foot) => ({ foot, right })));
  const fits = ({ right }) => (right ? to - best.epoch : best.epoch - from) * perEpoch >= width;
  const isFree = ({ foot, right }) => {
    const low = foot ? FOOT : room.height - HEAD - LINE;
    const left = right ? best.epoch : best.epoch - width / perEpoch;
    const reach = width / perEpoch;
    const step = Math.max(1, Math.floor(reach / SAMPLES));
    for (let epoch = Math.max(Math.ceil(left), 0); epoch <= left + reach; epoch += step) {
      const seen = drawn.filter(({ hidden, values }) => !hidden && values[epoch] != null).map(({ values }) => height(values[epoch]));
      if (seen.some((at) => at > low && at < low + LINE)) return false;
    }
    const isBesideThem = low + LINE < (room.height - RATE) / 2 || low > (room.height + RATE) / 2;
    return isBesideThem || !(changes ?? []).some(([epoch]) => epoch > left && epoch - RATE_LINE / perEpoch < left + reach);
  };
  const possible = corners.filter(fits);
  const free = possible.find(isFree);
  return { ...(free ?? possible[0] ?? corners[0]), free: Boolean(free) };
}
