"""The judgement of a finished run: a sentence, measures, the rows behind a number; a threshold moves the matrix."""

from concurrent.futures import Future
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.datasets import load
from playground.evaluation.predicted import pack, predicted
from playground.experiment import Complete, Data, Experiment
from playground.messages import questions
from playground.messages.checkpoint import as_npz
from playground.messages.events import Began, Ended, Epochs, Started, Weights
from playground.messages.events import Kept as KeptNetwork
from playground.messages.jobs import Ask, Job, Predict
from playground.messages.questions import PutThrough
from playground.plan import plan
from playground.runs import Run
from tests.support.kept_runs import ME, Kept
from tests.support.waiting import until


def finished(kept: Kept, dataset: str) -> Run:
    """A run whose weights are kept, and a worker that predicts the truth, a little less sure of it than it could be."""
    experiment = plan(Experiment(data=Data(dataset=dataset))).experiment
    run = kept.runs.start(experiment, ME)
    logs = {"loss": 0.1, "val_loss": 0.2}
    kept.engine.hears[run.id](
        [
            Started(),
            Began(parameters=9, train_rows=100, validation_rows=50),
            Epochs(first=0, logs={name: [value, value] for name, value in logs.items()}, seconds=[0, 1]),
            Ended(status="finished", epochs=1, kept=KeptNetwork(epoch=1, logs=logs), seconds=1.5),
            Weights(content=as_npz([np.zeros(1)])),
        ]
    )
    until(lambda: (row := kept.store.run(run.id)) is not None and bool(row["weights"]))
    kept.engine.beside = answering  # type: ignore[method-assign]
    return run


def answering(job: Job, *, small: bool) -> Future[bytes]:
    assert small
    found: Future[bytes] = Future()
    if isinstance(job, Ask):  # the sum of a row's inputs
        assert isinstance(job.question, PutThrough)
        found.set_result(questions.pack({"outputs": job.question.x.sum(axis=1, keepdims=True)}))
        return found
    assert isinstance(job, Predict)
    prepared = plan(job.experiment).prepared
    found.set_result(pack(predicted(prepared, vars(prepared.parts), outputs(job.experiment))))
    return found


def outputs(experiment: Complete) -> dict[str, Any]:
    prepared = plan(experiment).prepared
    if len(prepared.classes) > 2:
        return {part: np.eye(3)[rows.y] for part, rows in vars(prepared.parts).items()}
    return {part: 0.2 + 0.5 * rows.y.reshape(-1, 1) for part, rows in vars(prepared.parts).items()}


def judged(run: Run, tab: str = "How good it is") -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    page.query_params["run"] = run.id
    page.session_state["judge_tabs"] = tab
    page.run()
    return open_again(page)


def open_again(page: AppTest) -> AppTest:
    """Opens the dialog; AppTest runs the whole script at each change, which closes it."""
    next(button for button in page.button if button.key == "judge").click().run()
    assert not page.exception
    return page


def matrix(page: AppTest) -> list[list[int]]:
    (found,) = (each.value for each in page.dataframe if "actually" in each.value.columns)
    return [list(map(int, line[1:])) for line in found.to_numpy().tolist()]


def test_two_classes_have_a_threshold_that_moves_the_matrix(kept: Kept) -> None:
    page = judged(finished(kept, "ionosphere"))
    said = "\n".join(each.value for each in page.markdown)
    assert "accuracy 100" in said
    assert "It beats both" in said
    assert matrix(page) == [[79, 0], [0, 26]]
    (threshold,) = (each for each in page.slider if each.key == "judge_threshold")
    assert threshold.value == 0.5
    threshold.set_value(0.75)
    open_again(page)
    assert matrix(page) == [[79, 0], [26, 0]]
    assert any("no row is called “bad”" in each.value.replace("\\", "") for each in page.caption)


def test_numbers_are_told_in_the_targets_own_unit_with_the_rows_that_are_farthest_off(kept: Kept) -> None:
    page = judged(finished(kept, "auto-mpg"))
    (table,) = (each.value for each in page.dataframe if "a linear model" in each.value.columns)
    assert table["measure"].tolist()[0] == "mean absolute error"
    assert table["network"][0].endswith(" mpg")
    (rows,) = (each.value for each in page.dataframe if "error" in each.value.columns)
    off = rows["error"].abs()
    assert off.is_monotonic_decreasing
    assert (rows["predicted"] - rows["actual"]).to_numpy() == pytest.approx(rows["error"].to_numpy())


def test_several_classes_have_measures_for_each(kept: Kept) -> None:
    page = judged(finished(kept, "penguins"))
    assert np.array(matrix(page)).shape == (3, 3)
    (table,) = (each.value for each in page.dataframe if "class" in each.value.columns)
    assert table["F1"].tolist() == ["1"] * 3


def test_nothing_is_judged_before_the_end(kept: Kept) -> None:
    run = kept.runs.start(plan(Experiment(data=Data(dataset="iris"))).experiment, ME)
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    page.query_params["run"] = run.id
    page.run()
    assert next(button for button in page.button if button.key == "judge").disabled


def test_a_row_that_a_person_describes_is_answered_in_the_targets_own_unit(kept: Kept) -> None:
    run = finished(kept, "auto-mpg")
    prepared = plan(run.experiment).prepared
    page = judged(run, "Ask it")
    row = int(prepared.validation.rows[0])

    def answer() -> str:
        return next(each.value for each in page.metric if each.label == "mpg")

    assert answer().endswith(" mpg")
    usual = answer()
    next(each for each in page.number_input if each.label == "Fill in a row of the table").set_value(row + 1)
    open_again(page)
    value = float(prepared.validation.x[0].sum()) * prepared.y_scale + prepared.y_offset
    assert answer() == f"{value:.4g} mpg".replace(".", "\\.")
    assert answer() != usual
    said = "\n".join(each.value.replace("\\", "") for each in page.caption)
    actual = load(run.experiment.data).loc[row, "mpg"]
    assert f"In the table, row {row + 1} has mpg {actual:g}." in said
    page.session_state[f"ask-{run.id}-0"] = 1000.0
    open_again(page)
    said = "\n".join(each.value.replace("\\", "") for each in page.caption)
    assert f"{next(iter(prepared.encoding.used))}: beyond what any training row has" in said
    assert "In the table" not in said
