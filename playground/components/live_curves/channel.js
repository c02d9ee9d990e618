// Sends a run's wishes to the server: each is kept until the server has acknowledged its number.

import { mayPass, rest } from "../kit/rest.js";
import { visitorHeaders } from "../kit/visitor.js";

const PATIENCE = 4000; // milliseconds without an answer until the wishes are sent again
const RESTS = [100, 300, 800, 2000, 4000]; // milliseconds to wait after each failure
const MOST = 200; // wishes in one message

export class Channel {
  /**
   * address: the route of one run's wishes; client: this page's number. onAnswer(answer): the server took some
   * wishes. onRefusal(sentence): the server refuses some for good. onChange(): the kept wishes have changed, or an attempt failed.
   */
  constructor(address, client, { onAnswer, onRefusal, onChange }) {
    Object.assign(this, { address, client, onAnswer, onRefusal, onChange });
    this.kept = [];
    this.first = 1; // the number of the first wish kept
    this.failures = 0;
  }

  push(...wishes) {
    this.kept.push(...wishes);
    this.going ??= this.send().finally(() => (this.going = null));
  }

  /** The kept wishes whose numbers come after `taken`. */
  after(taken) {
    return this.kept.slice(Math.max((taken ?? 0) - this.first + 1, 0));
  }

  async send() {
    while (this.kept.length) {
      const wishes = this.kept.slice(0, MOST);
      try {
        const { status, answer } = await this.post(wishes);
        this.failures = 0;
        this.settle(status, answer, wishes.length);
      } catch {
        await rest(RESTS[Math.min(this.failures, RESTS.length - 1)]);
        this.failures += 1;
        this.onChange();
      }
    }
  }

  async post(wishes) {
    const response = await fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...visitorHeaders() },
      body: JSON.stringify({ client: this.client, first: this.first, wishes }),
      signal: AbortSignal.timeout(PATIENCE),
      keepalive: true, // a press is sent although the page is being left
    });
    if (mayPass(response.status)) throw new Error(`the server answered ${response.status}`);
    // A proxy refuses with a page of its own, or answers 200 with a page to log in.
    const answer = (await response.json().catch(() => null)) ?? {};
    if (response.ok && !(answer.taken >= this.first)) throw new Error("the server took nothing");
    return { status: response.status, answer };
  }

  settle(status, answer, sent) {
    const taken = status < 400 ? answer.taken : this.first + sent - 1;
    this.kept.splice(0, taken - this.first + 1);
    this.first = taken + 1;
    if (status < 400) this.onAnswer(answer);
    else this.onRefusal(typeof answer.error === "string" ? answer.error : `The server did not take this press (${status}).`);
    this.onChange();
  }
}
