"""What was found in a delimited file before its columns are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from playground.datasets.reading.delimited.blocks import Block
from playground.datasets.reading.delimited.records import Indices, Records
from playground.datasets.reading.encoding.decode import Decoded


@dataclass
class FoundTable:
    """A file's text, its records, those that are the table, and what was guessed.

    `delimiter` is the one that a person would name; `sentences` are doubts about the whole file.
    """

    decoded: Decoded
    records: Records
    block: Block
    delimiter: str
    sentences: Sequence[str]

    def lines_of(self, records: Sequence[int] | Indices) -> Indices:
        """The lines from 1 on which records begin."""
        chosen = numpy.asarray(records, numpy.int64)
        lines: Indices = self.records.first[chosen] + 1
        return lines

    def lines_of_rows(self) -> Indices:
        """The lines on which the rows of the table begin."""
        return self.lines_of(self.block.rows)
