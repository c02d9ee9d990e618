// Writes settings that are not trained yet into the browser's address, so that a reload restores them.

const NAME = "experiment";

/** Streamlit's entry. data: {experiment: a link's text, or null to take it out of the address}. */
export default function addressBar({ data }) {
  const here = new URL(location.href);
  if (here.searchParams.get(NAME) === data.experiment) return;
  if (data.experiment == null) here.searchParams.delete(NAME);
  else here.searchParams.set(NAME, data.experiment);
  // Replaces the entry in the history, so that "back" leads to the page before, not through every change of a slider.
  history.replaceState(history.state, "", here);
}
