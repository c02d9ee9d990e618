// Widgets for a file's dialect: they show what was detected, and the person can change it.

import { element } from "../kit/dom.js";

// [title, [value, words] …]; the first value leaves the choice to the server.
const ROWS = {
  delimiter: [
    "Between cells",
    [",", "comma ,"], [";", "semicolon ;"], ["\t", "tab"], ["|", "bar |"], [":", "colon :"], [" ", "space"], ["", "nothing: one column"],
  ],
  decimal: ["Decimal sign", [".", "point: 1.5"], [",", "comma: 1,5"]],
  encoding: [
    "Letters (encoding)",
    ["utf-8", "UTF-8"], ["cp1252", "Western (Windows)"], ["iso8859_15", "Western (ISO)"], ["cp1250", "Central Europe"],
    ["cp1251", "Cyrillic"], ["utf-16", "UTF-16"], ["cp932", "Japanese"], ["gb18030", "Chinese"],
  ],
  header: ["First row", [true, "names of the columns"], [false, "a row like the others"]],
};

/** Selects for the parts of a format's dialect; chosen(name, value): the person chose a value, null for the server's guess. */
export function dialectForm(found, reading, sheets, chosen) {
  const form = element("div", { class: "dialect" });
  for (const [name, [title, ...options]] of Object.entries(ROWS)) {
    if (found[name] == null && reading[name] == null) continue;
    form.append(select(name, title, options, found[name], reading[name], chosen));
  }
  if (sheets.length > 1) {
    const options = sheets.map((sheet) => [sheet, sheet]);
    form.append(select("sheet", "Sheet", options, reading.sheet ?? sheets[0], reading.sheet, chosen));
  }
  return form;
}

function select(name, title, options, found, said, chosen) {
  const offered = options.some(([value]) => same(value, found)) || found == null ? options : [[found, String(found)], ...options];
  const words = offered.find(([value]) => same(value, found))?.[1] ?? "?";
  const box = element("select", { "data-name": name });
  box.append(element("option", { value: "guess" }, said == null ? `${words} (found)` : "find it by yourself"));
  offered.forEach(([, each], index) => box.append(element("option", { value: index }, each)));
  box.value = said == null ? "guess" : String(offered.findIndex(([value]) => same(value, said)));
  box.addEventListener("change", () => chosen(name, box.value === "guess" ? null : offered[Number(box.value)][0]));
  return element("label", {}, element("span", {}, title), box);
}

/** Encodings have several names: utf_8, UTF-8. */
const plain = (value) => (typeof value === "string" && value.length > 2 ? value.toLowerCase().replace(/[-_ ]|sig/g, "") : value);
const same = (one, other) => plain(one) === plain(other);
