// The table of a sweep: heads with the settings' titles and values, a cell for each combination, arrow keys between cells.

import { element } from "../kit/dom.js";
import { Cell } from "./cell.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  /** overs: one or two [{title, values}], the rows first; open(run): called when the person chooses a cell. */
  constructor(overs, open) {
    const columns = overs.at(-1);
    this.rows = overs.length > 1 ? overs[0] : null;
    this.width = columns.values.length;
    const labels = this.rows
      ? this.rows.values.flatMap((row) => columns.values.map((value) => [this.rows, row, columns, value]))
      : columns.values.map((value) => [columns, value]);
    this.cells = labels.map((parts) => new Cell(inWords(parts), open));
    this.node = element("table", {}, this.head(columns), this.body());
    this.node.addEventListener("keydown", (event) => this.walk(event));
    this.node.addEventListener("focusin", (event) => this.mind(event.target));
    this.mind(this.cells[0].node);
  }

  head(columns) {
    const over = element("tr", {});
    const values = element("tr", {});
    if (this.rows) {
      over.append(element("td"));
      values.append(element("th", { scope: "col", class: "rows" }, this.rows.title));
    }
    over.append(element("th", { scope: "colgroup", colspan: this.width, class: "columns" }, columns.title));
    values.append(...columns.values.map((value) => element("th", { scope: "col" }, value)));
    return element("thead", {}, over, values);
  }

  body() {
    const body = element("tbody");
    const rows = this.rows ? this.rows.values : [null];
    rows.forEach((value, row) => {
      const line = element("tr");
      if (value !== null) line.append(element("th", { scope: "row" }, value));
      const cells = this.cells.slice(row * this.width, (row + 1) * this.width);
      line.append(...cells.map((cell) => element("td", {}, cell.node)));
      body.append(line);
    });
    return body;
  }

  /** One cell is in the Tab order: the one last visited. */
  mind(node) {
    if (!this.cells.some((cell) => cell.node === node)) return;
    for (const cell of this.cells) cell.node.tabIndex = cell.node === node ? 0 : -1;
  }

  walk(event) {
    const at = this.cells.findIndex((cell) => cell.node === event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = this.to(at, event.key);
    if (to == null) return;
    // Keeps the keys from the page, where the right arrow trains an epoch.
    event.preventDefault();
    event.stopPropagation();
    this.cells[to].node.focus();
  }

  to(at, key) {
    const column = at % this.width;
    if (key === "Home") return at - column;
    if (key === "End") return at - column + this.width - 1;
    const step = STEPS[key];
    if (!step) return null;
    const row = Math.floor(at / this.width) + step[0];
    const beside = column + step[1];
    const outside = row < 0 || row >= this.cells.length / this.width || beside < 0 || beside >= this.width;
    return outside ? at : row * this.width + beside;
  }
}

function inWords(parts) {
  const words = [];
  for (let i = 0; i < parts.length; i += 2) words.push(`${parts[i].title} ${parts[i + 1]}`);
  return words.join(", ");
}
