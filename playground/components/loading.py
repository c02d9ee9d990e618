"""What all components share: the inline script that loads a component's main module."""

# Inline scripts are loaded from a blob, which has no address to be relative to: hence the whole address.
_SCRIPT = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    %s
  });
"""
_SENTENCE = """component.parentElement.querySelector(".%s").textContent =
      `The %s's program could not be loaded (${error.message}). Reload the page to try again.`;"""


def loader(otherwise: str = "") -> str:
    """The script that loads a component's main module; `otherwise` is run where the module cannot be loaded."""
    return _SCRIPT % otherwise


def loader_of(subject: str, css_class: str) -> str:
    """The script of a component that says in the element of class `css_class` that `subject` could not be loaded."""
    return loader(_SENTENCE % (css_class, subject))


def without_callback() -> None:
    """Stands for a callback that is not wanted: without one, a trigger does not reach the page's state."""
