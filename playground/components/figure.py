"""A Plotly figure that stays in the page while its data change: nothing flickers, and zoom and hidden runs stay.

Streamlit removes its own chart and draws a new one at every change.
"""

import plotly.graph_objects as go
import streamlit as st

from playground.components.loading import loader_of
from playground.server.asset_version import module_of

# The element has its height before the chart comes, so that nothing below moves then.
_component = st.components.v2.component(
    "figure",
    html='<div class="figure" role="group"></div>',
    js=loader_of("chart", "figure"),
    isolate_styles=False,
)


def figure(chart: go.Figure, *, key: str, alt: str, live: bool = False) -> None:
    """Draws a figure in the page's colours.

    Args:
        chart: the figure; while its `layout.uirevision` stays the same, zoom is kept.
        key: key of the component; another key makes a new chart.
        alt: what the figure shows, for screen readers.
        live: whether more data will come; the tests wait for the end by it.
    """
    _component(
        key=key,
        data={
            "module": module_of("figure"),
            "figure": chart.to_json(),
            "height": chart.layout.height,
            "alt": alt,
            "live": live,
        },
    )
