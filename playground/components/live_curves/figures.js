// The figures that count, beneath the curves.

import { element, mark, say } from "./dom.js";
import { lastOf } from "./series.js";
import { number, seconds, whole } from "./words.js";

const TILES = [
  ["best", "Best validation", "The best value so far and its epoch; where early stopping watches, the one that it counts as best"],
  ["training", "Training", "The last value on the rows the network learns from"],
  ["validation", "Validation", "The last value on rows the network never learns from"],
  ["gap", "Gap", "Validation minus training: when it grows, the network learns its rows by heart"],
  ["parameters", "Parameters", "Numbers that training adjusts, and statistics it keeps"],
  ["seconds", "Time", "Seconds of training"],
];

export class Figures {
  constructor() {
    this.tiled = element("dl", { class: "figures" });
    this.kept = element("p", { class: "kept number", "data-figure": "kept" }, "\u00a0");
    this.kept.title = "Measured at the end, with the network as it is used: without dropout, on all rows of both kinds alike";
    this.node = element("div", {}, this.tiled, this.kept);
    this.tiles = {};
    for (const [name, title, help] of TILES) {
      const value = element("dd", { class: "number" }, "–");
      const below = element("dd", { class: "below number" }, "\u00a0");
      const label = element("dt", {}, title);
      this.tiled.append(element("div", { "data-figure": name, title: help }, label, value, below));
      this.tiles[name] = { label, value, below };
    }
  }

  /** run: as for the status; curves: by name. */
  show(run, curves) {
    const { best } = run;
    const training = lastOf(curves.loss);
    const validation = lastOf(curves.val_loss);
    const gap = training == null || validation == null ? undefined : validation - training;
    const of = best?.monitor.replace(/^val_/, "");
    const subset = best && !best.monitor.startsWith("val_") ? "Best training" : "Best validation";
    say(this.tiles.best.label, subset);
    this.put("best", best ? number(best.value) : "–", best ? `${of} · epoch ${whole(best.epoch)}` : "");
    this.put("training", number(training), "loss, last epoch");
    this.put("validation", number(validation), "loss, last epoch");
    this.put("gap", number(gap), "validation − training");
    this.put("parameters", whole(run.parameters), "in the network");
    this.put("seconds", seconds(run.seconds), "of training");
    say(this.kept, keptInWords(run, curves) || "\u00a0");
    mark(this.tiled, "data-empty", run.epoch < 0 ? "" : null);
  }

  put(name, value, below) {
    say(this.tiles[name].value, value);
    say(this.tiles[name].below, below || "\u00a0");
  }
}

/** The figures of the network that the run ends with, beside those of the last epoch: the loss, and each metric. */
function keptInWords({ kept, evaluated }, curves) {
  if (!kept) return "";
  if (!evaluated) return `Network kept, epoch ${whole(kept.epoch)}: validation loss ${number(curves.val_loss?.[kept.epoch])}`;
  const names = Object.keys(evaluated).filter((name) => `val_${name}` in evaluated);
  const pairs = names.map((name) => `${name} ${number(evaluated[name])} training, ${number(evaluated[`val_${name}`])} validation`);
  return `Network kept, epoch ${whole(kept.epoch)}: ${pairs.join(" · ")}`;
}
