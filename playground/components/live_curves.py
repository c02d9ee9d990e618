"""The live curves: a chart in the page that fetches the epochs of one run by itself, while Python rests.

The page says which run to show and what it believes of it; everything else happens in the browser, in
the modules of `live_curves/`, which come from the route `/assets/live_curves/`. What travels with every
message of Streamlit is therefore one line of JavaScript and a few words of data.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.comparing.quantity import quantity, remark
from playground.components.curves_data import Bar, Beside, CurvesData, Panel, PanelOfRun
from playground.components.routes import base_path, module_of
from playground.experiment import Experiment
from playground.words import LOSSES, METRICS, larger_is_better

KEY = "live_curves"  # of the component on the Playground, where its messages are found in the session's state

# The space is taken before the modules have come, so that nothing below moves when they do.
_HTML = '<div class="live-curves" style="min-height:38.75rem"></div>'
_HTML_WITH_BAR = f'<div class="run-bar" style="min-height:4.25rem"></div>{_HTML}'

# Inline modules are loaded from a blob, which has no address to be relative to: hence the whole address.
_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    component.parentElement.querySelector(".live-curves").textContent =
      `The chart's program could not be loaded (${error.message}). Reload the page to try again.`;
  });
"""

_component = st.components.v2.component("live_curves", html=_HTML, js=_LOADER, isolate_styles=False)
_component_with_bar = st.components.v2.component(
    "live_curves_with_bar", html=_HTML_WITH_BAR, js=_LOADER, isolate_styles=False
)


def live_curves(
    run_id: str | None,
    *,
    loss: str,
    metrics: Sequence[str],
    known_state: str,
    experiment: Experiment | None = None,
    key: str = KEY,
    on_ended: Callable[[], None] | None = None,
    picture: bool = False,
    beside: Beside | None = None,
    bar: Bar | None = None,
    on_request: Callable[[], None] | None = None,
) -> Any:
    """Show the curves of a run, growing while it trains.

    Args:
        run_id: the run to show; None shows empty axes and what to do first.
        loss: Keras name of the run's loss, whose curve has the first panel.
        metrics: names of the run's metrics; each has a panel of its own.
        experiment: of the run, where the titles name its unit, penalty and classes; None for titles without them.
        known_state: the state this script run believes the run is in. While that is "waiting" or "running"
            and the run is over, the page reports `ended` every 2 seconds, until a script run passes another.
        key: key of the component; keep it constant, or the chart starts anew.
        on_ended: called before the script runs again because the run is over.
        picture: whether the picture of the network stands beside the curves.
        beside: a run whose curves are drawn too; None for one run alone.
        bar: what the bar with the run's buttons and keys is drawn from; None for curves without one.
            Wishes for the run go from its buttons to the server without the page's script.
        on_request: called when the bar asks something of the page; `result.request` holds all requests that are not
            yet in the data's `met`, see `playground.messages.requests`.

    Returns:
        The component's result with `request` and `ended`. In a callback the same values stand in
        `st.session_state[key]`.
    """
    component = _component if bar is None else _component_with_bar
    data = CurvesData(
        base=base_path(),
        module=module_of("live_curves"),
        run=run_id,
        known_state=known_state,
        panels=panels_of(loss, metrics, experiment),
        picture=picture,
        beside=beside,
        bar=bar,
    )
    return component(
        key=key,
        data=data,
        on_ended_change=on_ended or _nothing,
        on_request_change=on_request or _nothing,
    )


def panels_of(loss: str, metrics: Sequence[str], experiment: Experiment | None) -> Sequence[Panel]:
    """The panels of the chart: the loss, then a panel for each metric."""
    if experiment is not None:
        return [_panel_of(experiment, name) for name in ("loss", *metrics)]
    return [
        _panel("loss", f"Loss · {LOSSES[loss].title}" if loss in LOSSES else "Loss"),
        *(_panel(name, METRICS[name].title if name in METRICS else name) for name in metrics),
    ]


def _panel(name: str, title: str) -> Panel:
    return {"name": name, "title": title[:1].upper() + title[1:], "larger_is_better": larger_is_better(name)}


def _panel_of(experiment: Experiment, name: str) -> PanelOfRun:
    found = quantity(experiment, name)
    return {
        **_panel(name, found.title),
        "remark": remark(experiment, f"val_{name}"),
        "unit": None if found.unit is None else found.unit.as_shown(),
    }


def _nothing() -> None:
    """A trigger without a callback would not reach the page's state."""
