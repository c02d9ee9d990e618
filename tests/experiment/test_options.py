"""Options of data sets: plain data that nothing changes, told apart as JSON tells it apart."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiment import Data
from playground.experiment.options import Options

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=8,
)


def data(**options: Any) -> Data:
    return Data(dataset="circle", options=options)


@given(value=VALUES)
def test_options_come_back_from_a_file_and_from_another_process_as_they_were(value: Any) -> None:
    one = data(value=value)
    for other in (Data.model_validate_json(one.model_dump_json()), pickle.loads(pickle.dumps(one))):
        assert other == one
        assert hash(other) == hash(one)
        assert other.model_dump_json() == one.model_dump_json()


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), (0.0, -0.0), ([1], [1.0]), ({}, [])])
def test_values_that_a_file_says_differently_differ(one: Any, other: Any) -> None:
    assert data(value=one) != data(value=other)


def test_the_order_of_names_does_not_matter_and_that_of_values_does() -> None:
    assert data(points=50, noise=3) == data(noise=3, points=50)
    assert hash(data(points=50, noise=3)) == hash(data(noise=3, points=50))
    assert data(removed=[1, 2]) != data(removed=[2, 1])


def test_what_is_read_from_options_can_be_changed_without_changing_them() -> None:
    given = {"removed": [1]}
    options = Options(given)
    given["removed"].append(2)
    options["removed"].append(3)
    dict(options)["removed"].append(4)
    assert options == {"removed": [1]}
