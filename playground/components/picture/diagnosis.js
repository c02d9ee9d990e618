// Asks what is wrong with a network whose pictures this browser computes: the browser has the numbers, the server the sentences.

import { mayPass, rest } from "../kit/rest.js";
import { visitorHeaders } from "../kit/visitor.js";

const REST = 400; // milliseconds between two questions
const AGAIN = 1500; // milliseconds until a failed question is asked again
const KEPT = 200; // the most answers kept

export class Diagnosis {
  /** address: the run's. heard(): the findings have changed; first(): a promise of the picture of its first moment. */
  constructor(address, { heard, first }) {
    this.address = address;
    this.heard = heard;
    this.first = first;
    this.answers = new Map(); // question → findings
    this.findings = [];
  }

  /** The findings at the moment of a picture; until they are known, those of the moment before. */
  of(picture) {
    this.wanted = picture;
    this.going ??= this.ask().finally(() => (this.going = null));
    return this.findings;
  }

  async ask() {
    while (this.wanted && !this.closed) {
      const { wanted, address, answers } = this;
      this.wanted = null;
      try {
        this.beginning ??= numbers(await this.first());
        const question = new URLSearchParams({ epoch: wanted.epoch, now: JSON.stringify(numbers(wanted)), first: JSON.stringify(this.beginning) });
        const found = answers.get(`${question}`) ?? (await fetchFindings(`${address}/findings?${question}`));
        if (this.closed) return;
        answers.set(`${question}`, found);
        if (answers.size > KEPT) answers.delete(answers.keys().next().value);
        if (JSON.stringify(found) === JSON.stringify(this.findings)) continue;
        this.findings = found;
        this.heard();
      } catch {
        this.wanted ??= wanted;
        await rest(AGAIN);
      }
      await rest(REST);
    }
  }

  close() {
    this.closed = true;
  }
}

async function fetchFindings(address) {
  const answer = await fetch(address, { headers: visitorHeaders() });
  if (!answer.ok && mayPass(answer.status)) throw new Error("no findings");
  if (!answer.ok) return [];
  return (await answer.json()).findings;
}

/** Of every layer but the inputs: dead units, share of saturated values, sizes of weights and gradients; null for NaN. */
function numbers({ layers }) {
  const short = (value) => (Number.isFinite(value) ? Number(value.toPrecision(3)) : null);
  return layers.slice(1).map((layer) => [layer.dead_count, short(layer.saturated), short(layer.weight_size), short(layer.gradient_size)]);
}
