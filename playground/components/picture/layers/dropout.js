const percent = ({ rate }) => `${Math.round(100 * rate)}%`;

export default {
  width: 20,
  tile: 14,
  dashed: true,
  isSpread: false,
  changesInTraining: true,
  switches: true,
  detail: (layer) => [`drop ${percent(layer)}`, percent(layer)],
  draw: drawSwitch,
  formula: (name, layer) => ({
    text: `y = ${name}`,
    note: `In training ${percent(layer)} of the values, chosen anew in every batch, are set to zero.`,
  }),
  told: (layer) => `${percent(layer)} of the values are switched off in training`,
  forward: (_layer, _variables, input) => input,
  backward: (_layer, _variables, _input, upstream) => ({ down: upstream }),
};

// Each batch drops other random values. The picture shows their share, with values drawn at random by its epoch.
function drawSwitch(context, { x, y, size }, i, { rate }, { epoch }, colours) {
  const off = lot(epoch * 31 + i) < rate;
  const radius = Math.min(size / 2, 5);
  context.beginPath();
  context.setLineDash(off ? [2, 2] : []);
  context.arc(x + size / 2, y + size / 2, radius, 0, 2 * Math.PI);
  context.strokeStyle = off ? colours.axis : colours.label;
  context.stroke();
  if (off) return;
  context.fillStyle = colours.label;
  context.fill();
}

function lot(seed) {
  let mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
