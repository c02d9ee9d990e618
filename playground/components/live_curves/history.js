// One step of the browser's history for each step of a person.

const INSTALLED = Symbol.for("playground.one_step_a_page");

/**
 * When a script turns to another page with parameters, Streamlit makes two steps of it: the address of the page one
 * leaves first gets the parameters of the page to come, and is no address of anything. The second step replaces it.
 */
export function oneStepAPage() {
  if (history[INSTALLED]) return;
  history[INSTALLED] = true;
  const push = history.pushState.bind(history);
  let half = ""; // the address at which parameters alone were new
  history.pushState = (state, unused, address) => {
    const before = new URL(location.href);
    const after = new URL(address ?? "", before);
    const turns = after.pathname !== before.pathname;
    if (turns && before.href === half && before.search && after.search === before.search) {
      history.replaceState(state, unused, address);
    } else {
      push(state, unused, address);
    }
    half = !turns && after.search !== before.search ? location.href : "";
  };
}
