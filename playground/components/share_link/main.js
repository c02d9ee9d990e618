// An address with a button to copy it and its QR code; drawn again when Streamlit calls with another address.

import { copy } from "../kit/copying.js";
import { element, mark, say } from "../kit/dom.js";
import { isTouched } from "../kit/touch.js";

const COPIED = 2500; // milliseconds during which the button says “copied”

const BY_HAND = isTouched ? "Tap the selected address, then “Copy”." : "Press Ctrl+C (on a Mac ⌘C) to copy it.";
const style = element("link", { rel: "stylesheet", href: new URL("share_link.css", import.meta.url) });
document.head.append(style);

/** Streamlit's entry. */
export default function shareLink({ parentElement, data }) {
  const root = parentElement.querySelector(".share-link");
  const parts = root.parts ?? (root.parts = build(root));
  parts.address.value = data.address;
  mark(parts.address, "aria-label", data.label);
  say(parts.label, data.label);
  say(parts.note, data.note);
  parts.code.hidden = !data.qr;
  parts.long.hidden = Boolean(data.qr);
  if (data.qr) mark(parts.code, "src", data.qr);
}

function build(root) {
  const label = element("span", { class: "label" });
  const address = element("input", { type: "text", readonly: "", spellcheck: "false" });
  const button = element("button", { type: "button" }, "Copy");
  const said = element("p", { role: "status" });
  const note = element("p", { class: "note" });
  const code = element("img", { alt: "QR code of the address" });
  const long = element("p", { class: "long" }, "This address is too long for a QR code.");
  address.addEventListener("focus", () => address.select());
  button.addEventListener("click", async () => {
    const done = await copy(address.value, () => {
      address.focus();
      address.select();
    });
    say(button, done ? "Copied" : "Copy");
    say(said, done ? "The address is copied." : BY_HAND);
    setTimeout(() => say(button, "Copy"), COPIED);
  });
  root.replaceChildren(label, element("div", { class: "line" }, address, button), note, code, long, said);
  return { label, address, note, code, long };
}
