// Draws layers without weights, by what they do to the values.

import { kindOf } from "./layers/table.js";

/** Draws the column of a layer without weights. */
export function drawPassing(context, column, picture, colours) {
  const { layer, tiles } = column;
  if (!tiles.length) return;
  const top = tiles[0].y - 6;
  const bottom = tiles.at(-1).y + tiles.at(-1).size + 6;
  context.save();
  context.strokeStyle = colours.label;
  context.fillStyle = colours.paper;
  context.lineWidth = 1.25;
  const kind = kindOf(layer);
  if (kind.dashed) context.setLineDash([4, 3]);
  context.beginPath();
  context.roundRect(column.x - 1, top, column.width + 2, bottom - top, 7);
  context.fill();
  context.stroke();
  tiles.forEach((tile, i) => kind.draw(context, tile, i, layer, picture, colours));
  context.restore();
}
