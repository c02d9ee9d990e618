// A sentence on why there is no picture; "" if there is one.

import { goesOn } from "../kit/states.js";

export function nothing({ address, answer, moments, picture, problem, run, scene, settings, stale, waits }) {
  if (address == null) return "What the network says, and the network itself, show here once the settings are right.";
  if (problem) return problem;
  if (!picture || !scene || stale) {
    if (moments?.problem) return moments.problem;
    if (stale && goesOn(answer.state)) return "";
    if (run == null) return waits ? "" : "The untrained network shows here as soon as a worker has looked at it.";
    if (answer.pictures || answer.state == null) return ""; // they are being fetched
    return goesOn(answer.state) ? "The first picture is of the untrained network." : "This run has no pictures.";
  }
  if (settings.view === "boundary" && picture.finite === false) {
    return "The network's answers are no numbers any more, so there is nothing to draw here.";
  }
  if (settings.view === "boundary" && !picture.axes.length) {
    return "This run has no numeric feature to draw along. Its network and weights are on the other tabs.";
  }
  return "";
}
