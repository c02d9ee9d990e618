"""Alike: words that differ only in capital letters or spaces, and may be spellings of the same class."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

import pandas
from pandas.api import types

from playground.datasets.pipeline.columns import Kind, kind


def groups_of(words: Iterable[str]) -> list[list[str]]:
    """Groups of two or more words that are alike, in the order of `words`."""
    groups = defaultdict(list)
    for word in words:
        groups[_plain(word)].append(word)
    return [group for group in groups.values() if len(group) > 1]


def merge(column: pandas.Series) -> pandas.Series:
    """The column with one spelling for all words that are alike: the one that sorts last, so “yes” and not “Yes”.

    Spaces around words are removed. A column of numbers is unchanged.
    """
    if kind(column) is not Kind.TEXT or types.is_bool_dtype(column):
        return column
    words = [str(word) for word in column.dropna().unique()]
    written = {word: word.strip() for word in words}
    for group in groups_of(words):
        written |= dict.fromkeys(group, max(word.strip() for word in group))
    found = column.astype(object).map(written, na_action="ignore")
    return found.astype("category" if isinstance(column.dtype, pandas.CategoricalDtype) else column.dtype)


def _plain(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())
