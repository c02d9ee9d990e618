// Where Streamlit calls in: after every change of the data or the theme, always with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { Editor } from "./editor.js";

const editors = new WeakMap(); // parent element → editor

const styled = styleSheet(new URL("points.css", import.meta.url));

/** Streamlit's entry: makes the editor at the first call, hands it the news at every other. Returns the cleanup. */
export default async function points({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".points-editor");
  const editor = editors.get(parentElement) ?? new Editor(root);
  editors.set(parentElement, editor);
  editor.take(data, setTriggerValue);
  return () => {
    // Streamlit also cleans up after a call that another one is about to overtake; the editor then lives on.
    if (root.isConnected) return;
    editor.close();
    editors.delete(parentElement);
  };
}
