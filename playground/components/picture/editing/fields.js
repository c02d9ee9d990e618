// The fields of a layer's sheet: a number with two buttons, or words to choose from, activations with their curves.

import { element, say } from "../../kit/dom.js";
import { ACTIVATIONS } from "../activations.js";

const CURVE = { width: 44, height: 28, across: 3, low: -1.4, high: 2.6 };

/** A field for a number: {node, show(value)}; set(value): the person wants another. */
export function numberField({ name, title, step, whole }, set) {
  const least = whole ? 1 : 0;
  const input = element("input", { type: "number", step: "any", min: least, "aria-label": title, "data-name": name, inputmode: whole ? "numeric" : "decimal" });
  const take = (value) => {
    if (!Number.isFinite(value)) return;
    const wanted = Math.max(least, whole ? Math.round(value) : Number(value.toPrecision(12)));
    input.value = wanted;
    set(wanted);
  };
  const by = (sign, text) => {
    const button = element("button", { type: "button", "aria-label": `${title} ${sign < 0 ? "down" : "up"}`, "data-name": `${name}${sign}` }, text);
    button.addEventListener("click", () => take(Number(input.value) + sign * step));
    return button;
  };
  input.addEventListener("change", () => input.value && take(Number(input.value)));
  const node = element("div", { class: "number-field" }, element("span", {}, title), by(-1, "−"), input, by(1, "+"));
  const show = (value) => {
    if (document.activeElement !== input || Number(input.value) !== value) input.value = value;
  };
  return { node, show };
}

/** A field for a word: {node, show(value)}; the help of the chosen word is below. */
export function wordField({ name, title, options }, set) {
  const help = element("p", { class: "note" });
  const inputs = options.map((option) => {
    const input = element("input", { type: "radio", name: `layer-${name}`, value: option.name, "data-name": `${name}-${option.name}` });
    input.addEventListener("change", () => set(option.name));
    return input;
  });
  const labels = options.map((option, i) => element("label", {}, inputs[i], ...curvePicture(option.name), element("span", {}, option.title)));
  const node = element("fieldset", { class: "word-field" }, element("legend", {}, title), element("div", { class: "words-of" }, ...labels), help);
  const show = (value) => {
    for (const input of inputs) input.checked = input.value === value;
    say(help, options.find((option) => option.name === value)?.help ?? "");
  };
  return { node, show };
}

/** The curve of an activation as a small picture; nothing for any other word. */
function curvePicture(name) {
  const of = ACTIVATIONS[name];
  if (!of) return [];
  const { width, height, across, low, high } = CURVE;
  const x = (z) => ((z + across) / (2 * across)) * width;
  const y = (value) => height - ((value - low) / (high - low)) * height;
  const points = Array.from({ length: 45 }, (_, i) => -across + (i / 44) * 2 * across);
  const path = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const svg = path("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" });
  svg.append(
    path("path", { class: "axes", d: `M0 ${y(0)}H${width}M${x(0)} 0V${height}` }),
    path("path", { class: "curve", d: `M${points.map((z) => `${x(z).toFixed(1)} ${y(of(z)).toFixed(1)}`).join("L")}` }),
  );
  return [svg];
}
