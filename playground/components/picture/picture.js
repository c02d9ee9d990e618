// The picture of one run: its tabs, its views, its past, and the neuron that the person looks at.

import { Axes } from "./axes.js";
import { Boundary } from "./boundary.js";
import { Evaluator } from "./evaluator/evaluator.js";
import { Fit } from "./fit.js";
import { Histograms } from "./histograms.js";
import { Moments } from "./moments.js";
import { Network } from "./network.js";
import { Neuron } from "./neuron.js";
import { Notes } from "./notes.js";
import { nothing } from "./nothing.js";
import { Opening } from "./opening.js";
import { palette } from "../drawing/palette.js";
import { answerRange, colourRange } from "../drawing/points.js";
import { download, Recording } from "./recording.js";
import { Settings } from "./settings.js";
import { Tabs } from "./tabs.js";
import { Timeline } from "./timeline.js";
import { Whose } from "./whose.js";
import { element, mark, say } from "../kit/dom.js";
import { goesOn } from "../kit/states.js";

const TABS = [
  ["boundary", "Boundary"],
  ["network", "Network"],
  ["weights", "Weights"],
];

const LATE = 1000; // milliseconds after which an older picture is hidden
const RECORDED = { state: "none", pictures: 1 }; // what the curves route would say of a recording

export class Picture {
  /**
   * tell(name, value): the person asks for a "branch" (from an epoch), "axes" ([x, y]) or an "edit" (of the layers). marked(epoch):
   * the past epoch that is shown, null for now. resized(): the picture needs another share of the room. turned(): the person
   * wants the run's network instead of the untrained one, or the other way round.
   */
  constructor({ tell, marked, resized, turned }) {
    this.tell = tell;
    this.marked = marked;
    this.resized = resized;
    this.address = undefined; // unknown, whereas null means that there is none
    this.settings = new Settings((name) => (name === "large" ? this.spread() : this.drawSoon()));
    this.tabs = new Tabs(TABS, (view) => this.settings.set("view", view));
    this.axes = new Axes((pair) => this.moments?.turn(pair, () => this.tell("axes", pair)));
    this.whose = new Whose(turned);
    this.notes = new Notes(this.axes.node);
    this.boundary = new Boundary();
    this.fit = new Fit();
    this.network = new Network((at, pinned) => this.look(at, pinned), (edit) => this.tell("edit", edit));
    this.histograms = new Histograms();
    this.card = new Neuron(() => this.look(null, true));
    this.timeline = new Timeline({
      go: (index) => this.go(index),
      branch: (epoch) => this.tell("branch", epoch),
      ready: (index, step) => this.moments?.ready(index, step),
      record: () => this.record(),
    });
    this.opening = new Opening(this.timeline);
    this.timeline.node.append(this.whose.node);
    this.notice = element("p", { class: "notice" });
    this.stage = element("div", { class: "stage" });
    this.stage.append(this.boundary.node, this.fit.node, this.network.node, this.histograms.node, this.card.node, this.notice);
    this.node = element("section", { class: "picture", "aria-label": "Picture of the network" });
    this.node.append(element("header", {}, this.tabs.node, this.settings.node), this.notes.node, this.stage, this.timeline.node);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.look(null, true));
    this.sizes = new ResizeObserver(([{ contentRect }]) => {
      this.room = { width: Math.floor(contentRect.width), height: Math.floor(contentRect.height) };
      this.drawSoon();
    });
    this.sizes.observe(this.stage);
  }

  /** The page's theme (see live_curves/theme.js). */
  theme(theme, scheme) {
    this.colours = palette(theme, scheme);
    for (const sign of ["positive", "negative"]) this.node.style.setProperty(`--${sign}`, this.colours[sign]);
    this.drawSoon();
  }

  /**
   * Follows a run or an untrained network. Returns whether it is another one than before.
   *
   * run: the run's id, null for an untrained network; address: that of its pictures, null if there are none; untrained: the
   * address of the network before training, null if unknown; key: identifies the network's settings; batch: rows
   * of a batch, null for all, undefined if unknown; turn: whether the person may switch between the run's network and the
   * untrained one; recorded: whether it is a recorded run.
   */
  follow({ run, address, untrained = null, key = null, batch, turn = false, recorded = false }) {
    this.whose.show(recorded ? "A recorded film" : run == null && address != null ? "The network before training" : "", turn);
    if (address === this.address) return false;
    const [wasUntrained, wasKey] = [this.run == null && !this.recorded, this.key];
    Object.assign(this, { run, address, key, recorded, own: null, ownScene: null, early: null, problem: "" });
    this.moments?.close();
    this.before?.close();
    this.moments = this.before = null;
    // A trained network stays, faded, until the next run of the same network has a picture, so that a reset does not flicker. The
    // untrained network is also the run's first picture. Before an untrained network the old picture stays, faded, as
    // long as loading usually takes; for a run, pictures of other settings are hidden.
    const isSame = this.picture != null && key != null && key === wasKey;
    this.waits = run == null && address != null;
    this.stale = this.picture != null && (isSame ? !wasUntrained : this.waits);
    if (!isSame && !this.waits) this.picture = this.scene = null;
    clearTimeout(this.late);
    this.late = this.waits && setTimeout(() => this.empty(), LATE);
    for (const name of ["data-epoch", "data-batch"]) mark(this.node, name, null);
    mark(this.node, "data-of", address == null ? null : recorded ? "recording" : run == null ? "untrained" : "run");
    if (!recorded && address != null) this.opening.leave();
    this.answer = { state: run == null ? "none" : "waiting" };
    this.look(null, true);
    this.fit.path.reset();
    this.axes.reset();
    this.timeline.reset();
    this.marked(null);
    // Loads the evaluator before the first picture comes.
    this.evaluator ??= new Evaluator();
    if (address != null) {
      this.moments = this.momentsOf(address, (news) => this.take(news), { key: run == null || batch !== undefined ? key : null, batch });
      if (recorded && this.opening.moves) this.moments.film.live = false; // else its end would be shown first
      if (recorded) this.moments.hear(RECORDED, null);
      else if (run == null) this.moments.hearUntrained();
      else if (untrained != null && !isSame) {
        this.before = this.momentsOf(untrained, (news) => this.standIn(news), { key });
        this.before.hearUntrained();
      }
    }
    this.drawSoon();
    return true;
  }

  momentsOf(address, take, of) {
    return new Moments(address, () => this.evaluator, {
      ...of,
      listed: () => this.list(),
      set: (ownScene) => take({ ownScene }),
      shown: (own) => take({ own }),
      failed: (sentence) => this.fail(sentence),
      path: this.fit.path,
    });
  }

  /** Sets the layers of the settings, which the drawn network edits; null for none. */
  edits(stack) {
    this.network.editor.take(stack);
    this.drawSoon();
  }

  /** The number of the run's pictures in this page's last list. */
  get listed() {
    return this.moments?.film.listed ?? 0;
  }

  /** Takes the stream's list of pictures, and the newest one if it is sent along. */
  hearPictures(list, content) {
    this.moments?.film.hearList(list, content);
  }

  /** Takes the curves route's answer; limit: the last moment that may be shown, in epochs, null for the newest. */
  hear(answer, limit = null) {
    this.answer = answer;
    this.fit.path.limit = limit;
    this.moments?.hear(answer, limit);
  }

  list() {
    const entries = this.moments?.entries ?? [];
    this.timeline.show(entries, !goesOn(this.answer.state), this.ownScene?.batches);
    if (this.recorded && entries.length && !this.moments.film.live && !this.moments.wanted) this.go(0);
    this.drawSoon();
  }

  fail(sentence) {
    this.problem = sentence;
    this.drawSoon();
  }

  /** A picture needs the scene of its run: whichever comes first waits for the other. */
  take(news) {
    Object.assign(this, news);
    if (news.own) this.problem = "";
    if (this.own && this.ownScene) {
      [this.picture, this.scene] = [this.own, this.ownScene];
      this.stale = false;
      this.before?.close();
      this.before = null;
      if (this.recorded) this.opening.begin();
    }
    this.drawSoon();
  }

  /** Hides the old picture, because the untrained network takes long. */
  empty() {
    this.waits = false;
    if (this.stale) this.picture = this.scene = null;
    this.stale = false;
    this.drawSoon();
  }

  /** Shows the untrained network until its run has a picture. */
  standIn(news) {
    this.early = { ...this.early, ...news };
    const { own, ownScene } = this.early;
    if (own && ownScene && !this.own) [this.picture, this.scene] = [own, ownScene];
    this.drawSoon();
  }

  /** Goes to the snapshot with an index; null: back to now. */
  go(index) {
    if (!this.moments) return;
    const entry = this.moments.go(index);
    this.marked(entry?.[0] ?? null);
    this.drawSoon();
  }

  /** Begins to record the stage; the returned function ends the recording and offers it as a download. */
  record() {
    const recording = new Recording(this.stage, () => `epoch ${this.timeline.epoch.textContent}`, this.colours);
    return async () => download(await recording.finish("training"));
  }

  look(at, pinned) {
    if (pinned) this.pinned = at;
    this.meant = at ?? this.pinned ?? null;
    this.network.at = this.meant;
    this.drawSoon();
  }

  /** Applies the size that the person chose. */
  spread() {
    mark(this.node, "data-large", this.settings.large ? "" : null);
    this.resized(this.settings.large);
    this.drawSoon();
  }

  drawSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    if (this.closed || !this.colours || !this.room?.width) return;
    const { picture, scene, colours, room, settings } = this;
    const line = picture ? picture.axes.length === 1 : scene?.kind === "line";
    this.tabs.show(settings.view, { boundary: line ? "Fit" : scene?.task === "regression" ? "Surface" : "Boundary" });
    settings.show(scene, settings.view);
    const words = nothing(this);
    mark(this.node, "data-stale", this.stale && !words ? "" : null);
    const views = { boundary: line ? this.fit : this.boundary, network: this.network, weights: this.histograms };
    for (const view of [this.boundary, this.fit, this.network, this.histograms]) {
      view.node.hidden = view !== views[settings.view] || Boolean(words) || !picture;
    }
    say(this.notice, words);
    mark(this.node, "data-view", settings.view);
    mark(this.node, "data-scheme", colours.scheme);
    // A picture that only stands in for the run's gets no diagnosis.
    if (picture?.isEvaluated && picture === this.own && !words) picture.warnings = this.moments.diagnosis.of(picture);
    if (scene && picture) this.axes.show(scene, picture.axes, picture.isEvaluated || (this.run != null && this.answer.mine !== false), this.run);
    this.notes.show(scene, words ? null : picture, { problem: words ? "" : this.moments?.problem, view: settings.view, failed: this.answer.state === "failed" });
    if (words || !picture) {
      this.card.hide();
      if (picture?.finite === false && !this.stale) this.tellMoment(picture);
      return;
    }
    const range = scene.task === "regression" ? colourRange(scene) : answerRange(scene);
    const state = { picture, scene, colours, ...room, hard: settings.hard, range, square: scene.kind === "plane" };
    views[settings.view].draw(state);
    if (this.meant && settings.view === "network") this.card.show(state, this.meant, this.side());
    else this.card.hide();
    if (!this.stale) this.tellMoment(picture);
  }

  /** Tells the moment that is shown. */
  tellMoment(picture) {
    mark(this.node, "data-epoch", picture.epoch);
    mark(this.node, "data-batch", picture.batch);
    mark(this.node, "data-live", this.timeline.at == null ? "" : null);
  }

  /** Keeps the card away from its neuron. */
  side() {
    const column = this.network.plan.columns[this.meant.index];
    const left = column && column.centre - this.network.node.scrollLeft > this.room.width / 2;
    return { left, pinned: Boolean(this.pinned) };
  }

  close() {
    this.closed = true;
    this.moments?.close();
    this.before?.close();
    clearTimeout(this.late);
    this.evaluator?.close();
    this.timeline.stop();
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
  }
}
