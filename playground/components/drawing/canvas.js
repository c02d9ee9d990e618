// Canvases at the screen's resolution, and grids of numbers as images.

/**
 * Fits a canvas to a size in CSS pixels on this screen; returns its context, cleared, in CSS pixels.
 *
 * The size is a parameter, because measuring after a change makes the browser lay the page out again.
 */
export function sharp(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/**
 * An image of a grid, one pixel a cell, the first row at the top as the server sends it.
 *
 * colour(index): the colour of cell `index` (row · wide + column), as `pack` in palette.js returns it.
 */
export function image(wide, tall, colour, into = new OffscreenCanvas(wide, tall)) {
  if (into.width !== wide || into.height !== tall) [into.width, into.height] = [wide, tall];
  const context = into.getContext("2d");
  const pixels = context.createImageData(wide, tall);
  const cells = new Uint32Array(pixels.data.buffer);
  for (let i = 0; i < cells.length; i++) cells[i] = colour(i);
  context.putImageData(pixels, 0, 0);
  return into;
}

/** Draws an image over a box, with smooth transitions between its cells. */
export function spread(context, grid, { x, y, width, height }) {
  context.imageSmoothingEnabled = true; // at the usual quality: a better one takes a few milliseconds of each frame
  context.drawImage(grid, x, y, width, height);
}

/** A grid with `factor` times as many cells along each side, by linear interpolation between the middles of cells. */
export function finer({ values, wide, tall }, factor) {
  const [columns, rows] = [wide * factor, tall * factor];
  const across = Array.from({ length: columns }, (_, column) => between(column, factor, wide));
  const found = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const [upper, lower, down] = between(row, factor, tall);
    for (let column = 0; column < columns; column++) {
      const [left, right, over] = across[column];
      const [a, b] = [values[upper * wide + left], values[upper * wide + right]];
      const [c, d] = [values[lower * wide + left], values[lower * wide + right]];
      const top = a + (b - a) * over;
      found[row * columns + column] = top + (c + (d - c) * over - top) * down;
    }
  }
  return { values: found, wide: columns, tall: rows };
}

/** The two old cells on both sides of a new one, and its share of the way from the first to the second. */
function between(cell, factor, count) {
  const at = Math.max(0, Math.min((cell + 0.5) / factor - 0.5, count - 1));
  const first = Math.floor(at);
  return [first, Math.min(first + 1, count - 1), at - first];
}
