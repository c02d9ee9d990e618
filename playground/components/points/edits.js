// The points that a person added and removed. They are sent to Python as a whole, so that no click is lost while it is busy.

const REPEAT = 3000; // milliseconds until they are sent again, because a message can be lost

export class Edits {
  /** changed(): the added or removed points have changed. */
  constructor(changed) {
    this.changed = changed;
    this.added = []; // [x1, x2, class or value], or [x, y]
    this.removed = []; // rows of the generated points
    this.past = []; // [added, removed] before each click
    this.editor = Math.random().toString(36).slice(2);
    this.number = 0; // of the last message
  }

  /** Takes Python's state: {of: which generated points, heard: {editor, number} of the last message it received, added, removed}. */
  take({ of, heard, added, removed, limits }, tell) {
    this.tell = tell;
    this.limits = limits;
    const others = this.of !== of;
    this.of = of;
    if (others) this.past = [];
    if (heard?.editor === this.editor && heard.number === this.sent) this.sent = null;
    if (this.sent == null) {
      clearInterval(this.repeating);
      [this.added, this.removed] = [added, removed];
    } else if (others) {
      // Rows removed from other points are meaningless here.
      this.removed = removed;
      this.send();
    }
  }

  /** Adds a point; false if there are too many. */
  add(point) {
    return this.added.length < this.limits.added && this.set([...this.added, point], this.removed);
  }

  /** Removes {added: index} or {row}; false if too many are removed. */
  remove({ added, row }) {
    if (added != null) return this.set(this.added.filter((_, i) => i !== added), this.removed);
    return this.removed.length < this.limits.removed && this.set(this.added, [...this.removed, row]);
  }

  undo() {
    const before = this.past.pop();
    if (before) this.set(...before, false);
  }

  clear() {
    if (this.added.length || this.removed.length) this.set([], []);
  }

  set(added, removed, remembered = true) {
    if (remembered) this.past.push([this.added, this.removed]);
    [this.added, this.removed] = [added, removed];
    this.send();
    this.changed();
    return true;
  }

  send() {
    const { of, added, removed } = this;
    this.sent = ++this.number;
    const message = { editor: this.editor, number: this.sent, of, added, removed };
    this.tell("edited", message);
    clearInterval(this.repeating);
    this.repeating = setInterval(() => this.tell("edited", message), REPEAT);
  }

  close() {
    clearInterval(this.repeating);
  }
}
