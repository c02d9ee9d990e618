// Where Streamlit calls in: after every change of the data or the theme, always with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { Line } from "./line.js";

const lines = new WeakMap(); // parent element → line

const styled = Promise.all(["../kit/range.css", "line_by_hand.css"].map((name) => styleSheet(new URL(name, import.meta.url))));

/** Streamlit's entry: makes the line at the first call, hands it the news at every other. Returns the cleanup. */
export default async function lineByHand({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".line-by-hand");
  const line = lines.get(parentElement) ?? new Line(root);
  lines.set(parentElement, line);
  line.take(data, setTriggerValue);
  return () => {
    // Streamlit also cleans up after a call that another one is about to overtake; the line then lives on.
    if (root.isConnected) return;
    line.close();
    lines.delete(parentElement);
  };
}
