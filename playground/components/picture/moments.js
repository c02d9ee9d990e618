// The snapshots of one run, as pictures or weights, and the one that the person looks at.

import { Film, name } from "./film.js";
import { Diagnosis } from "./diagnosis.js";
import { Evaluation } from "./evaluation.js";
import { outline } from "./evaluator/outline.js";
import { inBatches, known, loadScene } from "./scenes.js";
import { rest } from "../kit/rest.js";
import { goesOn } from "../kit/states.js";

const AGAIN = 1500; // milliseconds until another try after a failure
const GATHER = 200; // milliseconds to wait for more weights, which are then fetched together
const AHEAD = 120; // the number of moments after the one shown whose weights are fetched ahead
const PULL = 300; // milliseconds between two such fetches, unless one is waited for

export class Moments {
  /**
   * address: the run's; evaluator(): the evaluator of pictures; key: identifies the settings of its network, null if
   * unknown; batch: rows of a batch, null for all, undefined if it is no run. listed(): the list has changed, or
   * the sentence about it. set(scene): the run's scene has come. shown(picture): the picture to show. failed(sentence):
   * there is no picture. path: the path of the weights, which gets every moment.
   */
  constructor(address, evaluator, { key = null, batch, listed, set, shown, failed, path }) {
    this.address = address;
    this.key = key;
    this.batch = batch;
    this.evaluator = evaluator;
    this.listed = listed;
    this.set = set;
    this.shown = shown;
    this.failed = failed;
    this.path = path;
    this.unread = [];
    this.limit = null; // in epochs: later moments are not shown yet
    this.over = false;
    this.pulled = 0; // when weights were last fetched ahead
    this.film = new Film(address, {
      changed: () => this.changed(),
      newest: (kept) => this.take(kept),
      read: (kept) => this.read(kept),
    });
  }

  /** The entries that may be shown: [epoch, batches of the next epoch], in order. */
  get entries() {
    const { entries } = this.film;
    if (this.limit == null) return entries;
    if (this.cut?.of !== entries || this.cut.limit !== this.limit) this.cut = { of: entries, limit: this.limit, entries: entries.slice(0, countUntil(entries, this.limit)) };
    return this.cut.entries;
  }

  /** The server's sentence about all pictures, "" if there is none. */
  get problem() {
    return this.film.problem;
  }

  /** Takes the curves route's answer, and the last moment that may be shown, in epochs, null for the newest. */
  hear(answer, limit) {
    const isOther = this.over !== !goesOn(answer.state) || this.limit !== limit;
    this.over = !goesOn(answer.state);
    this.limit = limit;
    if (this.revision != null && answer.revision !== this.revision) this.forget();
    this.revision = answer.revision;
    this.film.hear(answer.pictures);
    if (!this.scene && (answer.pictures || known(this.key))) this.fetchScene();
    if (isOther) this.changed();
    this.follow();
  }

  /** Sets up a network with a single moment, the one before training, without asking for a list. */
  hearUntrained() {
    this.film.take({ epochs: [[0, 0]], number: 1 });
    this.hear({ state: "none", pictures: 1 }, null);
  }

  /** Drops everything, because the run has gone back and what was fetched may be outdated. */
  forget() {
    this.film.drop();
    this.path.reset();
    this.newest = null;
  }

  /** Takes the newest moment. */
  take(kept) {
    this.newest = kept;
    if (this.limit == null || !kept.weights) return this.show(kept);
    this.hold(this.moment ?? kept);
    return this.follow();
  }

  /** Shows the latest moment that may be shown, once its weights are here; the weights of the next ones are fetched ahead. */
  follow() {
    if (!this.newest || !this.film.live || !this.newest.weights) return;
    const entry = this.entries.at(-1);
    const kept = this.limit == null ? this.newest : entry && this.film.moments.get(name(entry));
    if (kept && kept !== this.shownLast) this.show(kept);
    const isTime = !kept || performance.now() - this.pulled > PULL;
    if (this.limit == null || !entry || this.pulling || !isTime || !this.lacks) return;
    this.pulled = performance.now();
    this.pulling = this.gather().then(() => {
      this.pulling = null;
      if (!kept && this.film.moments.has(name(entry))) this.follow();
    });
  }

  /** Whether weights are missing that are shown now or soon. */
  get lacks() {
    const { moments, entries } = this.film;
    const now = Math.max(this.entries.length - 1, 0);
    return entries.slice(now, now + AHEAD).some((entry) => !moments.has(name(entry)));
  }

  async fetchScene() {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const found = known(this.key) ?? (await loadScene(this.address, this.key));
      if (!found || this.closed) return;
      const scene = this.batch === undefined ? found.scene : inBatches(found.scene, this.batch);
      if (found.rows) this.evaluate(scene, found.rows);
      this.scene = scene;
      this.set(scene);
      this.unread.splice(0).forEach((moment) => this.read(moment));
      this.recall();
    } catch {
      setTimeout(() => {
        this.fetching = false;
        if (!this.closed) this.fetchScene();
      }, AGAIN);
    }
  }

  /** Prepares to compute the run's pictures in this browser. */
  evaluate(scene, rows) {
    this.evaluation = new Evaluation(this.evaluator(), scene, rows, { drawn: this.shown, failed: this.failed });
    this.diagnosis = new Diagnosis(this.address, {
      heard: this.listed,
      first: async () => this.evaluation.picture(await this.film.picture(this.entries[0])),
    });
    if (this.shownLast) this.evaluation.show(this.shownLast);
  }

  changed() {
    this.listed();
    this.recall();
  }

  /** Reads some past pictures, or all weights, for the path of the weights, if the page opened late on a run of one feature. */
  async recall() {
    const { film, over } = this;
    if (!this.entries.length || this.scene?.axes.length !== 1) return;
    if (this.moment) {
      if (this.waiting) return;
      this.waiting = true;
      await rest(GATHER);
      this.waiting = false;
      await this.gather();
      return this.listed();
    }
    // While the run goes on, new pictures come by themselves, so this is done once, and again when the run is over.
    if (this.recalled === over) return;
    this.recalled = over;
    for (const entry of this.path.missing(this.entries)) {
      if (this.closed || this.moment) return; // the run keeps weights, which are fetched many at once
      await film.picture(entry).catch(() => {}); // no longer kept: the path has a longer step there
      this.listed();
    }
  }

  gather() {
    return this.film.gather().catch(() => {}); // fetched again with the next list, or one by one
  }

  /** Whether the path of the weights is drawn, which is so for one feature. */
  read(kept) {
    if (!kept.weights) this.path.add(kept);
    else if (!this.scene) this.unread.push(kept);
    else if (this.scene.axes.length === 1) this.path.add(outline(this.scene, kept));
  }

  /** Shows a picture, or computes it from a moment's weights; resolves when it is shown. */
  show(kept) {
    if (!kept.weights) return this.shown(kept);
    this.hold(kept);
    this.shownLast = kept;
    return this.evaluation?.show(kept);
  }

  /** The last weights shown, or the first that came; they tell that the run keeps weights. */
  hold(kept) {
    const isFirst = !this.moment;
    this.moment = kept;
    if (isFirst) this.recall();
  }

  /** Goes to the snapshot with an index; null: back to now. Returns its entry, [epoch, batch]. */
  go(index) {
    const entry = index == null ? null : this.entries[index];
    this.film.live = entry == null;
    this.wanted = entry;
    if (entry && this.moment) this.gather();
    if (entry) this.load();
    else if (this.limit != null) this.follow();
    else this.film.look();
    return entry;
  }

  /** Loads one at a time, so that quick moves of the slider queue nothing. */
  load() {
    this.loading ??= (async () => {
      while (this.wanted && !this.closed) {
        const { wanted: entry } = this;
        try {
          const kept = await this.film.picture(entry);
          if (this.wanted && !this.closed) await this.show(kept);
        } catch (error) {
          if (this.wanted === entry && !this.closed) this.failed(error.message);
        }
        if (this.wanted === entry) break;
      }
      this.loading = null;
      this.listed();
    })();
    return this.loading;
  }

  /** Resolves when the snapshot of an index is shown; the next ones are fetched meanwhile. */
  async ready(index, step) {
    if (this.moment) this.gather();
    else {
      for (let ahead = 1; ahead <= 4; ahead++) {
        const entry = this.entries[index + ahead * step];
        if (entry) this.film.picture(entry).catch(() => {});
      }
    }
    await this.loading;
  }

  /** Uses these columns as axes from now on; ask(pair): asks the worker, if it takes the pictures. */
  turn(pair, ask) {
    if (this.moment) return this.evaluation.turn(pair);
    this.film.forget();
    return ask(pair);
  }

  close() {
    this.closed = true;
    this.film.close();
    this.evaluation?.close();
    this.diagnosis?.close();
  }
}

/** The number of entries up to a time in epochs. */
function countUntil(entries, limit) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [epoch, batch] = entries[middle];
    if (epoch < limit || (epoch === limit && !batch)) low = middle + 1;
    else high = middle;
  }
  return low;
}
