"""What all components share: the inline script that loads a component's main module, and where that is found."""

import streamlit as st

from playground.server.asset_version import asset_version

# Inline scripts are loaded from a blob, which has no address to be relative to: hence the whole address.
_SCRIPT = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    %s
  });
"""
_SENTENCE = """component.parentElement.querySelector(".%s").textContent =
      `The %s's program could not be loaded (${error.message}). Reload the page to try again.`;"""


def base_path() -> str:
    """The path under which the app's routes lie, with a slash at both ends: Streamlit's `server.baseUrlPath`."""
    return f"/{st.get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")


def module_of(component: str) -> str:
    """The path of a component's main module; whatever that imports has the same version in its path."""
    return f"{base_path()}assets/{asset_version.now()}/{component}/main.js"


def loader(otherwise: str = "") -> str:
    """The script that loads a component's main module; `otherwise` is run where the module cannot be loaded."""
    return _SCRIPT % otherwise


def loader_of(subject: str, place: str) -> str:
    """The script of a component that says in the element of class `place` that the `subject` could not be loaded."""
    return loader(_SENTENCE % (place, subject))


def without_callback() -> None:
    """Stands for a callback that is not wanted: without one, a trigger does not reach the page's state."""
