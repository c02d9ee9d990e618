"""A run is taken away from its page: a worker makes what is asked for, and checks the script."""

import json

from streamlit.testing.v1 import AppTest

from playground.export.comparing import Difference
from playground.messages.events import Answer, Ended, Event
from playground.runs import Run
from playground.ui.train.take_away import sentence
from tests.support.kept_runs import Kept
from tests.support.persons import YOU


def page_of(run: Run) -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    page.query_params["run"] = run.id
    page.session_state["take_away"] = True
    page.run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    return [each.label for each in page.button] + [each.proto.label for each in page.get("download_button")]


def said(page: AppTest) -> str:
    return "".join(each.value for each in page.caption).replace("\\", "")


def press(page: AppTest, key: str) -> None:
    next(button for button in page.button if button.key == key).click().run()
    assert not page.exception


def answer(kept: Kept, *events: Event) -> None:
    """What a worker says of the job that was asked for last."""
    kept.engine.hears[next(reversed(kept.engine.hears))]([*events])


def test_what_a_worker_has_made_is_saved_and_a_check_tells_the_largest_difference(kept: Kept) -> None:
    run = kept.run(1.0, 0.5, 0.25)
    page = page_of(run)
    assert {"Script", "Notebook", "Model", "TensorBoard", "History (CSV)", "Experiment (JSON)"} <= {
        *labels(page)
    }
    press(page, f"make_script-{run.id}")
    assert "Script: a worker is at it …" in labels(page)
    answer(kept, Answer(content=b"a zip"), Ended(status="finished"))
    page.run()
    assert "Save script.zip" in labels(page)
    press(page, f"make_check-{run.id}")
    found = {"epochs": 2, "largest": 0.25, "epoch": 1, "curve": "val_loss"}
    answer(kept, Answer(content=json.dumps(found).encode()), Ended(status="finished"))
    page.run()
    assert "its val_loss of epoch 1 differs by 25%" in said(page)
    press(page, f"make_tensorboard-{run.id}")
    answer(kept, Ended(status="failed", reason="The disk is full."))
    page.run()
    assert "The disk is full." in said(page)
    press(page, f"make_report-{run.id}")
    assert "The weights of this run are not here" in said(page)


def test_another_persons_run_is_not_taken_away(kept: Kept) -> None:
    assert "Script" not in labels(page_of(kept.run(1.0, 0.5, owner=YOU)))


def test_a_check_is_told_in_a_sentence() -> None:
    assert "to the last digit" in sentence(Difference(20))
    assert "0.00001% of their size (loss of epoch 3); up to 0.01% is" in sentence(Difference(20, 1e-7, 3))
    assert "differs by 2.5%." in sentence(Difference(20, 0.025, 3))
    assert "diverges" in sentence(Difference(20, float("inf"), 3))
