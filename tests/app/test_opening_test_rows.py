"""Test rows of a finished run: what opening them means is said before, and what they came to after it."""

import math

import numpy
from streamlit.testing.v1 import AppTest

from playground.datasets import load
from playground.experiment import Data, Experiment, TestPart
from playground.messages.checkpoint import as_npz
from playground.messages.events import Answer, Began, Best, Ended, Epochs, Event, Kept, Started, Weights
from playground.messages.opened import Measures
from playground.persons import Person
from playground.plan import plan
from playground.runs import Run
from tests.support.kept_runs import ME
from tests.support.kept_runs import Kept as KeptRuns
from tests.support.persons import YOU
from tests.support.waiting import until

EXPERIMENT = plan(Experiment(data=Data(dataset="red-wine", test=TestPart(fraction=0.2)))).experiment
EVALUATED = {"loss": 0.1, "val_loss": 0.2}


def finished(kept: KeptRuns, owner: Person = ME) -> Run:
    """A run on data with test rows, whose weights are kept."""
    run = kept.runs.start(EXPERIMENT, owner)
    best = Best(epoch=1, monitor="val_loss", value=0.2)
    kept.engine.hears[run.id](
        [
            Started(),
            Began(parameters=9, train_rows=100, validation_rows=50),
            Epochs(first=0, logs={name: [value, value] for name, value in EVALUATED.items()}, seconds=[0, 1]),
            Ended(status="finished", epochs=1, best=best, kept=Kept(epoch=1, logs=EVALUATED), seconds=1.5),
            Weights(content=as_npz([numpy.zeros((11, 1)), numpy.zeros(1)])),
        ]
    )
    until(lambda: (row := kept.store.run(run.id)) is not None and row["weights"])
    return run


def page_of(run: Run) -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    page.query_params["run"] = run.id
    page.session_state[f"test_rows-{run.id}"] = True
    return page.run()


def text(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(each.value.replace("\\", "") for each in page.caption)


def answer(kept: KeptRuns, run: Run, *events: Event) -> None:
    """What a worker says of the rows that were opened last; it is written in a thread of its own."""
    kept.engine.hears[next(reversed(kept.engine.hears))]([*events])
    until(lambda: not kept.runs.sealed_rows.state(run)[0])


def open_rows(page: AppTest, run: Run) -> AppTest:
    return next(button for button in page.button if button.key == f"open_test-{run.id}").click().run()


def test_test_rows_are_opened_once_and_measured_beside_training_and_validation(kept: KeptRuns) -> None:
    run, other = finished(kept), finished(kept)
    page = page_of(run)
    assert "That is done once" in text(page)
    assert "A worker measures" in text(open_rows(page, run))
    found = Measures(rows=320, incomplete=0, unfit=0, values={"loss": 0.25})
    answer(kept, run, Answer(content=found.model_dump_json().encode()), Ended(status="finished"))
    page.run()
    assert "320 test rows" in text(page)
    figures = next(each.value for each in page.dataframe if "rows" in each.value.columns)
    unit = load(EXPERIMENT.data)["quality"]
    span = int(unit.max() - unit.min())
    assert figures["rows"].tolist() == ["test", "validation", "training"]
    assert figures["loss · mean absolute error"].tolist() == [
        f"{value:.4g} ({value * span:.4g} points)" for value in (0.25, 0.2, 0.1)
    ]
    assert "were opened on" in text(open_rows(page_of(other), other))


def test_a_measurement_that_fails_says_why_and_may_be_tried_again(kept: KeptRuns) -> None:
    run = finished(kept)
    page = open_rows(page_of(run), run)
    answer(kept, run, Ended(status="failed", reason="The worker died."))
    assert "The worker died." in text(page.run())
    assert "A worker measures" in text(open_rows(page, run))


def test_nobody_else_is_offered_the_opening(kept: KeptRuns) -> None:
    run = finished(kept, YOU)
    page = page_of(run)
    assert not page.exception
    assert f"open_test-{run.id}" not in {button.key for button in page.button}


def test_a_network_whose_answers_are_no_numbers_has_no_figures_on_test_rows(kept: KeptRuns) -> None:
    run = finished(kept)
    page = open_rows(page_of(run), run)
    found = Measures(rows=320, incomplete=0, unfit=0, values={"loss": math.nan})
    answer(kept, run, Answer(content=found.model_dump_json().encode()), Ended(status="finished"))
    page.run()
    assert "320 test rows" in text(page)
    figures = next(each.value for each in page.dataframe if "rows" in each.value.columns)
    assert figures.iloc[0, 1] == "–"
