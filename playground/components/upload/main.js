// Takes a file of one's own, sends it to the server and shows what the server read.

import { styleSheet } from "../kit/styles.js";
import { setVisitor } from "../kit/visitor.js";
import { Upload } from "./upload.js";

styleSheet(new URL("upload.css", import.meta.url));

/** Streamlit's entry. data: {address, mostBytes, visitor}. */
export default function upload({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".upload");
  setVisitor(data.visitor);
  root.upload ??= new Upload(root);
  root.upload.show(data, (table) => setTriggerValue("use", table));
}
