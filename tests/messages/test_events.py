"""Every event comes back as it was sent: through Dask, and where the database keeps it."""

import json
from typing import get_args

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.messages.checkpoint import Held
from playground.messages.events import (
    Began,
    Best,
    CheckpointMade,
    Ended,
    Epochs,
    Event,
    StoredEvent,
    decode_all,
    encode,
    encode_all,
)

st.register_type_strategy(float, st.floats())
st.register_type_strategy(int, st.integers(-(2**63), 2**63))


def of_kinds(union: object) -> st.SearchStrategy[Event]:
    return st.one_of([st.builds(kind) for kind in get_args(union)])


def machines() -> st.SearchStrategy[dict[str, object]]:
    plain = st.none() | st.text() | st.integers(-(2**60), 2**60)
    return st.dictionaries(st.text(), plain | st.dictionaries(st.text(), plain))


st.register_type_strategy(object, machines())


@given(st.lists(of_kinds(Event)))
def test_dask_brings_every_event_back(events: list[Event]) -> None:
    travelled = msgpack.unpackb(msgpack.packb(encode_all(events)), use_list=False, strict_map_key=False)
    # NaN is not equal to itself, but its repr is.
    assert repr(decode_all(travelled)) == repr(events)


@given(st.lists(of_kinds(StoredEvent)))
def test_the_database_brings_back_every_event_that_it_keeps(events: list[Event]) -> None:
    assert repr(decode_all(json.loads(json.dumps(encode_all(events))))) == repr(events)


def test_what_an_event_does_not_say_takes_no_room() -> None:
    assert encode(Ended(status="finished")) == {"kind": "ended", "status": "finished"}


def test_kinds_of_later_versions_are_left_out_and_so_are_their_fields() -> None:
    began = Began(parameters=1, train_rows=2, validation_rows=3)
    assert decode_all([{"kind": "something of tomorrow"}, {**encode(began), "mood": "good"}]) == [began]


def test_an_event_of_an_earlier_version_is_understood() -> None:
    then = {"kind": "ended", "status": "finished", "reason": "", "epochs": 3, "seconds": 1.5}
    then["best"] = {"epoch": 2, "monitor": "val_loss", "value": 0.5}  # without the network kept
    (event,) = decode_all([then])
    assert event == Ended(status="finished", epochs=3, seconds=1.5, best=Best(2, "val_loss", 0.5))


def test_an_event_that_lacks_something_is_refused() -> None:
    with pytest.raises(ValueError, match="logs"):
        decode_all([{"kind": "epochs", "first": 0, "seconds": []}])


def test_a_checkpoint_is_the_same_on_both_sides() -> None:
    held = Held(b"content", 3, 1, {"a page": 7}, goes_on=True)
    assert CheckpointMade.of(held).held() == held


def test_a_value_that_is_no_number_stays_one() -> None:
    (event,) = decode_all(
        [{"kind": "epochs", "first": 1, "logs": {"loss": (float("nan"), 2)}, "seconds": (1,)}]
    )
    assert isinstance(event, Epochs)
    assert repr(event.logs) == "{'loss': [nan, 2.0]}"
