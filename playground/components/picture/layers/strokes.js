// Drawings that several kinds of layers share, in the tile of a value.

/** A function of one number, from -2 to 2. */
export function drawCurve(context, { x, y, size }, curve, colours) {
  context.strokeStyle = colours.label;
  context.lineWidth = 1.75;
  context.beginPath();
  for (let step = 0; step <= 16; step++) {
    const z = step / 4 - 2;
    const value = Math.max(-1.2, Math.min(2, curve(z)));
    context.lineTo(x + 3 + (step / 16) * (size - 6), y + size * (0.62 - 0.25 * value));
  }
  context.stroke();
}

/** A bell curve, `wide` times as wide as usual. */
export function drawBell(context, { x, y, size }, wide, colours) {
  context.strokeStyle = colours.label;
  context.lineWidth = 1.5;
  context.beginPath();
  for (let step = 0; step <= 12; step++) {
    const at = step / 6 - 1;
    context.lineTo(x + (step / 12) * size, y + size * (0.75 - 0.55 * Math.exp(-(((2.2 * at) / wide) ** 2))));
  }
  context.stroke();
}
