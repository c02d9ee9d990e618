"""What becomes code: literals that read back as they were, whatever a person wrote."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.python_code import WIDTH, Code, assign, call, literal
from tests.support.hostile import NAMES

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(VALUES)
def test_a_literal_is_one_line_that_reads_back_as_the_value(value: object) -> None:
    written = literal(value)
    assert len(written.splitlines()) == 1
    assert ast.literal_eval(written) == value


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_no_more_than_a_string(name: str) -> None:
    (statement,) = ast.parse(assign("X", [name] * 9)).body
    assert isinstance(statement, ast.Assign)
    assert ast.literal_eval(statement.value) == [name] * 9


@given(st.lists(st.text(max_size=30), min_size=1, max_size=40))
def test_a_long_list_stands_over_several_lines(names: list[str]) -> None:
    written = assign("NAMES", names)
    assert ast.literal_eval(written.removeprefix("NAMES = ")) == names
    longest = max(len(literal(name)) for name in names)
    assert max(map(len, written.splitlines())) <= max(WIDTH, longest + 6)


def test_only_code_stays_as_it_is() -> None:
    assert call("f", "x", y=Code("z"), inf=float("inf")) == 'f("x", y=z, inf=float("inf"))'
