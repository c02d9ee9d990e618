// Copying text, also on a page that came without https, as in a classroom's own network: that has no clipboard.

/** Whether the text could be copied; where it could not, what `select` selects is, for the person to copy. */
export async function copied(text, select) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    select();
    return document.execCommand("copy");
  }
}
