// Streamlit's entry point, called after every change of the data or the theme with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { oneStepAPage } from "./history.js";
import { View } from "./view.js";

oneStepAPage();

// In this order, because the last matching rule counts.
const STYLES = ["../kit/range.css", "../drawing/cut.css", "panels.css", "live_curves.css", "beneath.css", "doctor.css", "bar.css", "bar_on_phone.css", ...["picture", "notes", "timeline", "views", "beside", "editing"].map((name) => `../picture/${name}.css`), "touch.css"];
const views = new WeakMap(); // parent element → view

const styled = Promise.all(STYLES.map((file) => styleSheet(new URL(file, import.meta.url))));

/** Makes the view at the first call and updates it at every other. Returns the cleanup function. */
export default async function liveCurves({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".live-curves");
  const view = views.get(parentElement) ?? new View(root, parentElement.querySelector(".run-bar"));
  views.set(parentElement, view);
  view.take(data, setTriggerValue);
  return () => {
    // Streamlit also cleans up after a call that another call replaces; the view then stays.
    if (root.isConnected) return;
    view.close();
    views.delete(parentElement);
  };
}
