// Makes one entry in the browser's history for each page that a person opens.

const INSTALLED = Symbol.for("playground.one_step_a_page");

/**
 * Wraps `history.pushState`: Streamlit's `switch_page` with query parameters calls it twice.
 *
 * The first call gives the old page the parameters of the new one (`/?over=1`), an address that shows nothing. The
 * second call turns to the new page with the same parameters (`/runs?over=1`). The wrapper replaces the first entry by
 * the second, so that one step back leads to the page before. Every other call goes through unchanged.
 */
export function oneStepAPage() {
  if (history[INSTALLED]) return;
  history[INSTALLED] = true;
  const push = history.pushState.bind(history);
  let first = ""; // the address after a call that changed the parameters alone
  history.pushState = (state, title, address) => {
    const before = new URL(location.href);
    const after = new URL(address ?? "", before);
    const isNewPage = after.pathname !== before.pathname;
    if (isNewPage && before.href === first && before.search && after.search === before.search) {
      history.replaceState(state, title, address);
    } else {
      push(state, title, address);
    }
    first = !isNewPage && after.search !== before.search ? location.href : "";
  };
}
