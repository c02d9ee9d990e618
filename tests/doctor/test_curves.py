"""Curves that are not measured alike are explained, where that decides them."""

from dataclasses import replace

from playground.doctor.curves import FinishedRun, diagnose, finished_run
from playground.experiment import BatchNormalization, Data, Dense, Dropout, Experiment, Network, Training
from playground.experiment.measures import Unit

DROPS = (Dense(units=64), Dropout(rate=0.8))
CURVES = {"loss": [2.4, 2.4, 1.02, 1.019], "val_loss": [2.4, 2.1, 0.54, 0.512]}
ACCURATE = CURVES | {"accuracy": [0.07, 0.1, 0.643, 0.634], "val_accuracy": [0.07, 0.2, 0.922, 0.92]}
ALIKE = {"loss": 0.4, "val_loss": 0.512, "accuracy": 0.932, "val_accuracy": 0.92}


def experiment(*layers: Dense | Dropout | BatchNormalization) -> Experiment:
    return Experiment(
        data=Data(dataset="digits"), network=Network(layers=layers), training=Training(loss="mae")
    )


def run(*layers: Dense | Dropout | BatchNormalization, **changed: float) -> FinishedRun:
    found = finished_run(experiment(*(layers or DROPS)), ACCURATE, 3, ALIKE | changed)
    assert found is not None
    return found


def sentences(*layers: Dense | Dropout | BatchNormalization, **changed: float) -> list[str]:
    return [finding.sentence for finding in diagnose(run(*layers, **changed))]


def test_dropout_is_named_with_both_measured_alike() -> None:
    (sentence,) = sentences()
    assert "dropout switches units off in training only" in sentence
    assert "0.634 in training and 0.92 in validation" in sentence
    assert "0.932 on the training rows and 0.92 on the validation rows" in sentence


def test_batch_normalization_is_named() -> None:
    (sentence,) = sentences(BatchNormalization())
    assert "batch normalization takes mean and deviation of each batch in training" in sentence


def test_nothing_is_said_where_layers_work_alike_or_the_gap_remains() -> None:
    assert sentences(Dense()) == []
    assert sentences(accuracy=0.64) == [], "the network is no better on the training rows"


def test_nothing_is_said_while_the_curve_still_moves() -> None:
    """The average over an epoch in which much was learned is lower too."""
    assert diagnose(replace(run(), before=0.3)) == ()
    assert finished_run(experiment(*DROPS), CURVES, 1, ALIKE) is None, (
        "before the first epoch is the untrained network"
    )


def test_a_loss_is_told_in_the_unit_of_the_target() -> None:
    found = finished_run(
        experiment(*DROPS), CURVES, 3, ALIKE | {"val_loss": 0.5}, Unit("MPa", 80.0, is_scaled=True)
    )
    assert found is not None
    (finding,) = diagnose(found)
    assert "the mean absolute error is 81.52 MPa in training and 40.96 MPa in validation" in finding.sentence
    assert not finding.warns


def test_a_run_without_measures_of_its_network_says_nothing() -> None:
    assert finished_run(experiment(*DROPS), CURVES, 3, {}) is None
