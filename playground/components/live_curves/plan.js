// What the charts draw of a run: its curves up to the epoch shown, and all marks in them.

import { roundEnd } from "../kit/series.js";
import { goesOn } from "../kit/states.js";

/** The plan for `Panel.draw`. shown: the run as it stood at the epoch shown; beside: the run beside it; past: the past epoch that the person looks at. */
export function planOf({ answer, curves, epoch }, beside, past) {
  const over = !goesOn(answer.state);
  const end = epoch < 0 ? 10 : over ? epoch : roundEnd(epoch, answer.epochs);
  return {
    curves,
    other: beside.curves && { name: beside.other.textContent, curves: beside.curves, units: beside.units },
    epoch,
    end: Math.max(end, beside.epoch),
    best: answer.best,
    kept: answer.kept,
    passedOver: answer.passed_over,
    past,
    changes: answer.learning_rates ?? [],
    rate: answer.learning_rate,
  };
}
