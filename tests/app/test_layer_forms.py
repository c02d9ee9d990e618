"""Every kind of layer is set on the page, swept over, compared and told in short."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.comparing.differences import differences, label
from playground.experiment import Data, Dense, Experiment, Network
from playground.experiment.parse import from_content
from playground.layers.kind import Kind, NumberWidget, within_a_sentence
from playground.layers.table import KINDS
from playground.network.shapes import stack_in_short
from playground.studies.sweep import SweptSetting, cells
from playground.studies.sweepable import SWEEPABLES, sweepables
from playground.ui.frame.draft import Draft

# A busy machine holds a script up for minutes.
SECONDS = 600

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def with_layers(*layers: Kind) -> Experiment:
    network = {"layers": [layer.model_dump() for layer in layers]}
    return from_content({"data": {"dataset": "spiral"}, "network": network})


def form() -> None:
    """The form of the network alone."""
    import streamlit as st

    from playground.datasets import complete_data, prepare
    from playground.experiment import Data
    from playground.ui.forms.fields import Fields
    from playground.ui.forms.network_form import network_form

    st.session_state["rows"] = network_form(
        st.session_state["draft"], prepare(complete_data(Data(dataset="spiral"))), Fields()
    )


@every_kind
def test_its_settings_are_set_in_its_row(kind: type[Kind]) -> None:
    page = AppTest.from_function(form, default_timeout=SECONDS)
    draft = page.session_state["draft"] = Draft(with_layers(Dense(units=4), kind()))
    page.run()
    assert not page.exception
    (layer,) = draft.layers[1:]
    assert layer.settings == kind()
    for widget in (widget for row in kind.widgets for widget in row):
        key = draft.key(f"{widget.name}-{layer.id}")
        if isinstance(widget, NumberWidget):
            drawn = next(each for each in page.number_input if each.key == key)
            # One press on the arrow that leads away from the nearer end of what is allowed.
            changed = drawn.value + widget.step if drawn.value < 0.9 or widget.is_whole else drawn.value - 0.1
            drawn.set_value(changed).run()
        else:
            changed = "tanh" if widget.name == "activation" else [*widget.words][-1]
            next(each for each in page.selectbox if each.key == key).set_value(changed).run()
        assert not page.exception
        assert getattr(layer.settings, widget.name) == pytest.approx(changed)
    kind.model_validate(layer.settings.model_dump())
    assert [row.title for row in page.session_state["rows"]] == ["Dense", kind.title, "Output"]


@every_kind
def test_it_can_be_swept_over_and_compared(kind: type[Kind]) -> None:
    experiment = with_layers(kind())
    offered = {row.path for row in sweepables(experiment)}
    for sweep in kind.sweeps:
        assert sweep.path in offered
        found = cells(experiment, [SweptSetting(sweep.path, sweep.values)])
        assert [
            getattr(cell.experiment.network.layers[0], sweep.name) for cell in found
        ] == list(sweep.values)  # fmt: skip
        one, other = found[0].experiment, found[-1].experiment
        name = within_a_sentence(next(w.title for row in kind.widgets for w in row if w.name == sweep.name))
        assert [row.title for row in differences([one, other])] == [f"Layer 1 · {name}"]
    assert offered <= {*SWEEPABLES}


@every_kind
def test_it_is_told_in_short(kind: type[Kind]) -> None:
    layer, plain = kind(), Experiment(data=Data(dataset="spiral"), network=Network())
    told = f"{kind.title} {layer.in_short}".strip()
    assert label(with_layers(layer), plain) == f"{told[:1].lower()}{told[1:]} added"
    in_name = stack_in_short([Dense(units=8), layer])
    if kind is Dense:
        assert in_name == f"8-{layer.model_dump()['units']}"
    elif kind.is_in_names:
        assert in_name == f"8 with {within_a_sentence(kind.title)} {layer.in_short}".strip()
    else:
        assert in_name == "8"
