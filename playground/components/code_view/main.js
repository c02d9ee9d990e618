// Code that follows the settings of the page: the lines that the last change made are lit.

import { copied } from "../kit/copying.js";
import { element, say } from "../kit/dom.js";
import { isTouched } from "../kit/touch.js";
import { changes } from "./changes.js";
import { lines } from "./colours.js";

const COPIED = 2500; // milliseconds for which the button says so
const ABOVE = 6; // pixels of room above the line that is brought into sight
const HANGING = 2; // letters by which the rest of a long line stands further in

const BY_HAND = isTouched ? "Tap and copy" : "Press Ctrl+C"; // what is selected
const style = element("link", { rel: "stylesheet", href: new URL("code_view.css", import.meta.url) });
const styled = new Promise((done) => style.addEventListener("load", done)); // lines have their heights from then on
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
    const done = await copied(view.code ?? "", () => getSelection().selectAllChildren(box));
    say(button, done ? "Copied" : BY_HAND);
    setTimeout(() => say(button, "Copy"), COPIED);
  });
  root.replaceChildren(element("div", { class: "head" }, note, button), box);
  return view;
}

function draw(view, code, first) {
  const [before, now] = [view.code?.split("\n"), code.split("\n")];
  const changed = before ? changes(before, now) : { fresh: [], gone: [] };
  // The title follows other settings: it is told where it alone has changed.
  const others = changed.fresh.filter((number) => !now[number].startsWith("TITLE = "));
  if (others.length || changed.gone.length) changed.fresh = others;
  // Where most is new, another experiment was loaded: no widget has changed a line.
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

/** Scrolls within the box, unless the line is in sight; it comes to stand at this share of the height. */
function bring(box, child, share) {
  const top = child.offsetTop - box.offsetTop;
  const inSight = top >= box.scrollTop && top + child.offsetHeight <= box.scrollTop + box.clientHeight;
  if (!inSight || share === 0) box.scrollTop = top - share * box.clientHeight - ABOVE;
}
