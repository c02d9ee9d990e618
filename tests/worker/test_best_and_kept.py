"""Cases from real life: which epoch is the best, which network is kept, and what is said of both."""

import pytest

from playground.experiment import Experiment
from playground.experiment.parse import from_content
from playground.messages.events import Best
from playground.plan import plan
from playground.runs import Run
from playground.runs.remarks import remarks
from playground.worker.control import Control
from playground.worker.job import train
from tests.doctor.test_stopping import with_fitting_numbers
from tests.support.cases import case, content

pytestmark = pytest.mark.slow

without_xla = pytest.mark.usefixtures("without_xla")


def trained(experiment: Experiment) -> Run:
    """The run, as it is after its events were written down and read again."""
    run = Run("r", "me", experiment)
    train(experiment, run.hear, Control())
    again = Run("r", "me", experiment)
    again.hear(run.history())
    assert (again.best, again.kept, remarks(again)) == (run.best, run.kept, remarks(run))
    return again


@without_xla
def test_t1_the_star_and_the_weights_restored_are_of_one_epoch() -> None:
    run = trained(case("T1"))
    assert (run.state, run.epoch) == ("stopped_early", 87)
    assert run.best == Best(67, "val_loss", run.curves["val_loss"][67])
    assert run.kept == 67
    assert "The weights of epoch 67 were restored." in run.reason
    (sentence,) = remarks(run)
    assert sentence.startswith("Epoch 87 had a better val_loss")
    assert sentence.endswith("early stopping does not count an improvement of 0.001 or less.")


@pytest.mark.usefixtures("where_xla_does_not_pay")  # as its figures were recorded
def test_t2_all_epochs_are_trained_and_the_network_kept_is_that_of_the_best_epoch() -> None:
    run = trained(case("T2"))
    assert run.best is not None
    best = run.best.epoch  # 23 where it was recorded; other processors round otherwise
    assert (run.state, run.epoch, run.kept) == ("finished", 30, best)
    assert run.reason == f"All epochs are trained. The weights of epoch {best} were restored."
    assert run.evaluated is not None
    assert run.evaluated["val_loss"] == pytest.approx(run.curves["val_loss"][best], rel=1e-5)
    assert run.evaluated["val_loss"] == pytest.approx(0.094884, abs=1e-3)
    assert run.curves["val_loss"][30] != pytest.approx(run.evaluated["val_loss"], rel=1e-5)


@without_xla
def test_t11_the_training_loss_of_the_epoch_restored_was_measured_before_its_last_step() -> None:
    run = trained(case("T11"))
    assert run.kept == 9
    assert run.evaluated is not None
    # With the full batch an epoch is one step: the loss after it is that of the next epoch.
    assert run.evaluated["loss"] == pytest.approx(run.curves["loss"][10], rel=1e-5)
    assert run.evaluated["loss"] != pytest.approx(run.curves["loss"][9], rel=1e-2)
    assert "does not show the last step" in run.reason
    assert f"The network kept has a loss of {run.evaluated['loss']:.4g} on the training rows." in run.reason


@without_xla
def test_n12_every_lowered_learning_rate_is_in_the_history() -> None:
    run = trained(case("N12"))
    assert len(run.learning_rates) > 1
    rates = run.learning_rate
    assert rates[1] == 0.01
    for epoch, rate in run.learning_rates:
        assert rates[epoch] == pytest.approx(2 * rate)
        assert rates[epoch + 1 : epoch + 2] in ([rate], [])


@without_xla
def test_n27_early_stopping_that_counts_later_lets_learning_begin() -> None:
    too_soon = trained(case("N27"))
    assert (too_soon.state, too_soon.epoch) == ("stopped_early", 64)
    later = trained(plan(from_content(with_fitting_numbers(content("N27")))).experiment)
    assert (later.state, later.epoch) == ("finished", 2000)
    alone = case("N27-alone")
    begin = trained(alone.model_copy(update={"training": alone.training.model_copy(update={"epochs": 100})}))
    assert {name: values[:101] for name, values in later.curves.items()} == begin.curves
    assert later.best is not None
    assert too_soon.best is not None
    assert later.best.epoch > 1750
    assert later.best.value < too_soon.best.value - 0.1
