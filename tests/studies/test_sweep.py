"""A sweep is read from a text, becomes experiments row by row, and is refused as a whole where one cell is wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import ExperimentError
from playground.experiment import Dense, Dropout, Experiment
from playground.experiment.parse import from_content
from playground.experiment.presets import presets
from playground.layers.table import KINDS
from playground.plan import plan
from playground.studies.sweep import SweptSetting, cells, over, overs_of, parse_over, settings_of
from playground.studies.sweepable import SWEEPABLES, sweepables, title_of

RATE = "training.optimizer.learning_rate"


def network(*layers: dict[str, object], **training: object) -> Experiment:
    return from_content(
        {"data": {"dataset": "spiral"}, "network": {"layers": layers}, "training": {"epochs": 5, **training}}
    )


def refusal(experiment: Experiment, *overs: SweptSetting) -> str:
    with pytest.raises(ExperimentError) as refused:
        cells(experiment, overs)
    (problem,) = refused.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (f"{RATE}=0.1,0.01", (0.1, 0.01)),
        (f" {RATE} = 0.1 , 0.01 ", (0.1, 0.01)),
        ("training.batch_size=32,null", (32, None)),
        ("network.activation=relu,tanh", ("relu", "tanh")),
        ('network.activation="relu","tanh"', ("relu", "tanh")),
        ("data.scale_target=true,false", (True, False)),
        ('data.features=["pH"],["pH", "alcohol"]', (["pH"], ["pH", "alcohol"])),
        ("data.target=quality", ("quality",)),
        ("x=1,true", (1, True)),
    ],
)
def test_values_are_json_where_they_can_be_else_text(text: str, values: tuple[object, ...]) -> None:
    read = parse_over(text)
    assert read == SweptSetting(text.partition("=")[0].strip(), values)
    assert [type(value) for value in read.values] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (RATE, "write what to sweep over as training.optimizer.learning_rate=0.1,0.01."),
        ("=1,2", "write what to sweep over"),
        (f"{RATE}=", f"{RATE}: there are no values"),
        ("network.activation=relu,,tanh", "there is nothing between two commas"),
        (f"{RATE}=0.1,0.10", "0.1 is there twice"),
        ("training.batch_size=32,32.0", "32 is there twice"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, sentence: str) -> None:
    with pytest.raises(ExperimentError, match=sentence.replace(".", r"\.")):
        parse_over(text)


@given(st.text())
def test_no_text_ends_in_another_error(text: str) -> None:
    for said in (text, f"{RATE}={text}"):
        try:
            assert parse_over(said).values
        except ExperimentError as error:
            assert str(error)  # noqa: PT017


def test_cells_come_row_by_row_with_their_values() -> None:
    experiment = presets()["red-wine-baseline"]
    rows, columns = parse_over(f"{RATE}=0.1,0.01"), parse_over("training.batch_size=64,null")
    found = cells(experiment, [rows, columns])
    assert [cell.values for cell in found] == [(0.1, 64), (0.1, None), (0.01, 64), (0.01, None)]
    assert [cell.label for cell in found] == [
        "learning rate 0.1, batch size 64",
        "learning rate 0.1, batch size full",
        "learning rate 0.01, batch size 64",
        "learning rate 0.01, batch size full",
    ]
    for cell in found:
        training = cell.experiment.training
        assert (training.optimizer.learning_rate, training.batch_size) == cell.values
        assert plan(cell.experiment).experiment == cell.experiment  # completed


def test_nothing_but_the_setting_changes() -> None:
    experiment = plan(presets()["spiral"]).experiment
    (cell,) = cells(experiment, [SweptSetting("training.seed", (7,))])
    training = experiment.training.model_copy(update={"seed": 7})
    assert cell.experiment == experiment.model_copy(update={"training": training})


@pytest.mark.parametrize(
    ("overs", "sentence"),
    [
        (
            [SweptSetting(RATE, (0.1, -1)), SweptSetting("training.seed", (0, 1))],
            (
                "The cell “learning rate -1, seed 0” cannot be trained. "
                "training.optimizer.learning_rate: -1 is too small; it must be more than 0."
            ),
        ),
        (
            [SweptSetting("training.batch_size", (8, 10**6))],
            "The cell “batch size 1000000” cannot be trained.",
        ),
        ([SweptSetting("training.speed", (1, 2))], "training.speed: there is no such setting."),
        ([SweptSetting("network.layers.7.units", (1, 2))], "there is no entry 7"),
        ([SweptSetting("network.dropout", (0.1,))], "no layer has a dropout rate to sweep over."),
        ([SweptSetting("network.hidden_layers", ("two",))], "two is not a number of layers."),
        ([SweptSetting("network.hidden_layers", (10**12,))], "layers are more than the 50 allowed"),
        ([], "one or two settings, not 0."),
        (
            [SweptSetting("a", (1,)), SweptSetting("b", (1,)), SweptSetting("c", (1,))],
            "one or two settings, not 3.",
        ),
        ([SweptSetting(RATE, (1,)), SweptSetting(RATE, (2,))], "the same setting is swept over twice."),
        (
            [
                SweptSetting("training.seed", tuple(range(13))),
                SweptSetting("data.split_seed", tuple(range(5))),
            ],
            "A sweep of 65 cells is too large; 64 are allowed.",
        ),
    ],
)
def test_one_wrong_cell_refuses_the_sweep_by_name(overs: list[SweptSetting], sentence: str) -> None:
    assert sentence in refusal(network({"type": "dense"}), *overs)


def test_units_are_those_of_every_dense_layer() -> None:
    base = network({"type": "dense", "units": 4}, {"type": "dropout"}, {"type": "dense", "units": 9})
    (cell,) = cells(base, [SweptSetting("network.units", (20,))])
    assert [layer.units for layer in cell.experiment.network.layers if isinstance(layer, Dense)] == [20, 20]


def test_a_linear_layer_before_an_activation_stays_linear() -> None:
    base = network({"type": "dense", "activation": "linear"}, {"type": "activation"}, {"type": "dense"})
    (cell,) = cells(base, [SweptSetting("network.activation", ("tanh",))])
    shown = [getattr(layer, "activation", None) for layer in cell.experiment.network.layers]
    assert shown == ["linear", "tanh", "tanh"]


def test_where_all_layers_are_linear_all_of_them_bend() -> None:
    (cell,) = cells(
        network({"type": "dense", "activation": "linear"}), [SweptSetting("network.activation", ("tanh",))]
    )
    assert [layer.activation for layer in cell.experiment.network.layers if isinstance(layer, Dense)] == [
        "tanh"
    ]


def test_hidden_layers_come_and_go_with_what_follows_them() -> None:
    base = network(
        {"type": "batch_normalization"},
        {"type": "dense", "units": 3},
        {"type": "dense", "units": 5},
        {"type": "dropout"},
    )
    found = cells(base, [SweptSetting("network.hidden_layers", (0, 1, 2, 4))])
    layers = [
        [getattr(layer, "units", layer.type) for layer in cell.experiment.network.layers] for cell in found
    ]
    assert layers == [
        ["batch_normalization"],
        ["batch_normalization", 3],
        ["batch_normalization", 3, 5, "dropout"],
        ["batch_normalization", 3, 5, "dropout", 5, "dropout", 5, "dropout"],
    ]


def test_a_network_without_hidden_layers_gets_some() -> None:
    (cell,) = cells(network(), [SweptSetting("network.hidden_layers", (2,))])
    assert cell.experiment.network.layers == (Dense(), Dense())


def test_momentum_stays_behind_with_its_optimizer() -> None:
    base = network(optimizer={"name": "sgd", "momentum": 0.9})
    found = cells(base, [SweptSetting("training.optimizer.name", ("sgd", "adam"))])
    assert [cell.experiment.training.optimizer.momentum for cell in found] == [0.9, 0.0]


def test_every_setting_offered_can_be_swept_over_as_proposed() -> None:
    base = network(*({"type": name} for name in KINDS))
    offered = sweepables(base)
    assert [row.path for row in offered] == list(SWEEPABLES)
    for row in offered:
        found = cells(base, [over(row.path, row.values)])
        assert len({cell.experiment.model_dump_json() for cell in found}) == len(row.values)


@pytest.mark.parametrize("name", presets())
def test_every_preset_can_be_swept_over_all_that_it_is_offered(name: str) -> None:
    for row in sweepables(presets()[name]):
        assert len(cells(presets()[name], [over(row.path, row.values)])) == len(row.values)


def test_only_what_fits_is_offered() -> None:
    paths = [row.path for row in sweepables(presets()["single-neuron"])]
    assert "data.options.noise" not in paths  # a table has no noise
    assert "network.dropout" not in paths
    dropout = presets()["red-wine-dropout-batchnorm"]
    assert any(isinstance(layer, Dropout) for layer in dropout.network.layers)
    assert "network.dropout" in [row.path for row in sweepables(dropout)]


def test_a_sweep_that_is_kept_is_read_again() -> None:
    overs = [parse_over(f"{RATE}=0.1,0.01"), parse_over("training.batch_size=32,null")]
    assert overs_of(json.loads(json.dumps(settings_of(overs)))) == overs


def test_a_setting_has_its_title_in_the_table_and_any_other_the_last_words_of_its_path() -> None:
    assert title_of(RATE) == "Learning rate"
    assert title_of("training.early_stopping.min_delta") == "Early stopping · least improvement"
    assert title_of("network.layers.0.rate") == "Layer 1 rate"
    assert title_of("network.layers.0.units") == "Layer 1 units"
