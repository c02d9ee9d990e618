// Whose network the picture shows where it is not the run's, and the way to the run's and back.

import { element, mark, say } from "../kit/dom.js";

export class Whose {
  /** turned(): the person wants the other of the two. */
  constructor(turned) {
    this.words = element("span");
    this.button = element("button", { type: "button" });
    this.button.addEventListener("click", turned);
    this.node = element("div", { class: "whose" }, this.words, this.button);
  }

  /** words: "" for a run's network; turn: whether there is a run's, or the untrained one, instead. */
  show(words, turn) {
    say(this.words, words);
    say(this.button, words ? "Show the run" : "Show these settings");
    this.button.title = words ? "Show the network of the run whose curves are shown" : "Show the untrained network of the settings in the forms";
    this.button.hidden = !turn;
    mark(this.node, "hidden", words || turn ? null : "");
  }
}
