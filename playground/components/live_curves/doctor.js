// The doctor's line beneath the curves: whether a twin helped, the findings, and one remedy as a button.

import { element, mark, say } from "../kit/dom.js";
import { goesOn } from "../kit/states.js";

const STARTS = new Set(["remedy", "both_by_seeds"]);

export class Doctor {
  /** presses: see presses.js. */
  constructor(presses) {
    this.presses = presses;
    this.kind = element("strong");
    this.sentence = element("span");
    this.verdict = element("span");
    this.text = element("p", {}, this.verdict, this.kind, this.sentence);
    this.seeds = this.button("by-seeds", () => presses.bothBySeeds());
    this.remedy = this.button("remedy", () => presses.remedy(this.finding.kind));
    say(this.seeds, "Both over seeds");
    this.seeds.title = "Trains this run and its original with several seeds each, and tests whether they differ by more than luck.";
    this.node = element("section", { class: "doctor", "aria-label": "What the curves show" }, this.text, this.seeds, this.remedy);
  }

  button(name, pressed) {
    const made = element("button", { type: "button", class: name, hidden: "" });
    made.addEventListener("click", pressed);
    return made;
  }

  /**
   * answer: the run as it stood at the epoch shown; beside: the run beside it, with `helped`.
   * trains: whether the person may train on the data of the run.
   */
  show(answer, beside, trains) {
    this.answer = answer;
    this.beside = beside;
    this.trains = trains;
    this.draw();
  }

  /** Says whether the twin helped, then the findings. Text without room opens under the pointer, and with the focus. */
  tell(helped, found) {
    const before = this.text.textContent;
    say(this.verdict, helped ? `${helped} ` : "");
    say(this.kind, found.length ? `${found[0].title}. ` : "");
    say(this.sentence, found.map(({ sentence }) => sentence).join(" "));
    if (this.text.textContent === before) return;
    if (this.text.matches("[tabindex]:is(:hover, :focus)")) return; // open: its height tells nothing
    mark(this.text, "tabindex", this.text.scrollHeight > this.text.clientHeight + 1 ? "0" : null);
  }

  draw() {
    if (!this.answer) return;
    const { answer, beside, trains } = this;
    const found = answer.doctor ?? [];
    this.finding = trains ? found.find(({ change }) => change) : undefined;
    const helped = (!goesOn(answer.state) && beside?.helped) || "";
    mark(this.node, "data-kind", found[0]?.kind ?? null);
    say(this.remedy, this.finding ? `Try ${this.finding.change}` : "");
    mark(this.remedy, "hidden", this.finding ? null : "");
    mark(this.seeds, "hidden", trains && helped && beside.wants_seeds ? null : "");
    this.tell(helped, found);
    const starting = this.presses.requests.some(({ kind }) => STARTS.has(kind));
    for (const button of [this.seeds, this.remedy]) button.disabled = starting;
  }
}
