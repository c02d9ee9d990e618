// What the picture shows: the run, the untrained network of the settings, or a recording of them.

import { goesOn } from "../kit/states.js";

/**
 * Returns {follow, instead, recording}: what the picture follows (see `Picture.follow`); whether an untrained network stands
 * in for a run with other settings than the page's; and the address of the recording, null for none.
 *
 * untrained: Python's data on the networks without a run; state: the run's; back: whether the person wants to see the
 * run although the settings differ; opens: whether the visit opens with a recording.
 */
export function aim({ untrained, run, base, state, back, opens }) {
  const { settings = null, run: own = null, batch, differ = false, branch = false, recording = null } = untrained ?? {};
  if (run == null && recording != null && opens) {
    return { instead: false, recording, follow: { run: null, address: recording, key: settings, recorded: true } };
  }
  const turn = run != null && differ && settings != null && !goesOn(state);
  const instead = turn && !back;
  if (run == null || instead) return { instead, recording: null, follow: { run: null, address: settings, key: settings, turn } };
  const address = `${base}runs/${encodeURIComponent(run)}`;
  return { instead, recording: null, follow: { run, address, untrained: branch ? null : own, key: own, batch, turn } };
}
