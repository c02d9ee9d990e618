"""The rows of a file are taken for what a network takes, however they are written, and what is in doubt is told."""

import io

import numpy as np
import pandas
import pytest

from playground.datasets import DataError
from playground.datasets.own.rows import read_rows
from playground.datasets.reading import Kind

KINDS = {"size": Kind.NUMBER, "place": Kind.CATEGORY, "day": Kind.DATE}
KNOWN = {"place": ("none", "Mitte")}
FRAME = pandas.DataFrame(
    {
        "place": ["Mitte", "none", "Mitte"],
        "extra": [1, 2, 3],
        "size": [3.5, 1200.25, 7.0],
        "day": ["2024-03-01", "2024-03-31", "2024-04-01"],
    }
)


def parquet() -> bytes:
    buffer = io.BytesIO()
    FRAME.assign(day=pandas.to_datetime(FRAME["day"])).to_parquet(buffer)
    return buffer.getvalue()


FILES = {
    "decimal commas": b"place;extra;size;day\nMitte;1;3,5;1.3.2024\nnone;2;1200,25;31.3.2024\nMitte;3;7;1.4.2024\n",
    "tabs": FRAME.to_csv(sep="\t", index=False).encode(),
    "parquet": parquet(),
    "JSON lines": FRAME.to_json(orient="records", lines=True).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_of_the_data_page_is_read_as_the_network_takes_it(name: str) -> None:
    found = read_rows(FILES[name], KINDS, KNOWN)
    assert list(found.frame) == list(KINDS)
    assert found.frame["size"].tolist() == [3.5, 1200.25, 7.0]
    assert found.frame["place"].tolist() == ["Mitte", "none", "Mitte"]
    assert [str(day)[:10] for day in found.frame["day"]] == FRAME["day"].tolist()
    assert not found.wrong
    assert not [said for said in found.said if said]
    assert list(found.cells) == ["place", "extra", "size", "day"]


def test_a_column_is_what_the_network_takes_and_not_what_a_few_cells_look_like() -> None:
    kinds = {"code": Kind.CATEGORY, "yes": Kind.NUMBER}
    found = read_rows(b"code,yes\n7,True\n8,False\n", kinds, {"code": ("7", "8")})
    assert found.frame["code"].tolist() == ["7", "8"]
    np.testing.assert_array_equal(found.frame["yes"], [1.0, 0.0])
    assert not found.wrong


def test_rows_in_doubt_are_told_by_their_line() -> None:
    content = b"size,place,day\n3,Mitte,2024-01-31\nmany,Mitte,2024-01-31\n,Rand,soon\n"
    found = read_rows(content, KINDS, KNOWN)
    assert found.lines.tolist() == [2, 3, 4]
    assert sorted(found.wrong) == [1, 2]
    assert found.said[0] == ""
    assert "“many”, and the model takes numbers" in found.said[1]
    for told in ("size: it is missing", "“Rand” is in no training row", "“soon”, and the model takes dates"):
        assert told in found.said[2]


def test_a_lacking_column_and_what_is_no_table_are_refused() -> None:
    with pytest.raises(DataError, match="no such column") as lacking:
        read_rows(b"size,day\n1,2024-01-31\n", KINDS, KNOWN)
    assert lacking.value.field == "place"
    with pytest.raises(DataError):
        read_rows(b"\x00\x01\x02", KINDS, KNOWN)
