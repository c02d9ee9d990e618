"""The live curves: a chart in the page that fetches the epochs of one run by itself, while Python rests.

The page says which run to show and what it believes of it; everything else happens in the browser, in
the modules of `live_curves/`, which come from the route `/assets/live_curves/`. What travels with every
message of Streamlit is therefore one line of JavaScript and a few words of data.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.vocabulary import LARGER_IS_BETTER, LOSSES, METRICS

# The space is taken before the modules have come, so that nothing beneath moves when they do.
_HTML = '<div class="live-curves" style="min-height:36rem"></div>'

# Inline modules are loaded from a blob, which has no address to be relative to: hence the whole address.
_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    component.parentElement.querySelector(".live-curves").textContent =
      `The chart's program could not be loaded (${error.message}). Reload the page to try again.`;
  });
"""

_component = st.components.v2.component("live_curves", html=_HTML, js=_LOADER, isolate_styles=False)


def live_curves(
    run_id: str | None,
    *,
    loss: str,
    metrics: Sequence[str],
    known_state: str,
    key: str = "live_curves",
    on_ended: Callable[[], None] | None = None,
) -> None:
    """Show the curves of a run, growing while it trains.

    Args:
        run_id: the run to show; None shows empty axes and what to do first.
        loss: Keras name of the run's loss, whose curve has the first panel.
        metrics: names of the run's metrics; each has a panel of its own.
        known_state: the state this script run believes the run is in. While that is "waiting" or "running"
            and the run is over, the page reports `ended` every 2 seconds, until a script run passes another.
        key: key of the component; keep it constant, or the chart starts anew.
        on_ended: called before the script runs again because the run is over.
    """
    _component(
        key=key,
        data=_data(run_id, loss, metrics, known_state),
        on_ended_change=on_ended or _nothing,
    )


def _data(run_id: str | None, loss: str, metrics: Sequence[str], known_state: str) -> dict[str, Any]:
    base = f"/{st.get_option('server.baseUrlPath').strip('/')}/".replace("//", "/")
    return {
        "base": base,
        "module": f"{base}assets/live_curves/main.js",
        "run": run_id,
        "known_state": known_state,
        "panels": [
            _panel("loss", _title(LOSSES, loss)),
            *(_panel(name, _title(METRICS, name)) for name in metrics),
        ],
    }


def _panel(name: str, title: str) -> dict[str, Any]:
    return {"name": name, "title": title, "larger_is_better": name in LARGER_IS_BETTER}


def _title(table: Any, name: str) -> str:
    return table[name].title if name in table else name


def _nothing() -> None:
    """A trigger without a callback would not reach the page's state."""
