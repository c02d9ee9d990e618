"""The Data page, run as Streamlit runs it: what it says of a table, and what its widgets do to the experiment."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.datasets import card
from playground.experiment import Data
from tests.support.kept_runs import Kept
from tests.support.visits import draft_of, visit_of

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def page(kept: Kept) -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.switch_page("data.py")
    app.run()
    assert data_of(app).dataset == "spiral"  # that of the Playground
    return app.selectbox(key="data_dataset").select("red-wine").run()


def data_of(page: AppTest) -> Data:
    assert not page.exception
    data = visit_of(page).data
    assert data is not None
    return data


def text(page: AppTest) -> str:
    return "\n".join(each.value.replace("\\", "") for each in [*page.markdown, *page.caption])


def button(page: AppTest, key: str):
    return next(each for each in page.button if each.key == key)


def test_the_page_says_what_is_in_a_table(page: AppTest) -> None:
    assert data_of(page).dataset == "red-wine"
    said = text(page)
    assert "1,599 rows, 12 columns" in said
    assert said.count("240 of the 1,599 rows are exact copies") == 1
    columns = page.dataframe[0].value
    assert list(columns["name"])[-2:] == ["alcohol", "quality"]
    assert list(columns["role"])[-2:] == ["feature", "target"]


def test_another_table_and_another_target_are_taken_over_to_the_playground(page: AppTest) -> None:
    page.selectbox(key="data_dataset").select("penguins").run()
    without_sex = tuple(name for name in card("penguins").features if name != "sex")
    page.selectbox(key="data_target").select("sex").run()
    assert data_of(page).features == without_sex
    button(page, "use").click().run()
    draft = draft_of(page)
    assert (draft.data.dataset, draft.data.target) == ("penguins", "sex")
    assert draft.training.loss == "binary_crossentropy"
    # And the page that is opened again shows the same.
    page.switch_page("data.py").run()
    assert (data_of(page).dataset, data_of(page).target) == ("penguins", "sex")


def test_a_reload_brings_back_what_was_chosen(page: AppTest) -> None:
    page.selectbox(key="data_dataset").select("penguins").run()
    page.selectbox(key="data_target").select("sex").run()
    link = visit_of(page).data_link
    assert link
    again = AppTest.from_file("../../pages/start.py", default_timeout=600)
    again.switch_page("data.py")
    again.query_params["experiment"] = link
    again.run()
    assert data_of(again) == data_of(page)


def test_a_few_whole_numbers_are_asked_about(page: AppTest) -> None:
    (asked,) = page.get("button_group")[:1]
    assert "Are these classes?" in asked.proto.label
    asked.set_value("which of its values it is").run()
    assert data_of(page).options == {"task": "classes"}


def test_roles_of_ticked_columns_change_at_once(page: AppTest) -> None:
    tick(page, [0, 1, 2])
    assert "3 columns ticked" in text(page)
    button(page, "as_left_out").click().run()
    assert data_of(page).features == tuple(page.dataframe[0].value["name"])[3:-1]
    tick(page, [0, 1, 2])
    button(page, "as_features").click().run()
    assert data_of(page).features is None  # all that the card names again
    tick(page, [0])
    button(page, "as_target").click().run()
    assert data_of(page).target == "fixed acidity"
    assert "fixed acidity" not in data_of(page).features


def tick(page: AppTest, rows: list[int]) -> None:
    key = page.dataframe[0].key
    page.session_state[key] = {"selection": {"rows": rows, "cells": [], "columns": []}}
    page.run()


def test_a_caution_is_mended_by_its_button(page: AppTest) -> None:
    page.selectbox(key="data_dataset").select("ionosphere").run()
    assert "A column that never changes" in text(page)
    button(page, "mend_constant_0").click().run()
    assert "A column that never changes" not in text(page)
    assert "V2" not in data_of(page).features


@pytest.mark.parametrize("name", ["red-wine", "penguins", "house-prices", "spiral", "digits"])
def test_every_figure_is_drawn_of_every_sort_of_table(page: AppTest, name: str) -> None:
    from playground.ui.data import explore

    page.selectbox(key="data_dataset").select(name).run()
    page.session_state["data_tabs"] = "Explore"
    for what in explore.FIGURES:
        page.session_state["explore_what"] = what
        page.run()
        assert not page.exception, (name, what)
        assert any(group.proto.label == "What to look at" for group in page.get("button_group"))
