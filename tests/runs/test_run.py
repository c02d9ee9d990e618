"""A run is what its events say, however they come."""

import json
import math
import threading
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiment import Data, Dense, Dropout, Experiment, Network, Training
from playground.messages.events import (
    Best,
    Epochs,
    Event,
    Finding,
    LearningRate,
    OnTheWay,
    Paused,
    SetAside,
    Started,
    Waiting,
)
from playground.runs import Run
from tests.support.experiments import complete
from tests.support.heard_runs import EPOCHS, began, branch_of, ended, epochs, heard

# Of one object alone, whatever it has heard.
UNTOLD = ("_lock", "in_order", "_ended", "_curves", "started_at", "_is_new", "waited", "watchers", "doctor")


def everything(run: Run) -> dict[str, Any]:
    found = {**vars(run), **vars(run._curves)}
    return {name: value for name, value in found.items() if name not in UNTOLD}


numbers = st.floats(allow_nan=True, allow_infinity=True, width=32)


@given(st.lists(numbers, min_size=1, max_size=EPOCHS), st.data())
def test_any_cutting_of_the_events_into_messages_gives_the_same_run(
    values: list[float], data: st.DataObject
) -> None:
    end = ended(epochs=len(values) - 1, best=None, seconds=9.5)
    whole = heard([began(), epochs(0, values), end])
    events: list[Event] = [began()]
    start = 0
    while start < len(values):
        length = data.draw(st.integers(1, len(values) - start))
        events.append(epochs(start, values[start : start + length]))
        start += length
    events.append(end)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(events)))))
    bounds = [0, *cuts, len(events)]
    cut = heard(*(events[a:b] for a, b in pairwise(bounds)))
    assert repr(everything(cut)) == repr(everything(whole))  # repr: NaN is not equal to itself


@given(st.lists(numbers, min_size=1, max_size=EPOCHS), st.data())
def test_a_page_that_asks_now_and_then_gets_every_epoch_once(
    values: list[float], data: st.DataObject
) -> None:
    stop = data.draw(st.integers(0, len(values)))
    run = heard([began(), epochs(0, values[:stop])])
    first = run.since(0)
    run.hear([epochs(stop, values[stop:]), ended()])
    rest = run.since(first["epoch"] + 1)
    for name in ("loss", "val_loss"):
        joined = first["curves"].get(name, []) + rest["curves"].get(name, [])
        assert joined == run.since(0)["curves"][name]
        assert len(joined) == len(values)


@given(st.lists(numbers, max_size=EPOCHS))
def test_what_a_page_gets_is_strict_json_with_six_digits(values: list[float]) -> None:
    run = heard([began(), epochs(0, values)])
    back = json.loads(json.dumps(run.since(0), allow_nan=False))
    for value, seen in zip(values, back["curves"]["val_loss"] if values else [], strict=True):
        if math.isfinite(value):
            assert seen == pytest.approx(value, rel=1e-5)
            assert seen == float(f"{seen:.6g}")
        else:
            assert seen is None


def test_epochs_heard_twice_change_nothing() -> None:
    run = heard([began(), epochs(0, [3.0, 2.0, 1.0])])
    before = repr(everything(run))
    run.hear([epochs(1, [2.0, 1.0])])
    assert repr(everything(run)) == before


def test_a_page_may_go_through_the_curves_while_others_come() -> None:
    run = heard([began()], [Epochs(first=0, logs={"loss": [1.0]}, seconds=[0.0])])
    seen = {}
    for name, values in run.curves.items():
        run.hear([Epochs(first=1, logs={"loss": [0.5], "val_loss": [0.7]}, seconds=[1.0])])
        seen[name] = list(values)
    assert seen == {"loss": [1.0, 0.5]}
    assert set(run.curves) == {"loss", "val_loss"}


def test_a_run_that_begins_again_on_another_worker_forgets_the_first_beginning() -> None:
    run = heard([began(), epochs(0, [3.0, 2.0, 1.0])], [Started(worker="tcp://x"), began()])
    assert (run.epoch, run.curves, run.best) == (-1, {}, None)


def test_the_states_of_a_run() -> None:
    run = heard()
    assert (run.state, run.over, run.place) == ("waiting", False, None)
    run.hear([Waiting(place=2)])
    assert run.place == 2
    run.hear([Started(worker="tcp://127.0.0.1:1")])
    assert (run.state, run.over, run.place) == ("running", False, None)
    run.hear([began()])
    assert (run.parameters, run.train_rows, run.validation_rows) == (35, 105, 45)
    run.hear([ended("stopped_early", reason="Since epoch 5.", seconds=2.5, best=None)])
    assert (run.state, run.over, run.reason, run.seconds) == ("stopped_early", True, "Since epoch 5.", 2.5)
    run.hear([ended("failed", reason="too late"), epochs(0, [1.0])])
    assert (run.state, run.epoch) == ("stopped_early", -1)


def test_the_learning_rate_of_every_epoch_is_known() -> None:
    change = LearningRate(epoch=2, value=0.5)
    run = heard([began(), epochs(0, [1.0, 1.0, 1.0]), change, epochs(3, [1.0, 1.0])])
    assert repr(run.learning_rate) == "[nan, 0.001, 0.001, 0.5, 0.5]"
    assert "learning_rate" not in run.since(0)["curves"]
    begun = LearningRate(epoch=30, value=0.25)  # that its parent had come to
    branch = branch_of(30, [epochs(30, [1.0]), begun, epochs(31, [1.0])])
    assert [rate for rate in branch.learning_rate if not math.isnan(rate)] == [0.25]


def test_learning_rates_heard_twice_change_nothing_and_those_of_a_first_attempt_are_forgotten() -> None:
    changes = [LearningRate(epoch=epoch, value=value) for epoch, value in ((1, 0.5), (3, 0.25))]
    run = heard([began(), epochs(0, [1.0, 1.0]), *changes, *changes])
    assert run.learning_rates == [(1, 0.5), (3, 0.25)]
    run.hear([began()])
    assert run.learning_rates == []


def test_an_end_told_by_the_engine_keeps_what_was_heard() -> None:
    run = heard([began(), epochs(0, [3.0, 2.0])], [ended("failed", reason="The process died.")])
    assert (run.state, run.seconds, run.epoch) == ("failed", 0.1, 1)
    assert run.best == Best(1, "val_loss", 2.0)


def test_waiting_for_the_end() -> None:
    run = heard([began()])
    assert not run.wait(0)
    waiter = threading.Thread(target=run.wait)
    waiter.start()
    run.hear([ended()])
    waiter.join(10)
    assert not waiter.is_alive()


def test_of_ten_thousand_epochs_a_page_is_told_only_those_it_has_not_got() -> None:
    values = [1 / (1 + i) for i in range(10_001)]
    run = Run(
        "r", "somebody", complete(Experiment(data=Data(dataset="iris"), training=Training(epochs=10_000)))
    )
    run.hear([began()])
    for start in range(0, 10_001, 100):
        run.hear([epochs(start, values[start : start + 100])])
    told = run.since(9_900)
    assert {name: len(values) for name, values in told["curves"].items()} == {"loss": 101, "val_loss": 101}
    # Nothing else in it grows with the epochs.
    assert len(json.dumps(told)) < len(json.dumps(run.since(0))) / 50


def test_what_is_wrong_with_the_network_kept_is_told_and_kept() -> None:
    finding = Finding("one_answer", "The same for all.")
    run = heard([began(), epochs(0, [0.5, 0.4]), ended(findings=(finding,))])
    assert run.since(0)["findings"] == [asdict(finding)]
    assert heard(run.history()).findings == (finding,)
    assert heard([began(), ended()]).since(0)["findings"] == []


def test_dropout_is_named_where_it_decides_the_curves() -> None:
    layers = (Dense(units=64), Dropout(rate=0.8))
    run = Run(
        "r", "somebody", complete(Experiment(data=Data(dataset="digits"), network=Network(layers=layers)))
    )
    logs = {"loss": [2.4, 2.4, 1.02, 1.02], "val_loss": [2.4, 2.1, 0.54, 0.51]}
    logs |= {"accuracy": [0.07, 0.1, 0.643, 0.634], "val_accuracy": [0.07, 0.2, 0.922, 0.92]}
    alike = {"loss": 0.4, "accuracy": 0.932, "val_loss": 0.51, "val_accuracy": 0.92}
    told = Epochs(first=0, logs=logs, seconds=[0.0, 0.1, 0.2, 0.3])
    run.hear([began(), told, ended(kept={"epoch": 3, "logs": alike})])
    (sentence,) = run.since(0)["remarks"]
    assert "dropout switches units off in training only" in sentence
    assert "0.634 in training and 0.92 in validation" in sentence
    assert "0.932 on the training rows" in sentence


def test_a_held_run_knows_where_its_checkpoint_lies_until_it_goes_on() -> None:
    paused = Paused(paused=True, epoch=0, batch=3)
    run = heard([began(), paused, SetAside(file="a" * 64)])
    again = heard(run.history())
    assert (again.paused, again.batch, again.set_aside) == (True, 3, "a" * 64)
    run.hear([Waiting(place=1, why="Every worker is busy with something else.")])
    answer = run.since(0)
    assert (answer["state"], answer["paused"], answer["place"]) == ("running", True, 1)
    assert answer["why"] == "Every worker is busy with something else."
    run.hear([Started()])
    assert (run.set_aside, run.place, run.why) == (None, None, "")


def test_the_way_to_a_branch_is_shown_until_it_begins() -> None:
    run = heard([Started(), OnTheWay(epoch=12, until=30)])
    assert run.since(0)["way"] == (12, 30)
    run.hear([began()])
    assert run.since(0)["way"] is None
