"""The live curves: a chart in the page that fetches the epochs of one run by itself, while Python rests.

The page says which run to show and what it believes of it; everything else happens in the browser, in
the modules of `live_curves/`, which come from the route `/assets/live_curves/`. What travels with every
message of Streamlit is therefore one line of JavaScript and a few words of data.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from playground.components.routes import base_path, module_of
from playground.vocabulary import LOSSES, METRICS, larger_is_better

# The space is taken before the modules have come, so that nothing beneath moves when they do.
_HTML = '<div class="live-curves" style="min-height:36.5rem"></div>'

# Inline modules are loaded from a blob, which has no address to be relative to: hence the whole address.
_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    component.parentElement.querySelector(".live-curves").textContent =
      `The chart's program could not be loaded (${error.message}). Reload the page to try again.`;
  });
"""

_KEYS = ("toggle", "step", "reset")

_component = st.components.v2.component("live_curves", html=_HTML, js=_LOADER, isolate_styles=False)


def live_curves(
    run_id: str | None,
    *,
    loss: str,
    metrics: Sequence[str],
    known_state: str,
    key: str = "live_curves",
    on_ended: Callable[[], None] | None = None,
    picture: bool = False,
    beside: Mapping[str, str] | None = None,
    on_branch: Callable[[], None] | None = None,
    on_axes: Callable[[], None] | None = None,
    on_key: Callable[[str, int], None] | None = None,
) -> Any:
    """Show the curves of a run, growing while it trains.

    Args:
        run_id: the run to show; None shows empty axes and what to do first.
        loss: Keras name of the run's loss, whose curve has the first panel.
        metrics: names of the run's metrics; each has a panel of its own.
        known_state: the state this script run believes the run is in. While that is "waiting" or "running"
            and the run is over, the page reports `ended` every 2 seconds, until a script run passes another.
        key: key of the component; keep it constant, or the chart starts anew.
        on_ended: called before the script runs again because the run is over.
        picture: whether the picture of the network stands beside the curves.
        beside: a run whose curves are drawn too: its id as `run`, and what to call the two, `own` and `other`.
        on_branch: called when the person asks for a new run from an epoch, which is `result.branch`.
        on_axes: called when the person asks for other axes of the picture; `result.axes` is [x, y].
        on_key: called when a key of the run was pressed, with what it asks for, "toggle" (space), "step" (right
            arrow) or "reset" (R), and how often it was pressed since the last call.

    Returns:
        The component's result; besides the triggers above it has `ended`. In a callback the same values stand
        in `st.session_state[key]`.
    """
    keys = {name: partial(_heard, key, name, on_key) if on_key else _nothing for name in _KEYS}
    return _component(
        key=key,
        data={
            **_data(run_id, loss, metrics, known_state),
            "picture": picture,
            "beside": dict(beside) if beside else None,
        },
        on_ended_change=on_ended or _nothing,
        on_branch_change=on_branch or _nothing,
        on_axes_change=on_axes or _nothing,
        on_toggle_change=keys["toggle"],
        on_step_change=keys["step"],
        on_reset_change=keys["reset"],
    )


def _data(run_id: str | None, loss: str, metrics: Sequence[str], known_state: str) -> dict[str, Any]:
    return {
        "base": base_path(),
        "module": module_of("live_curves"),
        "run": run_id,
        "known_state": known_state,
        "panels": [
            _panel("loss", f"Loss · {LOSSES[loss].title}" if loss in LOSSES else "Loss"),
            *(_panel(name, METRICS[name].title if name in METRICS else name) for name in metrics),
        ],
    }


def _panel(name: str, title: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": title[:1].upper() + title[1:],
        "larger_is_better": larger_is_better(name),
    }


def _heard(key: str, name: str, on_key: Callable[[str, int], None]) -> None:
    """The page counts how often a key was pressed since it was there.

    Of counts that come at once Streamlit keeps the last, and one that it has it may bring again.
    """
    since, times = st.session_state[key].get(name) or (None, 0)
    known_since, known = st.session_state.get(f"{key}-{name}", (None, 0))
    st.session_state[f"{key}-{name}"] = (since, times)
    new = times - known if since == known_since else times
    if new > 0:
        on_key(name, new)


def _nothing() -> None:
    """A trigger without a callback would not reach the page's state."""
