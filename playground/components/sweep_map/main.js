// Streamlit's entry point, called after every change of the data or the theme with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { oneStepAPage } from "../live_curves/history.js";
import { SweepMap } from "./sweep_map.js";

oneStepAPage();

const maps = new WeakMap(); // parent element → map

const styled = styleSheet(new URL("sweep_map.css", import.meta.url));

/** Makes the map at the first call and updates it at every other. Returns the cleanup function. */
export default async function sweepMap({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".sweep-map");
  const map = maps.get(parentElement) ?? new SweepMap(root);
  maps.set(parentElement, map);
  map.take(data, (run) => setTriggerValue("open", run));
  return () => {
    // Streamlit also cleans up after a call that another call replaces; the map then stays.
    if (root.isConnected) return;
    map.close();
    maps.delete(parentElement);
  };
}
