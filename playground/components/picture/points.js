// The rows of the data: filled where the network learns from them, ringed where they only judge it.

/** A column of a set of points by the feature's name; null where that is no axis. */
export const column = (scene, points, name) => points.x[scene.numeric.indexOf(name)] ?? null;

/** What the colours of a target reach from and to: its own range, around zero if it lies on both sides of it. */
export function targetRange({ target_range }) {
  const [low, high] = target_range ?? [0, 1];
  if (low === high) return [low - 1, high + 1];
  if (low < 0 && high > 0) return [-Math.max(-low, high), Math.max(-low, high)];
  return [low, high];
}

/** A feature or target as an axis names it, with its unit. */
export function withUnit({ units }, name) {
  return units?.[name] ? `${name} (${units[name]})` : name;
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
function stamps(colours, size, set) {
  const made = new Map();
  return (colour) => {
    if (!made.has(colour)) made.set(colour, dot(colour, colours.ring, size, set === "train"));
    return made.get(colour);
  };
}

function dot(colour, ring, size, filled) {
  const half = Math.ceil(size) + 3;
  const canvas = new OffscreenCanvas(4 * half, 4 * half);
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.beginPath();
  context.arc(half, half, filled ? size : size - 0.3, 0, 2 * Math.PI);
  if (filled) {
    context.fillStyle = colour;
    context.strokeStyle = ring;
    context.lineWidth = 1.4;
    context.stroke();
    context.fill();
  } else {
    context.strokeStyle = ring;
    context.lineWidth = 4.2;
    context.stroke();
    context.fillStyle = ring;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = 1.9;
    context.stroke();
  }
  return canvas;
}
