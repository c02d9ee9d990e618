"""Requests of the bar: met once, with the settings that the page shows, or refused with a sentence."""

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from playground.limits import limits
from playground.messages.requests import MAX_REQUESTS, decode_all
from playground.messages.wishes import Pause, Stop
from playground.persons import person_of
from playground.runs import Run, quota
from playground.studies.seeds import SEEDS
from playground.ui.train import requests
from tests.support.app_requests import ask, bar, curves_data, request
from tests.support.bar_page import bar_data
from tests.support.kept_runs import ME, Kept
from tests.support.persons import somebody
from tests.support.visits import visit_of
from tests.support.waiting import SECONDS


def opened(**parameters: str) -> AppTest:
    page = AppTest.from_file("../../pages/start.py", default_timeout=600)
    for name, value in parameters.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def runs_of(kept: Kept) -> list[Run]:
    return [
        run
        for run_id in reversed(kept.engine.hears)
        if (run := kept.runs.in_memory(run_id)) and run.owner == ME.id and run.membership is None
    ]


def shown(page: AppTest) -> str:
    return in_address(page, "run")


def in_address(page: AppTest, name: str) -> str:
    value = page.query_params.get(name)
    return value[0] if isinstance(value, list) else value or ""


def test_a_start_is_met_once_however_often_it_is_asked_for_and_in_whichever_session(kept: Kept) -> None:
    page, train = opened(), request("train")
    ask(page, train)
    (run,) = runs_of(kept)
    assert bar(page)["met"] == {train.id: {"run": run.id, "error": ""}}
    assert shown(page) == run.id
    assert page.get("page_link")[0].proto.query_string == f"run={run.id}"
    ask(page, train)
    other = ask(opened(), train)  # the connection broke, and the browser has a new session
    assert runs_of(kept) == [run]
    assert shown(other) == run.id
    assert bar(other)["met"] == bar(page)["met"]


def test_a_run_has_the_settings_of_the_field_that_was_left_by_the_very_press(kept: Kept) -> None:
    page = opened()
    field = next(widget for widget in page.number_input if widget.label == "Epochs")
    field.set_value(7)
    ask(page, request("hold"))
    (run,) = runs_of(kept)
    assert run.experiment.training.epochs == 7
    assert [wish for _, wish in kept.engine.asked] == [Pause()]
    assert bar(page)["word"] == {"held": True, "stopping": False, "mine": True}


def test_settings_that_cannot_be_trained_refuse_a_start_and_say_why(kept: Kept) -> None:
    page, train = opened(), request("train")
    units = next(widget for widget in page.number_input if widget.label == "Units")
    units.set_value(9_999_999)
    ask(page, train)
    said = bar(page)
    assert not said["ready"]
    assert "10,000,000 are allowed" in said["problem"]
    assert said["met"][train.id] == {"run": None, "error": said["problem"]}
    assert runs_of(kept) == []


def test_too_many_runs_are_a_sentence_and_nothing_is_stopped(kept: Kept) -> None:
    page = ask(opened(), request("train"))
    ask(page, request("train"))
    refused = request("train")
    ask(page, refused)
    assert len(runs_of(kept)) == 2
    assert "Stop one" in bar(page)["met"][refused.id]["error"]
    assert Stop() not in [wish for _, wish in kept.engine.asked]


def test_a_reset_takes_the_place_of_the_run_that_a_request_started(kept: Kept) -> None:
    first = request("train")
    page = ask(opened(), first, request("reset", replaces=first.id))
    new, old = runs_of(kept)
    assert sorted(kept.engine.asked, key=str) == sorted([(old.id, Stop()), (new.id, Pause())], key=str)
    assert new.controls()["held"]
    assert shown(page) == new.id


def test_nobody_stops_the_run_of_somebody_else(kept: Kept) -> None:
    theirs = kept.runs.start(kept.run(1.0).experiment, somebody("else"))
    ask(opened(run=theirs.id), request("reset", replaces=theirs.id))
    assert not theirs.controls()["stopping"]


def test_new_weights_are_another_seed_on_the_page_too(kept: Kept) -> None:
    page = ask(opened(), request("new_weights"))
    (run,) = runs_of(kept)
    seed = next(widget for widget in page.number_input if widget.label.startswith("Seed"))
    assert seed.value == run.experiment.training.seed != 0


def test_a_branch_and_a_twin_have_the_run_shown_as_their_parent(kept: Kept) -> None:
    parent = kept.run(1.0, 0.5)
    page = ask(opened(run=parent.id), request("branch", epoch=1))
    branch = runs_of(kept)[0]
    assert (branch.parent, branch.experiment.branch.epoch) == (parent.id, 1)  # type: ignore[union-attr]
    page = ask(opened(run=parent.id), request("twin"))
    assert bar(page)["twin"]
    assert "same settings" in bar(page)["notice"]["text"]
    ask(page, request("train"))
    assert not bar(page)["twin"]
    assert runs_of(kept)[0].parent == parent.id


def test_a_branch_leaves_the_run_that_the_browser_showed_though_another_was_started_since(kept: Kept) -> None:
    parent = kept.run(1.0, 0.5)
    ask(opened(run=parent.id), request("hold"), request("branch", epoch=1, of=parent.id))
    branch, held, _ = runs_of(kept)
    assert (branch.parent, held.parent) == (parent.id, None)


FALLING = [0.97**epoch for epoch in range(21)]  # as training that ends too early does


def test_a_remedy_is_a_twin_with_that_change_and_its_settings_stand_on_the_page(kept: Kept) -> None:
    original = kept.run(*FALLING, epochs=20)
    page = opened(run=original.id)
    ask(page, request("remedy", of=original.id, finding="stopped_too_early"))
    started = runs_of(kept)[0]
    assert (started.parent, started.experiment.training.epochs) == (original.id, 60)
    assert shown(page) == started.id
    epochs = next(widget for widget in page.number_input if widget.label == "Epochs")
    assert epochs.value == 60


@pytest.mark.parametrize("kind", ["remedy", "twin"])
def test_settings_with_more_layers_than_the_page_had_are_taken_over(kept: Kept, kind: str) -> None:
    original = kept.run(*FALLING, epochs=20)
    layers = original.experiment.network.layers
    assert len(layers) > 1
    page = opened(run=original.id)
    draft = visit_of(page).draft
    assert draft is not None
    draft.replace_layers([])
    ask(page, request(kind, of=original.id, finding="stopped_too_early"))
    assert not page.exception
    assert [layer.settings for layer in draft.layers] == list(layers)


def test_a_finding_without_a_remedy_starts_nothing(kept: Kept) -> None:
    original = kept.run(*FALLING)
    page, asked = opened(run=original.id), request("remedy", finding="healthy")
    ask(page, asked)
    assert "nothing to try" in bar(page)["met"][asked.id]["error"]
    assert runs_of(kept) == [original]


def test_a_twin_that_ended_is_compared_with_its_original_and_seeds_of_both_can_follow(kept: Kept) -> None:
    original = kept.run(*FALLING, epochs=20)
    page = opened(run=original.id)
    ask(page, request("remedy", finding="stopped_too_early"))
    twin = runs_of(kept)[0]
    assert curves_data(page)["beside"]["helped"] == ""
    kept.engine.train(twin, *FALLING, 0.1)
    assert twin.wait(SECONDS)
    page.run()
    beside = curves_data(page)["beside"]
    assert "It helped in this run" in beside["helped"]
    assert beside["wants_seeds"]
    visit_of(page).requests = [request("both_by_seeds", of=twin.id)]
    page.run()
    groups = [kept.runs.groups.get(name) for name in in_address(page, "seeds").split(",")]
    assert [group.settings["of"] for group in groups if group is not None] == [twin.id, original.id]


def test_of_a_twin_and_its_original_both_get_seeds_or_none(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = kept.run(*FALLING)
    twin = kept.runs.start(original.experiment, ME, parent=original.id)
    kept.engine.train(twin, *FALLING)
    page = opened(run=twin.id)
    room_for_one = limits().model_copy(update={"kept_runs_per_person": 2 + SEEDS})
    monkeypatch.setattr(quota, "limits", lambda: room_for_one)
    asked = request("both_by_seeds", of=twin.id)
    ask(page, asked)
    assert "are allowed" in bar(page)["met"][asked.id]["error"]
    assert set(kept.engine.hears) == {original.id, twin.id}


def test_a_page_without_a_cookie_tells_its_browser_who_it_is(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bar(opened())["number"] is None
    monkeypatch.setattr(type(st.context), "cookies", {})
    page = ask(opened(), request("train"))
    run = kept.runs.in_memory(shown(page))
    person = person_of(bar(page)["number"])
    assert run is not None
    assert person is not None
    assert run.owner == person.id


def test_the_bar_of_component_tests_is_the_pages_own(kept: Kept) -> None:
    assert bar(opened()).keys() == bar_data().keys()


def test_a_callback_hears_only_what_is_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    train = request("train").model_dump()
    said: Any = {"live_curves": {"request": [train]}}
    monkeypatch.setattr(st, "session_state", said)
    requests.note_requests()
    requests.note_requests()
    assert [each.id for each in said["visit"].requests] == [train["id"]]
    nothing: list[Any] = [None, {}, "x", [1], [train | {"id": "x"}]]
    assert [decode_all(each) for each in nothing] == [[]] * len(nothing)


def test_a_request_that_cannot_be_met_is_refused_and_those_beside_it_are_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    train, other = request("train").model_dump(), request("train").model_dump()
    edit = {
        "id": "0" * 32,
        "kind": "edit",
        "edit": {"do": "set", "layer": 1, "name": "units", "value": 10**20},
    }
    wrong: list[dict[str, Any]] = [edit, {"id": "1" * 32, "kind": "edit"}, other | {"epoch": -1}]
    said: Any = {"live_curves": {"request": [*wrong, train]}}
    monkeypatch.setattr(st, "session_state", said)
    requests.note_requests()
    assert [each.id for each in said["visit"].requests] == [train["id"]]
    errors = {name: outcome.error for name, outcome in said["visit"].outcomes.items()}
    assert errors.keys() == {each["id"] for each in wrong}
    assert "No layer" in errors["0" * 32]
    assert "Reload" in errors[other["id"]]


def test_of_more_requests_than_one_message_may_have_the_first_are_met() -> None:
    many = [request("train").model_dump() for _ in range(MAX_REQUESTS + 1)]
    assert [each.id for each in decode_all(many)] == [each["id"] for each in many[:-1]]
