// What a person pressed, until it is answered. One state for buttons, keys and the run.
//
// A wish for a run goes to the server through that run's channel. What needs the settings on the page, such as a new run,
// is a request to Python: it has an id and is repeated until the page's data says that it was met. Later presses are
// kept for the new run.

import { Channel } from "./channel.js";
import { rest } from "../kit/rest.js";
import { goesOn } from "../kit/states.js";
import { setVisitor } from "../kit/visitor.js";

const REPEATS = [1500, 3000, 6000, 12000]; // milliseconds until a request is repeated; the page's script may be slow
const STARTS = new Set(["train", "hold", "reset", "new_weights", "branch"]);
const NOTHING = { state: "none", mine: false, held: false, stopping: false, taken: null };
const AS_TRAINED = { behind: false, held: null, pause() {}, resume() {}, takeWish() {}, step: () => true, startOf: () => null };

export class Presses {
  constructor() {
    this.client = number();
    this.channels = new Map(); // run id → Channel
    this.requests = []; // the requests not met yet, the oldest first
    this.run = null;
    this.word = NOTHING; // the server's last answer about the run shown
    this.started = new Set(); // runs that this page has started
    this.showing = AS_TRAINED; // which epoch of the run is shown: showing.js
    this.settings = { ready: false, problem: "", twin: false };
    this.sentence = ""; // why the latest press had no effect
    this.changed = () => {};
  }

  /** tell(requests): hands all requests to Python. changed(): the bar must be drawn again. Returns the cleanup. */
  attach({ tell, changed, showing }) {
    Object.assign(this, { tell, changed, showing });
    return () => {
      if (this.tell === tell) Object.assign(this, { tell: null, changed: () => {}, showing: AS_TRAINED });
    };
  }

  /** Takes Python's data: the run shown, what is known of it, which requests were met, and whether the settings fit. */
  take({ base, run, word, met, ready, problem, twin, number: visit }) {
    this.base = base;
    setVisitor(visit);
    // A sentence about settings that cannot be trained is outdated once they can.
    if (ready && !this.settings.ready) this.sentence = "";
    this.settings = { ready, problem, twin };
    if (run !== this.run) {
      this.run = run;
      this.word = { ...NOTHING, ...word };
    }
    for (const request of [...this.requests]) if (met[request.id]) this.meet(request, met[request.id]);
    this.changed();
  }

  /** Takes an answer of the curves route; `known` is the last acknowledged number at the time of the question. */
  hear(answer, known) {
    const older = (answer.taken ?? 0) < (this.word.taken ?? 0);
    if (older && (answer.taken != null || known !== this.word.taken || this.channels.get(this.run)?.kept.length)) {
      // The question was sent before the last press, so only state and owner are up to date.
      this.word = { ...this.word, state: answer.state, mine: answer.mine };
    } else this.believe(answer);
  }

  believe(answer) {
    this.word = { ...this.word, ...Object.fromEntries(Object.keys(NOTHING).filter((name) => name in answer).map((name) => [name, answer[name]])) };
  }

  /** The run after all presses are answered: {going, held}. `going`: it belongs to the visitor and goes on. */
  get trained() {
    const start = this.start;
    if (start) return after({ going: true, held: start.held }, start.kept);
    const { word } = this;
    const going = Boolean(word.mine && goesOn(word.state) && !word.stopping);
    return after({ going, held: word.held }, this.channels.get(this.run)?.after(word.taken) ?? []);
  }

  /** The same for what the page shows, which may be behind. */
  get now() {
    const { trained, showing } = this;
    if (this.start) return trained;
    return { going: trained.going || Boolean(this.word.mine && showing.behind), held: showing.held ?? trained.held };
  }

  /** The latest start that is not answered yet. */
  get start() {
    return this.requests.findLast(({ kind }) => STARTS.has(kind));
  }

  /** Whether the server has been silent for longer than one try. */
  get lost() {
    return [...this.channels.values()].some(({ failures }) => failures > 1) || this.requests.some(({ tries }) => tries > 2);
  }

  /** The number of presses that wait for the server. */
  get waiting() {
    const wishes = [...this.channels.values(), ...this.requests].reduce((sum, { kept }) => sum + kept.length, 0);
    return wishes + this.requests.length;
  }

  /** Handles the press of a button or a key. */
  press(name) {
    this.sentence = "";
    const { going, held } = this.now;
    if (name === "toggle" || name === "pause") {
      if (going) this.hold(!held);
      else if (name === "toggle") this.ask("train");
    } else if (name === "step") {
      if (going) this.step();
      else if (this.ask("hold")) this.wish({ kind: name });
    } else if (name === "step_batch") {
      if (going || this.ask("hold")) this.act({ kind: name }, { leads: true, holds: true });
    } else if (name === "stop") {
      if (going) this.act({ kind: "stop" }, { leads: true });
    } else if (name !== "train" || this.trains(going)) this.ask(name);
    this.changed();
  }

  /** Whether Train starts a run now: while one goes on, Train starts only its twin, and only once. */
  trains(going = this.now.going) {
    return !going || (this.settings.twin && !this.start);
  }

  /** Holds what is shown, and the run if it goes on; or resumes both. */
  hold(holds) {
    const at = this.startOf();
    const { going, held } = this.trained;
    if (holds) this.showing.pause();
    else this.showing.resume();
    if (going && held !== holds) this.wish({ kind: holds ? "pause" : "resume", ...at });
  }

  /** Shows one more epoch; the worker trains it if it has not yet. */
  step() {
    const at = this.startOf();
    const { going, held } = this.trained;
    if (this.start || this.showing.step()) this.wish({ kind: "step", ...at });
    else if (going && !held) this.wish({ kind: "pause", ...at });
  }

  /** Makes a wish that starts from the epoch shown. */
  act(wish, how) {
    this.wish({ ...wish, ...this.startOf(how) });
  }

  startOf(how) {
    const at = this.start ? null : this.showing.startOf(how);
    return at == null ? {} : { at };
  }

  setLearningRate(value) {
    if (this.now.going) this.act({ kind: "set_learning_rate", value }, { leads: true });
    this.changed();
  }

  /** Asks for other axes of the picture, also of a run that is over. */
  lookAlong(axes) {
    if (this.run != null) this.channel(this.run).push({ kind: "look_along", axes });
  }

  branch(epoch) {
    this.sentence = "";
    this.ask("branch", { epoch });
    this.changed();
  }

  /** Asks for the twin that tries the doctor's remedy for a finding. */
  remedy(finding) {
    this.sentence = "";
    this.ask("remedy", { finding });
    this.changed();
  }

  /** Asks for several seeds of the twin shown and of its original. */
  bothBySeeds() {
    this.sentence = "";
    this.ask("both_by_seeds");
    this.changed();
  }

  /** Asks for an edit of the layers: see messages/edits.py. */
  edit(edit) {
    this.sentence = "";
    this.ask("edit", { edit });
    this.changed();
  }

  /** Whether an edit is not met yet, so that the page's layers are not the newest. */
  get editing() {
    return this.requests.some(({ kind }) => kind === "edit");
  }

  wish(wish) {
    const { start } = this;
    if (start) start.kept.push(wish);
    else this.channel(this.run).push(wish);
  }

  /** Makes a request to Python; false, with a sentence, if the settings cannot be trained. */
  ask(kind, more = {}) {
    const starts = STARTS.has(kind);
    if (starts && !this.settings.ready) {
      this.sentence = this.settings.problem;
      return false;
    }
    const request = { id: number(), kind, of: this.run, ...more };
    if (starts) Object.assign(request, { held: kind !== "train" && kind !== "branch", replaces: this.runToReplace(kind) });
    this.requests.push({ ...request, kept: [], tries: 0 });
    this.repeat();
    return true;
  }

  /** The id of the run that a new one replaces; while that run has no id, the id of the request that starts it; null for none. */
  runToReplace(kind) {
    if (kind === "train" && this.settings.twin) return null;
    if (this.start) return this.start.id;
    const { mine, state } = this.word;
    return mine && goesOn(state) ? this.run : null;
  }

  /** Sends Python all requests not met yet, and repeats them until they are. */
  repeat() {
    this.resting?.abort();
    if (!this.requests.length) return;
    this.tell?.(this.requests.map(({ kept, tries, ...request }) => request));
    const tries = Math.max(...this.requests.map((request) => request.tries++));
    const { signal } = (this.resting = new AbortController());
    rest(REPEATS[Math.min(tries, REPEATS.length - 1)], signal).then(() => {
      if (signal.aborted) return;
      this.repeat();
      this.changed();
    });
  }

  meet(request, { run, error }) {
    this.requests.splice(this.requests.indexOf(request), 1);
    if (!this.requests.length) this.resting?.abort();
    if (run != null) this.started.add(run);
    if (error) {
      const lost = request.kept.length;
      this.sentence = lost ? `${error} What was pressed after it was dropped.` : error;
    } else if (run != null && request.kept.length) this.channel(run).push(...request.kept);
  }

  channel(run) {
    if (!this.channels.has(run)) {
      const onAnswer = (answer) => {
        if (run !== this.run) return;
        this.believe(answer);
        this.showing.takeWish();
      };
      const onRefusal = (sentence) => (this.sentence = sentence);
      const address = `${this.base}runs/${encodeURIComponent(run)}/wishes`;
      this.channels.set(run, new Channel(address, this.client, { onAnswer, onRefusal, onChange: () => this.changed() }));
    }
    return this.channels.get(run);
  }
}

/** The presses of this page while it is loaded; they outlive the component that drew the buttons. */
export const presses = new Presses();

function after(state, wishes) {
  return wishes.reduce((now, wish) => {
    if (wish.kind === "stop") return { ...now, going: false };
    if (wish.kind === "resume") return { ...now, held: false };
    return ["pause", "step", "step_batch"].includes(wish.kind) ? { ...now, held: true } : now;
  }, state);
}

/** An id of 128 random bits. */
function number() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
