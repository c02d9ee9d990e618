// Draws a small picture for every value of the network: a heat map over the plane, or a curve over one feature.

import { spread } from "../drawing/canvas.js";
import { heat, neuronHeat, strokeBoundaries } from "../drawing/heat.js";
import { mix, css, diverging } from "../drawing/palette.js";
import { reach } from "../drawing/surface.js";

/** The images of a picture's tiles, redrawn for every picture on the same canvases. */
export class Tiles {
  constructor() {
    this.kept = new Map();
  }

  /** Draws one value's map into its box; a picture without maps gives a plain tile. */
  draw(context, key, grid, layer, { x, y, size }, colours) {
    const corner = Math.min(5, size / 5);
    context.save();
    context.beginPath();
    context.roundRect(x, y, size, size, corner);
    context.clip();
    context.fillStyle = css(colours.middle);
    context.fillRect(x, y, size, size);
    if (grid && grid.tall > 1) {
      const picture = neuronHeat(grid, reach(grid, layer.activation), colours, this.kept.get(key));
      this.kept.set(key, picture);
      spread(context, picture, { x, y, width: size, height: size });
    } else if (grid) {
      curve(context, grid, reach(grid, layer.activation), { x, y, size }, colours);
    }
    context.restore();
    outline(context, { x, y, size }, corner, colours);
  }

  /** Draws the network's answer into the box of the output. */
  output(context, said, options, { x, y, size }, colours) {
    const [grid] = said.grids;
    if (grid.tall === 1) return false;
    context.save();
    context.beginPath();
    context.roundRect(x, y, size, size, 6);
    context.clip();
    const picture = heat(said, options, colours, this.kept.get("output"));
    this.kept.set("output", picture);
    spread(context, picture, { x, y, width: size, height: size });
    strokeBoundaries(context, said, options, { x, y, width: size, height: size }, colours);
    context.restore();
    outline(context, { x, y, size }, 6, colours);
    return true;
  }
}

function outline(context, { x, y, size }, corner, colours) {
  context.strokeStyle = colours.axis;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, y, size, size, corner);
  context.stroke();
}

function curve(context, { values, wide }, largest, { x, y, size }, colours) {
  const zero = y + size / 2;
  const up = (value) => zero - (value / largest) * (size / 2 - 3);
  for (let i = 0; i < wide; i++) {
    context.fillStyle = css(mix(colours.middle, diverging(colours, values[i] / largest), 0.85));
    context.fillRect(x + (i / wide) * size, zero, size / wide + 0.6, up(values[i]) - zero);
  }
  context.strokeStyle = colours.text;
  context.lineWidth = size > 60 ? 2.5 : 1.5;
  context.beginPath();
  values.forEach((value, i) => context.lineTo(x + ((i + 0.5) / wide) * size, up(value)));
  context.stroke();
}

/** A dead neuron is crossed out: never active on any training row. */
export function crossOut(context, { x, y, size }, colours) {
  context.save();
  context.globalAlpha = 0.55;
  context.fillStyle = colours.paper;
  context.fillRect(x, y, size, size);
  context.globalAlpha = 1;
  context.strokeStyle = colours.text;
  context.lineWidth = Math.max(1.5, size / 16);
  context.lineCap = "round";
  const inset = size * 0.22;
  context.beginPath();
  context.moveTo(x + inset, y + inset);
  context.lineTo(x + size - inset, y + size - inset);
  context.moveTo(x + size - inset, y + inset);
  context.lineTo(x + inset, y + size - inset);
  context.stroke();
  context.restore();
}
