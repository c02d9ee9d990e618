// The rows of the data: filled where the network learns from them, ringed where they only judge it.

/** A column of a set of points by the feature's name; null where that is no axis. */
export const column = (scene, points, name) => points.x[scene.numeric.indexOf(name)] ?? null;

/** From where to where a target goes. */
export function targetRange({ target_range }) {
  const [low, high] = target_range ?? [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

const RARE = 0.03; // of the rows at either end: a few outliers would leave all the others one pale colour
const colourRanges = new WeakMap();

/** From where to where the colours of a target go: around zero if it lies on both sides of it. */
export function colourRange(scene) {
  if (!colourRanges.has(scene)) colourRanges.set(scene, usual(scene));
  return colourRanges.get(scene);
}

function usual(scene) {
  const sorted = [...scene.points.train.y].sort((one, other) => one - other);
  const end = (share) => sorted[Math.round(share * (sorted.length - 1))];
  let [low, high] = sorted.length ? [end(RARE), end(1 - RARE)] : targetRange(scene);
  if (low === high) [low, high] = targetRange(scene);
  if (low < 0 && high > 0) [low, high] = [-Math.max(-low, high), Math.max(-low, high)];
  return [low, high];
}

/** The range of the answer for two classes, a probability or a margin; its middle separates the classes. */
export const answerRange = ({ has_margin }) => (has_margin ? [-1, 1] : [0, 1]);

/** A feature or target as an axis names it, with its unit in brackets; a remark of the unit has none of its own. */
export function withUnit({ units }, name) {
  return units?.[name] ? `${name} (${units[name].replace(/ \((.*)\)$/, ", $1")})` : name;
}

/**
 * Draws both sets. across, up: from features to pixels; colour(y): the CSS colour of a point; size: its radius.
 * names: the features on the axes; without a second one the target is what goes up.
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

/** Points of one colour look alike: each is drawn once, at twice the size, and stamped. */
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
