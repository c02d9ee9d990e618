// Scrolls the page to its top when it shows another part.

let shown = null;

/** Streamlit's entry. data: {part: the name of what the page shows}. */
export default function scrollTop({ data, parentElement }) {
  if (shown !== null && shown !== data.part) parentElement.closest(".stMain")?.scrollTo({ top: 0 });
  shown = data.part;
}
