// Contour lines of a surface, as line segments (marching squares).

/**
 * The segments of the line where a grid crosses `level`, out to the grid's edges.
 *
 * Returns a flat list x0, y0, x1, y1, … in cells from the grid's first corner.
 */
export function contour(grid, level) {
  const { values, wide, tall } = addBorder(grid);
  const found = [];
  for (let row = 0; row < tall - 1; row++) {
    for (let column = 0; column < wide - 1; column++) {
      const at = row * wide + column;
      const a = values[at] - level;
      const b = values[at + 1] - level;
      const c = values[at + wide + 1] - level;
      const d = values[at + wide] - level;
      if (a > 0 === b > 0 && b > 0 === c > 0 && c > 0 === d > 0) continue; // nearly everywhere
      const crossings = [];
      if (a > 0 !== b > 0) crossings.push(column + a / (a - b), row);
      if (b > 0 !== c > 0) crossings.push(column + 1, row + b / (b - c));
      if (d > 0 !== c > 0) crossings.push(column + d / (d - c), row + 1);
      if (a > 0 !== d > 0) crossings.push(column, row + a / (a - d));
      if (crossings.length === 4) found.push(...crossings);
      // A saddle: the value in the middle tells which two crossings belong together.
      else if (crossings.length === 8) {
        const [bottom, right, top, left] = [crossings.slice(0, 2), crossings.slice(2, 4), crossings.slice(4, 6), crossings.slice(6)];
        const joined = a + b + c + d > 0 === a > 0;
        found.push(...(joined ? [...bottom, ...right, ...top, ...left] : [...bottom, ...left, ...top, ...right]));
      }
    }
  }
  // Values belong to the middles of their cells, and the border added one cell.
  return found.map((at) => at - 0.5);
}

/** The grid with its outermost values repeated around it, so that a line reaches the edge. */
function addBorder({ values, wide, tall }) {
  const [columns, rows] = [wide + 2, tall + 2];
  const found = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const from = Math.max(0, Math.min(row - 1, tall - 1)) * wide;
    for (let column = 0; column < columns; column++) {
      found[row * columns + column] = values[from + Math.max(0, Math.min(column - 1, wide - 1))];
    }
  }
  return { values: found, wide: columns, tall: rows };
}

/** Strokes segments of `contour` over the box that the grid fills. */
export function strokeContour(context, segments, { wide, tall }, { x, y, width, height }) {
  const [across, down] = [width / wide, height / tall];
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(x + segments[i] * across, y + segments[i + 1] * down);
    context.lineTo(x + segments[i + 2] * across, y + segments[i + 3] * down);
  }
  context.stroke();
  context.restore();
}
