// The states of a run, those of `playground/states.py` and those that only a page knows: one row each.
//
// title: in words; sign: what a cell of a sweep shows beside its value; going: whether the run goes on.

export const STATES = {
  none: { title: "Ready" },
  waiting: { title: "Waiting", sign: "waiting", going: true },
  running: { title: "Training", sign: "training", going: true },
  paused: { title: "Paused" },
  finished: { title: "Finished" },
  stopped_early: { title: "Stopped early" },
  stopped: { title: "Stopped", sign: "■ stopped" },
  failed: { title: "Failed", sign: "✕ failed" },
  interrupted: { title: "Interrupted", sign: "■ cut off" },
  gone: { title: "Not here any more" },
};

export const goesOn = (state) => Boolean(STATES[state]?.going);

/** A state in words; a state that only a newer version knows keeps its name. */
export const titleOf = (state) => STATES[state]?.title ?? state;
