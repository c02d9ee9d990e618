// The line above a picture: what is wrong with the network, or what its points mean; the axes of a table beside it.

import { element, mark, say } from "../live_curves/dom.js";

export class Notes {
  /** aside: what stands at the right. */
  constructor(aside) {
    this.words = element("button", { type: "button", class: "words", "aria-expanded": "false" });
    this.key = element("span", { class: "key points" }, swatch("filled"), "training", swatch("ringed"), "validation");
    this.signs = element("span", { class: "key signs" }, swatch("positive"), "positive", swatch("negative"), "negative");
    this.said = element("div", { class: "spoken", role: "status" }, this.words, this.key, this.signs);
    this.all = element("ul", { class: "all", hidden: "" });
    this.node = element("div", { class: "notes" }, this.said, aside, this.all);
    this.words.addEventListener("click", () => this.open(this.all.hidden));
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
  }

  /** picture: its warnings are shown; problem: a sentence of the server's about all pictures. */
  show(scene, picture, problem, view) {
    const found = picture?.warnings ?? [];
    const warnings = [...(problem ? [problem] : []), ...found.map(({ sentence, remedy }) => [sentence, remedy].filter(Boolean).join(" "))];
    const more = warnings.length > 1 ? ` (+ ${warnings.length - 1} more)` : "";
    say(this.words, warnings.length ? warnings[0] + more : "");
    this.words.title = warnings.join("\n");
    this.words.hidden = !warnings.length;
    // Findings in pictures of earlier versions have no `warns`: they are warnings.
    mark(this.node, "data-calm", warnings.length && !problem && found.every(({ warns }) => warns === false) ? "" : null);
    this.keepRoom(scene);
    const quiet = Boolean(warnings.length) || !picture || !scene;
    this.key.hidden = quiet || view !== "boundary";
    this.signs.hidden = quiet || view === "boundary";
    mark(this.node, "data-warnings", warnings.length || null);
    if (!warnings.length) this.open(false);
    if (this.all.hidden || this.listed === warnings.join("\n")) return;
    this.listed = warnings.join("\n");
    this.all.replaceChildren(...warnings.map((sentence) => element("li", {}, sentence)));
  }

  /** Keeps the room of the tallest sentence until the next run, so that nothing moves when sentences come and go. */
  keepRoom(scene) {
    if (this.scene !== scene) this.tall = 0;
    this.scene = scene;
    this.tall = Math.max(this.tall, this.words.textContent ? this.words.offsetHeight : 0);
    this.node.style.minHeight = this.tall ? `${this.tall + 2}px` : "";
  }

  open(wanted) {
    this.all.hidden = !wanted;
    mark(this.words, "aria-expanded", wanted);
    if (!wanted) return;
    this.listed = null;
    const sentences = this.words.title.split("\n");
    this.all.replaceChildren(...sentences.map((sentence) => element("li", {}, sentence)));
  }
}

const swatch = (kind) => element("i", { class: kind });
