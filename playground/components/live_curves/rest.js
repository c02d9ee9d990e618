// Waiting between two calls of the server.

/** Waits `milliseconds`; ends early when the tab is looked at again, the network is back, or `signal` is aborted. */
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
