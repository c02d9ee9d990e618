// The snapshots of one run, as pictures or weights: the list of their epochs, the pictures used last, and all weights fetched.

import { arrayOf, decode } from "../drawing/codec.js";
import { visitorHeaders } from "../kit/visitor.js";

const KEPT = 60; // the most decoded pictures kept, about 60 KB each
const RETRY = 1500; // milliseconds
const REFUSED = 403; // the status of a run of another person

export class Film {
  /**
   * address: the run's. changed(): the list, or the sentence about it, has changed. newest(kept): the
   * latest picture, or moment {epoch, batch, weights}, has come; it is fetched only while `live` is true. read(kept): any
   * picture or moment has come.
   */
  constructor(address, { changed, newest, read }) {
    this.address = address;
    this.changed = changed;
    this.newest = newest;
    this.read = read;
    this.live = true;
    this.entries = []; // [epoch, batches of the next one], in order
    this.problem = "";
    this.seen = 0;
    this.listed = 0; // the number of the run's pictures when the list was made
    this.moments = new Map(); // "epoch/batch" → {epoch, batch, weights}, all that were fetched
    this.hasWeights = false; // instead of pictures
    this.edition = 0; // counts how often everything was dropped
    this.decoded = new Map(); // "epoch/batch" → Promise of a picture, least recently used first
    this.stopping = new AbortController();
    this.refresh = single(() => this.list(), this);
    this.look = single(() => this.latest(), this);
    this.unpack = single(() => this.latest(this.sent), this);
  }

  /** Takes the number of the run's newest picture from the curves route; 0 or nothing if there is none. */
  hear(number) {
    if (!number || number === this.seen) return;
    this.seen = number;
    if (number !== this.listed) this.refresh();
    if (this.live) this.look();
  }

  /** Takes a list from the stream (see `server/stream/messages.py`), and the newest picture if it is sent along. */
  hearList(list, content) {
    this.seen = list.number;
    this.take(list);
    if (!content) return;
    this.sent = content;
    this.unpack();
  }

  async list() {
    const { listed } = this;
    const list = await (await this.fetch(`/pictures?after=${listed}`)).json();
    if (listed === this.listed) this.take(list); // else the stream has sent more meanwhile
  }

  /** Takes a list of the server: what has come since the last list, or all that is kept. */
  take({ epochs = [], all = true, number = 0, error = "" }) {
    this.entries = all ? epochs : merge(this.entries, epochs);
    this.listed = number;
    this.problem = error ?? "";
    if (all && this.moments.size > epochs.length) this.moments = new Map(epochs.map(name).filter((key) => this.moments.has(key)).map((key) => [key, this.moments.get(key)]));
    this.changed();
  }

  async latest(content = null) {
    const kept = await this.decoding(content ? new Response(content) : await this.fetch("/pictures/latest"));
    if (!kept.weights) this.keep(name([kept.epoch, kept.batch]), Promise.resolve(kept));
    if (this.live) this.newest(kept);
  }

  /** Fetches all weights that are missing here; does nothing for pictures. */
  gather() {
    this.gathering ??= this.gatherAll().finally(() => (this.gathering = null));
    return this.gathering;
  }

  async gatherAll() {
    const { edition } = this;
    if (this.moments.size >= this.entries.length) return;
    for (let from = this.missing([0, 0]); from && this.hasWeights && !this.closed; ) {
      const several = await decode(await (await this.fetch(`/weights?epoch=${from[0]}&batch=${from[1]}`)).arrayBuffer());
      if (edition !== this.edition) return;
      const { shape: [, size], values } = arrayOf(several, "weights");
      several.moments.forEach(([epoch, batch], i) => this.takeMoment({ epoch, batch, weights: values.subarray(i * size, (i + 1) * size) }));
      from = several.next && this.missing(several.next);
    }
  }

  /** The first entry from a moment on whose weights are missing; undefined if none is. */
  missing([epoch, batch]) {
    return this.entries.find((entry) => (entry[0] > epoch || (entry[0] === epoch && entry[1] >= batch)) && !this.moments.has(name(entry)));
  }

  /** Drops everything, also what is being fetched. */
  drop() {
    this.edition += 1;
    this.moments.clear();
    this.decoded.clear();
  }

  takeMoment(moment) {
    const key = name([moment.epoch, moment.batch]);
    if (this.closed || this.moments.has(key)) return;
    this.moments.set(key, moment);
    this.read(moment);
  }

  /** The index of the entry nearest to an epoch and batch; -1 in an empty film. */
  nearest([epoch, batch]) {
    const far = ([there, then]) => Math.abs(there - epoch) * 1e6 + Math.abs(then - batch);
    return this.entries.reduce((found, entry, i) => (found < 0 || far(entry) < far(this.entries[found]) ? i : found), -1);
  }

  /** A promise of the decoded picture, or the moment, of an entry; rejects with a sentence if it is not kept any more. */
  picture(entry) {
    const moment = this.moments.get(name(entry));
    if (moment) return Promise.resolve(moment);
    const known = this.decoded.get(name(entry));
    return this.keep(name(entry), known ?? this.load(entry));
  }

  keep(key, coming) {
    this.decoded.delete(key);
    this.decoded.set(key, coming);
    coming.catch(() => this.decoded.get(key) === coming && this.decoded.delete(key));
    for (const oldest of this.decoded.keys()) {
      if (this.decoded.size <= KEPT) break;
      this.decoded.delete(oldest);
    }
    return coming;
  }

  async load([epoch, batch]) {
    return this.decoding(await this.fetch(`/pictures/${epoch}?batch=${batch}`));
  }

  async decoding(answer) {
    const { edition } = this;
    const picture = await decode(await answer.arrayBuffer());
    if (picture.format === "weights") {
      this.hasWeights = true;
      const moment = { epoch: picture.epoch, batch: picture.batch, weights: arrayOf(picture, "weights").values };
      if (edition === this.edition) this.takeMoment(moment);
      return moment;
    }
    if (!this.closed) this.read(picture);
    return picture;
  }

  async fetch(path) {
    const answer = await fetch(this.address + path, { headers: visitorHeaders(), signal: this.stopping.signal });
    if (answer.ok) return answer;
    const { error } = await answer.json().catch(() => ({}));
    const sentence = error ?? "The picture could not be had from the server.";
    if (answer.status === REFUSED) this.refuse(sentence);
    throw new Error(sentence);
  }

  /** Stops asking: the person may not see the pictures. */
  refuse(sentence) {
    this.refused = true;
    this.problem = sentence;
    this.changed();
  }

  /** Drops the decoded pictures, which show the old pair of axes. */
  forget() {
    this.decoded.clear();
  }

  close() {
    this.closed = true;
    this.stopping.abort();
  }
}

/** The key of a moment. */
export const name = ([epoch, batch]) => `${epoch}/${batch}`;

/** A list of entries merged with later ones, in order. */
function merge(entries, others) {
  const last = entries.at(-1);
  const after = ([one, then], [other, now]) => one - other || then - now;
  if (!last || !others.length || after(others[0], last) > 0) return [...entries, ...others];
  const all = new Map([...entries, ...others].map((entry) => [name(entry), entry]));
  return [...all.values()].sort(after);
}

/** A function that runs `act` once at a time: called meanwhile, it runs it once more; after a failure it tries again. */
function single(act, film) {
  let busy = false;
  let again = false;
  return async function go() {
    if (film.closed) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      await act();
    } catch {
      if (!film.closed && !film.refused) setTimeout(go, RETRY);
    }
    busy = false;
    if (again) go();
  };
}
