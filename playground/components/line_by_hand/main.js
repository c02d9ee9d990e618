// Streamlit's entry point, called after every change of the data or the theme with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { Line } from "./line.js";

const lines = new WeakMap(); // parent element → line

const styled = Promise.all(["../kit/range.css", "line_by_hand.css"].map((name) => styleSheet(new URL(name, import.meta.url))));

/** Makes the line at the first call and updates it at every other. Returns the cleanup function. */
export default async function lineByHand({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".line-by-hand");
  const line = lines.get(parentElement) ?? new Line(root);
  lines.set(parentElement, line);
  line.take(data, setTriggerValue);
  return () => {
    // Streamlit also cleans up after a call that another call replaces; the line then stays.
    if (root.isConnected) return;
    line.close();
    lines.delete(parentElement);
  };
}
