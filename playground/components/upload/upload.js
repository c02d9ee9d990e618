// One upload: the person chooses a file, the server reads it, perhaps in other ways, and the person takes it.

import { element, say } from "../kit/dom.js";
import { rest } from "../kit/rest.js";
import { dialectForm } from "./dialect.js";
import { doubts, firstRows, summary } from "./reading.js";
import { FIRST_BYTES, readAgain, send, sendFirst } from "./sending.js";

const BUSY = 1000; // milliseconds until a file is sent again that the busy server refused
const SHEETS = /\.(xlsx|xlsm|parquet|pq)$/i; // a part of such a file cannot be read
const megabytes = (bytes) => `${Number((bytes / 1e6).toPrecision(3))} MB`;

export class Upload {
  constructor(root) {
    this.root = root;
    this.reading = {};
    this.input = element("input", { type: "file", "aria-label": "Choose a file" });
    this.limit = element("span", { class: "limit" });
    const paste = element("button", { type: "button", class: "quiet" }, "Paste a table instead");
    this.drop = element("div", { class: "drop" }, element("label", { class: "choose" }, "Choose a file", this.input), element("span", {}, "or drop it here"), this.limit, paste);
    this.text = element("textarea", { rows: "6", placeholder: "Copy cells out of a spreadsheet and paste them here.", "aria-label": "A table as text" });
    const take = element("button", { type: "button" }, "Read it");
    this.pasting = element("div", { class: "pasting", hidden: "" }, this.text, take);
    this.status = element("p", { class: "status", role: "status" });
    this.shown = element("div", { class: "shown" });
    root.replaceChildren(this.drop, this.pasting, this.status, this.shown);
    this.input.addEventListener("change", () => this.input.files[0] && this.begin(this.input.files[0]));
    paste.addEventListener("click", () => ((this.pasting.hidden = !this.pasting.hidden), this.text.focus()));
    take.addEventListener("click", () => this.text.value.trim() && this.begin(new File([this.text.value], "pasted table.csv")));
    for (const name of ["dragover", "dragleave", "drop"]) this.drop.addEventListener(name, (event) => this.drag(event));
  }

  show(data, use) {
    this.data = data;
    this.use = use;
    say(this.limit, `CSV and its relatives, Excel, Parquet, JSON lines; up to ${megabytes(data.mostBytes)}`);
  }

  drag(event) {
    event.preventDefault();
    this.drop.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop" && event.dataTransfer.files[0]) this.begin(event.dataTransfer.files[0]);
  }

  /** Replaces the file by another one. */
  begin(file) {
    this.file = file;
    this.reading = {};
    this.doubtful = null;
    this.input.value = "";
    this.send();
  }

  async send() {
    const { file, data } = this;
    this.stopping?.abort();
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.digest = null;
    this.shown.replaceChildren();
    if (file.size > data.mostBytes) {
      this.tell(`“${file.name}” has ${megabytes(file.size)}; a file may have ${megabytes(data.mostBytes)} at most.`, true);
      return;
    }
    this.tell(`Sending “${file.name}” …`);
    const options = { signal };
    let whole = false;
    if (file.size > FIRST_BYTES && !SHEETS.test(file.name)) {
      sendFirst(data.address, file, this.reading, options).then((read) => {
        if (!whole && !signal.aborted && !read.error) {
          this.tell("These are the first rows; the rest of the file is still being checked …");
          this.shown.replaceChildren(firstRows(read));
        }
      });
    }
    const progress = (share) => share < 1 && !this.shown.firstChild && this.tell(`Sending “${file.name}”: ${Math.floor(share * 100)}%`);
    const read = await this.answer(() => send(data.address, file, this.reading, { ...options, progress }), signal);
    whole = true;
    if (!signal.aborted) this.come(read);
  }

  /** The answer to a request, which is repeated while the server is busy with other files. */
  async answer(request, signal) {
    for (;;) {
      const read = await request();
      if (read.httpStatus !== 429 || signal.aborted) return read;
      this.tell(read.error);
      await rest(BUSY, signal);
    }
  }

  /** Takes the server's answer about the file. */
  come(read) {
    if (read.digest) this.digest = read.digest;
    if (read.error != null) {
      this.tell(read.error || "", true);
      // A person who knows the dialect can set it; then the file is read again.
      const found = { delimiter: ",", decimal: ".", encoding: "utf-8", header: true };
      if (read.httpStatus === 422 && !SHEETS.test(this.file.name)) this.shown.replaceChildren(this.form({ ...found, ...this.reading }, []));
      else this.shown.replaceChildren();
      return;
    }
    this.read = read;
    const list = doubts(read);
    this.tell(`“${this.file.name}” is read: ${summary(read)}${list ? " Some of it is in doubt:" : ""}`);
    const inDoubt = list || read.left_out.length;
    const parts = [...(list ? [list] : []), ...(inDoubt ? [this.doubtForm()] : []), this.form(read.dialect, read.sheets ?? []), firstRows(read), this.button(list)];
    this.shown.replaceChildren(...parts);
  }

  form(found, sheets) {
    return dialectForm(found, this.reading, sheets, (name, value) => this.change(name, value));
  }

  async change(name, value) {
    if (value == null) delete this.reading[name];
    else this.reading[name] = value;
    if (this.digest == null) return this.send();
    this.stopping?.abort();
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.tell("Reading it in this way …");
    const read = await this.answer(() => readAgain(this.data.address, this.digest, this.reading, { signal }), signal);
    if (!signal.aborted) this.come(read);
  }

  /** The choice of what happens to doubtful rows, which a person has to make before the table is used. */
  doubtForm() {
    const form = element("fieldset", { class: "doubtful" }, element("legend", {}, "Rows in doubt"));
    for (const [value, words] of [["leave_out", "Leave them out"], ["keep", "Keep them as they were read"]]) {
      const box = element("input", { type: "radio", name: "doubtful", value });
      box.checked = this.doubtful === value;
      box.addEventListener("change", () => ((this.doubtful = value), (this.taking.disabled = false)));
      form.append(element("label", {}, box, words));
    }
    return form;
  }

  button(list) {
    this.taking = element("button", { type: "button", class: "take" }, "Use this table");
    const inDoubt = Boolean(list) || this.read.left_out.length > 0;
    this.taking.disabled = inDoubt && this.doubtful == null;
    this.taking.addEventListener("click", () => {
      const doubtful = inDoubt ? { doubtful: this.doubtful } : {};
      // The person has seen the detected dialect, so it is not guessed again.
      this.use({ dataset: this.read.dataset, reading: { ...this.read.reading, ...this.reading, ...doubtful } });
      this.tell(`“${this.file.name}” is in use.`);
      this.shown.replaceChildren();
    });
    return this.taking;
  }

  tell(sentence, wrong = false) {
    say(this.status, sentence);
    this.status.classList.toggle("wrong", wrong);
  }
}
