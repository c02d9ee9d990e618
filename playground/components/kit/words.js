// Numbers and names as people read them.

/** Four significant digits; an en dash for no value yet, NaN for a value that is not a number. */
export function number(value) {
  if (value === undefined) return "–";
  if (value === null) return "NaN";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return value.toExponential(2).replace("e+", "e").replaceAll("-", "−");
  if (size >= 1000) return whole(value);
  return value.toPrecision(4).replace("-", "−");
}

/**
 * A value in the target's own unit, "" if there is none or it is unknown. unit: {name, factor, scaled} or null.
 * A unit without a name is called “unscaled”.
 */
export function inUnit(value, unit) {
  if (!unit || value == null || (!unit.scaled && !unit.name)) return "";
  return `${number(value * unit.factor)} ${unit.name || "unscaled"}`;
}

/** A value; if the target is scaled, followed by the value in the target's own unit. */
export function withUnit(value, unit) {
  const own = inUnit(value, unit);
  if (!own) return number(value);
  return unit.scaled ? `${number(value)} · ${own}` : own;
}

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 }); // made once, since making it takes most of the time

/** A whole number in groups of three. */
export function whole(value) {
  return value == null ? "–" : grouped.format(Math.round(value)).replace("-", "−");
}

/** A duration in seconds as words: 0.7 s, 42 s, 2 min 05 s. */
export function seconds(value) {
  if (value == null) return "–";
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 60) return `${Math.round(value)} s`;
  const all = Math.round(value);
  return `${Math.floor(all / 60)} min ${String(all % 60).padStart(2, "0")} s`;
}

/** Epochs per second as words; for slow epochs, seconds per epoch. */
export function speed(perSecond) {
  if (!perSecond) return "";
  if (perSecond < 0.5) return `${seconds(1 / perSecond)} an epoch`;
  return `${perSecond >= 10 ? whole(perSecond) : perSecond.toFixed(1)} epochs/s`;
}

/** The name of a column or class in one line: shortened, and without characters that reverse the text after them. */
export function brief(name, most = 40) {
  const letters = [...String(name).replace(/[\u202a-\u202e\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim()];
  return letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("")}…`;
}
