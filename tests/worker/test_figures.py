"""Cases from real life, trained: each comes to the figure that was computed from its weights by other means."""

from functools import cache

import pytest

from playground.comparing.quantity import quantity, remark
from playground.experiment import Experiment
from playground.experiment.parse import from_content
from playground.plan import plan
from playground.runs import Run
from playground.worker.control import Control
from playground.worker.job import train
from tests.doctor.test_stopping import with_fitting_numbers
from tests.support.cases import case, content
from tests.support.recorded import recorded
from tests.worker.test_best_and_kept import trained

# The figures are those of epochs without XLA, which rounds in another way.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("without_xla")]


def shorter(experiment: Experiment, epochs: int) -> Experiment:
    training = experiment.training.model_copy(update={"epochs": epochs})
    return experiment.model_copy(update={"training": training})


@cache
def run_of(name: str) -> Run:
    return trained(case(name))


def best(run: Run) -> float:
    """The best validation loss, in the target's own unit."""
    assert run.best is not None
    return quantity(run.experiment, "val_loss").in_unit(run.best.value)


def in_unit(name: str, loss: float) -> float:
    """A validation loss of a case in the target's own unit."""
    return quantity(case(name), "val_loss").in_unit(loss)


def last(run: Run, name: str = "val_loss") -> float:
    """The last value of a curve, in the target's own unit."""
    return quantity(run.experiment, name).in_unit(run.curves[name][-1])


@pytest.mark.parametrize(
    ("name", "dollars"),
    [("N9", 79_877), ("N9-smaller", 258_012), ("N9-larger", 60_277), ("N9-scaled", 57_706)],
)
def test_of_all_remedies_for_a_large_target_scaling_it_helps_most(name: str, dollars: int) -> None:
    assert last(run_of(name)) == pytest.approx(dollars, rel=5e-3)


def test_a_target_that_is_scaled_is_predicted_where_it_had_one_answer_for_every_house() -> None:
    scaled = run_of("T5-scaled")
    assert last(scaled) ** 0.5 == pytest.approx(87_719, rel=5e-3)
    assert "The network answers the same" not in scaled.reason
    smaller = run_of("T5-smaller")
    assert last(smaller) > 3 * last(scaled)
    assert "The network answers the same for every training row" in smaller.reason


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("M1-minmax", 4.43),  # MPa
        ("M1-standard", 4.13),
        ("N26-cereals-0", 39.7),  # kcal
        ("N26-cereals-4", 43.0),
        ("M3-sex", 314),  # g
        ("M3-nosex", 332),
    ],
)
def test_errors_of_runs_that_are_compared_are_in_the_unit_of_the_target(name: str, error: float) -> None:
    assert best(run_of(name)) == pytest.approx(error, rel=5e-3)


def test_an_error_in_percent_is_one_of_the_calories() -> None:
    # Another order of rows gave 19.3.
    assert last(run_of("T6")) == pytest.approx(19.3, rel=0.02)


def test_a_penalty_is_most_of_the_loss_and_no_part_of_the_mean_squared_error() -> None:
    curves = trained(shorter(case("N1"), 1)).curves
    assert curves["loss"][1] == pytest.approx(4.13, abs=0.005)
    assert curves["mse"][1] == curves["loss_without_penalty"][1] == pytest.approx(0.388, abs=5e-4)


def test_an_accuracy_with_a_recall_of_0_is_the_share_of_the_other_class() -> None:
    run = trained(shorter(case("M8"), 3))
    assert run.curves["val_recall"][-1] == 0
    assert run.curves["val_accuracy"][-1] == pytest.approx(0.7524, abs=5e-5)
    assert remark(run.experiment, "val_accuracy") == "always “good”: 0.752"


def test_early_stopping_and_plateau_at_their_defaults_end_long_before_the_best() -> None:
    both = run_of("T3")
    assert (both.state, both.epoch, both.learning_rates) == ("stopped_early", 96, [])
    assert both.curves["val_loss"][-1] == pytest.approx(0.0903, rel=2e-3)
    assert recorded()["T3-alone"]["best"] == pytest.approx(in_unit("T3-alone", 0.00257), rel=0.02)


def test_a_least_improvement_for_losses_near_1_ends_a_run_long_before_the_best() -> None:
    coarse = run_of("T4")
    assert (coarse.state, coarse.epoch) == ("stopped_early", 90)
    assert coarse.curves["val_loss"][-1] == pytest.approx(0.00077, rel=0.02)
    assert recorded()["T4-alone"]["best"] == pytest.approx(in_unit("T4-alone", 1.5e-5), rel=0.1)


@pytest.mark.parametrize(("name", "epochs", "share"), [("T3", 200, 1.0), ("T4", 400, 0.02)])
def test_with_the_numbers_that_the_pages_switches_write_a_run_goes_on_to_better_values(
    name: str, epochs: int, share: float
) -> None:
    fitting = plan(from_content(with_fitting_numbers(content(name)))).experiment
    assert best(trained(shorter(fitting, epochs))) < share * best(run_of(name))


def test_a_divergence_that_stays_finite_fails_the_run() -> None:
    run = run_of("N25")
    assert run.state == "failed"
    assert "diverged" in run.reason
    assert run.reason.endswith("Try a smaller learning rate (now 1.1).")
    assert run.curves["loss"][-1] == pytest.approx(1.36e32, rel=0.01)


def test_a_branch_with_nothing_changed_equals_its_parent() -> None:
    parent, branch = (Run("r", "me", case(name)) for name in ("N2-parent", "N2-branch"))
    weights = [train(run.experiment, run.hear, Control()) for run in (parent, branch)]
    assert weights[0] == weights[1]
    for name, values in parent.curves.items():
        assert branch.curves[name][30:] == values[30:]
