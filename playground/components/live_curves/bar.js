// The bar: the buttons of the run, their keys, and one line that names a problem or says what a button does.

import { element, mark, say } from "../kit/dom.js";
import { withKey } from "../kit/touch.js";
import { draw, icon } from "./icons.js";
import { keyboard } from "./keyboard.js";
import { Menu } from "./menu.js";
import { SpeedField } from "./pace.js";

// key (also in the button's class), label, icon, help
const BUTTONS = [
  ["train", "Train", "play", withKey("Trains a new network with the settings in the forms.", "Key: space.")],
  ["pause", "Pause", "pause", withKey("Holds the run where it is.", "Key: space.")],
  ["step", "Epoch", "epoch", withKey("Trains one epoch, then holds.", "Key: right arrow.")],
  ["step_batch", "Batch", "batch", "Trains one batch, then holds."],
  ["stop", "Stop", "stop", "Ends the run at once; its curves stay."],
  ["reset", "Reset", "reset", withKey("The same first weights again, held before the first batch.", "Key: R.")],
  ["twin", "Twin", "twin", "Takes this run's settings over: change one and press Train. Both are drawn in one chart."],
];
const RESUME = withKey("Goes on from here.", "Key: space.");
// The buttons that take the focus, in this order, when the focused button is disabled.
const INSTEAD = ["pause", "train", "step", "reset", "pace"];

export class Bar {
  /** root: the element that the bar fills; presses: see presses.js; speeds: see pace.js; takes(name): whether a key is for somebody else. */
  constructor(root, presses, speeds, takes = () => false) {
    this.presses = presses;
    this.speed = new SpeedField(speeds);
    this.buttons = new Map(BUTTONS.map(([key, label, picture, help]) => [key, this.button(key, label, picture, help)]));
    this.menu = new Menu(presses);
    this.notice = element("p", { class: "st-key-notice notice", id: "run-notice" });
    const buttons = [...this.buttons.values()].map(({ slot }) => slot);
    this.node = element("div", { class: "buttons", role: "group", "aria-label": "Controls of the run" }, ...buttons, this.speed.node, this.menu.node);
    this.buttons.set("pace", { node: this.menu.opener, help: "" });
    root.replaceChildren(this.node, this.notice);
    // After a click on a button Space still belongs to the run; after a key it presses the focused button.
    this.node.addEventListener("pointerdown", (event) => (this.clicked = event.target.closest("button")));
    this.node.addEventListener("keydown", () => (this.clicked = null));
    this.node.addEventListener("focusout", ({ target }) => target === this.clicked && (this.clicked = null));
    for (const [name, help] of [["pointerenter", true], ["pointerleave", false]]) this.speed.node.addEventListener(name, () => this.explain(help ? this.speed.help : ""));
    this.quiet = keyboard(
      (name) => takes(name) || (name === "full_speed" ? speeds.toggle() : this.presses.press(name)),
      (target) => target === this.clicked && target !== this.menu.opener,
    );
  }

  button(key, label, picture, help) {
    const svg = icon(picture);
    const word = element("span", { class: "label" }, label);
    const node = element("button", { type: "button", "aria-label": label, "aria-description": help }, svg, word);
    const slot = element("span", { class: `st-key-${key}` }, node);
    const button = { slot, node, svg, word, help };
    node.addEventListener("click", () => {
      this.presses.press(key);
      this.explain(""); // its help makes room for the notice
    });
    // A disabled button gets no pointer events, so the element around it listens.
    slot.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.explain(button.help));
    slot.addEventListener("pointerleave", () => this.explain(""));
    node.addEventListener("focus", () => node.matches(":focus-visible") && this.explain(button.help));
    node.addEventListener("blur", () => this.explain(""));
    return button;
  }

  /** data: Python's data for the bar; answer: the server's answer about the run shown. */
  show(data, answer) {
    this.data = data;
    this.answer = answer;
    this.draw();
  }

  draw() {
    if (!this.data) return;
    const { presses, data } = this;
    const { going, held } = presses.now;
    const { ready } = data;
    this.turn("train", ready && presses.trains(going), presses.trains(going));
    this.turn("pause", going, going && held && !data.twin);
    this.turn("step", ready || going);
    this.turn("step_batch", ready || going);
    this.turn("stop", going);
    this.turn("reset", ready);
    this.turn("twin", presses.run != null && data.shown, data.twin);
    const pause = this.buttons.get("pause");
    const [label, picture, help] = going && held ? ["Resume", "play", RESUME] : ["Pause", "pause", BUTTONS[1][3]];
    say(pause.word, label);
    mark(pause.node, "aria-label", label);
    mark(pause.node, "aria-description", help);
    draw(pause.svg, picture);
    pause.help = help;
    mark(this.buttons.get("twin").node, "aria-pressed", String(Boolean(data.twin)));
    mark(this.buttons.get("train").node, "aria-describedby", ready ? null : this.notice.id);
    this.speed.show(this.answer.paced ?? null);
    this.menu.show(data, this.answer, going);
    if (this.unfocused) this.refocus();
    this.say();
  }

  turn(key, enabled, main = false) {
    const { node } = this.buttons.get(key);
    const focused = document.activeElement === node;
    mark(node, "data-main", main ? "" : null);
    if (node.disabled === !enabled) return;
    node.disabled = !enabled;
    if (focused && !enabled) this.unfocused = true;
  }

  explain(help) {
    this.help = help;
    this.say();
  }

  /** Problems come first, then the help of the button under the pointer, then the notice. */
  say() {
    if (!this.data) return;
    const { presses, data, help } = this;
    const waiting = presses.waiting;
    const lost = presses.lost && `The server does not answer. ${waiting === 1 ? "One press is" : `${waiting} presses are`} kept and handed over as soon as it does.`;
    const problem = data.ready ? "" : data.problem;
    const [text, tone] = presses.sentence ? [presses.sentence, "problem"]
      : lost ? [lost, "trouble"]
      : problem ? [problem, "problem"]
      : help ? [help, "help"]
      : presses.start ? ["Starting …", "help"]
      : [data.notice.text, data.notice.tone];
    say(this.notice, text);
    mark(this.notice, "data-tone", tone);
    mark(this.notice, "title", text || null);
    mark(this.notice, "aria-live", tone === "help" ? "off" : "polite");
  }

  /** Keeps the focus in the bar after the focused button was disabled. */
  refocus() {
    this.unfocused = false;
    const key = INSTEAD.find((name) => !this.buttons.get(name).node.disabled);
    this.buttons.get(key).node.focus({ preventScroll: true });
  }

  close() {
    this.quiet();
    this.menu.close();
  }
}
