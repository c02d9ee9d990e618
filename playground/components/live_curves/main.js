// Where Streamlit calls in: after every change of the data or the theme, always with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { oneStepAPage } from "./history.js";
import { View } from "./view.js";

oneStepAPage();

// In this order: the last sheet that says something counts.
const STYLES = ["../kit/range.css", "../drawing/cut.css", "panels.css", "live_curves.css", "beneath.css", "doctor.css", "bar.css", "bar_on_phone.css", ...["picture", "notes", "timeline", "views", "beside", "editing"].map((name) => `../picture/${name}.css`), "touch.css"];
const views = new WeakMap(); // parent element → view

const styled = Promise.all(STYLES.map((file) => styleSheet(new URL(file, import.meta.url))));

/** Streamlit's entry: makes the view at the first call, hands it the news at every other. Returns the cleanup. */
export default async function liveCurves({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".live-curves");
  const view = views.get(parentElement) ?? new View(root, parentElement.querySelector(".run-bar"));
  views.set(parentElement, view);
  view.take(data, setTriggerValue);
  return () => {
    // Streamlit also cleans up after a call that another one has overtaken or is about to; the view then lives on.
    if (root.isConnected) return;
    view.close();
    views.delete(parentElement);
  };
}
