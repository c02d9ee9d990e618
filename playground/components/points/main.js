// Streamlit's entry point, called after every change of the data or the theme with the same parent element.

import { styleSheet } from "../kit/styles.js";
import { Editor } from "./editor.js";

const editors = new WeakMap(); // parent element → editor

const styled = styleSheet(new URL("points.css", import.meta.url));

/** Makes the editor at the first call and updates it at every other. Returns the cleanup function. */
export default async function points({ parentElement, data, setTriggerValue }) {
  await styled;
  const root = parentElement.querySelector(".points-editor");
  const editor = editors.get(parentElement) ?? new Editor(root);
  editors.set(parentElement, editor);
  editor.take(data, setTriggerValue);
  return () => {
    // Streamlit also cleans up after a call that another call replaces; the editor then stays.
    if (root.isConnected) return;
    editor.close();
    editors.delete(parentElement);
  };
}
