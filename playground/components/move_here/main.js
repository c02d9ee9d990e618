// A field for the code of another browser. The answer sets the cookie, and the page is loaded again as that person.

import { element, say } from "../kit/dom.js";
import { styleSheet } from "../kit/styles.js";

const LOST = "The server could not be reached. Check the connection and try again.";

styleSheet(new URL("move_here.css", import.meta.url));

/** Streamlit's entry. data: {address}. */
export default function moveHere({ parentElement, data }) {
  const root = parentElement.querySelector(".move-here");
  root.address = data.address;
  if (!root.firstElementChild) build(root);
}

function build(root) {
  const code = element("input", {
    type: "text",
    id: "code-of-another-browser",
    maxlength: "30",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    placeholder: "ABCDE-12345",
  });
  const button = element("button", { type: "submit" }, "Go on as that person");
  const said = element("p", { role: "status" });
  const label = element("label", { for: code.id }, "A code from another browser");
  const form = element("form", {}, label, element("div", { class: "line" }, code, button), said);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say(said, "");
    const refusal = await become(root.address, code.value);
    if (refusal === null) location.assign(location.pathname);
    else say(said, refusal);
    button.disabled = false;
  });
  root.replaceChildren(form);
}

/** The server's sentence if it refuses a code; null if it accepts it. */
async function become(address, code) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
    return response.ok ? null : (await response.json()).error;
  } catch {
    return LOST;
  }
}
