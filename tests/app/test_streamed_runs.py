"""A run that a person's script sends stands beside runs made here, and nothing is offered that needs its rows."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.errors import ExperimentError
from playground.messages.streamed import About, EpochsPart
from playground.persons import may
from playground.plan import plan
from playground.runs import Run
from tests.support.kept_runs import ME, Kept


def streamed(kept: Kept) -> Run:
    about = About(
        name="<b>elsewhere</b>", epochs=9, loss="ctc", optimizer="lion", curves=["loss", "val_loss", "iou"]
    )
    run = kept.runs.streamed.begin(about, ME)
    logs = {"loss": [3.0, 2.0], "val_loss": [3.5, 2.5], "iou": [0.1, 0.2]}
    kept.runs.streamed.go_on(run, EpochsPart(first=1, logs=logs, seconds=[1.0, 2.0], over=True), ME)
    assert run.wait(10)
    return run


def page_of(**address: str) -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    for name, value in address.items():
        page.query_params[name] = value
    return page


def test_it_is_compared_and_opened_without_what_needs_its_rows(kept: Kept) -> None:
    here, elsewhere = kept.run(1.0, 0.5, 0.25), streamed(kept)
    page = page_of(compare=f"{here.id},{elsewhere.id}")
    page.switch_page("runs.py").run()
    assert not page.exception
    said = "".join(each.value for each in [*page.markdown, *page.caption, *page.warning])
    assert "Rows unknown" in said

    page = page_of(compare=elsewhere.id)
    page.switch_page("runs.py").run()
    assert not page.exception
    assert not {"Twin", "Seeds", "Sweep …"} & {each.label for each in page.button}

    page = page_of(run=elsewhere.id).run()
    assert not page.exception
    assert next(each for each in page.button if each.label == "Judge").disabled
    with pytest.raises(ExperimentError, match="trained elsewhere"):
        plan(elsewhere.experiment)
    assert may(ME, "steer", here)
    assert not may(ME, "steer", elsewhere)
