// What the server read from a file: the number of rows, the doubtful ones, and the first ones.

import { element } from "../kit/dom.js";

const DOUBTS = 8; // the most doubts listed; those with the same sentence count as one
const ROWS = 5; // the most rows named in one doubt
const COLUMNS = 60; // the most columns of the first rows

const count = (number, one, several) => `${number.toLocaleString("en")} ${number === 1 ? one : several}`;

/** A sentence about the whole file. */
export function summary(read) {
  const left = read.left_out_in_all ?? read.left_out.length;
  const said = `${count(read.rows, "row", "rows")}, ${count(read.columns.length, "column", "columns")}.`;
  return left ? `${said} ${count(left, "row", "rows")} cannot be read: ${numbers(read.left_out, left)}.` : said;
}

/** The doubts as a list; null if there are none. */
export function doubts(read) {
  const all = read.doubts_in_all ?? read.doubts.length;
  if (!read.doubts.length) return null;
  const alike = Map.groupBy(read.doubts, ({ column, sentence }) => `${column} ${sentence}`);
  const shown = [...alike.values()].slice(0, DOUBTS);
  const list = element("ul", { class: "doubts" });
  for (const several of shown) {
    const [{ column, sentence }] = several;
    const where = [rows(several), column ? `column “${column}”` : null].filter(Boolean).join(", ");
    list.append(element("li", {}, element("b", {}, `${where}: `), sentence));
  }
  const more = all - shown.flat().length;
  if (more > 0) list.append(element("li", {}, `… and ${count(more, "doubt", "doubts")} more.`));
  return list;
}

function rows(several) {
  const found = several.map(({ row }) => row).filter((row) => row != null);
  return found.length ? `${found.length === 1 ? "row" : "rows"} ${numbers(found)}` : "the whole file";
}

/** The first of these numbers, and how many more of `all` there are. */
function numbers(list, all = list.length) {
  const named = list.slice(0, ROWS).map((number) => number.toLocaleString("en"));
  const more = all - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
}

/** The first rows as a table. */
export function firstRows(read) {
  const shown = read.columns.slice(0, COLUMNS);
  const head = element("tr", {}, ...shown.map(({ name }, index) => element("th", {}, name.trim() || `column ${index + 1}`)));
  const rows = read.first.map((cells) =>
    element("tr", {}, ...cells.slice(0, COLUMNS).map((cell, index) => element("td", { class: shown[index].kind }, cell))),
  );
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  return element("div", { class: "first-rows", tabindex: "0", role: "group", "aria-label": "The first rows of the file" }, table);
}
