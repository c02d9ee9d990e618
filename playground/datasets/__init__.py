"""Data sets: tables and toys, their cards, and `prepare`, which turns them into arrays."""

from playground.datasets.card import Card
from playground.datasets.catalogue import card, card_for, complete_data, load, names, read_columns, title
from playground.datasets.error import DataError
from playground.datasets.pipeline.prepare import prepare, visible_table
from playground.datasets.pipeline.prepared import Prepared, Rows
from playground.datasets.pipeline.report import Report
from playground.datasets.toys.options import DERIVED, ToyOptions

__all__ = [
    "DERIVED",
    "Card",
    "DataError",
    "Prepared",
    "Report",
    "Rows",
    "ToyOptions",
    "card",
    "card_for",
    "complete_data",
    "load",
    "names",
    "prepare",
    "read_columns",
    "title",
    "visible_table",
]
