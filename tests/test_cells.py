"""What a spreadsheet would compute is marked in a file, and numbers stay numbers however they are written."""

import pandas
import pytest

from playground.cells import harmless
from playground.export.facts import as_table


@pytest.mark.parametrize("number", ["-1.5", "-1,5", "+3", "-1.234,5", "-1e-3", "5"])
def test_a_number_stays_as_it_is_written(number: str) -> None:
    assert harmless(number) == number


@pytest.mark.parametrize("text", ["=1", "-1-1", "-a", "+1,A1", "@x", "\tx", "'=1", "-1,", "-,5"])
def test_all_else_that_begins_as_a_formula_is_marked(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_an_answer_that_is_no_number_names_no_class() -> None:
    nan = float("nan")
    several = pandas.DataFrame([[0.2, 0.8], [nan, nan]]).to_numpy()
    found = as_table(several, {"classes": ["no", "yes"]})["prediction"]
    assert found[0] == "yes"
    assert found.isna().tolist() == [False, True]
    found = as_table(several[:, :1], {"classes": ["no", "yes"]})["prediction"]
    assert found[0] == "no"
    assert found.isna().tolist() == [False, True]
