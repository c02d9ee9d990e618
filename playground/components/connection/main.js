// Says in a line at the top when the server does not answer, instead of a dialog of Streamlit that addresses
// developers; also when the page did not load, or an error has left it blank.
//
// Every page loads this module directly (see playground/server/first_paint.py); it is not a component of Streamlit.

import { element, say } from "../kit/dom.js";

const SOON = 2000; // milliseconds without a connection until it is said; most connections are back by then
const ASKS = 3000; // milliseconds between two questions whether the server still admits the person
const COMES = 20_000; // milliseconds after which an empty page counts as not loaded; a slow line needs some seconds
const LONGEST = 2000; // milliseconds to wait for an answer, because a machine that is gone stays silent for minutes
const AWAY = "The server does not answer at this moment. What is on this page stays, and it goes on by itself.";
const REFUSED = "The server lets this browser in no more. Open the page anew.";
const OFFLINE = "This computer has no network. What is on this page stays, and it goes on by itself.";
const NEVER_CAME = "This page did not come as a whole.";
const BROKEN = "This page broke down. What was trained and kept is still there.";

const words = element("span");
const anew = element("button", { type: "button", hidden: "" }, "Open the page anew");
const line = element("div", { class: "no-connection", role: "status", hidden: "" }, words, anew);
anew.addEventListener("click", () => location.reload());
document.body.append(line);

let was = false; // whether the page has had a connection; before that the page itself says how it loads
let timer = null; // set while there is no connection

function look() {
  const state = document.querySelector(".stApp")?.dataset.testConnectionState;
  if (state === "CONNECTED") {
    was = true;
    clearTimeout(timer);
    timer = null;
    line.hidden = true;
  } else if (was) {
    timer ??= setTimeout(tell, SOON);
    dismiss();
  }
}

/** Closes Streamlit's dialog about the connection, which opens no other one until the connection is back. */
function dismiss() {
  for (const dialog of document.querySelectorAll("[data-testid=stDialog]")) {
    if (dialog.querySelector("[slot=title]")?.textContent !== "Connection error") continue;
    dialog.style.display = "none";
    dialog.querySelector("button[aria-label=Close]")?.click();
  }
}

/** Says that a part of the page, such as a script of Streamlit, did not load. */
function tellIfNothingCame() {
  if (was || document.querySelector(".stApp")) return;
  say(words, NEVER_CAME);
  anew.hidden = line.hidden = false;
}

async function tell() {
  // React removes a page with an error as a whole.
  const needsLoading = document.querySelector(".stApp") ? await refusal() : BROKEN;
  if (timer == null) return; // the connection came back meanwhile
  say(words, needsLoading || (navigator.onLine ? AWAY : OFFLINE));
  anew.hidden = !needsLoading;
  line.hidden = false;
  timer = setTimeout(tell, ASKS);
}

/** The server's sentence if it does not admit this browser any more; "" if it does, or does not answer. */
async function refusal() {
  try {
    const address = new URL("_stcore/host-config", document.baseURI);
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
    return answer.status === 401 ? sentenceIn(await answer.json().catch(() => null)) : "";
  } catch {
    return "";
  }
}

/** The sentence in a gate's answer: its text, or the `error` of its object; "" for the answer of a proxy. */
function sentenceIn(answer) {
  const said = answer?.error ?? answer;
  return typeof said === "string" && said ? said : REFUSED;
}

for (const parent of [document.body, document.getElementById("root")]) {
  new MutationObserver(look).observe(parent, { childList: true });
}
new MutationObserver(look).observe(document.body, { subtree: true, attributeFilter: ["data-test-connection-state"] });
look();
setTimeout(tellIfNothingCame, COMES);
