// The area between training and validation, where validation is worse.

/**
 * The outline of that area at some epochs, for Plotly to fill: {x, y}, with null between two stretches.
 *
 * worse: 1 if a larger value is worse, -1 if a smaller one is.
 */
export function gap(training, validation, epochs, worse) {
  const outline = { x: [], y: [] };
  let there = []; // along validation
  let back = []; // along training
  const close = () => {
    if (there.length > 1) {
      for (const [x, y] of [...there, ...back.toReversed()]) put(outline, x, y);
      put(outline, null, null);
    }
    [there, back] = [[], []];
  };
  let before = null; // the previous epoch, if both curves have a number there
  for (const epoch of epochs) {
    const [low, high] = [training[epoch], validation[epoch]];
    if (low == null || high == null) {
      close();
      before = null;
      continue;
    }
    const apart = (high - low) * worse;
    if (before && apart > 0 !== before.apart > 0) {
      // The two lines cross between two epochs.
      const share = before.apart / (before.apart - apart);
      const meeting = [before.epoch + (epoch - before.epoch) * share, before.low + (low - before.low) * share];
      there.push(meeting);
      back.push(meeting);
    }
    if (apart > 0) {
      there.push([epoch, high]);
      back.push([epoch, low]);
    } else close();
    before = { epoch, low, apart };
  }
  close();
  return outline;
}

function put(outline, x, y) {
  outline.x.push(x);
  outline.y.push(y);
}
