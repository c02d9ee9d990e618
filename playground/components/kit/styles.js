// Loads the style sheets of components, which lie beside their modules.

/** Adds a style sheet to the page; resolves when it is loaded, or cannot be. */
export function styleSheet(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
  return new Promise((resolve) => (link.onload = link.onerror = resolve));
}
