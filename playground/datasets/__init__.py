"""Data sets: the tables and toys there are, their cards, and `prepare`, which makes arrays of them."""

from playground.datasets.card import Card
from playground.datasets.catalogue import all_options, card, load, names
from playground.datasets.error import DataError
from playground.datasets.options import DERIVED, ToyOptions
from playground.datasets.prepare import prepare
from playground.datasets.prepared import Prepared
from playground.datasets.report import Report

__all__ = [
    "DERIVED",
    "Card",
    "DataError",
    "Prepared",
    "Report",
    "ToyOptions",
    "all_options",
    "card",
    "load",
    "names",
    "prepare",
]
