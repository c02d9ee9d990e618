"""Every file of the corpus is read as a person would, or refused with a sentence."""

import pytest

from playground.datasets.reading import ReadingError, read
from tests.datasets.files.case import Case
from tests.datasets.files.corpus import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_as_a_person_would(case: Case) -> None:
    if case.cells is None:
        with pytest.raises(ReadingError, match=case.sentence):
            read(case.data)
        return
    reading = read(case.data)
    cells = [] if reading.names is None else [list(reading.names)]
    cells += [
        list(row) for row in zip(*(column.to_pylist() for column in reading.cells.columns), strict=True)
    ]
    said = [(doubt.row, doubt.column, doubt.sentence) for doubt in reading.doubts]
    assert cells == [list(row) for row in case.cells], said
    assert reading.status == case.status, said
    if case.kinds:
        assert [str(column.kind) for column in reading.columns] == list(case.kinds)
    if case.missing:
        assert [column.missing for column in reading.columns] == list(case.missing)
    for key, value in case.dialect.items():
        assert getattr(reading.dialect, key) == value, key
    told = {row for row, _, _ in said} | set(reading.left_out)
    assert set(case.doubted) <= told, said
    if case.left_out is not None:
        assert list(reading.left_out) == list(case.left_out), said
