"""Own tables on the Data page: looked at, understood, taken to the Playground, shared and removed."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.datasets import complete_data, prepare
from playground.experiment import Data
from playground.experiment.uploads import name_of
from playground.ui.data.tabs import KEY, OWN
from tests.support.kept_runs import ME, Kept
from tests.support.own_tables import FLATS
from tests.support.visits import draft_of, visit_of

HOSTILE = "<b>a</b>;$x^2$ *b* [c](d);\u202eright; ;" + "n" * 300 + "\n" + "1;x;2,5;4;1\n2;y;3,5;5;0\n" * 30


@pytest.fixture
def page(kept: Kept) -> AppTest:
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.switch_page("data.py")
    return app


def keep(kept: Kept, content: str, title: str = "flats.csv") -> str:
    return kept.runs.own_tables.keep(content.encode(), title, ME)


def text(page: AppTest) -> str:
    assert not page.exception
    found = [*page.markdown, *page.caption, *page.error, *page.toast]
    return "\n".join(each.value.replace("\\", "") for each in found)


def button(page: AppTest, key: str):
    return next(each for each in page.button if each.key == key)


def data_of(page: AppTest) -> Data:
    data = visit_of(page).data
    assert data is not None
    return data


def test_an_own_table_is_looked_at_changed_and_taken_to_the_playground(page: AppTest, kept: Kept) -> None:
    digest = keep(kept, FLATS)
    page.session_state[KEY] = OWN
    page.run()
    assert "Only this browser sees them" in text(page)
    button(page, f"open_{digest}").click().run()
    columns = page.dataframe[0].value.set_index("name")
    assert columns["kind"]["Nr"] == "row names"
    assert columns["role"]["Nr"] == "left out"
    # 0 and 1 are taken as classes and asked about.
    assert data_of(page).dataset == name_of(digest)
    assert "Are these classes?" in page.get("button_group")[0].proto.label
    key = page.dataframe[0].key
    page.session_state[key] = {"selection": {"rows": [1], "cells": []}}
    page.run()
    page.selectbox(key="column_kinds-1").select("category").run()
    assert data_of(page).kinds == {"Größe": "category"}
    assert page.dataframe[0].value.set_index("name")["kind"]["Größe"] == "categories"
    page.selectbox(key="data_target").select("Miete").run()
    button(page, "use").click().run()
    assert (draft_of(page).data.dataset, draft_of(page).data.target) == (name_of(digest), "Miete")


def test_the_page_says_which_words_it_took_as_missing(page: AppTest, kept: Kept) -> None:
    rows = "".join(
        f"{'NA' if row == 3 else row},5; {'NA' if row % 4 else 'yes'};{row}\n" for row in range(30)
    )
    digest = keep(kept, "size;said;y\n" + rows.replace("NA,5", "NA"))
    page.run()
    page.selectbox(key="data_dataset").select(name_of(digest)).run()
    # In a column of words it is a value like the others.
    assert "Spaces around cells were removed. Taken as missing: empty cells; “NA” in “size”." in text(page)
    columns = page.dataframe[0].value.set_index("name")
    assert columns["range"]["said"] == "NA (22), yes (8)"


def test_a_table_is_shared_and_removed_with_the_names_of_the_runs_that_lose_it(
    page: AppTest, kept: Kept
) -> None:
    digest = keep(kept, FLATS)
    page.session_state[KEY] = OWN
    page.run()
    page.toggle(key=f"share_{digest}-False").set_value(True).run()
    (table,) = kept.runs.own_tables.of(ME)
    assert table.shared
    page.session_state[f"remove_{digest}"] = True
    page.run()
    assert "None of your runs needs it." in text(page)
    button(page, f"open_{digest}").click().run()
    page.session_state[KEY] = OWN
    page.session_state[f"remove_{digest}"] = True
    page.run()
    button(page, f"removed_{digest}").click().run()
    assert kept.runs.own_tables.of(ME) == []
    assert data_of(page).dataset == "spiral"  # that of the Playground
    assert "no table of your own here yet" in text(page)


def test_two_files_of_one_name_are_two_data_sets(page: AppTest, kept: Kept) -> None:
    older, newer = keep(kept, FLATS), keep(kept, FLATS + "41;5,5;Rand;7,5;1\n")
    page.run()
    for digest, rows in ((older, 40), (newer, 41)):
        page.selectbox(key="data_dataset").select(name_of(digest)).run()
        assert data_of(page).dataset == name_of(digest)
        assert f"with {rows} rows" in text(page)


def test_names_of_any_sort_are_text_on_both_pages(page: AppTest, kept: Kept) -> None:
    digest = keep(kept, HOSTILE, title="<i>my</i> *file*.csv")
    page.run()
    page.selectbox(key="data_dataset").select(name_of(digest)).run()
    assert not page.exception
    names = list(page.dataframe[0].value["name"])
    assert names[:2] == ["<b>a</b>", "$x^2$ *b* [c](d)"]
    assert "n" * 300 in names
    for element in [*page.markdown, *page.caption]:
        for name in ("<b>a</b>", "$x^2$", "[c](d)", "*file*"):
            assert name not in element.value  # each is escaped
        assert len(element.value) < 1000
    button(page, "use").click().run()
    assert not page.exception


def test_thousands_of_columns_are_chosen_on_the_data_page(page: AppTest, kept: Kept) -> None:
    names = [f"f{number}" for number in range(300)]
    rows = "\n".join(";".join(str(row * number % 7) for number in range(1, 301)) for row in range(12))
    digest = keep(kept, ";".join(names) + "\n" + rows + "\n")
    page.run()
    page.selectbox(key="data_dataset").select(name_of(digest)).run()
    assert "More features than rows" in text(page)
    button(page, "use").click().run()
    assert not page.exception
    assert "299 of 299 columns are features." in text(page)
    assert not [field for field in page.multiselect if "features" in field.key]


def test_classes_alike_are_asked_about_and_free_text_says_why_it_is_left_out(
    page: AppTest, kept: Kept
) -> None:
    said = ["yes", " yes", "Yes", "no", ""]
    lines = [f"a sentence of its own, number {row % 40} it is;{row % 7};{said[row % 5]}" for row in range(60)]
    digest = keep(kept, "comment;size;said\n" + "\n".join(lines) + "\n")
    page.run()
    page.selectbox(key="data_dataset").select(name_of(digest)).run()
    assert "“yes” stands in the file with and without spaces around, and counts as one class" in text(page)
    assert "“yes” and “Yes”" in text(page)
    assert classes(page) == ["yes (24)", "Yes (12)", "no (12)"]
    button(page, "mend_classes_alike_0").click().run()
    assert classes(page) == ["yes (36)", "no (12)"]
    assert "differ in capital letters" not in text(page)
    page.session_state[KEY] = "Prepare"
    page.run()
    page.selectbox(key="prepare_alike").select("apart").run()
    page.session_state[KEY] = "Columns"
    page.run()
    assert sorted(classes(page)) == [" yes (12)", "Yes (12)", "no (12)", "yes (12)"]
    button(page, "mend_text_0").click().run()
    assert data_of(page).kinds == {"comment": "category"}
    assert "comment" in prepared_inputs(page)


def classes(page: AppTest) -> list[str]:
    return page.dataframe[0].value.set_index("name")["range"]["said"].split(", ")


def prepared_inputs(page: AppTest) -> set[str]:
    return set(prepare(complete_data(data_of(page))).encoding.used)


def test_a_table_that_cannot_train_is_never_said_to_need_no_attention(page: AppTest, kept: Kept) -> None:
    names = "".join(f"Anna {n},some words {n * 0.37}\n" for n in range(60))
    digest = keep(kept, f"name,comment\n{names}", "names.csv")
    page.session_state[KEY] = OWN
    page.run()
    button(page, f"open_{digest}").click().run()
    assert "offers no feature" in text(page)
    assert "needs your attention" not in text(page)


def test_rows_in_doubt_are_answered_where_they_are_named_and_the_answer_stays(
    page: AppTest, kept: Kept
) -> None:
    rows = "".join(f"{n};{2 * n}\n" for n in range(1, 30))
    digest = keep(kept, f"size;price\n{rows}30;6", "cut_off.csv")
    page.session_state[KEY] = OWN
    page.run()
    button(page, f"open_{digest}").click().run()
    assert "One row is in doubt" in text(page)
    button(page, "doubt_keep").click().run()
    assert "in doubt" not in text(page)
    page.selectbox(key="data_dataset").select("red-wine").run()
    page.selectbox(key="data_dataset").select(name_of(digest)).run()
    assert "in doubt" not in text(page)
    assert data_of(page).reading is not None
