"""Each rule on plain numbers: it fires on its shape, cites epochs and numbers, and proposes one thing."""

from dataclasses import replace

import numpy
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.doctor.history.diagnosis import diagnose
from playground.doctor.history.facts import Facts
from playground.doctor.history.reading import Values, history_of
from playground.doctor.history.rule import Diagnosis
from playground.doctor.history.table import RULES
from playground.experiment import Data, Dense, Dropout, Experiment, Network, Optimizer, Training
from playground.number_words import number
from tests.support.experiments import complete

EPOCHS = numpy.arange(60)
CALM = 0.2 + 0.8 * numpy.exp(-EPOCHS / 6)
NOISE = numpy.random.default_rng(0).normal(size=60)
EXPERIMENT = complete(
    Experiment(
        data=Data(dataset="iris"),
        network=Network(layers=(Dense(units=8),)),
        training=Training(optimizer=Optimizer(learning_rate=0.01)),
    )
)
ADAM = Facts(EXPERIMENT)


def findings(
    loss: Values, val_loss: Values | None = None, facts: Facts | None = None, **metrics: Values
) -> tuple[Diagnosis, ...]:
    curves = {"loss": loss.tolist()} | {name: values.tolist() for name, values in metrics.items()}
    if val_loss is not None:
        curves["val_loss"] = val_loss.tolist()
    return diagnose(history_of(curves), facts)


def only(
    loss: Values, val_loss: Values | None = None, facts: Facts | None = None, **metrics: Values
) -> Diagnosis:
    (found,) = findings(loss, val_loss, facts, **metrics)
    return found


SHAPES = {
    "diverged": (numpy.exp(EPOCHS / 8), None),
    "rate_too_low": (1 - EPOCHS / 2000, 1.1 - EPOCHS / 2000),
    "rate_too_high": (0.7 + 0.1 * NOISE, 0.75 + 0.1 * NOISE[::-1]),
    "plateau": (numpy.where(EPOCHS < 30, 0.7, 0.7 * numpy.exp(-(EPOCHS - 30) / 10)), None),
    "overfitting": (numpy.exp(-EPOCHS / 10), 0.4 + 0.6 * numpy.exp(-EPOCHS / 3) + EPOCHS / 100),
    "validation_below_training": (0.2 + CALM, CALM),
    "noisy_validation": (CALM, CALM + 0.1 + 0.04 * NOISE),
    "stopped_too_early": (numpy.exp(-EPOCHS[:20] / 20), 1.05 * numpy.exp(-EPOCHS[:20] / 20)),
    "underfitting": (0.8 + 0.2 * numpy.exp(-EPOCHS / 5), 0.81 + 0.2 * numpy.exp(-EPOCHS / 5)),
    "healthy": (CALM, CALM + 0.02),
}


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_a_shape_has_its_finding_whatever_its_scale(kind: str, scale: float) -> None:
    loss, val_loss = SHAPES[kind]
    assert findings(scale * loss, None if val_loss is None else scale * val_loss)[0].kind == kind


def test_every_rule_has_a_shape() -> None:
    assert {rule.kind for rule in RULES} | {"healthy"} == set(SHAPES)


@pytest.mark.parametrize("kind", [kind for kind in SHAPES if kind != "healthy"])
def test_a_finding_cites_an_epoch_and_numbers_and_proposes_one_thing(kind: str) -> None:
    found = findings(*SHAPES[kind])[0]
    assert 1 <= found.from_epoch <= 60
    assert any(digit in found.sentence for digit in "0123456789")
    assert found.remedy.endswith(".")
    assert found.remedy.count("Try") + found.remedy.count("Keep") <= 1


def test_healthy_stands_alone_and_asks_for_nothing() -> None:
    assert only(*SHAPES["healthy"]).remedy == ""


def test_a_loss_that_is_no_number_has_diverged_from_that_epoch_on() -> None:
    loss = CALM.copy()
    loss[12:] = numpy.nan
    found = only(loss, CALM)
    assert (found.kind, found.from_epoch) == ("diverged", 13)
    assert "from epoch 13 on" in found.sentence


@pytest.mark.parametrize("value", [numpy.nan, numpy.inf])
def test_a_loss_that_never_was_a_number_has_diverged_from_the_first_epoch_on(value: float) -> None:
    assert only(numpy.full(5, value), numpy.full(5, value)).from_epoch == 1


def test_an_infinite_validation_loss_has_diverged_too() -> None:
    val_loss = CALM.copy()
    val_loss[30:] = numpy.inf
    assert only(CALM, val_loss).kind == "diverged"


def test_overfitting_begins_at_the_best_epoch_of_validation() -> None:
    found = findings(*SHAPES["overfitting"])[0]
    best = int(numpy.argmin(SHAPES["overfitting"][1])) + 1
    assert found.from_epoch == best
    assert f"best in epoch {best}" in found.sentence


def test_a_rate_is_proposed_with_its_number_where_it_is_known() -> None:
    assert findings(*SHAPES["rate_too_high"], ADAM)[0].remedy == "Try learning rate 0.001 (now 0.01)."
    assert findings(*SHAPES["rate_too_low"], ADAM)[0].remedy == "Try learning rate 0.1 (now 0.01)."


def test_a_loss_that_jumps_while_it_falls_is_not_said_to_come_no_lower() -> None:
    loss = numpy.linspace(1, 0.3, 60) * (1 + 0.06 * (-1.0) ** EPOCHS)
    found = findings(loss, loss)[0]
    assert found.kind == "rate_too_high"
    assert found.sentence.startswith("The training loss falls, from ")


def test_a_loss_that_is_thrown_back_late_has_too_large_steps() -> None:
    loss = CALM.copy()
    loss[45] = 0.9
    found = findings(loss, loss)[0]
    assert found.kind == "rate_too_high"
    assert "epoch 45 and is thrown back to 0.9000 in epoch 46" in found.sentence


def test_a_loss_that_drops_to_that_of_guessing_and_stays_there_has_not_begun() -> None:
    loss = numpy.log(3) * (1 + 0.3 * numpy.exp(-EPOCHS))
    assert findings(loss, loss)[0].kind == "plateau"
    assert findings(0.9 * loss, 0.9 * loss)[0].kind == "underfitting"


def test_a_plateau_is_said_before_the_noise_that_is_large_only_because_the_loss_is_small() -> None:
    loss = numpy.where(EPOCHS < 30, 0.7, 0.02 + 0.68 * numpy.exp(-(EPOCHS - 30) / 3))
    kinds = [found.kind for found in findings(loss, loss + numpy.abs(0.02 * NOISE))]
    assert kinds == ["plateau", "noisy_validation"]


def test_a_plateau_that_ends_for_the_training_rows_alone_is_none() -> None:
    loss = numpy.where(EPOCHS < 30, 0.7, 0.7 * numpy.exp(-(EPOCHS - 30) / 10))
    val_loss = numpy.where(EPOCHS < 30, 0.75, 0.75 + (EPOCHS - 30) / 30)
    assert only(loss, val_loss).kind == "overfitting"


def test_more_epochs_are_proposed_only_where_validation_falls_along() -> None:
    loss = numpy.exp(-EPOCHS[:20] / 20)
    assert only(loss, loss).kind == "stopped_too_early"
    assert "stopped_too_early" not in [found.kind for found in findings(loss, 0.6 + 0.4 * loss)]


def test_a_dozen_epochs_are_too_few_to_measure_noise() -> None:
    short, jumps = CALM[:12], 0.05 * (-1.0) ** EPOCHS[:12]
    assert "noisy_validation" not in [found.kind for found in findings(short, short + 0.1 + jumps)]


def test_validation_far_below_training_is_said_though_it_jumps() -> None:
    assert findings(0.6 + CALM, CALM + 0.05 * NOISE)[0].kind == "validation_below_training"


def test_a_history_alone_names_no_cause_that_it_cannot_show() -> None:
    for kind in SHAPES:
        for found in findings(*SHAPES[kind]):
            said = found.sentence.lower()
            assert not any(word in said for word in ("dropout", "normalization", "scal", "relu", "penalty"))


def test_dropout_is_named_where_both_are_alike_once_measured_alike() -> None:
    layers = Network(layers=(Dense(units=8), Dropout(rate=0.3)))
    dropout = Facts(EXPERIMENT.model_copy(update={"network": layers}), alike=(0.2, 0.2))
    found = findings(*SHAPES["validation_below_training"], dropout)[0]
    assert "dropout switches units off" in found.sentence
    assert found.remedy == "Nothing has to be changed."
    easier = findings(*SHAPES["validation_below_training"], replace(dropout, alike=(0.4, 0.2)))[0]
    assert "validation rows are easier" in easier.sentence
    assert easier.remedy == "Try another split."


def test_few_validation_rows_give_themselves_away() -> None:
    rows = numpy.round(12 * (0.7 + 0.1 * NOISE)) / 12
    found = findings(*SHAPES["noisy_validation"], accuracy=1 - CALM, val_accuracy=rows)[0]
    assert "multiples of 1/12" in found.sentence


def test_three_epochs_show_nothing() -> None:
    found = only(CALM[:3], CALM[:3])
    assert found.kind == "healthy"
    assert "too few" in found.sentence


# Losses at and below 0 too: of a model that was trained elsewhere they may be anything.
LEVELS = st.sampled_from([0.0, 1.0, -1.0, 0.5, 1e-300, 1e300, float("nan"), float("inf")]) | st.floats()
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), min_size=1, max_size=40)


@pytest.mark.filterwarnings("error")
@given(PAIRS)
@example([(0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (-0.5, -1.0)])
def test_any_numbers_come_to_findings(pairs: list[tuple[float, float]]) -> None:
    loss, val_loss = numpy.array(pairs).T
    for found in (*findings(loss), *findings(loss, val_loss)):
        assert found.sentence


@pytest.mark.parametrize("kind", ["healthy", "plateau"])
def test_what_is_said_of_an_epoch_is_what_its_curve_shows(kind: str) -> None:
    loss, val_loss = (None if each is None else each + 0.02 * (EPOCHS == 59) for each in SHAPES[kind])
    assert loss is not None
    found = next(each for each in findings(loss, val_loss) if each.kind == kind)
    assert number(float(loss[-1])) in found.sentence
    if kind == "healthy":
        assert val_loss is not None
        assert number(float(val_loss[-1])) in found.sentence
