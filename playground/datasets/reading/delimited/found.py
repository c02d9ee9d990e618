"""The structure of a delimited file, before the decision about its columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from playground.datasets.reading.delimited.blocks import Block
from playground.datasets.reading.delimited.records import Indices, Records
from playground.datasets.reading.encoding.decode import Decoded


@dataclass
class FoundTable:
    """The structure of a delimited file.

    Attributes:
        decoded: the text.
        records: all records.
        block: the records of the table.
        delimiter: the delimiter for people.
        sentences: doubts about the whole file.
    """

    decoded: Decoded
    records: Records
    block: Block
    delimiter: str
    sentences: Sequence[str]

    def lines_of(self, records: Sequence[int] | Indices) -> Indices:
        """The lines on which records begin, int64 (records,), counted from 1."""
        chosen = numpy.asarray(records, numpy.int64)
        lines: Indices = self.records.first[chosen] + 1
        return lines

    def lines_of_rows(self) -> Indices:
        """The lines on which the rows of the table begin, int64 (rows,), counted from 1."""
        return self.lines_of(self.block.rows)
