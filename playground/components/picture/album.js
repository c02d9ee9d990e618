// The pictures of one run: which epochs there are, and the latest ones looked at, decoded.

import { decode } from "../drawing/codec.js";

const KEPT = 60; // decoded pictures, at most about 60 KB each
const RETRY = 1500; // milliseconds

export class Album {
  /**
   * changed(): the list of what is kept, or the sentence about it, is another. newest(picture): the latest picture
   * has come; asked for only as long as `live` is true. read(picture): any picture has come.
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
    this.decoded = new Map(); // "epoch/batch" → Promise of a picture, least recently used first
    this.stopping = new AbortController();
    this.refresh = single(() => this.list(), this);
    this.look = single(() => this.latest(), this);
  }

  /** What the run's curves said of its newest picture, a running number; 0 or nothing: there is none. */
  hear(number) {
    if (!number || number === this.seen) return;
    this.seen = number;
    this.refresh();
    if (this.live) this.look();
  }

  async list() {
    const { epochs = [], error = "" } = await (await this.fetch("")).json();
    this.entries = epochs;
    this.problem = error ?? "";
    this.changed();
  }

  async latest() {
    const picture = await this.decoding(await this.fetch("/latest"));
    this.keep(name([picture.epoch, picture.batch]), Promise.resolve(picture));
    if (this.live) this.newest(picture);
  }

  /** The place in the list of what is nearest to an epoch and batch; -1 in an empty album. */
  nearest([epoch, batch]) {
    const far = ([there, then]) => Math.abs(there - epoch) * 1e6 + Math.abs(then - batch);
    return this.entries.reduce((found, entry, i) => (found < 0 || far(entry) < far(this.entries[found]) ? i : found), -1);
  }

  /** A promise of the decoded picture of an entry; rejects with a sentence when it is not kept any more. */
  picture(entry) {
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
    return this.decoding(await this.fetch(`/${epoch}?batch=${batch}`));
  }

  async decoding(answer) {
    const picture = await decode(await answer.arrayBuffer());
    if (!this.closed) this.read(picture);
    return picture;
  }

  async fetch(path) {
    const answer = await fetch(this.address + path, { signal: this.stopping.signal });
    if (answer.ok) return answer;
    const { error } = await answer.json().catch(() => ({}));
    throw new Error(error ?? "The picture could not be had from the server.");
  }

  /** Another pair of axes is on its way: what was decoded shows the old one. */
  forget() {
    this.decoded.clear();
  }

  close() {
    this.closed = true;
    this.stopping.abort();
  }
}

const name = ([epoch, batch]) => `${epoch}/${batch}`;

/** A function that does `act` once at a time: asked meanwhile, it does it once more; what failed is tried again. */
function single(act, album) {
  let busy = false;
  let again = false;
  return async function go() {
    if (album.closed) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      await act();
    } catch {
      if (!album.closed) setTimeout(go, RETRY);
    }
    busy = false;
    if (again) go();
  };
}
