"""A Plotly figure that lives on while its data change: nothing flickers, and zoom and hidden runs are kept.

Streamlit's own chart is taken out of the page and drawn anew with every change.
"""

import plotly.graph_objects as go
import streamlit as st

from playground.components.routes import base_path, module_of

_LOADER = """export default (component) =>
  import(new URL(component.data.module, document.baseURI)).then((main) => main.default(component), (error) => {
    component.parentElement.querySelector(".figure").textContent =
      `The chart's program could not be loaded (${error.message}). Reload the page to try again.`;
  });
"""

# The space is taken before the chart comes, so that nothing below moves when it does.
_component = st.components.v2.component(
    "figure", html='<div class="figure" role="group"></div>', js=_LOADER, isolate_styles=False
)


def figure(chart: go.Figure, *, key: str, alt: str, live: bool = False) -> None:
    """Draw a figure in the page's colours.

    Args:
        chart: the figure; while its `layout.uirevision` stays the same, zoom is kept.
        key: keep it constant, or the chart starts anew.
        alt: what it shows, for those who cannot see it.
        live: whether more is to come, which the page's tests look for.
    """
    _component(
        key=key,
        data={
            "base": base_path(),
            "module": module_of("figure"),
            "figure": chart.to_json(),
            "height": chart.layout.height,
            "alt": alt,
            "live": live,
        },
    )
