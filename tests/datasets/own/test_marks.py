"""A file of this app is read as the table that it was made of: what a mark kept from a spreadsheet has none."""

import pandas
import pytest

from playground.cells import harmless_table
from playground.datasets import DataError
from playground.datasets.own.rows import read_rows
from playground.datasets.reading import Kind

KINDS = {"=size": Kind.NUMBER, "@place": Kind.CATEGORY, "rare": Kind.CATEGORY, "rise": Kind.NUMBER}
KNOWN = {"@place": ("+here", "there", "'=far", "-")}
TABLE = pandas.DataFrame(
    {
        "=size": ["1.5", "2.5", "4.5", "5.5"],
        "@place": ["+here", "there", "'=far", "-"],
        "rare": ["=a", "=b", "=c", "d"],
        "rise": ["-5%", "7%", "-8%", "9%"],
    }
)


@pytest.mark.parametrize("table", [TABLE, harmless_table(TABLE)], ids=["as it was", "with marks"])
def test_marks_are_taken_away_where_a_file_has_them(table: pandas.DataFrame) -> None:
    found = read_rows(table.to_csv(index=False).encode(), KINDS, KNOWN)
    assert found.frame["=size"].tolist() == [1.5, 2.5, 4.5, 5.5]
    assert found.frame["@place"].tolist() == TABLE["@place"].tolist()
    assert found.frame["rare"].tolist() == TABLE["rare"].tolist()
    assert found.frame["rise"].tolist() == [-5.0, 7.0, -8.0, 9.0]
    assert not any(found.said)
    assert found.cells.to_dict("list") == TABLE.to_dict("list")


def test_a_column_that_is_missing_is_told_by_its_own_name() -> None:
    with pytest.raises(DataError, match="no such column") as error:
        read_rows(b"'=a,b\n1,2\n", {"=size": Kind.NUMBER}, {})
    assert error.value.field == "=size"
