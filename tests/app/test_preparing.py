"""The tab Prepare of the Data page: each widget changes its key of the data, and what is refused is said."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.experiment import Data, Split
from playground.ui.data.tabs import KEY, PREPARE
from tests.support.kept_runs import Kept
from tests.support.visits import draft_of, visit_of

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def page(kept: Kept) -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.switch_page("data.py")
    app.session_state[KEY] = PREPARE
    return app.run().selectbox(key="data_dataset").select("house-prices").run()


def data_of(page: AppTest) -> Data:
    assert not page.exception
    data = visit_of(page).data
    assert data is not None
    return data


def text(page: AppTest) -> str:
    found = [*page.markdown, *page.caption, *page.toast]
    return "\n".join(each.value.replace("\\", "") for each in found)


def test_each_widget_changes_its_key_and_all_are_taken_to_the_playground_and_may_be_undone(
    page: AppTest,
) -> None:
    page.number_input(key="prepare_clip").set_value(1).run()
    page.selectbox(key="prepare_missing").select("fill").run()
    page.selectbox(key="prepare_fill").select("mean").run()
    page.toggle(key="prepare_was_missing").set_value(True).run()
    page.toggle(key="prepare_log_target").set_value(True).run()
    page.number_input(key="prepare_most_categories").set_value(5).run()
    page.selectbox(key="prepare_split").select("time").run()
    page.selectbox(key="prepare_scaling").select("standard").run()
    page.toggle(key="prepare_test").set_value(True).run()
    page.number_input(key="prepare_test_fraction").set_value(20).run()
    data = data_of(page)
    chosen = data.model_dump(exclude_defaults=True, exclude={"dataset", "target"})
    assert chosen == {
        "scaling": "standard",
        "missing": "fill",
        "fill": "mean",
        "was_missing": True,
        "log_target": True,
        "clip": 0.01,
        "most_categories": 5,
        "split": {"by": "time"},
        "test": {"fraction": 0.2},
    }
    assert "They open **once**" in text(page)
    assert "test rows are sealed" in text(page)
    for key in ("clip", "most_categories"):
        page.number_input(key=f"prepare_{key}").set_value(None).run()
        assert getattr(data_of(page), key) is None
    page.toggle(key="prepare_test").set_value(False).run()
    page.toggle(key="prepare_log_target").set_value(False).run()
    assert (data_of(page).test, data_of(page).log_target) == (None, None)
    next(button for button in page.button if button.key == "use").click().run()
    assert draft_of(page).data == data_of(page)


def test_a_number_that_is_refused_is_said_and_changes_nothing(page: AppTest) -> None:
    page.number_input(key="prepare_clip").set_value(40).run()
    assert data_of(page).clip is None
    assert "0.4 is too large; the most is 0.25 (25%)." in text(page)
    assert page.number_input(key="prepare_clip").value is None


def test_a_group_is_asked_for_its_column_which_is_no_feature_then(page: AppTest) -> None:
    page.selectbox(key="data_dataset").select("penguins").run()
    page.selectbox(key="prepare_split").select("group").run()
    assert data_of(page).split == Split(by="group", column="island")
    page.selectbox(key="prepare_split_column-group").select("sex").run()
    data = data_of(page)
    assert data.split == Split(by="group", column="sex")
    assert data.features is not None
    assert not {"sex", "island"} & set(data.features)
    page.selectbox(key="prepare_class_weights").select("balanced").run()
    assert data_of(page).class_weights == "balanced"
    assert "log_target" not in {toggle.key for toggle in page.toggle}


def test_single_columns_have_a_scaling_of_their_own(page: AppTest) -> None:
    page.session_state[KEY] = "Columns"
    page.run()
    key = page.dataframe[0].key
    page.session_state[key] = {"selection": {"rows": [0, 1], "cells": [], "columns": []}}
    page.run()
    page.selectbox(key="column_column_scaling-2").select("none").run()
    names = list(page.dataframe[0].value["name"])[:2]
    assert data_of(page).column_scaling == dict.fromkeys(names, "none")
    page.session_state[KEY] = PREPARE
    page.run()
    next(button for button in page.button if button.key == "clear_column_scaling").click().run()
    assert data_of(page).column_scaling is None


def test_the_playground_leads_to_it(page: AppTest) -> None:
    next(button for button in page.button if button.key == "use").click().run()
    next(button for button in page.button if button.key == "prepare").click().run()
    assert data_of(page).dataset == "house-prices"
    assert page.toggle(key="prepare_test").value is False
