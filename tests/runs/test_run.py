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

from playground.experiment import (
    Branch,
    Complete,
    Data,
    Dense,
    Dropout,
    EarlyStopping,
    Experiment,
    Network,
    Training,
)
from playground.messages.events import (
    Began,
    Best,
    Carried,
    Ended,
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
from playground.runs.remarks import remarks
from playground.states import State
from tests.support.experiments import complete

EPOCHS = 40


def experiment(**training: Any) -> Complete:
    return complete(
        Experiment(title="A test", data=Data(dataset="iris"), training=Training(epochs=EPOCHS, **training))
    )


def began(parameters: int = 35) -> Began:
    return Began(parameters=parameters, train_rows=105, validation_rows=45)


def epochs(first: int, val_loss: list[float], seconds: list[float] | None = None) -> Epochs:
    return Epochs(
        first=first,
        logs={"loss": [value / 2 for value in val_loss], "val_loss": val_loss},
        seconds=seconds or [0.1 * (first + i) for i in range(len(val_loss))],
    )


def ended(status: State = "finished", **told: Any) -> Ended:
    return Ended(status=status, **told)


def heard(*messages: list[Event], **training: Any) -> Run:
    run = Run("r", "somebody", experiment(**training))
    for message in messages:
        run.hear(message)
    return run


# Of one object alone, whatever it has heard.
UNTOLD = ("_lock", "_ended", "_curves", "started_at", "_is_new", "waited", "watchers")


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


def test_the_best_epoch_is_known_while_the_run_goes_on_and_the_untrained_one_is_none() -> None:
    run = heard([began(), epochs(0, [0.1, 3.0, 2.0])])
    assert run.best == Best(2, "val_loss", 2.0)
    run.hear([epochs(3, [math.nan, 2.0, 1.5, 4.0])])
    assert run.best == Best(5, "val_loss", 1.5)


def test_the_best_accuracy_is_the_largest() -> None:
    event = Epochs(first=0, logs={"val_accuracy": [0.0, 0.5, 0.9, 0.7]}, seconds=[0, 1, 2, 3])
    run = heard([began(), event], early_stopping=EarlyStopping(monitor="val_accuracy"))
    assert run.best == Best(2, "val_accuracy", 0.9)


def test_a_least_improvement_makes_another_best_than_the_lowest_and_a_sentence_says_why() -> None:
    """T1: the lowest value is not the best one, and the network kept is the best one's."""
    stopping = EarlyStopping(min_delta=0.5, patience=2)
    run = heard([began(), epochs(0, [0.1, 3.0, 2.0, 1.9, 1.8])], early_stopping=stopping)
    assert run.best == Best(2, "val_loss", 2.0)
    assert (run.kept, remarks(run)) == (None, [])
    run.hear([ended("stopped_early", reason="The weights of epoch 2 were restored.")])
    assert run.kept == 2
    (sentence,) = remarks(run)
    assert sentence.startswith(
        "Epoch 4 had a better val_loss (1.8) than the best one, epoch 2 (2): early stopping does not count"
    )
    answer = run.since(0)
    assert (answer["kept"], answer["passed_over"]) == ({"epoch": 2}, {"epoch": 4, "value": 1.8})


def test_epochs_before_early_stopping_begins_to_count_are_passed_over_too() -> None:
    stopping = EarlyStopping(min_delta=0, start_from_epoch=2)
    run = heard([began(), epochs(0, [0.1, 1.0, 2.0, 1.9]), ended()], early_stopping=stopping)
    assert (run.best, run.kept) == (Best(3, "val_loss", 1.9), 3)
    assert remarks(run) == [
        "The weights of epoch 3 were restored.",
        "Epoch 1 had a better val_loss (1) than the best one, epoch 3 (1.9): early stopping counts from epoch 3 on.",
    ]


@pytest.mark.parametrize("stopping", [None, EarlyStopping(min_delta=0, restore_best_weights=False)])
def test_without_restored_weights_the_last_network_is_kept_and_a_sentence_says_so(
    stopping: EarlyStopping | None,
) -> None:
    run = heard([began(), epochs(0, [0.1, 2.0, 3.0]), ended()], early_stopping=stopping)
    assert (run.best, run.kept) == (Best(1, "val_loss", 2.0), 2)
    assert remarks(run) == [
        "The network kept is that of the last epoch, 2 (val_loss 3); the best was epoch 1 (val_loss 2)."
    ]


def test_a_run_whose_worker_is_gone_keeps_no_network() -> None:
    for status in ("interrupted", "failed"):
        run = heard([began(), epochs(0, [3.0, 2.0])], [ended(status, reason="The process died.")])
        assert (run.kept, remarks(run)) == (None, [])


def test_what_the_worker_says_it_kept_counts_and_is_written_down() -> None:
    kept = {"epoch": 1, "logs": {"loss": 0.5, "val_loss": math.nan}}
    run = heard([began(), epochs(0, [0.1, 2.0, 3.0]), ended(kept=kept, seconds=1.0)])
    again = heard(run.history())
    for each in (run, again):
        assert each.kept == 1
        assert each.evaluated == kept["logs"]
    assert run.since(9)["evaluated"] == {"loss": 0.5, "val_loss": None}


def branch_of(epoch: int, events: list[Event], **training: Any) -> Run:
    asked = experiment(**training)
    branch = Branch(experiment=asked, epoch=epoch)
    run = Run("r", "somebody", asked.model_copy(update={"branch": branch}))
    run.hear([began(), *events])
    return run


def test_the_best_of_a_branch_is_one_of_its_own_epochs() -> None:
    run = branch_of(30, [epochs(30, [0.1, 2.0, 3.0]), ended()])
    assert run.best == Best(31, "val_loss", 2.0)


def test_a_branch_that_carries_on_early_stopping_may_count_an_epoch_of_its_parent_and_says_so() -> None:
    carried = Carried(epoch=25, value=0.5)
    run = branch_of(
        30, [epochs(30, [0.1]), carried, epochs(31, [2.0, 3.0]), ended()], early_stopping=EarlyStopping()
    )
    assert (run.best, run.kept) == (Best(25, "val_loss", 0.5), 25)
    assert "Best is epoch 25 of the parent (val_loss 0.5)" in remarks(run)[1]
    assert branch_of(30, run.history(), early_stopping=EarlyStopping()).best == run.best


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


def test_speed_is_that_of_the_latest_seconds() -> None:
    slow = [0.0, *(5.0 + i for i in range(10))]  # tracing takes five seconds, then an epoch a second
    fast = [slow[-1] + 0.1 * (i + 1) for i in range(30 - 1)]
    seconds = slow + fast
    run = heard([began(), epochs(0, [1.0] * len(seconds), seconds)])
    assert run.epoch == 39
    told = run.since(39)
    assert told["epochs_per_second"] == pytest.approx(10, rel=0.2)
    assert told["seconds_left"] == pytest.approx(0.1, rel=0.2)
    run.hear([ended()])
    assert run.since(39)["seconds_left"] is None


def test_the_wait_for_a_worker_and_the_first_epoch_are_told_apart_from_training() -> None:
    run = heard()
    assert run.since(0)["waited_seconds"] is None
    run.started_at -= 60
    run.hear([Started(), began(), epochs(0, [1.0, 0.5, 0.4], [0.0, 4.0, 4.5])])
    answer = run.since(0)
    assert answer["waited_seconds"] == pytest.approx(60, abs=30)
    assert (answer["first_epoch_seconds"], answer["seconds"]) == (4.0, 4.5)
    run.hear([Paused(paused=True, epoch=2, batch=0), Started()])  # held in between: no other wait
    assert run.since(0)["waited_seconds"] == answer["waited_seconds"]


def test_the_wait_of_a_run_of_an_earlier_server_is_not_known() -> None:
    run = Run("r", "somebody", experiment(), started_at=1.0)
    run.hear([Started()])
    assert run.since(0)["waited_seconds"] is None


def test_speed_and_time_left_are_unknown_at_first() -> None:
    told = heard([began(), epochs(0, [1.0])]).since(0)
    assert (told["epochs_per_second"], told["seconds_left"]) == (None, None)


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
