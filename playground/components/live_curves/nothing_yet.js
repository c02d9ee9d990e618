// Why there is no curve yet, in a sentence; "" once there is one.

const NOT_READY = "The curves begin here once the settings are right and Train is pressed.";

/** ready: false if the settings cannot be trained; first: Python's sentence for a page without a run. */
export function nothingYet({ state, reason }, epoch, { ready, first }) {
  if (epoch >= 0) return "";
  if (state === "none") return ready === false ? NOT_READY : first;
  if (state === "gone") return reason || "This run is no longer kept on the server.";
  if (state === "waiting") return "The curves begin here as soon as a worker is free.";
  return state === "running" ? "The first point comes from the untrained network." : "";
}
