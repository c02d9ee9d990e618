// The keys of a lesson while the focus is on a choice, a switch or a slider, which keep keys from the page.
//
// A radio button keeps Enter for itself, also with Ctrl, and Streamlit leaves single letters to every input.

const FIELDS = 'input:is([type="radio"], [type="checkbox"], [type="range"])';
const CHECK = '[class*="st-key-check-"] button';
const TURNS = { n: ".st-key-lesson_next button", p: ".st-key-lesson_back button" };

/** The selector of the button that a key presses; undefined for any other key. */
function buttonOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (key === "Enter" && (ctrlKey || metaKey)) return CHECK;
  return ctrlKey || metaKey || altKey || shiftKey ? undefined : TURNS[key.toLowerCase()];
}

function keydown(event) {
  if (event.repeat || !(event.target instanceof Element) || !event.target.matches(FIELDS)) return;
  const selector = buttonOf(event);
  const button = selector && document.querySelector(selector);
  if (!button || button.disabled) return;
  event.preventDefault();
  event.stopPropagation();
  button.click();
}

document.addEventListener("keydown", keydown, { capture: true }); // once, because the module is loaded once

/** Streamlit's entry. */
export default function lessonKeys() {}
