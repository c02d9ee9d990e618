"""My runs moves a person to another browser, and deletes all they have after saying what that is."""

import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.lessons.catalogue import BUNDLED
from playground.lessons.uploaded import ENDINGS, SETTING, keep, lesson_folders, uploaded_by
from playground.server.login.header import Name
from playground.store.people import Belongings
from playground.ui.runs import myself
from playground.ui.runs.myself import in_words
from tests.support.kept_runs import ME, NUMBER, Kept
from tests.support.persons import somebody


def page_of_runs() -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    page.switch_page("runs.py").run()
    page.session_state["myself"] = True  # the popover is open
    return page.run()


def test_a_code_is_shown_that_another_browser_takes(kept: Kept) -> None:
    kept.run(1.0, 0.5)
    page = page_of_runs()
    page.button(key="show_code").click().run()
    assert not page.exception
    code = page.code[0].value
    assert kept.runs.moving.number_for(code, "somewhere") == NUMBER


def test_where_people_sign_in_there_are_no_codes(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(myself, "signed_in", lambda: Name("Ana", ""))
    page = page_of_runs()
    assert not page.exception
    assert any("Sign in on the other browser" in each.value for each in page.caption)
    assert [each.key for each in page.button if each.key in ("show_code", "delete_all")] == ["delete_all"]


def test_what_was_made_before_signing_in_is_offered_and_taken_over(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = somebody("before")
    kept.run(1.0, 0.5, owner=before)
    monkeypatch.setattr(myself, "before_signing_in", lambda: before)
    page = page_of_runs()
    assert any("before you signed in: 1 run." in each.value for each in page.caption)
    page.button(key="take_over").click().run()
    assert not page.exception
    assert len(kept.runs.table(ME)) == 1
    assert not [each for each in page.button if each.key == "take_over"]


def test_all_goes_after_the_dialog_has_said_what(kept: Kept) -> None:
    kept.run(1.0, 0.5)
    page = page_of_runs()
    page.button(key="delete_all").click().run()
    assert any("This deletes 1 run." in each.value for each in page.markdown)
    assert kept.runs.table(ME)
    # A dialog is a fragment, which the browser runs alone; here the page runs whole, with the dialog open.
    really = page.button(key="really_delete_all").click()
    page.button(key="delete_all").click()
    assert really.value
    page.run()
    assert not page.exception
    assert kept.runs.table(ME) == []


def test_only_a_deletion_says_that_it_stops_what_goes_on(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    has = Belongings(runs=2, starred=0, going=1, tables=0, steps=0, has_token=False)
    monkeypatch.setattr(kept.runs.erasing, "belongings", lambda _by: has)
    monkeypatch.setattr(myself, "before_signing_in", lambda: somebody("before"))
    page = page_of_runs()
    said = "2 runs (1 still going on)."
    assert f"Made in this browser before you signed in: {said}" in [each.value for each in page.caption]
    page.button(key="delete_all").click().run()
    assert any(f"This deletes {said} What goes on is stopped." in each.value for each in page.markdown)


def test_what_somebody_has_is_said_in_words() -> None:
    assert (
        in_words(Belongings(runs=12, starred=3, going=1, tables=2, steps=1, has_token=True), 1)
        == "12 runs (3 starred, 1 still going on), 2 uploaded tables, 1 uploaded lesson, "
        "your progress in 1 step of lessons and the token for your own scripts"
    )
    assert in_words(Belongings(0, 0, 0, 1, 0, False), 0) == "1 uploaded table"


def test_uploaded_lessons_go_too(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "lessons"))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in (BUNDLED / "1-single-neuron").iterdir():
            if path.suffix in ENDINGS:
                archive.write(path, path.name)
    keep(content.getvalue(), ME.id)
    page = page_of_runs()
    page.button(key="delete_all").click().run()
    assert any("This deletes 1 uploaded lesson." in each.value for each in page.markdown)
    page.button(key="really_delete_all").click()
    page.button(key="delete_all").click().run()
    assert not page.exception
    assert uploaded_by(ME.id) == lesson_folders() == []
