// A button that signs out. The answer removes the login's cookie and says where the browser goes, or why it stays.

import { element, say } from "../kit/dom.js";
import { styleSheet } from "../kit/styles.js";

const LOST = "The server could not be reached, so you are still signed in. Try again.";

styleSheet(new URL("sign_out.css", import.meta.url));

/** Streamlit's entry. data: {address}. */
export default function signOut({ parentElement, data }) {
  const root = parentElement.querySelector(".sign-out");
  root.address = data.address;
  if (!root.firstElementChild) build(root);
}

function build(root) {
  const button = element("button", { type: "button" }, "Sign out");
  const said = element("p", { role: "status" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const response = await fetch(root.address, { method: "POST" });
      const answer = await response.json();
      if (response.ok) return location.assign(answer.go);
      say(said, answer.error);
    } catch {
      say(said, LOST);
    }
    button.disabled = false;
  });
  root.replaceChildren(button, said);
}
