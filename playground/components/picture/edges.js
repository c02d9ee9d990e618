// Draws weights as curves: positive ones blue, negative ones orange, and large ones wide.

const NEAR = 5; // pixels within which the pointer selects a curve

/**
 * The edges into a column: {from, to, x0, y0, x1, y1, weight}, with the weights row by row from the left (see layout.js).
 * Layers that pass values on have one edge per row, of weight null.
 */
export function edges(left, right, weights) {
  if (!weights) {
    return right.tiles.flatMap((tile, i) => (left.tiles[i] ? [edge(left, right, i, i, null)] : []));
  }
  const [, columns] = weights.shape;
  return left.tiles.flatMap((_, i) => right.tiles.map((_tile, j) => edge(left, right, i, j, weights.values[i * columns + j])));
}

function edge(left, right, from, to, weight) {
  const [one, other] = [left.tiles[from], right.tiles[to]];
  return {
    left: left.index,
    right: right.index,
    from,
    to,
    weight,
    x0: one.x + one.size,
    y0: one.y + one.size / 2,
    x1: other.x,
    y1: other.y + other.size / 2,
  };
}

/** The size of a weight; 0 for none, and for one that is not a number. */
const strength = (weight) => (Number.isFinite(weight) ? Math.abs(weight) : 0);

/** Draws edges, the weakest first; lit(edge): whether the pointer or the focus is on an edge, null if they are on none. */
export function drawEdges(context, list, colours, lit) {
  const largest = Math.max(...list.map(({ weight }) => strength(weight)), 1e-9);
  const order = [...list].sort((one, other) => strength(one.weight) - strength(other.weight));
  context.lineCap = "round";
  for (const item of order) {
    const share = strength(item.weight) / largest;
    const among = lit == null || lit(item);
    const isPlain = !Number.isFinite(item.weight);
    context.globalAlpha = (isPlain ? 0.5 : 0.22 + 0.78 * share) * (among ? 1 : 0.12);
    context.strokeStyle = isPlain ? colours.axis : item.weight < 0 ? colours.negative : colours.positive;
    context.lineWidth = isPlain ? 1.25 : 0.5 + 4.5 * share + (lit != null && among ? 0.75 : 0);
    trace(context, item);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function trace(context, { x0, y0, x1, y1 }) {
  const middle = (x0 + x1) / 2;
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

/** The edge with a weight nearest to a pixel; null if none is near. */
export function nearest(list, x, y) {
  let found = null;
  let least = NEAR;
  for (const item of list) {
    if (item.weight == null || x < item.x0 || x > item.x1) continue;
    const share = parameterAt((x - item.x0) / (item.x1 - item.x0));
    // The curve starts and ends horizontally. Where it is steep, its distance is less than the vertical one.
    const height = item.y0 + (item.y1 - item.y0) * (3 * share * share - 2 * share ** 3);
    const slope = Math.abs(item.y1 - item.y0) / (item.x1 - item.x0);
    const distance = Math.abs(height - y) / Math.hypot(1, slope);
    if (distance < least) [found, least] = [item, distance];
  }
  return found;
}

/** The Bézier parameter of the curve at a share of its width. Its control points are in the middle, so x does not grow evenly. */
function parameterAt(across) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2;
    const x = 1.5 * t * (1 - t) + t ** 3;
    if (x < across) low = t;
    else high = t;
  }
  return (low + high) / 2;
}
