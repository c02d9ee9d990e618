"""The rows of a file are answered beside their cells, and what cannot be answered says why."""

import codecs

import numpy as np
import pytest

from playground.datasets import DataError
from playground.datasets.arrays import Inputs
from playground.evaluation.answers import Outputs
from playground.evaluation.own_rows import answered, as_csv, holds_test_rows, rows_for
from playground.experiment.parse import from_content
from playground.plan import Plan, plan
from tests.support.own_tables import brought, csv

TABLE = csv({"size": [n * 1.5 for n in range(40)], "kind": ["a", "b"] * 20})


def planned(**settings: object) -> Plan:
    return plan(
        from_content(
            {"data": {"dataset": brought(TABLE), "target": "kind", "features": ["size"], **settings}}
        )
    )


def undecided(x: Inputs) -> Outputs:
    """Of all rows but the first."""
    return np.where(np.arange(len(x)) < 1, 1.0, np.nan)[:, None]


def test_columns_called_as_predictions_keep_their_cells_and_an_answer_that_is_no_number_is_told() -> None:
    content = b"size;prediction;prediction (file);doubt\n-1,5;=1;x;\n2,5;y;z;\n"
    table = answered(planned(), rows_for(planned(), content), undecided)
    assert table["prediction"].isna().tolist() == [False, True]
    assert table["doubt"].tolist() == ["", "the network answers with no finite number"]
    assert table["prediction (file)"].tolist() == ["=1", "y"]
    assert len(set(table)) == len(table.columns)
    written = as_csv(table).decode("utf-8-sig")
    assert as_csv(table).startswith(codecs.BOM_UTF8)  # else Excel takes it for another encoding
    assert '"-1,5"' in written
    assert '"\'=1"' in written


def test_a_column_that_lacks_is_named() -> None:
    with pytest.raises(DataError, match="“size”: the table has no such column"):
        rows_for(planned(), b"width\n1\n2\n")


def test_the_table_of_a_run_holds_test_rows_where_some_are_set_aside() -> None:
    sealed = planned(test={"fraction": 0.2})
    assert holds_test_rows(sealed, TABLE.encode())
    assert not holds_test_rows(sealed, b"size\n1\n")
    assert not holds_test_rows(planned(), TABLE.encode())
