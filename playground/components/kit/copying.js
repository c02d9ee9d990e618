// Copies text, also on a page without https (as in a classroom's own network), where the browser offers no clipboard.

/** Copies a text and returns whether that worked; if not, calls `select` and copies what it selects. */
export async function copy(text, select) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    select();
    return document.execCommand("copy");
  }
}
