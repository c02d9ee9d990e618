"""Whether a twin is better than its original: one sentence, and whether seeds could tell more."""

from typing import Any

from playground.experiment import Complete, EarlyStopping
from playground.messages.events import Ended, Epochs
from playground.runs import Run
from playground.runs.helped import compare_twin
from tests.support.experiments import SHORT


def ended(*values: float, status: Any = "finished", experiment: Complete = SHORT) -> Run:
    run = Run("r", "me", experiment)
    logs = {"loss": list(values), "val_loss": list(values)}
    run.hear([Epochs(first=0, logs=logs, seconds=[0.0] * len(values)), Ended(status=status, reason="")])
    return run


def test_a_better_value_helped_in_this_run_and_seeds_tell_more() -> None:
    found = compare_twin(ended(1.0, 0.3), ended(1.0, 0.4))
    assert found is not None
    assert found.sentence.startswith(
        "It helped in this run: best validation loss 0.3 here, 0.4 in the original, 25%"
    )
    assert "cannot tell this from luck" in found.sentence
    assert found.wants_seeds


def test_a_worse_value_did_not_help_and_seeds_tell_more() -> None:
    found = compare_twin(ended(1.0, 0.4), ended(1.0, 0.3))
    assert found is not None
    assert found.sentence.startswith("It did not help in this run")
    assert found.wants_seeds


def test_the_same_value_changed_nothing() -> None:
    found = compare_twin(ended(1.0, 0.3, 0.5), ended(1.0, 0.3))
    assert found is not None
    assert (found.sentence[:18], found.wants_seeds) == ("It changed nothing", False)


def test_a_twin_that_brings_its_best_weights_back_is_compared_by_the_network_kept() -> None:
    stopping = EarlyStopping(patience=2, min_delta=0.0)
    training = SHORT.training.model_copy(update={"early_stopping": stopping})
    stops = SHORT.model_copy(update={"training": training})
    kept = ended(1.0, 0.3, 0.4, 0.5, status="stopped_early", experiment=stops)
    found = compare_twin(kept, ended(1.0, 0.3, 0.4, 0.5, 0.6))
    assert found is not None
    assert found.sentence.startswith(
        "It helped in this run: validation loss of the network kept 0.3 here, 0.6 in the original, 50% better"
    )
    assert not found.wants_seeds


def test_a_result_in_the_place_of_none_needs_no_seeds() -> None:
    found = compare_twin(ended(1.0, 0.3), ended(1.0, float("nan"), status="failed"))
    assert found is not None
    assert (found.sentence[:10], found.wants_seeds) == ("It helped:", False)


def test_while_one_of_them_goes_on_nothing_is_said() -> None:
    assert compare_twin(Run("r", "me", SHORT), ended(1.0, 0.3)) is None
    assert compare_twin(ended(1.0, 0.3), Run("r", "me", SHORT)) is None


def test_other_validation_rows_are_not_compared() -> None:
    data = SHORT.data.model_copy(update={"split_seed": 1})
    found = compare_twin(ended(1.0, 0.3, experiment=SHORT.model_copy(update={"data": data})), ended(1.0, 0.4))
    assert found is not None
    assert "different validation rows" in found.sentence
    assert not found.wants_seeds
