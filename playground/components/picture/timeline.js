// The past: a slider over the stored snapshots, a film of them, and a button back to now.

import { scale, tickWords, ticks } from "../drawing/axis.js";
import { canRecord } from "./recording.js";
import { whole } from "../kit/words.js";
import { element, mark, say } from "../kit/dom.js";

const FILM = 10_000; // most milliseconds of a whole film
const FRAME = 400; // most milliseconds from one moment to the next
const FEW = 100; // a film of fewer moments leaves out none
const TICKS = { few: 2, many: 4, long: 1000 }; // few if the words are long

export class Timeline {
  /**
   * go(index): the person chose an index; null: now. branch(epoch): the person starts a new run from there. ready(index,
   * step): a promise that resolves when that snapshot is shown; the film probably goes on by `step`. record():
   * starts a recording; returns the function that ends it.
   */
  constructor({ go, branch, ready, record }) {
    Object.assign(this, { go, ready, record });
    this.entries = [];
    this.at = null;
    this.play = element("button", { type: "button", class: "plain play" });
    this.slider = element("input", { class: "range", type: "range", min: 0, max: 0, step: "any", value: 0, "aria-label": "Epoch shown", name: "epoch" });
    this.ticks = element("div", { class: "ticks", "aria-hidden": "true" });
    this.epoch = element("output", { class: "number" });
    this.keep = element("button", { type: "button", class: "plain keep", "aria-label": "Save the film", title: "Plays the film from its beginning and saves it as a video" });
    this.now = element("button", { type: "button", class: "now" }, "Live");
    this.branch = element("button", { type: "button", class: "branch" }, "Branch", element("span", { class: "rest" }, " from here"));
    this.branch.title = "Starts a new run with the settings in the forms from the weights of this epoch";
    this.now.title = "Follow the newest epoch";
    this.node = element("div", { class: "timeline", role: "group", "aria-label": "The past" });
    this.node.append(this.play, element("div", { class: "epochs" }, this.slider, this.ticks), this.epoch, this.keep, this.now, this.branch);
    this.slider.addEventListener("input", () => this.choose(this.nearest(Number(this.slider.value))));
    this.slider.addEventListener("keydown", (event) => this.walk(event));
    this.play.addEventListener("click", () => (this.playing ? this.stop() : this.start()));
    this.keep.hidden = !canRecord();
    this.keep.addEventListener("click", () => this.save());
    this.now.addEventListener("click", () => this.choose(null));
    this.branch.addEventListener("click", () => branch(this.entries[this.index]?.[0]));
    this.paint();
  }

  /** Takes entries: [[epoch, batch], …]; over: whether the run is over, so that “now” is its last epoch; batches: the batches of an epoch. */
  show(entries, over, batches) {
    const shown = this.at == null ? null : this.entries[this.at];
    this.entries = entries;
    this.over = over;
    this.batches = batches;
    // The snapshot shown stays the same, though its index changes when older ones are removed.
    if (shown) this.at = Math.max(0, entries.findIndex(([epoch, batch]) => epoch > shown[0] || (epoch === shown[0] && batch >= shown[1])));
    this.paint();
  }

  reset() {
    this.stop();
    this.at = null;
    this.entries = [];
    this.paint();
  }

  get index() {
    return this.at ?? this.entries.length - 1;
  }

  /** The time of an index in epochs, with the share of the next one. */
  time(index) {
    const [epoch, batch] = this.entries[index] ?? [0, 0];
    return epoch + (batch ? batch / Math.max(this.batches ?? 0, batch + 1) : 0);
  }

  /** The first index after a time. */
  after(time) {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  nearest(time) {
    const next = Math.min(this.after(time), this.entries.length - 1);
    const before = Math.max(next - 1, 0);
    return time - this.time(before) <= this.time(next) - time ? before : next;
  }

  /** Arrow keys go from one stored moment to the next. */
  walk(event) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.choose(Math.max(0, Math.min(this.index + step, this.entries.length - 1)));
  }

  choose(index) {
    if (this.playing) this.stop();
    this.set(index);
  }

  set(index) {
    this.at = index == null || (index >= this.entries.length - 1 && this.over) ? null : index;
    this.paint();
    this.go(this.at);
  }

  /**
   * The film starts at the slider's position; at its end, from the beginning. It runs evenly through the epochs. Every
   * moment waits for the one before; of many moments, those without time are left out.
   */
  async start() {
    if (this.entries.length < 2) return;
    const film = (this.playing = Symbol("film"));
    let index = this.at == null || this.at >= this.entries.length - 1 ? 0 : this.at;
    const count = this.entries.length - 1;
    const length = Math.min(FILM, FRAME * count);
    let step = 1;
    const start = this.time(0);
    const pace = (this.time(count) - start) / length;
    const begin = performance.now() - (this.time(index) - start) / pace;
    while (index != null && this.playing === film) {
      this.set(index);
      await this.ready(index, step);
      const next = await this.turn(index, count < FEW ? 1 : count, (now) => start + (now - begin) * pace, film);
      if (next != null) step = next - index;
      index = next;
    }
    if (this.playing !== film) return;
    this.stop();
    this.set(null);
  }

  /** Records the film from its beginning until it ends or is paused. */
  async save() {
    if (this.playing) this.stop();
    this.set(0);
    await this.ready(0, 1);
    const finish = this.record();
    await this.start();
    await finish();
  }

  /** Waits until the next index of a film is due, at most `most` further; null after the last. */
  async turn(index, most, timeAt, film) {
    while (this.playing === film && index < this.entries.length - 1) {
      const now = await new Promise((resolve) => requestAnimationFrame(resolve));
      const next = Math.min(this.after(timeAt(now)) - 1, index + most, this.entries.length - 1);
      if (next > index) return next;
    }
    return null;
  }

  stop() {
    this.playing = null;
    this.paint();
  }

  paint() {
    const { entries, index } = this;
    const ends = [this.time(0), Math.max(this.time(entries.length - 1), this.time(0))];
    mark(this.slider, "min", ends[0]);
    mark(this.slider, "max", ends[1]);
    this.slider.value = this.time(index);
    this.slider.disabled = this.play.disabled = this.keep.disabled = entries.length < 2;
    this.paintTicks(ends);
    const [epoch, batch] = entries[index] ?? [];
    const words = epoch == null ? "–" : batch ? `${whole(epoch)}, batch ${whole(batch)}` : whole(epoch);
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

  /** A few round epochs beneath the slider, each at the thumb's position. */
  paintTicks(ends) {
    const key = ends.join();
    if (this.ticked === key) return;
    this.ticked = key;
    const values = ends[0] < ends[1] ? ticks(ends, ends[1] < TICKS.long ? TICKS.many : TICKS.few).filter(Number.isInteger) : [];
    const across = scale(ends, [0, 100]);
    const words = tickWords(values);
    this.ticks.replaceChildren(
      ...values.map((value, i) => {
        const tick = element("span", { class: "number" }, words[i]);
        tick.style.left = `${across(value).toFixed(2)}%`;
        return tick;
      }),
    );
  }
}
