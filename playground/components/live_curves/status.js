// The head of the view: the state in words, the progress and speed of the run, and why it ended.

import { element, mark, say } from "../kit/dom.js";
import { goesOn, titleOf } from "../kit/states.js";
import { seconds, speed, whole } from "../kit/words.js";

export class Status {
  constructor() {
    this.state = element("strong");
    this.detail = element("span", { class: "detail" });
    this.epoch = element("span", { class: "epoch number" });
    this.pace = element("span", { class: "pace number" });
    new ResizeObserver(() => {
      this.known = null;
      this.openable();
    }).observe(this.detail);
    // A screen reader is told only what changes rarely; the numbers are outside the live region.
    const said = element("div", { class: "said", role: "status", "aria-live": "polite" }, this.state, this.detail);
    this.bar = element("div", { class: "bar" });
    this.progress = element("div", { class: "progress", role: "progressbar", "aria-label": "Epochs trained", "aria-valuemin": 0 });
    this.progress.append(this.bar);
    const numbers = element("div", { class: "numbers" }, this.epoch, this.pace);
    this.node = element("header", { class: "status" }, element("div", { class: "line" }, said, numbers), this.progress);
  }

  /**
   * run: the last answer of the curves route, with `epoch`, the last epoch held, and `ready`, whether a run could start if
   * there is none; lost: whether the connection is lost.
   */
  show(run, lost) {
    const state = run.paused && run.state === "running" ? "paused" : run.state;
    mark(this.node, "data-state", lost ? "lost" : state);
    mark(this.node, "data-warns", !lost && run.findings?.some(({ warns }) => warns) ? "" : null);
    say(this.state, run.ready === false && state === "none" ? "Not ready" : titleOf(state));
    say(this.detail, lost ? "Connection lost, trying again." : [run.notice, detail(run)].filter(Boolean).join(" "));
    this.openable();
    const planned = run.epochs ?? 0;
    const epoch = Math.max(run.epoch, 0);
    say(this.epoch, planned ? `epoch ${whole(epoch)} / ${whole(planned)}` : "");
    say(this.pace, pace(run));
    mark(this.progress, "aria-valuemax", planned || 1);
    mark(this.progress, "aria-valuenow", epoch);
    this.bar.style.transform = `scaleX(${planned ? Math.min(epoch / planned, 1) : 0})`;
  }

  /** A sentence that is longer than its room opens under the pointer, and with the focus. */
  openable() {
    const { detail } = this;
    const text = detail.textContent; // the room is observed, because asking for it would lay the page out again with each epoch
    if (text === this.known || detail.matches(":hover, :focus")) return;
    this.known = text;
    mark(detail, "tabindex", detail.scrollHeight > detail.clientHeight + 1 ? 0 : null);
  }
}

function pace(run) {
  if (run.paused) return "";
  if (goesOn(run.state)) {
    const left = run.seconds_left == null ? "" : `${seconds(run.seconds_left)} left`;
    return [run.ahead && run.epochs_per_second ? `shown at ${speed(run.epochs_per_second)}` : speed(run.epochs_per_second), left].filter(Boolean).join(" · ");
  }
  // A run that is over shows all epochs over all its time, because its latest speed would not agree with them.
  return run.seconds && run.epoch > 0 ? `${whole(run.epoch)} ${run.epoch === 1 ? "epoch" : "epochs"} in ${seconds(run.seconds)}` : "";
}

function detail(run) {
  switch (run.state) {
    case "none":
      return run.recorded ? "These settings in a recorded film. Press Train to see them learn live." : "";
    case "waiting":
      return waits(run);
    case "running":
      if (run.place) return waits(run);
      if (run.paused) return held(run);
      if (run.epoch < 0 && run.way) return `Training the parent again up to epoch ${whole(run.way[1])}: ${whole(run.way[0])} are done.`;
      if (run.epoch < 0) return "Building the network.";
      if (run.epoch === 0) return "Epoch 0 is the untrained network. The first epoch is being prepared.";
      if (run.ahead) return run.ahead === run.epochs ? "All epochs are trained; they go by here one after the other." : "Training is ahead of what goes by here.";
      return run.title ?? "";
    case "finished":
      return sentences(run.reason || "All epochs are trained.", run);
    case "stopped":
      return sentences(run.reason || "Stopped by you.", run);
    default:
      return sentences(run.reason, run);
  }
}

/** How the run ended, and the remarks on its best network and the one kept. */
function sentences(ending, { remarks }) {
  return [ending, ...(remarks ?? [])].filter(Boolean).join(" ");
}

function waits({ place, why }) {
  if (!place) return "Waiting for a free worker.";
  return `${place === 1 ? "Next in the queue." : `Number ${whole(place)} in the queue.`} ${why ?? ""}`.trim();
}

function held({ epoch, batch }) {
  if (batch) return `After ${whole(batch)} ${batch === 1 ? "batch" : "batches"} of epoch ${whole(epoch + 1)}. The curves get a point when the epoch is over.`;
  return epoch > 0 ? `After epoch ${whole(epoch)}.` : "Before the first batch: this is the untrained network.";
}
