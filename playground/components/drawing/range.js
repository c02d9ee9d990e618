// The range of the y axis: that of the later epochs, if the first ones would flatten their curves.

const EARLY = 0.1; // the share of epochs at the start that do not count
const FEWEST = 8; // of fewer epochs all values are shown
const RARE = 0.02; // the share of the later values that counts as spikes, at either end
const MARGIN = 0.6; // free room on both sides, as a share of the usual range
const WORTH = 2; // values are cut off only if the range of all values is this many times as large
const MOST = 12; // the most stretches of one curve that are marked as cut off
const SAMPLES = 1000; // the most values of a curve that are looked at

/**
 * The range of the y axis for the epochs from `first` to `last` of some curves, and whether values lie outside it.
 *
 * whole: nothing may be cut off; log: the axis is logarithmic and the range is of exponents; always: values that must be
 * in sight, such as the best one. Returns {range: [low, high], cut}.
 */
export function yRange(curves, first, last, { whole = false, log = false, always = [] } = {}) {
  const all = log ? curves.map((values) => values.map((value) => (value > 0 ? Math.log10(value) : null))) : curves;
  const full = extremes(all, first, last);
  if (!full) return { range: [0, 1], cut: false };
  const usual = whole || log ? null : usualRange(all, first, last);
  if (!usual) return { range: pad(full), cut: false };
  const [low, high] = extend(usual, always.filter(Number.isFinite));
  const range = [Math.max(full[0], low), Math.min(full[1], high)];
  if (full[1] - full[0] <= WORTH * (range[1] - range[0])) return { range: pad(full), cut: false };
  return { range: pad(range), cut: true };
}

function extremes(curves, first, last) {
  let [low, high] = [Infinity, -Infinity];
  for (const values of curves) {
    for (let epoch = first; epoch <= last; epoch++) {
      const value = values[epoch];
      if (value == null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/** The range of the values of the later epochs without a few spikes; null if there are too few values. */
function usualRange(curves, first, last) {
  const count = last - first + 1;
  if (count < FEWEST) return null;
  const from = first + Math.max(1, Math.ceil(count * EARLY));
  const step = Math.ceil((last - from + 1) / SAMPLES);
  const found = [];
  for (const values of curves) {
    for (let epoch = from; epoch <= last; epoch += step) if (values[epoch] != null) found.push(values[epoch]);
  }
  if (found.length < FEWEST / 2) return null;
  found.sort((one, other) => one - other);
  return [found[Math.floor(RARE * found.length)], found[Math.ceil((1 - RARE) * found.length) - 1]];
}

function extend([low, high], always) {
  const room = MARGIN * (high - low || Math.abs(high) * 0.05 || 1);
  return [Math.min(low - room, ...always), Math.max(high + room, ...always)];
}

/** Adds a little room at both ends, in steps, so that the axis does not move with each value. */
function pad([low, high]) {
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const step = 10 ** Math.floor(Math.log10(span)) / 20;
  const down = Math.floor((low - 0.04 * span) / step) * step;
  return [low >= 0 && down < 0 ? -0.02 * span : down, Math.ceil((high + 0.04 * span) / step) * step];
}

/**
 * For each stretch of a curve outside the range, the epoch of the value farthest away.
 *
 * Returns [{epoch, value, above}], the farthest first.
 */
export function cutOff(values, first, last, [low, high]) {
  const found = [];
  let stretch = null;
  for (let epoch = first; epoch <= last; epoch++) {
    const value = values[epoch];
    const beyond = value == null ? 0 : Math.max(value - high, low - value, 0);
    if (!beyond) stretch = null;
    else if (!stretch) found.push((stretch = { epoch, value, above: value > high, beyond }));
    else if (beyond > stretch.beyond) Object.assign(stretch, { epoch, value, above: value > high, beyond });
  }
  found.sort((one, other) => other.beyond - one.beyond);
  return found.slice(0, MOST).map(({ epoch, value, above }) => ({ epoch, value, above }));
}

/** The epoch from which on a curve is not a number until its end; null if it ends with a number. */
export function lastsUntil(values, first, last) {
  let epoch = last;
  while (epoch >= first && values[epoch] === null) epoch--;
  return epoch < last && epoch >= first ? epoch + 1 : null;
}
