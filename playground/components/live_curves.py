"""The live curves: a chart in the page that fetches the epochs of one run by itself, without the page's script.

The page says which run to show and in which state it last saw it; the modules of `live_curves/` in the browser do
everything else. A message of Streamlit therefore carries one line of JavaScript and little data.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground.comparing.quantity import quantity, remark, repeats_loss
from playground.components.curves_data import (
    Bar,
    Beside,
    CurvesData,
    Panel,
    PanelOfRun,
    Stack,
    UntrainedData,
)
from playground.components.loading import loader_of, without_callback
from playground.experiment import Complete
from playground.server.asset_version import module_of
from playground.server.base_path import base_path
from playground.words import LOSSES, METRICS, larger_is_better

FIRST = "Choose a preset or build your own, then press Train."
KEY = "live_curves"  # of the Playground's component, whose messages are in the session's state under this key

# The element has its height before the modules come, so that nothing below moves then.
_HTML = '<div class="live-curves" style="min-height:38.75rem"></div>'
_HTML_WITH_BAR = f'<div class="run-bar" style="min-height:4.25rem"></div>{_HTML}'

_SCRIPT = loader_of("chart", "live-curves")

_component = st.components.v2.component("live_curves", html=_HTML, js=_SCRIPT, isolate_styles=False)
_component_with_bar = st.components.v2.component(
    "live_curves_with_bar", html=_HTML_WITH_BAR, js=_SCRIPT, isolate_styles=False
)


def live_curves(
    run_id: str | None,
    *,
    loss: str,
    metrics: Sequence[str],
    known_state: str,
    experiment: Complete | None = None,
    key: str = KEY,
    first: str = FIRST,
    on_ended: Callable[[], None] | None = None,
    picture: bool = False,
    untrained: UntrainedData | None = None,
    beside: Beside | None = None,
    bar: Bar | None = None,
    stack: Stack | None = None,
    on_request: Callable[[], None] | None = None,
) -> Any:
    """Shows the curves of a run, which grow while it trains.

    Args:
        run_id: the run to show; None shows empty axes and a first hint.
        loss: Keras name of the run's loss, whose curve has the first panel.
        metrics: names of the run's metrics; each has a panel of its own.
        experiment: the run's; titles then name its unit, penalty and classes. None for titles without them.
        known_state: the state of the run that this rerun of the script knows. While it is "waiting" or "running" and
            the run has ended, the page reports `ended` every 2 seconds, until a rerun passes another state.
        key: key of the component; another key makes a new chart.
        first: what stands in the place of the curves where there is no run.
        on_ended: called before the rerun that the end of the run causes.
        picture: whether to draw the picture of the network beside the curves.
        untrained: the untrained networks that the picture shows where no run has one.
        beside: a second run to draw; None for one run alone.
        bar: the data of the bar with the run's buttons and keys; None for no bar.
            Wishes for the run go from its buttons to the server without the page's script.
        stack: the layers of the settings, which the picture of the network edits; None for a picture without edits.
        on_request: called when the bar or the picture sends requests to the page; `result.request` holds all requests
            that are not yet in `bar["met"]`, see `playground.messages.requests`.

    Returns:
        The component's result with `request` and `ended`. A callback finds the same values in `st.session_state[key]`.
    """
    component = _component if bar is None else _component_with_bar
    data = CurvesData(
        base=base_path(),
        module=module_of("live_curves"),
        run=run_id,
        known_state=known_state,
        first=first,
        panels=panels_of(loss, metrics, experiment),
        picture=picture,
        untrained=untrained,
        beside=beside,
        bar=bar,
        stack=stack,
    )
    return component(
        key=key,
        data=data,
        on_ended_change=on_ended or without_callback,
        on_request_change=on_request or without_callback,
    )


def panels_of(loss: str, metrics: Sequence[str], experiment: Complete | None) -> Sequence[Panel]:
    """The panels of the chart: the loss, then a panel for each metric that does not repeat it."""
    if experiment is not None:
        repeating = next((name for name in metrics if repeats_loss(experiment, name)), None)
        loss_panel: PanelOfRun = {**_panel_of(experiment, "loss"), "also": repeating}
        return [loss_panel, *(_panel_of(experiment, name) for name in metrics if name != repeating)]
    return [
        _panel("loss", f"Loss · {LOSSES[loss].title}" if loss in LOSSES else "Loss"),
        *(
            _panel(name, METRICS[name].title if name in METRICS else name.replace("_", " "))
            for name in metrics
        ),
    ]


def _panel(name: str, title: str) -> Panel:
    return {"name": name, "title": title[:1].upper() + title[1:], "larger_is_better": larger_is_better(name)}


def _panel_of(experiment: Complete, name: str) -> PanelOfRun:
    found = quantity(experiment, name)
    return {
        **_panel(name, found.title),
        "remark": remark(experiment, f"val_{name}"),
        "unit": None if found.unit is None else found.unit.as_shown(),
        "also": None,
    }
