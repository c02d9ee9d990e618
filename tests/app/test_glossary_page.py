"""The glossary's page: a place for each entry, without a run or an engine, and lessons lead to it."""

from streamlit.testing.v1 import AppTest

from playground.comparing.glossary import glossary
from tests.support.kept_runs import Kept


def opened(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.switch_page(page)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_each_entry_is_a_heading_of_its_own(kept: Kept) -> None:
    text = "\n".join(element.value for element in opened("glossary.py").markdown)
    for _, part in glossary():
        assert all(f"##### {entry.title}\n" in text for entry in part)
    assert not kept.engine.hears


def test_a_step_of_a_lesson_leads_to_the_words_that_it_uses(kept: Kept) -> None:
    app = opened("lessons.py", lesson="1-single-neuron", step="train")
    links = next(caption.value for caption in app.caption if "(glossary#" in caption.value)
    assert "[Learning rate](glossary#learning-rate)" in links
    assert kept.runs.table(kept.owner) == []
