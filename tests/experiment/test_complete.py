"""A complete experiment: nothing is left out, and it is the same experiment as the one written with all of it."""

import pytest

from playground.errors import ExperimentError
from playground.experiment import Branch, Complete, Data, Experiment
from playground.experiment.presets import presets
from playground.plan import plan


@pytest.mark.parametrize("name", presets())
def test_a_plan_is_complete_and_its_file_says_all_of_it(name: str) -> None:
    complete = plan(presets()[name]).experiment
    again = Complete.model_validate_json(complete.model_dump_json())
    assert again == complete
    assert plan(complete).experiment == complete


def test_it_equals_the_experiment_with_the_same_content_and_no_other() -> None:
    asked = Experiment(data=Data(dataset="iris"))
    complete = plan(asked).experiment
    same = Experiment.model_validate_json(complete.model_dump_json())
    assert complete == same
    assert same == complete
    assert hash(same) == hash(complete)
    assert asked != complete
    assert complete != asked


def test_one_with_gaps_is_refused_where_a_complete_one_is_read() -> None:
    with pytest.raises(ValueError, match=r"data\.target"):
        Complete.model_validate_json(Experiment(data=Data(dataset="iris")).model_dump_json())


def test_within_another_it_is_written_like_any_experiment() -> None:
    asked = Experiment(data=Data(dataset="circle"))
    complete = plan(asked).experiment
    whole = Experiment(data=asked.data, twin=complete, branch=Branch(experiment=complete, epoch=1))
    assert Experiment.model_validate_json(whole.model_dump_json()) == whole


def test_equal_experiments_have_one_plan_and_like_ones_have_their_own() -> None:
    def with_points(points: float) -> Experiment:
        return Experiment(data=Data(dataset="circle", options={"points": points}))

    assert plan(with_points(60)) is plan(with_points(60))
    with pytest.raises(ExperimentError, match="whole number"):
        plan(with_points(60.0))
