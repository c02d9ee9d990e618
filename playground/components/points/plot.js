// The points of a toy on a canvas: draws them like the picture, and finds the one under a finger.

import { frame, scale } from "../drawing/axis.js";
import { sharp } from "../drawing/canvas.js";
import { classColour, css, diverging } from "../drawing/palette.js";
import { colourRange, drawPoints } from "../drawing/points.js";

const ROOM = { left: 46, right: 6, top: 6, bottom: 40 };
const LEAST_REACH = 6; // the points of toys lie within about -6 to 6, see playground/datasets/view.py
const SIZE = 3.2;

/** The ranges of the axes: those of the picture, widened if an added point lies outside. */
export function ranges({ features, x, y }, added) {
  const reach = features.map((_, i) => added.map((point) => Math.abs(point[i])).concat(x[i].map(Math.abs)));
  const farthest = reach.flat().reduce((most, value) => Math.max(most, value), LEAST_REACH);
  const across = [-farthest, farthest];
  if (features.length > 1) return [across, across];
  const heights = y.concat(added.map((point) => point[1]));
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  // Room above and below, for new points.
  const room = 0.3 * (high - low || 1);
  return [across, [low - room, high + room]];
}

/** The box of the plot in a canvas; a square if there are two features. */
export function boxOf({ features }, width, height) {
  const [wide, high] = [width - ROOM.left - ROOM.right, height - ROOM.top - ROOM.bottom];
  const side = Math.min(wide, high);
  return { x: ROOM.left, y: ROOM.top, width: features.length > 1 ? side : wide, height: features.length > 1 ? side : high };
}

/** The scales from features to pixels, each with its inverse. */
export function scales(box, [across, up]) {
  return [scale(across, [box.x, box.x + box.width]), scale(up, [box.y + box.height, box.y])];
}

/** Every point in the plot: {at: [x, y] in pixels, added: index} or {at, row}. */
export function* pointsOf({ rows, x, y }, { added, removed }, [across, up]) {
  const gone = new Set(removed);
  for (let i = 0; i < rows.length; i++) {
    if (!gone.has(rows[i])) yield { at: [across(x[0][i]), up((x[1] ?? y)[i])], row: rows[i] };
  }
  for (let i = 0; i < added.length; i++) yield { at: [across(added[i][0]), up(added[i][1])], added: i };
}

/** The nearest point within `most` pixels; null if there is none. */
export function nearest(points, [left, top], most) {
  let found = null;
  for (const point of points) {
    const far = Math.hypot(point.at[0] - left, point.at[1] - top);
    if (far <= most) [found, most] = [point, far];
  }
  return found;
}

/** The colour of a point by its target, as in the picture. */
function colourOf(data, colours) {
  const { classes, features } = data;
  if (classes.length) return (value) => classColour(colours, value, classes.length);
  if (features.length < 2) return () => colours.label;
  const [low, high] = colourRange(data.scene);
  return (value) => css(diverging(colours, (2 * (value - low)) / (high - low) - 1));
}

const number = ({ classes }, value) => (classes.length ? classes.indexOf(value) : value);

/**
 * Draws everything. ghost: the point that a click would add, or null; meant: the point that it would remove; cross: the position of the
 * keyboard's cross, [left, top], or null.
 */
export function draw(canvas, { data, edits, colours, box, width, height, limits, ghost, meant, cross }) {
  const context = sharp(canvas, width, height);
  const { features, target } = data;
  const axes = frame(context, box, limits, [features[0], features[1] ?? target], colours, features.length < 2);
  context.strokeStyle = colours.axis;
  context.lineWidth = 1;
  context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
  data.scene = sceneOf(data, edits);
  const colour = colourOf(data, colours);
  const edged = data.classes.length || features.length < 2 ? colours : { ...colours, edge: colours.label };
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  drawPoints(context, data.scene, features, axes, colour, edged, SIZE);
  const [across, up] = axes;
  for (const point of edits.added) circle(context, across(point[0]), up(point[1]), SIZE + 3, colours.text, 1.5);
  if (ghost) {
    context.globalAlpha = 0.55;
    context.fillStyle = colour(number(data, ghost.at(-1)));
    circle(context, across(ghost[0]), up(ghost[1]), SIZE + 2, colours.text, 1, true);
    context.globalAlpha = 1;
  }
  if (meant) circle(context, ...meant.at, SIZE + 5, colours.text, 2.5);
  if (cross) crosshair(context, box, cross, colours);
  context.restore();
}

/** The points as a run's scene (see playground/pictures/scene.py): training rows, which include the added ones, and validation rows. */
function sceneOf(data, { added, removed }) {
  const { rows, x, y, trains, features } = data;
  const gone = new Set(removed);
  const set = (training) => {
    const chosen = rows.map((_, i) => i).filter((i) => Boolean(trains[i]) === training && !gone.has(rows[i]));
    return { x: x.map((values) => chosen.map((i) => values[i])), y: chosen.map((i) => y[i]) };
  };
  const train = set(true);
  for (const point of added) {
    features.forEach((_, i) => train.x[i].push(point[i]));
    train.y.push(number(data, point.at(-1)));
  }
  return { numeric: features, points: { train, validation: set(false) } };
}

function circle(context, x, y, radius, colour, width, filled = false) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (filled) context.fill();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

function crosshair(context, { x, y, width, height }, [left, top], colours) {
  context.strokeStyle = colours.text;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  for (const [fromX, fromY, toX, toY] of [[x, top, x + width, top], [left, y, left, y + height]]) {
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.stroke();
  }
  context.setLineDash([]);
}
