// One stream from the server for the whole page: what changes in the runs and groups that it follows, as it happens.
//
// `playground/server/stream/messages.py` says what travels. Where there is no stream, or not yet,
// the page polls instead (`polling.js`), which also tells when the server is out of reach.

import { poll, whileItGoesOn } from "./polling.js";
import { visitor } from "./visitor.js";

const FIRST = 3000; // milliseconds to wait for the first news; then the page polls
const SILENCE = 15000; // milliseconds; the server sends something every 5 seconds while a run goes on
const AGAIN = [500, 1000, 2000, 5000, 15000, 60000]; // milliseconds until the next try, after each broken stream
const STEADY = 10000; // milliseconds after which a stream counts as steady
const UNUSED = 5000; // milliseconds after which an unused stream is closed
const SEEN_MESSAGES = 5;
const SEEN_BYTES = 16000;

/**
 * Follows a run or a group; ends by itself when nothing new will come.
 *
 * what: {run, client} or {group}. For the functions see `poll`; onAnswer(answer, mark) gets the same
 * answers, and what mark() returned when the question was sent.
 * onPictures(list, content): the list of the run's pictures, and the newest one if it is sent along; only on a stream.
 * pictures(): the number of pictures in the last list, null if none are wanted. Returns a function that
 * stops it.
 */
export function follow(base, what, options) {
  const address = new URL(base, location.href).href;
  if (!streams.has(address)) streams.set(address, new Stream(address));
  return streams.get(address).follow(what, { mark: () => null, pictures: () => null, again: whileItGoesOn, ...options });
}

const streams = new Map(); // address of the app → Stream

class Stream {
  constructor(base) {
    this.base = base;
    this.address = new URL("stream", base).href.replace(/^http/, "ws");
    this.topics = new Map(); // number → Topic
    this.topic = 0;
    this.breaks = 0; // in a row
    document.addEventListener("visibilitychange", () => this.setHidden());
    window.addEventListener("offline", () => this.reconnect());
    window.addEventListener("online", () => this.open());
  }

  follow(what, options) {
    const topic = new Topic(++this.topic, this, what, options);
    this.topics.set(topic.number, topic);
    clearTimeout(this.unused);
    if (this.live) topic.begin();
    else {
      topic.ask();
      if (!this.waiting) this.open();
    }
    return () => this.leave(topic);
  }

  leave(topic) {
    topic.close();
    if (!this.topics.delete(topic.number)) return;
    this.say({ kind: "leave", topic: topic.number });
    if (!this.topics.size) this.unused = setTimeout(() => this.close(), UNUSED);
  }

  open() {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (this.socket || !this.topics.size) return;
    const socket = (this.socket = new WebSocket(this.address));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.begin(socket);
    socket.onmessage = ({ data }) => socket === this.socket && this.take(data);
    socket.onclose = () => socket === this.socket && this.reconnect();
  }

  begin(socket) {
    if (socket !== this.socket) return;
    this.live = true;
    this.opened = this.lastNews = performance.now();
    this.number = this.seen = this.bytes = 0;
    if (document.hidden) this.setHidden();
    this.topics.forEach((topic) => topic.begin());
    this.watch = setInterval(() => this.listen(), FIRST / 3);
  }

  /** Gives up a silent stream and polls for what is late. Not in a hidden tab, whose timers are slowed down. */
  listen() {
    const now = performance.now();
    const topics = [...this.topics.values()];
    const late = topics.filter((topic) => topic.waits && now - topic.began > FIRST);
    late.forEach((topic) => topic.ask());
    const silent = now - this.lastNews > SILENCE && (late.length || topics.some((topic) => topic.goesOn));
    if (silent && !document.hidden) this.reconnect();
  }

  take(data) {
    const { text, bytes } = data instanceof ArrayBuffer ? parts(data) : { text: data, bytes: null };
    const { number, news } = JSON.parse(text);
    this.lastNews = performance.now();
    this.number = number;
    this.bytes += data.byteLength ?? data.length;
    if (number - this.seen >= SEEN_MESSAGES || this.bytes >= SEEN_BYTES) {
      this.seen = number;
      this.bytes = 0;
      this.say({ kind: "seen", number });
    }
    let start = 0;
    for (const each of news) {
      const size = each.pictures?.size ?? 0;
      this.topics.get(each.topic)?.take(each, size ? bytes.subarray(start, start + size) : null);
      start += size;
    }
  }

  say(said) {
    if (this.live) this.socket.send(JSON.stringify(said));
  }

  setHidden() {
    this.say({ kind: "hidden", hidden: document.hidden });
    if (document.hidden) return;
    this.lastNews = performance.now();
    if (this.waiting) this.open();
  }

  reconnect() {
    const held = this.live && this.number > 0 && performance.now() - this.opened > STEADY;
    this.breaks = held ? 0 : this.breaks + 1;
    this.close();
    this.topics.forEach((topic) => topic.ask());
    const pause = AGAIN[Math.min(Math.max(this.breaks - 1, 0), AGAIN.length - 1)];
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2)); // not all pages at once
  }

  close() {
    const { socket } = this;
    this.socket = null;
    this.live = false;
    clearInterval(this.watch);
    socket?.close();
  }
}

class Topic {
  constructor(number, stream, what, options) {
    Object.assign(this, { number, stream, what, options });
    this.answer = {};
    this.goesOn = true;
  }

  /** Follows on the stream, which is open. */
  begin() {
    const { run, group, client } = this.what;
    const { next, mark, pictures } = this.options;
    this.answer = {};
    this.mark = mark();
    this.waits = true;
    this.began = performance.now();
    const said = run != null ? { run, first: next(), client: client ?? "", pictures: pictures() } : { group };
    this.stream.say({ kind: "follow", topic: this.number, visitor: visitor(), ...said });
  }

  /** Polls until the stream has news. */
  ask() {
    if (this.stopAsking || !this.goesOn) return;
    const { run, group, client } = this.what;
    const path = run != null ? `runs/${encodeURIComponent(run)}/curves${client ? `?client=${client}` : ""}` : `groups/${encodeURIComponent(group)}`;
    const { next, mark, onLost, again } = this.options;
    let asked;
    this.stopAsking = poll(this.stream.base + path, {
      onLost,
      again,
      next: next && (() => ((asked = mark()), next())),
      onAnswer: (answer) => this.hear(answer, asked),
    });
  }

  take({ status, error, set, own, runs, from, curves, elapsed, anew, pictures }, bytes) {
    const { onLost, onPictures } = this.options;
    this.waits = false;
    this.stopAsking?.();
    this.stopAsking = null;
    if (status === 404) this.hear({ state: "gone", reason: error });
    else if (status) onLost(new Error(error));
    else {
      Object.assign(this.answer, set, own);
      if (pictures) this.answer.pictures = pictures.number;
      for (const [index, fields] of runs ?? []) {
        const known = (this.answer.runs ??= []);
        known[index] = { ...known[index], ...fields };
      }
      if (pictures) onPictures(pictures, bytes);
      this.hear({ ...this.answer, ...(curves && { from, curves, elapsed }), ...(anew && { anew }) });
    }
  }

  hear(answer, mark = this.mark) {
    this.options.onAnswer(answer, mark);
    this.goesOn = this.options.again(answer) != null;
    // Pictures of an ended run may still come, along other columns.
    if (!this.goesOn && this.options.pictures() == null) this.stream.leave(this);
  }

  close() {
    this.stopAsking?.();
  }
}

/** A binary message: the length of its text, the text, pictures. */
function parts(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  return { text: new TextDecoder().decode(new Uint8Array(buffer, 4, length)), bytes: new Uint8Array(buffer, 4 + length) };
}
