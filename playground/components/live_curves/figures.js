// The key figures below the curves.

import { element, mark, say } from "../kit/dom.js";
import { valueAt } from "../kit/series.js";
import { inUnit, number, seconds, whole } from "../kit/words.js";

const WITHOUT_PENALTY = "loss_without_penalty"; // as the worker names it

/** name, title, what it means. */
export const TILES = [
  ["best", "Best validation", "The best value so far and its epoch; where early stopping watches, the one that it counts as best"],
  ["training", "Training", "The last value on the rows the network learns from"],
  ["validation", "Validation", "The last value on rows the network never learns from"],
  ["gap", "Gap", "Validation minus training: when it grows, the network learns its rows by heart"],
  ["parameters", "Parameters", "Numbers that training adjusts, and statistics it keeps"],
  ["seconds", "Time", "Time of training up to the epoch that is shown; the first takes longer, since the network is compiled for it. The wait for a free worker is no part of it, nor are epochs that are trained ahead"],
];

export class Figures {
  constructor() {
    this.tiled = element("dl", { class: "figures" });
    this.kept = element("p", { class: "kept number", "data-figure": "kept" }, "\u00a0");
    this.kept.title = "Measured at the end, with the network as it is used: without dropout, on all rows of both kinds alike";
    this.parts = element("p", { class: "kept number", "data-figure": "parts", hidden: "" });
    this.node = element("div", {}, this.tiled, this.kept, this.parts);
    this.tiles = {};
    for (const [name, title, help] of TILES) {
      const value = element("dd", { class: "number" }, "–");
      const below = element("dd", { class: "below number" }, "\u00a0");
      const label = element("dt", {}, title);
      this.tiled.append(element("div", { "data-figure": name, title: help }, label, value, below));
      this.tiles[name] = { label, value, below };
    }
  }

  /** run: see `Status.show`; curves: by name; past: the past epoch that the person looks at, null for the last epoch. */
  show(run, curves, past = null) {
    const { best } = run;
    const training = valueAt(curves.loss, past);
    const validation = valueAt(curves.val_loss, past);
    const when = past == null ? "last epoch" : `epoch ${whole(past)}`;
    const gap = training == null || validation == null ? undefined : validation - training;
    const of = best?.monitor.replace(/^val_/, "");
    const subset = best && !best.monitor.startsWith("val_") ? "Best training" : "Best validation";
    say(this.tiles.best.label, subset);
    const unit = run.units?.loss;
    const below = (value, words, own = unit) => [own?.scaled ? inUnit(value, own) : own?.name && `in ${own.name}`, words].filter(Boolean).join("\n");
    this.put("best", best ? number(best.value) : "–", best ? below(best.value, `${of} · epoch ${whole(best.epoch)}`, run.units?.[of]) : "");
    this.put("training", number(training), below(training, `loss, ${when}`));
    this.put("validation", number(validation), below(validation, `loss, ${when}`));
    this.put("gap", number(gap), below(gap, "val. − training"));
    const parts = partsInWords(run, curves, past, when);
    say(this.parts, parts);
    mark(this.parts, "hidden", parts ? null : "");
    this.put("parameters", whole(run.parameters), "in the network");
    this.put("seconds", seconds(past == null ? run.seconds : run.elapsed?.[past]), timesInWords(run));
    say(this.kept, keptInWords(run, curves) || "\u00a0");
    mark(this.tiled, "data-empty", run.epoch < 0 ? "" : null);
  }

  put(name, value, below) {
    say(this.tiles[name].value, value);
    say(this.tiles[name].below, below || "\u00a0");
  }
}

/** The parts of the time: the first epoch, for which the network is compiled, and the wait for a worker before. */
function timesInWords({ elapsed, waited_seconds: waited }) {
  const first = elapsed?.[1];
  const words = [first == null ? "of training" : `${seconds(first)} to epoch 1`, waited >= 0.05 ? `waited ${seconds(waited)} before` : ""];
  return words.filter(Boolean).join("\n");
}

/** The two parts of a loss with a penalty: the error of the network, and the penalty on its weights. */
function partsInWords({ loss_title: title }, curves, past, when) {
  const words = [["training", ""], ["validation", "val_"]].map(([rows, prefix]) => {
    const [sum, alone] = [`${prefix}loss`, `${prefix}${WITHOUT_PENALTY}`].map((name) => valueAt(curves[name], past));
    return sum == null || alone == null ? "" : `${rows}: ${title} ${number(alone)} + penalty ${number(sum - alone)}`;
  });
  const said = words.filter(Boolean).join(", ");
  return said && `Parts of the loss, ${when}, ${said}`;
}

/** The loss and each metric of the network that the run ends with, beside the figures of the last epoch. */
function keptInWords({ kept, evaluated, units }, curves) {
  if (!kept) return "";
  const inWords = (value, name) => {
    const own = units?.[name]?.scaled ? inUnit(value, units[name]) : "";
    return own ? `${number(value)} (${own})` : number(value);
  };
  const epoch = `Network kept, epoch ${whole(kept.epoch)}`;
  if (!evaluated) return `${epoch}: validation loss ${inWords(curves.val_loss?.[kept.epoch], "loss")}`;
  const names = Object.keys(evaluated).filter((name) => `val_${name}` in evaluated && name !== WITHOUT_PENALTY);
  const pairs = names.map((name) => `${name} ${inWords(evaluated[name], name)} training, ${inWords(evaluated[`val_${name}`], name)} validation`);
  return `${epoch}: ${pairs.join(" · ")}`;
}
