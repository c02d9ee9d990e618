// Computes pictures of small networks from their weights, in a worker thread.

const FAILED = "The program that draws this network could not be loaded. Reload the page to try again.";

export class Evaluator {
  constructor() {
    this.waiting = new Map(); // number → {resolve, reject}
    this.number = 0;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", () => this.fail(FAILED));
  }

  /** Takes the scene of another run, with a `network`, and its training rows as the server sent them (an ArrayBuffer). */
  hold(scene, rows) {
    if (scene.network === this.held) return;
    this.held = scene.network;
    this.worker.postMessage({ hold: { scene, rows } });
  }

  /** A promise of the picture of {epoch, batch, weights} along some axes; rejects with a sentence. */
  picture(moment, axes) {
    const number = ++this.number;
    const weights = moment.weights.slice(); // else the whole buffer behind the view would be copied
    if (this.problem) return Promise.reject(new Error(this.problem));
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ number, moment: { ...moment, weights }, axes }, [weights.buffer]);
    });
  }

  hear({ number, picture, error }) {
    const { resolve, reject } = this.waiting.get(number);
    this.waiting.delete(number);
    if (picture) resolve(picture);
    else reject(new Error(error));
  }

  fail(sentence) {
    this.problem = sentence;
    for (const { reject } of this.waiting.values()) reject(new Error(sentence));
    this.waiting.clear();
  }

  close() {
    this.worker.terminate();
  }
}
