// Waits between two requests, and tells whether a refused request is worth another try.

const PASSING = new Set([408, 425, 429]);

/** Whether a request that was refused with this status may succeed later. */
export function mayPass(status) {
  return status >= 500 || PASSING.has(status);
}

/** Waits `milliseconds`; ends early when the tab is shown again, the network is back, or `signal` is aborted. */
export function rest(milliseconds, signal = null) {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const done = () => {
      clearTimeout(timer);
      listening.abort();
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const shown = () => document.hidden || done();
    document.addEventListener("visibilitychange", shown, { signal: listening.signal });
    window.addEventListener("online", done, { signal: listening.signal });
    signal?.addEventListener("abort", done, { signal: listening.signal });
  });
}
