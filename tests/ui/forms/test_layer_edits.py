"""Edits of the stack of layers, from the diagram and from the summary line."""

import pytest

from playground.experiment import BatchNormalization, Data, Dense, Dropout, Experiment, Network
from playground.limits import limits
from playground.messages.edits import LayerEdit
from playground.messages.requests import Refused, Request, decode_all
from playground.ui.forms.layer_edits import edit_layers, set_units, stack_of, units_in_short
from playground.ui.frame.draft import Draft

ID = "0" * 32


@pytest.fixture
def draft() -> Draft:
    layers = (Dense(units=4, activation="tanh"), Dropout(rate=0.3), Dense(units=2, l2=0.01))
    return Draft(Experiment(data=Data(dataset="spiral"), network=Network(layers=layers)))


def edit(draft: Draft, **content: object) -> str:
    """Makes an edit as a browser's message brings it; `layer` is the index of the layer."""
    if "layer" in content:
        content["layer"] = draft.layers[int(str(content["layer"]))].id
    return edit_layers(draft, decoded(content))


def decoded(content: object) -> LayerEdit:
    """The edit that a browser's message asks for."""
    (request,) = decode_all([{"id": ID, "kind": "edit", "edit": content}])
    assert isinstance(request, Request)
    assert request.edit is not None
    return request.edit


def stack(draft: Draft) -> list[str]:
    return [f"{layer.settings.title} {layer.settings.in_short}" for layer in draft.layers]


@pytest.mark.parametrize(
    ("content", "after"),
    [
        (
            {"do": "set", "layer": 0, "name": "units", "value": 5},
            ["Dense 5 tanh", "Dropout 0.3", "Dense 2 relu"],
        ),
        (
            {"do": "set", "layer": 2, "name": "activation", "value": "sigmoid"},
            ["Dense 4 tanh", "Dropout 0.3", "Dense 2 sigmoid"],
        ),
        (
            {"do": "set", "layer": 1, "name": "rate", "value": 1},
            ["Dense 4 tanh", "Dropout 1", "Dense 2 relu"],
        ),
        ({"do": "remove", "layer": 1}, ["Dense 4 tanh", "Dense 2 relu"]),
        ({"do": "move", "layer": 2, "index": 0}, ["Dense 2 relu", "Dense 4 tanh", "Dropout 0.3"]),
        ({"do": "move", "layer": 0, "index": 10_000}, ["Dropout 0.3", "Dense 2 relu", "Dense 4 tanh"]),
        (
            {"do": "add", "type": "dropout", "index": 0},
            ["Dropout 0.3", "Dense 4 tanh", "Dropout 0.3", "Dense 2 relu"],
        ),
        (
            {"do": "add", "type": "dense", "index": 3},
            ["Dense 4 tanh", "Dropout 0.3", "Dense 2 relu", "Dense 2 relu"],
        ),
        (
            {"do": "kind", "layer": 0, "type": "activation"},
            ["Activation tanh", "Dropout 0.3", "Dense 2 relu"],
        ),
    ],
)
def test_an_edit_of_the_diagram_changes_the_settings(
    draft: Draft, content: dict[str, object], after: list[str]
) -> None:
    assert edit(draft, **content) == ""
    assert stack(draft) == after


def test_an_edit_gives_its_widget_the_new_value_and_spares_the_others(draft: Draft) -> None:
    first, _, last = draft.layers
    before = [draft.key(f"units-{layer.id}") for layer in (first, last)]
    edit(draft, do="set", layer=0, name="units", value=5)
    after = [draft.key(f"units-{layer.id}") for layer in (first, last)]
    assert after[0] != before[0]
    assert after[1] == before[1]


@pytest.mark.parametrize(
    "content",
    [
        {"do": "set", "layer": 0, "name": "units", "value": "many"},
        {"do": "set", "layer": 0, "name": "units", "value": 2.5},
        {"do": "set", "layer": 0, "name": "activation", "value": "nonsense"},
        {"do": "set", "layer": 1, "name": "units", "value": 3},
        {"do": "set", "layer": 0, "name": "type", "value": "dropout"},
        {"do": "kind", "layer": 0, "type": "nonsense"},
        {"do": "add", "type": "nonsense", "index": 0},
    ],
)
def test_an_edit_that_makes_no_layer_is_refused_with_a_sentence(
    draft: Draft, content: dict[str, object]
) -> None:
    before = stack(draft)
    assert edit(draft, **content).endswith(".")
    assert stack(draft) == before


def test_an_edit_of_a_layer_that_is_gone_and_one_too_many_are_refused(draft: Draft) -> None:
    asked = decoded({"do": "remove", "layer": draft.layers[0].id})
    assert edit_layers(draft, asked) == ""
    assert "not there any more" in edit_layers(draft, asked)
    draft.replace_layers([Dense()] * limits().max_layers)
    assert "are the most" in edit(draft, do="add", type="dense", index=0)
    assert stack_of(draft)["full"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        {"do": "set", "layer": 1, "name": "units", "value": float("nan")},
        {"do": "set", "layer": 1, "name": "units", "value": 1e300},
        {"do": "set", "layer": 1, "name": "units", "value": [1]},
        {"do": "set", "layer": 1, "name": "x" * 1000, "value": 1},
        {"do": "set", "layer": -1, "name": "units", "value": 1},
        {"do": "remove", "layer": "1"},
        {"do": "remove", "layer": 1, "more": 1},
        {"do": "move", "layer": 1, "index": 10**9},
        {"do": "anything"},
    ],
)
def test_messages_of_a_browser_are_bounded(content: object) -> None:
    (found,) = decode_all([{"id": ID, "kind": "edit", "edit": content}])
    assert isinstance(found, Refused)
    assert "No layer" in found.outcome.error


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("16-16", ["Dense 16 tanh", "Dropout 0.3", "Dense 16 relu"]),
        (" 8, 8 8", ["Dense 8 tanh", "Dropout 0.3", "Dense 8 relu", "Dense 8 relu"]),
        ("32", ["Dense 32 tanh", "Dropout 0.3"]),
        ("", ["Dropout 0.3"]),
        ("linear", ["Dropout 0.3"]),
    ],
)
def test_the_summary_line_sets_the_dense_layers_and_leaves_the_others(
    draft: Draft, text: str, after: list[str]
) -> None:
    assert set_units(draft, text) == ""
    assert stack(draft) == after


def test_a_new_dense_layer_is_like_the_last_one(draft: Draft) -> None:
    assert set_units(draft, "4-2-3") == ""
    assert draft.layers[-1].settings == Dense(units=3, l2=0.01)
    draft.replace_layers([BatchNormalization()])
    assert set_units(draft, "7") == ""
    assert units_in_short(draft) == "7"


@pytest.mark.parametrize("text", ["sixteen", "16-x", "16-1e3", "1" * 30, "-".join(["1"] * 60), "-5"])
def test_a_stack_that_cannot_be_read_changes_nothing(draft: Draft, text: str) -> None:
    before = stack(draft)
    assert set_units(draft, text).endswith(".")
    assert stack(draft) == before


def test_the_diagram_names_layers_as_messages_do(draft: Draft) -> None:
    assert [layer["title"] for layer in stack_of(draft)["layers"]] == ["Dense 1", "Dropout 1", "Dense 2"]
