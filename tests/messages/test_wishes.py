"""Wishes: every one comes back from the wire as it was, and nothing else gets through."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.messages import wishes

_ANY_WISH = st.one_of(
    st.sampled_from(
        [wishes.Pause(), wishes.Resume(), wishes.Step(at=3), wishes.StepBatch(at=0), wishes.Stop()]
    ),
    st.floats(1e-9, 100).map(lambda rate: wishes.SetLearningRate(value=rate)),
    st.lists(st.text(max_size=40), max_size=2).map(lambda axes: wishes.LookAlong(axes=tuple(axes))),
)


@given(_ANY_WISH)
def test_every_wish_comes_back_as_it_was(wish: wishes.Wish) -> None:
    assert wishes.decode(wishes.encode(wish)) == wish


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        "stop",
        {},
        {"kind": "run_code"},
        {"kind": "step", "times": 100_000},
        {"kind": "set_learning_rate"},
        {"kind": "set_learning_rate", "value": float("nan")},
        {"kind": "set_learning_rate", "value": "0.1"},
        {"kind": "set_learning_rate", "value": -1.0},
        {"kind": "set_speed", "batches_per_second": 5.0},
        {"kind": "step", "at": -1},
        {"kind": "step", "at": 1.5},
        {"kind": "look_along", "axes": ["a", "b", "c"]},
        {"kind": "look_along", "axes": [1, 2]},
    ],
)
def test_what_is_no_wish_is_refused_with_a_sentence(content: Any) -> None:
    with pytest.raises(ValueError, match="not a wish"):
        wishes.decode(content)


def test_a_message_holds_a_bounded_list_of_wishes() -> None:
    assert len(wishes.decode_all([{"kind": "step"}] * wishes.MAX_WISHES)) == wishes.MAX_WISHES
    for content in ({"kind": "step"}, [{"kind": "step"}] * (wishes.MAX_WISHES + 1)):
        with pytest.raises(ValueError, match="list"):
            wishes.decode_all(content)
