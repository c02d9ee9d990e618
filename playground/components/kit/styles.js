// Style sheets of components, which lie beside their modules.

/** Adds a style sheet to the page; resolves when it has come, or cannot be had. */
export function styleSheet(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
  return new Promise((resolve) => (link.onload = link.onerror = resolve));
}
