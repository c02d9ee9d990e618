// Says whose network the picture shows if it is not the run's, with a button to the run's and back.

import { element, mark, say } from "../kit/dom.js";

export class Whose {
  /** turned(): the person wants the other one. */
  constructor(turned) {
    this.words = element("span");
    this.button = element("button", { type: "button" });
    this.button.addEventListener("click", turned);
    this.node = element("div", { class: "whose" }, this.words, this.button);
  }

  /** words: "" for a run's network; turn: whether there is another one to switch to. */
  show(words, turn) {
    say(this.words, words);
    say(this.button, words ? "Show the run" : "Show these settings");
    this.button.title = words ? "Show the network of the run whose curves are shown" : "Show the untrained network of the settings in the forms";
    this.button.hidden = !turn;
    mark(this.node, "hidden", words || turn ? null : "");
  }
}
