"""Runs give the numbers they gave when the file of golden curves was made."""

from typing import Any

import pytest

from tests.golden.record import as_json, case_of, differences, is_same_kind, read
from tests.golden.trained import trained

CONTENT = read()


@pytest.mark.slow
@pytest.mark.parametrize(
    "kept",
    [pytest.param(kept, id=kept["name"]) for kept in CONTENT["runs"] if kept["quick"]],
)
def test_a_run_gives_the_numbers_of_before(kept: dict[str, Any]) -> None:
    told = as_json(trained(case_of(kept)))
    assert not list(differences(kept["told"], told, exact=is_same_kind(CONTENT)))


def test_a_difference_in_the_last_bit_is_seen() -> None:
    then = {"curves": {"loss": [0.1, float("nan"), 0.0]}, "reason": "of 0.5", "weights": "a"}
    now = {"curves": {"loss": [0.1 + 2**-56, float("nan"), -0.0]}, "reason": "of 0.7", "weights": "b"}
    assert len(list(differences(then, now, exact=True))) == 4
    assert not list(differences(then, now, exact=False))
    assert not list(differences(then, then, exact=True))
    now = {"curves": {"loss": [0.2, 1.0]}, "reason": "off 0.5"}
    assert len(list(differences(then, now, exact=False))) == 5
