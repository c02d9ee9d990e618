"""The page Lessons, run as Streamlit runs it."""

from streamlit.testing.v1 import AppTest

from playground.runs import Run
from playground.ui.lessons.state import StepVisit
from tests.support.kept_runs import Kept
from tests.support.visits import visit_of

LESSON = "1-single-neuron"


def opened(step: str, lesson: str = LESSON) -> AppTest:
    """The page with a step of a lesson."""
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.switch_page("lessons.py")
    app.query_params["lesson"] = lesson
    app.query_params["step"] = step
    app.run()
    assert not app.exception
    return app


def here(page: AppTest, step: str, lesson: str = LESSON) -> StepVisit:
    """The state of a step in the visit."""
    return visit_of(page).lessons[lesson].step(step)


def press(page: AppTest, key: str) -> AppTest:
    """Presses a button."""
    page.button(key=key).click().run()
    assert not page.exception
    return page


def group_of(kept: Kept, page: AppTest, step: str, lesson: str = LESSON) -> tuple[Run, ...]:
    """The runs for the check of a step."""
    trying = here(page, step, lesson).trying
    assert trying is not None
    group = kept.runs.groups.get(trying.groups[-1])
    assert group is not None
    return group.runs


def reloaded(page: AppTest) -> AppTest:
    """The page after a reload."""
    again = AppTest.from_file("../../pages/start.py", default_timeout=600)
    again.switch_page("lessons.py")
    for name in page.query_params:
        again.query_params[name] = page.query_params[name]
    again.run()
    assert not again.exception
    return again
