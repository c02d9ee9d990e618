// Shows code that follows the settings of the page and lights the lines that the last change made.

import { copy } from "../kit/copying.js";
import { element, say } from "../kit/dom.js";
import { isTouched } from "../kit/touch.js";
import { changes } from "./changes.js";
import { lines } from "./colours.js";

const COPIED = 2500; // milliseconds during which the button says “copied”
const ABOVE = 6; // pixels of room above the line that is scrolled into sight
const HANGING = 2; // letters of indentation of a long line's rest

const BY_HAND = isTouched ? "Tap and copy" : "Press Ctrl+C"; // how to copy the selected code
const style = element("link", { rel: "stylesheet", href: new URL("code_view.css", import.meta.url) });
const styled = new Promise((done) => style.addEventListener("load", done)); // before that, lines have no heights
document.head.append(style);

/** Streamlit's entry. */
export default function codeView({ parentElement, data }) {
  const root = parentElement.querySelector(".code-view");
  const view = (root.view ??= build(root));
  say(view.note, data.note);
  root.classList.toggle("old", data.code === null);
  if (data.code !== null && data.code !== view.code) draw(view, data.code, data.first);
}

function build(root) {
  const button = element("button", { type: "button" }, "Copy");
  const note = element("p", { role: "status" });
  const box = element("pre", { tabindex: "0", role: "region", "aria-label": "Keras code of the settings" });
  const view = { code: null, box, note };
  button.addEventListener("click", async () => {
    const done = await copy(view.code ?? "", () => getSelection().selectAllChildren(box));
    say(button, done ? "Copied" : BY_HAND);
    setTimeout(() => say(button, "Copy"), COPIED);
  });
  root.replaceChildren(element("div", { class: "head" }, note, button), box);
  return view;
}

function draw(view, code, first) {
  const [before, now] = [view.code?.split("\n"), code.split("\n")];
  const changed = before ? changes(before, now) : { fresh: [], gone: [] };
  // The title belongs to other settings, so its line is lit only if it alone has changed.
  const others = changed.fresh.filter((number) => !now[number].startsWith("TITLE = "));
  if (others.length || changed.gone.length) changed.fresh = others;
  // If most lines are new, another experiment was loaded, and no line is lit.
  if (changed.fresh.length > now.length / 2) changed.fresh = changed.gone = [];
  view.code = code;
  view.box.replaceChildren(...lines(code).map((pieces, number) => line(pieces, now[number])));
  for (const number of changed.fresh) view.box.children[number].classList.add("lit");
  for (const number of changed.gone) view.box.children[number].classList.add("cut");
  const number = before ? Math.min(...changed.fresh, ...changed.gone) : now.indexOf(first);
  const there = view.box.children[number];
  if (there) styled.then(() => bring(view.box, there, before ? 0.3 : 0));
}

function line(pieces, text) {
  const made = element("span", { class: "line" });
  made.style.setProperty("--indent", `${text.length - text.trimStart().length + HANGING}ch`);
  for (const { kind, text: part } of pieces) made.append(kind ? element("span", { class: kind }, part) : part);
  made.append("\n");
  return made;
}

/** Scrolls the box unless the line is in sight; the line then is at `share` of the height. */
function bring(box, child, share) {
  const top = child.offsetTop - box.offsetTop;
  const inSight = top >= box.scrollTop && top + child.offsetHeight <= box.scrollTop + box.clientHeight;
  if (!inSight || share === 0) box.scrollTop = top - share * box.clientHeight - ABOVE;
}
