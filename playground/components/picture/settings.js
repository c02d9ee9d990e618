// The settings of the picture: the view, probabilities or hard classes, small or large. Stored in this browser.

import { element, mark } from "../kit/dom.js";

const STORED = "picture";
const VIEWS = new Set(["boundary", "network", "weights"]);

export class Settings {
  /** changed(name): a setting has changed. */
  constructor(changed) {
    this.changed = changed;
    Object.assign(this, { view: "boundary", hard: false, large: false }, restore());
    this.check = element("input", { type: "checkbox", name: "hard" });
    this.check.checked = this.hard;
    this.check.addEventListener("change", () => this.set("hard", this.check.checked));
    this.label = element("label", { title: "Shows which class wins instead of how sure the network is" }, this.check, element("span", {}, "Hard", element("span", { class: "rest" }, " classes")));
    this.size = element("button", { type: "button", class: "plain size" });
    this.size.addEventListener("click", () => this.set("large", !this.large));
    this.node = element("div", { class: "settings" }, this.label, this.size);
    this.paint();
  }

  set(name, value) {
    this[name] = value;
    this.paint();
    try {
      localStorage.setItem(STORED, JSON.stringify({ view: this.view, hard: this.hard, large: this.large }));
    } catch {
      // A browser without storage still draws.
    }
    this.changed(name);
  }

  /** Hides a setting that changes nothing in the picture, but keeps its room. */
  show(scene, view) {
    this.label.style.visibility = scene && scene.task !== "regression" && scene.kind !== "line" && view !== "weights" ? "" : "hidden";
  }

  paint() {
    const words = this.large ? "Make room for the curves again" : "Give the picture all the room";
    mark(this.size, "aria-label", words);
    mark(this.size, "aria-pressed", this.large);
    this.size.title = words;
  }
}

function restore() {
  try {
    const { view, hard, large } = JSON.parse(localStorage.getItem(STORED)) ?? {};
    return { view: VIEWS.has(view) ? view : "boundary", hard: hard === true, large: large === true };
  } catch {
    return {};
  }
}
