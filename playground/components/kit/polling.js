// Asks a route again and again for what is not known yet; the pause depends on the last answer.

import { rest } from "./rest.js";
import { goesOn } from "./states.js";
import { visitorHeaders } from "./visitor.js";

const RUNNING = 200; // milliseconds between two questions
const STEPPING = 60; // while a person waits for the end of a step
const WAITING = 500;
const HIDDEN = 3000; // the tab is hidden
const RETRIES = [300, 600, 1200, 2400, 4000];

/**
 * Starts asking; ends by itself when nothing new will come.
 *
 * next(): the first epoch wanted, where the route has epochs. onAnswer(answer): called for every answer; the answer about
 * something unknown is {state: "gone", reason}. onLost(): called when the server could not be reached; asking goes on.
 * again(answer): milliseconds until the next question, null for none.
 * Returns a function that stops it.
 */
export function poll(address, { next, onAnswer, onLost, again = whileItGoesOn }) {
  const stop = new AbortController();
  const { signal } = stop;

  async function ask() {
    const joined = address.includes("?") ? "&" : "?";
    const answer = await fetch(next ? `${address}${joined}from=${next()}` : address, { signal, headers: visitorHeaders(), cache: "no-store" });
    if (answer.status === 404) return { state: "gone", reason: (await answer.json().catch(() => ({}))).error };
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  }

  async function goOn() {
    let failures = 0;
    while (!signal.aborted) {
      const began = performance.now();
      let pause;
      try {
        const answer = await ask();
        if (signal.aborted) return;
        failures = 0;
        onAnswer(answer);
        const wanted = again(answer);
        if (wanted == null) return;
        pause = document.hidden ? HIDDEN : wanted;
      } catch (error) {
        if (signal.aborted) return;
        onLost(error);
        pause = RETRIES[Math.min(failures++, RETRIES.length - 1)];
      }
      // On a slow machine a quarter of the time stays free, however much there is to draw.
      const spent = performance.now() - began;
      await rest(Math.max(pause - spent, spent / 3, 20), signal);
    }
  }

  goOn();
  return () => stop.abort();
}

/** Milliseconds until the next question about a run, null if nothing new will come. */
export function whileItGoesOn({ state, held, paused, place }) {
  if (!goesOn(state)) return null;
  if (held && (!paused || place != null)) return STEPPING;
  return state === "running" ? RUNNING : WAITING;
}
