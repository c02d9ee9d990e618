// The whole view of one place in the page: it holds the record of the run shown and draws it.

import { aim } from "./aim.js";
import { Bar } from "./bar.js";
import { Beside } from "./beside.js";
import { Controls, HELP } from "./controls.js";
import { element, mark, say } from "../kit/dom.js";
import { Explained } from "./explained.js";
import { KEYS } from "./keyboard.js";
import { Figures, TILES } from "./figures.js";
import { Panel } from "./panel.js";
import { plotly } from "../kit/plotly.js";
import { presses } from "./presses.js";
import { append, roundEnd } from "../kit/series.js";
import { follow } from "../kit/stream.js";
import { asShown, Showing } from "./showing.js";
import { Speeds } from "./pace.js";
import { Status } from "./status.js";
import { theme } from "../kit/theme.js";
import { Picture } from "../picture/picture.js";
import { goesOn } from "../kit/states.js";

const CHARTS = 150; // milliseconds between two drawings of the charts, at most, while epochs go by
const MARK = 80; // milliseconds between two marks of a film in the charts
const GROW = 30; // milliseconds between two drawings of what the charts have more
const REPEAT = 2000; // milliseconds until Python is told again that the run is over
const CURVES = [
  ["Solid and dashed line", "Training and validation: the rows the network learns from, and rows it never learns from"],
  ["Shaded area", "Where validation is worse than training: the network knows its own rows better than new ones"],
  ["Star, square", "The best epoch, and the epoch whose network is kept where that is another one"],
];
const NOT_READY = "The curves begin here once the settings on the left are right and Train is pressed.";

export class View {
  /** barRoot: where the bar stands, if there is one. */
  constructor(root, barRoot) {
    this.root = root;
    this.barRoot = barRoot;
    this.panels = [];
    this.large = null; // the panel that has all the room
    this.version = 0;
    this.free = 0; // when drawing may begin again
    this.past = null; // the epoch that the picture goes back to
    this.speeds = new Speeds();
    this.speeds.changed = () => this.resume();
    this.showing = new Showing(this.speeds, { moved: () => this.move(), resumed: () => goesOn(this.record.answer.state) || this.listen(true) });
    this.status = new Status();
    this.figures = new Figures();
    this.controls = new Controls(() => this.drawSoon());
    this.beside = new Beside(() => this.drawSoon());
    const explained = new Explained([...CURVES, ...TILES.map(([, title, help]) => [title, help]), ...Object.entries(HELP)], KEYS);
    this.controls.node.append(this.beside.node, ...explained.nodes);
    this.notice = element("span");
    this.grid = element("div", { class: "panels" });
    this.place = element("p", { class: "notice" }, this.notice);
    const charts = element("div", { class: "charts" }, this.grid);
    // The curves at the left; a picture, where Python asks for one, at the right.
    this.work = element("div", { class: "work" }, element("div", { class: "curves" }, charts, this.controls.node));
    root.replaceChildren(element("div", { class: "sheet" }, this.status.node, this.work, this.figures.node));
    this.sizes = new ResizeObserver(() => this.drawSoon());
    this.sizes.observe(this.grid);
    root.addEventListener("keydown", ({ key }) => key === "Escape" && this.large && this.enlarge(null));
  }

  /** What Python says: {base, run, known_state, first, panels, picture, beside, bar, stack}; tell(name, value) sets a trigger of it. */
  take(data, tell) {
    this.tell = tell;
    this.base = data.base;
    this.known = data.known_state;
    this.first = data.first;
    this.untrained = data.untrained;
    this.theme = theme(this.root);
    if (data.picture) this.paint();
    this.lay(data.panels);
    this.loadPlotly(data.base);
    this.speeds.isOn = Boolean(data.bar);
    if (data.bar) presses.take({ ...data.bar, base: data.base, run: data.run, word: { state: data.known_state || "none", ...data.bar.word } });
    if (data.run !== this.run) this.follow(data.run, data.base);
    this.aim();
    if (data.bar) this.takeBar(data);
    // Layers that a person has changed meanwhile are newer than those of this message.
    if (!presses.editing) this.picture?.edits(data.stack);
    this.beside.follow(data.beside, data.base);
    this.report();
    this.draw();
  }

  /** Makes the bar at the first call, and hands it and the presses the news at every one. */
  takeBar({ bar }) {
    if (!this.bar) {
      this.bar = new Bar(this.barRoot, presses, this.speeds, (name) => name === "toggle" && this.picture?.opening.stop());
      this.detach = presses.attach({ tell: (requests) => this.tell("request", requests), changed: () => this.bar.draw(), showing: this.showing });
    }
    this.bar.show(bar, this.shown.answer);
  }

  /** The run as it stood at the epoch shown: {answer, curves, epoch}. */
  get shown() {
    return asShown(this.record, this.showing);
  }

  /** Another epoch of those trained already is shown. */
  move() {
    this.aim();
    this.tellPicture();
    this.write();
    this.charting ??= setTimeout(() => {
      this.charting = null;
      this.drawSoon();
    }, GROW);
  }

  /** Another speed was chosen. */
  resume() {
    this.showing.choose();
    this.move();
  }

  /** Makes the picture of the run at the first call; it has the page's colours at every one. */
  paint() {
    this.picture ??= new Picture({
      tell: (name, value) => ({ branch: presses.branch, axes: presses.lookAlong, edit: presses.edit })[name].call(presses, value),
      marked: (epoch) => {
        this.past = epoch;
        if (this.record) this.write();
        // A film goes on at the screen's rate; its mark in the charts follows as fast as they can be drawn.
        this.marking ??= setTimeout(() => {
          this.marking = null;
          this.drawSoon();
        }, MARK);
      },
      turned: () => {
        this.back = !this.back;
        this.aim();
      },
      resized: (large) => {
        this.covered = large;
        mark(this.root, "data-picture", large ? "large" : "beside");
        this.drawSoon();
      },
    });
    if (!this.picture.node.isConnected) {
      this.work.append(this.picture.node);
      this.picture.spread();
    }
    this.picture.theme(this.theme, this.root.dataset.scheme);
  }

  close() {
    this.picture?.close();
    this.showing.close();
    this.detach?.();
    this.bar?.close();
    this.beside.close();
    this.stopFollowing?.();
    clearInterval(this.repeating);
    clearTimeout(this.marking);
    clearTimeout(this.charting);
    clearTimeout(this.anew);
    cancelAnimationFrame(this.soon);
    clearTimeout(this.later);
    this.sizes.disconnect();
    this.panels.forEach((panel) => panel.close());
    this.closed = true;
  }

  loadPlotly(base) {
    if (this.Plotly) return;
    plotly(base).then(
      (Plotly) => {
        this.Plotly = Plotly;
        this.problem = null;
        this.drawSoon();
      },
      (error) => {
        this.problem = error.message;
        this.drawSoon();
      },
    );
  }

  lay(specs) {
    while (this.panels.length > specs.length) {
      const panel = this.panels.pop();
      panel.close();
      if (panel === this.large) this.large = null;
    }
    while (this.panels.length < specs.length) {
      const panel = new Panel(() => this.drawSoon(), (wanted) => this.enlarge(wanted === this.large ? null : wanted));
      this.panels.push(panel);
      this.grid.append(panel.node);
    }
    specs.forEach((spec, i) => this.panels[i].show(spec));
    this.enlarge(this.large);
    this.panels[0]?.node.append(this.place);
    mark(this.root, "data-panels", specs.length);
  }

  /** Gives one panel all the room of the curves and the picture; null: each has its own place again. */
  enlarge(panel) {
    this.large = panel ?? null;
    mark(this.root, "data-large", panel ? "" : null);
    this.panels.forEach((each) => each.enlarged(each === panel));
    this.drawSoon();
  }

  follow(run, base) {
    this.stopFollowing?.();
    this.run = run;
    this.lost = false;
    this.panels.forEach((panel) => panel.reset());
    const state = run == null ? "none" : this.known || "waiting";
    this.record = { curves: {}, answer: { state: goesOn(state) || run == null ? state : "waiting" }, epoch: -1 };
    this.showing.begin(run, presses.started.has(run));
    mark(this.root, "data-epoch", -1);
    this.back = false; // the person wants to see the run though the settings are others
    if (run != null) this.listen();
  }

  /** Hears of the run, again from its first epoch on where it was over and goes on after all. */
  listen(again = false) {
    const { run, base } = this;
    let isKnown = !again;
    this.stopFollowing?.();
    this.stopFollowing = follow(base, { run, client: presses.client }, {
      mark: () => presses.word.taken,
      next: () => (isKnown ? this.record.epoch + 1 : 0),
      pictures: () => this.picture?.listed ?? null,
      pictured: (list, content) => this.picture?.run != null && this.picture.pictured(list, content),
      heard: (answer, taken) => {
        isKnown = true;
        if (this.bar && run === presses.run) presses.hear(answer, taken);
        this.hear(answer);
      },
      lost: () => {
        this.lost = true;
        this.write();
      },
    });
  }

  /** Has the picture follow what it is to show now. */
  aim() {
    const { untrained, run, base, back, picture } = this;
    const { instead, recording, follow } = aim({ untrained, run, base, back, state: this.shown.answer.state, opens: picture?.opening.wanted });
    mark(this.root, "data-before", instead ? "" : null);
    this.recall(recording);
    if (picture?.follow(follow) && follow.run != null) this.tellPicture();
  }

  /** Tells the picture how the run stands at the epoch shown, where it shows the run. */
  tellPicture() {
    if (this.picture?.run != null) this.picture.hear(this.shown.answer, this.showing.limit);
  }

  /** Shows the curves of a recording in the place of a run's; null: of none. */
  async recall(recording) {
    if (recording === (this.recording ?? null)) return;
    this.recording = recording;
    if (this.run != null) return;
    this.record = { curves: {}, answer: { state: "none" }, epoch: -1 };
    this.drawSoon();
    if (recording == null) return;
    const answer = await fetch(`${recording}/curves`).then((found) => (found.ok ? found.json() : null)).catch(() => null);
    if (answer && this.recording === recording && !this.closed) this.hear({ ...answer, state: "none", recorded: true });
  }

  hear(answer) {
    const { record } = this;
    const before = `${record.answer.state} ${record.epoch}`;
    this.lost = false;
    const wentBack = record.answer.revision != null && (answer.revision ?? record.answer.revision) !== record.answer.revision;
    if (answer.anew || wentBack) Object.assign(record, { curves: {}, epoch: -1 });
    record.answer = { ...record.answer, ...answer };
    // A question for later epochs alone that is answered by a run that has gone back: the next one asks for all.
    if (!wentBack || !answer.from || answer.anew) record.epoch = append(record.curves, answer);
    this.showing.hear(record.answer, record.epoch, record.curves);
    this.aim();
    this.tellPicture();
    if (before === `${answer.state} ${record.epoch}`) this.write();
    else if (document.hidden) this.draw(); // a hidden tab has no frames
    else this.drawSoon();
    this.report();
  }

  /** Tells Python that the run is over, again and again while it believes otherwise: a message can be lost. */
  report() {
    const { state } = this.record.answer;
    const needed = state !== "none" && !goesOn(state) && goesOn(this.known);
    if (needed && !this.repeating) {
      const tell = () => this.tell("ended", { run: this.run, state: this.record.answer.state });
      this.repeating = setInterval(tell, REPEAT);
      tell();
    } else if (!needed) {
      clearInterval(this.repeating);
      this.repeating = null;
    }
  }

  /** Draws at the next frame; a quarter of the time stays free for the person, however much there is to draw. */
  drawSoon() {
    if (this.soon || this.later) return;
    const wait = this.free - performance.now();
    const next = () => {
      this.later = null;
      this.soon = requestAnimationFrame(() => {
        this.soon = null;
        this.draw();
      });
    };
    if (wait > 0) this.later = setTimeout(next, wait);
    else next();
  }

  /** All but the charts, whose drawing costs a hundred times more. */
  write() {
    const { curves, answer, epoch } = this.shown;
    this.status.show({ ...answer, epoch, ready: this.bar?.data?.ready }, this.lost);
    this.bar?.show(this.bar.data, answer);
    this.figures.show({ ...answer, epoch }, curves, this.past);
    say(this.notice, this.problem ?? this.nothingYet(answer, epoch));
  }

  draw() {
    if (this.closed) return;
    const begin = performance.now();
    this.drawAll();
    const took = performance.now() - begin;
    // While epochs go by, the picture has most of the time: it is what moves.
    this.free = performance.now() + (this.showing.limit == null ? took / 3 : Math.min(3 * took, CHARTS));
  }

  drawAll() {
    this.write();
    const { curves, answer, epoch } = this.shown;
    const over = !goesOn(answer.state);
    const end = epoch < 0 ? 10 : over ? epoch : roundEnd(epoch, answer.epochs);
    const plan = {
      curves,
      other: this.beside.curves && { name: this.beside.other.textContent, curves: this.beside.curves, units: this.beside.units },
      epoch,
      end: Math.max(end, this.beside.epoch),
      best: answer.best,
      kept: answer.kept,
      passedOver: answer.passed_over,
      past: this.past,
      changes: answer.learning_rates ?? [],
      rate: answer.learning_rate,
    };
    const grows = this.showing.moves || (answer.state === "running" && !answer.held);
    const panels = this.covered && !this.large ? [] : this.panels.filter((panel) => !this.large || panel === this.large);
    const drawn = panels.map((panel) => panel.draw(this.Plotly, plan, this.controls.settings, this.theme, grows));
    mark(this.root, "data-run", this.run ?? "");
    mark(this.root, "data-state", answer.state);
    if (!drawn.every(Boolean)) return;
    if (panels.some(({ grown }) => grown)) {
      this.anew ??= setTimeout(() => {
        this.anew = null;
        this.drawSoon();
      }, Math.min(...panels.map((panel) => panel.chart.growing.rest)));
      return;
    }
    mark(this.root, "data-epoch", this.run == null ? -1 : epoch);
    mark(this.root, "data-version", ++this.version);
  }

  nothingYet({ state, reason }, epoch) {
    if (epoch >= 0) return "";
    if (state === "none") return this.bar?.data?.ready === false ? NOT_READY : this.first;
    if (state === "gone") return reason || "This run is no longer kept on the server.";
    if (state === "waiting") return "The curves begin here as soon as a worker is free.";
    return state === "running" ? "The first point comes from the untrained network." : "";
  }
}
