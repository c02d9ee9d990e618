"""What of an experiment's measures cannot be told on its data is said before it is trained."""

from playground.experiment import Experiment
from playground.plan import plan
from tests.support.cases import planned


def test_one_class_in_the_validation_rows_is_said() -> None:
    said = [str(note) for note in planned("M5-1").notes]
    assert any("All validation rows are “orange”: AUC and precision and recall" in note for note in said)


def test_a_percentage_of_zero_is_said() -> None:
    content = {"data": {"dataset": "cereals", "target": "fat"}, "training": {"loss": "mape"}}
    said = [str(note) for note in plan(Experiment.model_validate(content)).notes]
    assert any("rows have the fat 0, and an error in percent of 0 is not defined" in note for note in said)
    content["data"]["target"] = "calories"
    said = [str(note) for note in plan(Experiment.model_validate(content)).notes]
    assert not any("percentage" in note for note in said)


def test_a_percentage_of_the_scaled_target_is_said_of_runs_that_were_trained_with_it() -> None:
    training = {"loss": "mape", "loss_version": 1}
    content = {
        "data": {"dataset": "cereals", "target": "calories", "scaling": "minmax"},
        "training": training,
    }

    def notes() -> list[str]:
        return [str(note) for note in plan(Experiment.model_validate(content)).notes]

    (said,) = [note for note in notes() if "percent of 0" in note]
    assert "the scaled calories 0" in said, "the least of a scaled target is 0"
    content["data"] = {**content["data"], "scale_target": False}
    assert not any("percent of 0" in note for note in notes()), "no cereal has no calories"
    content["data"] = {**content["data"], "target": "fat"}
    assert any("rows have the fat 0" in note for note in notes())
