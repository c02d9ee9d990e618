// The whole view of one component: it holds the record of the run shown and draws it.

import { aim } from "./aim.js";
import { Bar } from "./bar.js";
import { Beside } from "./beside.js";
import { Controls } from "./controls.js";
import { Doctor } from "./doctor.js";
import { Ending } from "./ending.js";
import { element, mark, say } from "../kit/dom.js";
import { Frames } from "../kit/frames.js";
import { explanations } from "./explanations.js";
import { Figures } from "./figures.js";
import { nothingYet } from "./nothing_yet.js";
import { Panels } from "./panels.js";
import { planOf } from "./plan.js";
import { plotly } from "../kit/plotly.js";
import { presses } from "./presses.js";
import { Record } from "./record.js";
import { follow } from "../kit/stream.js";
import { asShown, Showing } from "./showing.js";
import { Speeds } from "./pace.js";
import { Status } from "./status.js";
import { theme } from "../kit/theme.js";
import { Picture } from "../picture/picture.js";
import { goesOn } from "../kit/states.js";

const CHARTS = 150; // least milliseconds between two drawings of the charts, while epochs go by
const MARK = 80; // least milliseconds between two moves of a film's mark in the charts
const GROW = 30; // least milliseconds between two drawings of the charts' newest pieces

export class View {
  /** barRoot: the bar's element, if there is one. */
  constructor(root, barRoot) {
    this.root = root;
    this.barRoot = barRoot;
    this.version = 0;
    // While epochs go by, most of the time goes to the picture, because it moves.
    this.frames = new Frames(() => this.draw(), (took) => (this.showing.limit == null ? took / 3 : Math.min(3 * took, CHARTS)));
    this.ending = new Ending();
    this.past = null; // the epoch that the picture goes back to
    this.speeds = new Speeds();
    this.speeds.changed = () => this.resume();
    this.showing = new Showing(this.speeds, { moved: () => this.move(), resumed: () => goesOn(this.record.answer.state) || this.listen(true) });
    this.status = new Status();
    this.figures = new Figures();
    this.controls = new Controls(() => this.drawSoon());
    this.beside = new Beside(() => this.drawSoon());
    this.controls.node.append(this.beside.node, ...explanations());
    this.notice = element("span");
    this.panels = new Panels(root, element("p", { class: "notice" }, this.notice), () => this.drawSoon());
    const charts = element("div", { class: "charts" }, this.panels.node);
    // The curves on the left; on the right a picture, if Python asks for one.
    this.work = element("div", { class: "work" }, element("div", { class: "curves" }, charts, this.controls.node));
    root.replaceChildren(element("div", { class: "sheet" }, this.status.node, this.work, this.figures.node));
    this.sizes = new ResizeObserver(() => this.drawSoon());
    this.sizes.observe(this.panels.node);
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
    this.panels.lay(data.panels);
    this.loadPlotly();
    this.speeds.isOn = Boolean(data.bar);
    if (data.bar) presses.take({ ...data.bar, base: data.base, run: data.run, word: { state: data.known_state || "none", ...data.bar.word } });
    if (data.run !== this.run) this.follow(data.run, data.base);
    this.aim();
    if (data.bar) this.takeBar(data);
    // If the person has changed layers meanwhile, they are newer than those of this message.
    if (!presses.editing) this.picture?.edits(data.stack);
    this.beside.follow(data.beside, data.base);
    mark(this.root, "data-beside", data.beside ? "" : null);
    this.report();
    this.frames.now();
  }

  /** Makes the bar at the first call; updates it and the presses at every call. */
  takeBar({ bar }) {
    if (!this.bar) {
      this.bar = new Bar(this.barRoot, presses, this.speeds, (name) => name === "toggle" && this.picture?.opening.stop());
      if (bar.doctor) this.figures.node.before((this.doctor = new Doctor(presses)).node);
      mark(this.root, "data-doctor", bar.doctor ? "" : null);
      const changed = () => [this.bar, this.doctor].forEach((part) => part?.draw());
      this.detach = presses.attach({ tell: (requests) => this.tell("request", requests), changed, showing: this.showing });
    }
    this.bar.show(bar, this.shown.answer);
  }

  /** The run as it stood at the epoch shown: {answer, curves, epoch}. */
  get shown() {
    return asShown(this.record, this.showing);
  }

  /** Another trained epoch is shown. */
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

  /** Makes the picture of the run at the first call; gives it the page's colours at every call. */
  paint() {
    this.picture ??= new Picture({
      tell: (name, value) => ({ branch: presses.branch, axes: presses.lookAlong, edit: presses.edit })[name].call(presses, value),
      marked: (epoch) => {
        this.past = epoch;
        if (this.record) this.write();
        // A film runs at the screen's rate; its mark in the charts follows more slowly.
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
    this.ending.close();
    clearTimeout(this.marking);
    clearTimeout(this.charting);
    clearTimeout(this.anew);
    this.frames.close();
    this.sizes.disconnect();
    this.panels.close();
    this.closed = true;
  }

  loadPlotly() {
    if (this.Plotly) return;
    plotly().then(
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

  follow(run, base) {
    this.stopFollowing?.();
    this.run = run;
    this.lost = false;
    this.panels.reset();
    const state = run == null ? "none" : this.known || "waiting";
    this.record = new Record(goesOn(state) || run == null ? state : "waiting");
    this.showing.begin(run, presses.started.has(run));
    mark(this.root, "data-epoch", -1);
    this.back = false; // whether the person wants to see the run although the settings differ
    if (run != null) this.listen();
  }

  /** Follows the run; from its first epoch again if it was over and goes on. */
  listen(again = false) {
    const { run, base } = this;
    let isKnown = !again;
    this.stopFollowing?.();
    this.stopFollowing = follow(base, { run, client: presses.client }, {
      mark: () => presses.word.taken,
      next: () => (isKnown ? this.record.epoch + 1 : 0),
      pictures: () => this.picture?.listed ?? null,
      onPictures: (list, content) => this.picture?.run != null && this.picture.hearPictures(list, content),
      onAnswer: (answer, taken) => {
        isKnown = true;
        if (this.bar && run === presses.run) presses.hear(answer, taken);
        this.hear(answer);
      },
      onLost: () => {
        this.lost = true;
        this.write();
      },
    });
  }

  /** Makes the picture follow what it shows now. */
  aim() {
    const { untrained, run, base, back, picture } = this;
    const { instead, recording, follow } = aim({ untrained, run, base, back, state: this.shown.answer.state, opens: picture?.opening.wanted });
    mark(this.root, "data-before", instead ? "" : null);
    this.recall(recording);
    if (picture?.follow(follow) && follow.run != null) this.tellPicture();
  }

  /** Tells the picture the run's state at the epoch shown, if it shows the run. */
  tellPicture() {
    if (this.picture?.run != null) this.picture.hear(this.shown.answer, this.showing.limit);
  }

  /** Shows the curves of a recording instead of a run's; null: no recording. */
  async recall(recording) {
    if (recording === (this.recording ?? null)) return;
    this.recording = recording;
    if (this.run != null) return;
    this.record = new Record("none");
    this.drawSoon();
    if (recording == null) return;
    const answer = await fetch(`${recording}/curves`).then((found) => (found.ok ? found.json() : null)).catch(() => null);
    if (answer && this.recording === recording && !this.closed) this.hear({ ...answer, state: "none", recorded: true });
  }

  hear(answer) {
    const { record } = this;
    const before = `${record.answer.state} ${record.epoch}`;
    this.lost = false;
    record.hear(answer);
    this.showing.hear(record.answer, record.epoch, record.curves);
    this.aim();
    this.tellPicture();
    if (before === `${answer.state} ${record.epoch}`) this.write();
    else if (document.hidden) this.frames.now(); // a hidden tab gets no frames
    else this.drawSoon();
    this.report();
  }

  /** Tells Python that the run is over, if it does not know. */
  report() {
    this.ending.report(this.record.answer.state, this.known, () => this.tell("ended", { run: this.run, state: this.record.answer.state }));
  }

  drawSoon() {
    this.frames.soon();
  }

  /** Draws everything except the charts, which cost a hundred times more. */
  write() {
    const { curves, answer, epoch } = this.shown;
    this.status.show({ ...answer, epoch, ready: this.bar?.data?.ready }, this.lost);
    this.bar?.show(this.bar.data, answer);
    this.doctor?.show(answer, this.beside.named, this.bar?.data?.shown);
    this.figures.show({ ...answer, epoch }, curves, this.past);
    say(this.notice, this.problem ?? nothingYet(answer, epoch, { ready: this.bar?.data?.ready, first: this.first }));
  }

  draw() {
    this.write();
    const { shown } = this;
    const { answer, epoch } = shown;
    const plan = planOf(shown, this.beside, this.past);
    const grows = this.showing.moves || (answer.state === "running" && !answer.held);
    const { whole, again } = this.panels.draw(this.covered, epoch, (panel, waits) => panel.draw(this.Plotly, plan, this.controls.settings, this.theme, grows, waits));
    mark(this.root, "data-run", this.run ?? "");
    mark(this.root, "data-state", answer.state);
    clearTimeout(this.anew);
    if (again != null) this.anew = setTimeout(() => this.drawSoon(), again);
    if (whole == null) return;
    mark(this.root, "data-epoch", this.run == null ? -1 : whole);
    mark(this.root, "data-version", ++this.version);
  }
}
