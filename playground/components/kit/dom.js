// Makes and changes elements; the page is touched only where something differs.

/** An element with attributes and children; text children are text, never markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets an element's text if it differs. A text node that is there stays: the browser then keeps its box. */
export function say(node, text) {
  const { firstChild: first } = node;
  if (first?.nodeType === Node.TEXT_NODE && first === node.lastChild && text) {
    if (first.data !== text) first.data = text;
  } else if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute if it differs; null removes it. */
export function mark(node, name, value) {
  if (value == null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}
