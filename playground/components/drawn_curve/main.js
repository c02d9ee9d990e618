// Streamlit's entry point, called after every change of the data or the theme with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { Drawing } from "./drawing.js";

const drawings = new WeakMap(); // parent element → drawing

const styled = styleSheet(new URL("drawn_curve.css", import.meta.url));

/** Makes the drawing at the first call and updates it at every other. Returns the cleanup function. */
export default async function drawnCurve({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".drawn-curve");
  const drawing = drawings.get(parentElement) ?? new Drawing(root);
  drawings.set(parentElement, drawing);
  drawing.take(data, setTriggerValue);
  return () => {
    // Streamlit also cleans up after a call that another call replaces; the drawing then stays.
    if (root.isConnected) return;
    drawing.close();
    drawings.delete(parentElement);
  };
}
