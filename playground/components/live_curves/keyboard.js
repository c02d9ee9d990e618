// The run's keys: Space, right arrow, R and F, unless the focused element uses the key itself.

const PRESSES = { " ": "toggle", ArrowRight: "step", r: "reset", R: "reset", f: "full_speed", F: "full_speed" };

/** All keys of the page with what they do, for the sheet of explanations. */
export const KEYS = [
  ["Space", "Trains, holds, goes on"],
  ["→", "Trains one epoch, then holds"],
  ["R", "The same first weights again"],
  ["Arrow keys on a neuron", "The next neuron; Enter keeps its card open, Escape closes it"],
  ["Alt and ← or → on a layer's title", "Moves the layer"],
];

const WRITES = 'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"]), textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"]';
// The selected tab does not use Space.
const SHOWN = '[role="tab"][aria-selected="true"]';
const PRESSED = `button:not(${SHOWN}), a[href], summary, input, label, [role="button"], [role="tab"]:not(${SHOWN}), [role="checkbox"], [role="switch"], [role="radio"], [role="option"], [role="menuitem"], [role="slider"], .points-plot`;
const MOVED = 'input, .neuron, .nsewdrag, [role="slider"], [role="tab"], [role="radio"], [role="radiogroup"], [role="tree"], [role="grid"], .points-plot';

/** Whether the focused element uses a key itself. */
export function usesKey(target, key) {
  if (!(target instanceof Element)) return false;
  if (target.closest(WRITES)) return true;
  if (key === " ") return Boolean(target.closest(PRESSED));
  return key === "ArrowRight" && Boolean(target.closest(MOVED));
}

/**
 * Listens to the whole page; press("toggle" | "step" | "reset" | "full_speed") is called for the four keys.
 *
 * It listens before the page, because Streamlit uses R itself. `ours(target)`: whether an element that would
 * use the key leaves it to the run. Returns the cleanup function.
 */
export function keyboard(press, ours = () => false) {
  const listening = new AbortController();
  const { signal } = listening;
  let swallowed = null; // the key whose "keyup" would press the focused button
  const keydown = (event) => {
    const named = PRESSES[event.key];
    if (!named || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    if (usesKey(event.target, event.key) && !ours(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    swallowed = event.key;
    // A key held down repeats steps, but never toggles or resets twice.
    if (event.repeat && named !== "step") return;
    press(named);
  };
  const keyup = (event) => {
    if (event.key === swallowed) event.preventDefault();
    if (event.key === swallowed) swallowed = null;
  };
  document.addEventListener("keydown", keydown, { capture: true, signal });
  document.addEventListener("keyup", keyup, { capture: true, signal });
  return () => listening.abort();
}
