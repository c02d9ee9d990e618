// Says when the server does not answer, in a line at the top, in the place of a dialog of Streamlit that speaks to
// developers; and when the page did not come, or an error has left it blank.
//
// Every page loads this by itself (see playground/server/first_paint.py): it is no component of Streamlit's.

import { element, say } from "../kit/dom.js";

const SOON = 2000; // milliseconds without a connection before a word is said: most are there again by then
const ASKS = 3000; // from one question whether the person may still come in to the next
const COMES = 20_000; // after which a page that shows nothing has not come: a slow line needs some seconds for it
const LONGEST = 2000; // that such a question waits: a machine that is gone refuses nothing, it is silent for minutes
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

let was = false; // whether the page had a connection: before that it says itself how it begins
let timer = null; // while it has none

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

/** Closes Streamlit's dialog on the connection. It opens no other one until there is a connection again. */
function dismiss() {
  for (const dialog of document.querySelectorAll("[data-testid=stDialog]")) {
    if (dialog.querySelector("[slot=title]")?.textContent !== "Connection error") continue;
    dialog.style.display = "none";
    dialog.querySelector("button[aria-label=Close]")?.click();
  }
}

/** Says that a part of the page, such as a script of Streamlit's, did not come. */
function tellIfNothingCame() {
  if (was || document.querySelector(".stApp")) return;
  say(words, NEVER_CAME);
  anew.hidden = line.hidden = false;
}

async function tell() {
  // React takes a page with an error in it away as a whole.
  const needsLoading = document.querySelector(".stApp") ? await refused() : BROKEN;
  if (timer == null) return; // the connection came back meanwhile
  say(words, needsLoading || (navigator.onLine ? AWAY : OFFLINE));
  anew.hidden = !needsLoading;
  line.hidden = false;
  timer = setTimeout(tell, ASKS);
}

/** The sentence with which the server lets this browser in no more; "" where it does let it in, or says nothing. */
async function refused() {
  try {
    const address = new URL("_stcore/host-config", document.baseURI);
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
    return answer.status === 401 ? sentenceIn(await answer.json().catch(() => null)) : "";
  } catch {
    return "";
  }
}

/** What an answer of a gate says: its text, or the `error` of its object. A proxy before the server may answer something else. */
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
