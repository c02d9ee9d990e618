// Draws the rows of the data: training rows as filled points, validation rows with a ring.

/** The column of a feature in a set of points; null if the feature is not numeric. */
export const column = (scene, points, name) => points.x[scene.numeric.indexOf(name)] ?? null;

/** The range of a target, [low, high]. */
export function targetRange({ target_range }) {
  const [low, high] = target_range ?? [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

const RARE = 0.03; // the share of rows left out at either end, because a few outliers would make all other rows pale
const colourRanges = new WeakMap();

/** The range of a target's colours; symmetric around zero if the target has both signs. */
export function colourRange(scene) {
  if (!colourRanges.has(scene)) colourRanges.set(scene, usualRange(scene));
  return colourRanges.get(scene);
}

function usualRange(scene) {
  const sorted = [...scene.points.train.y].sort((one, other) => one - other);
  const end = (share) => sorted[Math.round(share * (sorted.length - 1))];
  let [low, high] = sorted.length ? [end(RARE), end(1 - RARE)] : targetRange(scene);
  if (low === high) [low, high] = targetRange(scene);
  if (low < 0 && high > 0) [low, high] = [-Math.max(-low, high), Math.max(-low, high)];
  return [low, high];
}

/** The range of the answer for two classes, a probability or a margin; its middle separates the classes. */
export const answerRange = ({ has_margin }) => (has_margin ? [-1, 1] : [0, 1]);

/** The title of a feature's or target's axis, with the unit in brackets; brackets within the unit become a comma. */
export function withUnit({ units }, name) {
  return units?.[name] ? `${name} (${units[name].replace(/ \((.*)\)$/, ", $1")})` : name;
}

/**
 * Draws both sets. across, up: scales from features to pixels; colour(y): the CSS colour of a point; size: its radius in pixels.
 * names: the features on the axes; without a second one the target is on the y axis.
 */
export function drawPoints(context, scene, names, [across, up], colour, colours, size) {
  for (const set of ["train", "validation"]) {
    const points = scene.points?.[set];
    if (!points) continue;
    const x = column(scene, points, names[0]);
    const y = names[1] === undefined ? points.y : column(scene, points, names[1]);
    if (!x || !y) continue;
    const dot = stamps(colours, size, set);
    for (let i = 0; i < x.length; i++) {
      if (x[i] == null || y[i] == null) continue;
      const stamp = dot(colour(points.y[i]));
      context.drawImage(stamp, across(x[i]) - stamp.width / 4, up(y[i]) - stamp.height / 4, stamp.width / 2, stamp.height / 2);
    }
  }
}

/** Draws one point of each colour, at twice the size, to be copied for every point of that colour. */
function stamps({ ring, edge }, size, set) {
  const made = new Map();
  return (colour) => {
    if (!made.has(colour)) made.set(colour, dot({ colour, ring, edge: edge ?? ring }, size, set === "train"));
    return made.get(colour);
  };
}

function dot({ colour, ring, edge }, size, filled) {
  const half = Math.ceil(size) + 3;
  const canvas = new OffscreenCanvas(4 * half, 4 * half);
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  const discs = [[edge, size + 1.2], [colour, size + 0.2]];
  if (!filled) discs.push([ring, size - 1.7]);
  for (const [fill, radius] of discs) {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(half, half, radius, 0, 2 * Math.PI);
    context.fill();
  }
  return canvas;
}
