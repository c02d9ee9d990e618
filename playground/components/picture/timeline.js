// The past: a slider over the pictures that are kept, a film of them, and the way back to now.

import { whole } from "../kit/words.js";
import { element, mark, say } from "../kit/dom.js";

const FILM = 8000; // milliseconds of a whole film
const FRAME = [100, 400]; // milliseconds, from one picture to the next

export class Timeline {
  /** go(place): a place in the list was chosen; null: now. branch(epoch): a new run is to start from there. */
  constructor({ go, branch, ready }) {
    this.go = go;
    this.ready = ready;
    this.entries = [];
    this.at = null;
    this.play = element("button", { type: "button", class: "plain play" });
    this.slider = element("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "aria-label": "Epoch shown", name: "epoch" });
    this.epoch = element("output", { class: "number" });
    this.now = element("button", { type: "button", class: "now" }, "Live");
    this.branch = element("button", { type: "button", class: "branch" }, "Branch from here");
    this.branch.title = "Starts a new run with the settings on the left from the weights of this epoch";
    this.now.title = "Follow the newest epoch";
    this.node = element("div", { class: "timeline", role: "group", "aria-label": "The past" });
    this.node.append(this.play, this.slider, this.epoch, this.now, this.branch);
    this.slider.addEventListener("input", () => this.choose(Number(this.slider.value)));
    this.play.addEventListener("click", () => (this.playing ? this.stop() : this.start()));
    this.now.addEventListener("click", () => this.choose(null));
    this.branch.addEventListener("click", () => branch(this.entries[this.place]?.[0]));
    this.paint();
  }

  /** Other entries: [[epoch, batch], …]; over: whether the run is, so that “now” is its last epoch. */
  show(entries, over) {
    const shown = this.at == null ? null : this.entries[this.at];
    this.entries = entries;
    this.over = over;
    // What is looked at stays, though its place moves when older ones are let go of.
    if (shown) this.at = Math.max(0, entries.findIndex(([epoch, batch]) => epoch > shown[0] || (epoch === shown[0] && batch >= shown[1])));
    this.paint();
  }

  reset() {
    this.stop();
    this.at = null;
    this.entries = [];
    this.paint();
  }

  get place() {
    return this.at ?? this.entries.length - 1;
  }

  choose(place) {
    if (this.playing) this.stop();
    this.set(place);
  }

  set(place) {
    this.at = place == null || (place >= this.entries.length - 1 && this.over) ? null : place;
    this.paint();
    this.go(this.at);
  }

  /** The film starts where the slider stands, at its end from the beginning; every picture waits for the one before. */
  async start() {
    if (this.entries.length < 2) return;
    const film = (this.playing = Symbol("film"));
    this.paint();
    let place = this.at == null || this.at >= this.entries.length - 1 ? 0 : this.at;
    while (this.playing === film) {
      const pause = Math.max(FRAME[0], Math.min(FRAME[1], FILM / this.entries.length));
      const step = Math.max(1, Math.round((FRAME[0] * this.entries.length) / FILM));
      const rest = new Promise((resolve) => setTimeout(resolve, pause));
      this.set(place);
      await this.ready(place, step);
      await rest;
      if (this.playing !== film) return;
      if (place >= this.entries.length - 1) break;
      place = Math.min(place + step, this.entries.length - 1);
    }
    this.stop();
    this.set(null);
  }

  stop() {
    this.playing = null;
    this.paint();
  }

  paint() {
    const { entries, place } = this;
    const last = Math.max(entries.length - 1, 0);
    mark(this.slider, "max", last);
    this.slider.value = Math.max(place, 0);
    this.slider.disabled = this.play.disabled = entries.length < 2;
    const [epoch, batch] = entries[place] ?? [];
    const words = epoch == null ? "–" : batch ? `${whole(epoch)} + ${whole(batch)}` : whole(epoch);
    say(this.epoch, words);
    mark(this.slider, "aria-valuetext", epoch == null ? "no picture yet" : batch ? `epoch ${epoch}, ${batch} batches on` : `epoch ${epoch}`);
    mark(this.play, "aria-label", this.playing ? "Pause the film" : "Play the epochs as a film");
    mark(this.play, "data-playing", this.playing ? "" : null);
    this.play.title = this.playing ? "Pause the film" : "Play the epochs as a film";
    this.now.disabled = !entries.length;
    mark(this.now, "aria-pressed", this.at == null && entries.length > 0);
    say(this.now, this.over ? "Last" : "Live");
    this.now.title = this.over ? "Show the last epoch" : "Follow the newest epoch";
    this.branch.disabled = epoch == null;
  }
}
