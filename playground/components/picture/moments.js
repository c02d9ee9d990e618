// The moments of one run, as pictures or as weights, and the one that the person looks at.

import { Film, name } from "./film.js";
import { Diagnosis } from "./diagnosis.js";
import { Evaluation } from "./evaluation.js";
import { outline } from "./evaluator/outline.js";
import { fetched, inBatches, known } from "./scenes.js";
import { rest } from "../kit/rest.js";
import { goesOn } from "../kit/states.js";

const AGAIN = 1500; // milliseconds until what failed is tried again
const GATHER = 200; // milliseconds until weights that have come are fetched: many at once
const AHEAD = 120; // moments after the one shown, whose weights are fetched before they are needed
const PULL = 300; // milliseconds between two such fetches, while nobody waits for one

export class Moments {
  /**
   * address: the run's; evaluator(): what computes pictures from weights; key: what its network follows from, null where
   * nobody says; batch: rows of a batch, null for all, undefined where it is no run. listed(): what is kept is another, or
   * what is said of it. set(scene): the run's scene has come. shown(picture): the moment that is to be seen. failed(sentence):
   * it cannot be had. path: the way of the weights, which is told of every moment.
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
    this.limit = null; // in epochs: what is trained ahead of it is not seen yet
    this.over = false;
    this.pulled = 0; // when weights were fetched ahead
    this.film = new Film(address, {
      changed: () => this.changed(),
      newest: (kept) => this.take(kept),
      read: (kept) => this.read(kept),
    });
  }

  /** What may be seen of what is kept: [epoch, batches of the next one], in order. */
  get entries() {
    const { entries } = this.film;
    if (this.limit == null) return entries;
    if (this.cut?.of !== entries || this.cut.limit !== this.limit) this.cut = { of: entries, limit: this.limit, entries: entries.slice(0, countUntil(entries, this.limit)) };
    return this.cut.entries;
  }

  /** A sentence of the server's about all pictures, "" where there is none. */
  get problem() {
    return this.film.problem;
  }

  /** What the curves' route said of the run, and the last moment that may be seen, in epochs, null for the newest. */
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

  /** What has one moment alone, the one before training: nobody has to be asked for the list. */
  hearUntrained() {
    this.film.take({ epochs: [[0, 0]], number: 1 });
    this.hear({ state: "none", pictures: 1 }, null);
  }

  /** The run has gone back: what was had of it may be what it was before. */
  forget() {
    this.film.drop();
    this.path.reset();
    this.newest = null;
  }

  /** The newest moment has come. */
  take(kept) {
    this.newest = kept;
    if (this.limit == null || !kept.weights) return this.show(kept);
    this.hold(this.moment ?? kept);
    return this.follow();
  }

  /** Shows the latest moment that may be seen, as soon as its weights are here; those that come next are fetched before. */
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

  /** Whether weights are missing among those that are shown now or soon. */
  get lacks() {
    const { moments, entries } = this.film;
    const now = Math.max(this.entries.length - 1, 0);
    return entries.slice(now, now + AHEAD).some((entry) => !moments.has(name(entry)));
  }

  async fetchScene() {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const found = known(this.key) ?? (await fetched(this.address, this.key));
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

  /** The pictures of this run are computed here. */
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

  /** A page that comes to a run of one feature late reads some of its pictures, or all weights, for their way. */
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
    // While the run goes on its pictures come by themselves: then it is done once, and again when all is over.
    if (this.recalled === over) return;
    this.recalled = over;
    for (const entry of this.path.missing(this.entries)) {
      if (this.closed || this.moment) return; // weights were kept, it turns out: those are fetched many at once
      await film.picture(entry).catch(() => {}); // no longer kept: the way has a longer step there
      this.listed();
    }
  }

  gather() {
    return this.film.gather().catch(() => {}); // asked for again with the next list, or one by one
  }

  /** The way of the weights is drawn for one feature, from every picture and all weights that were had. */
  read(kept) {
    if (!kept.weights) this.path.saw(kept);
    else if (!this.scene) this.unread.push(kept);
    else if (this.scene.axes.length === 1) this.path.saw(outline(this.scene, kept));
  }

  /** Shows a picture, or what this browser computes from a moment's weights; resolves when it is there. */
  show(kept) {
    if (!kept.weights) return this.shown(kept);
    this.hold(kept);
    this.shownLast = kept;
    return this.evaluation?.show(kept);
  }

  /** The last weights that were shown, or the first that came: from then on it is known that weights are kept. */
  hold(kept) {
    const isFirst = !this.moment;
    this.moment = kept;
    if (isFirst) this.recall();
  }

  /** Goes to the snapshot with an index; null: back to now. Returns what it was called there, [epoch, batch]. */
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

  /** One at a time, so that a quick hand on the slider does not queue up what nobody will see. */
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

  /** Resolves when the snapshot of an index is shown; what comes next is fetched meanwhile. */
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

  /** From now on along these columns; ask(pair): has a worker do it where it takes the pictures. */
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

/** How many entries may be seen until a time in epochs. */
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
