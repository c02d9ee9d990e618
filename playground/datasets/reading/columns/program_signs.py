"""Cells with signs that a program left in a few of them: entities of web pages, escapes, messages, merge marks."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy
import pyarrow
from pyarrow import compute

from playground.datasets.reading.columns.look import ColumnLook
from playground.datasets.reading.columns.number import CellDoubt, shown

_MOST = 200
_RARE = 0.1  # the largest share of cells that can be an accident
_OFTEN = 0.5  # the same for entities, which a table of texts has for no reason
_SINGLE = 0.25  # the largest share of words that occur once in a column of repeated words
_MOST_WORDS = 1_000  # most distinct words that are compared with each other

# The bytes of a cell that may have a sign, the pattern of the sign, and its name.
_SIGNS = (
    (b"](http", r"\]\(https?://", "a link of Markdown"),
    (b"**", r"\*\*[^*]+\*\*", "a sign of Markdown"),
    (b"<!", r"<!(--|\[CDATA\[)", "a sign of a web page"),
    (b"mailto:", r"<mailto:", "a sign of a web page"),
    (b"=", r"^[A-Za-z0-9+/]{7,}={1,2}$", "a code instead of a text"),
    (b"0x", r"^0x[0-9A-Fa-f]{6,}$", "a code instead of a text"),
    (b"]", r"\pL ?\[[0-9a-z]{1,2}\]$", "a sign of a footnote"),
    (b"TODO", r"\b(TODO|FIXME)\b", "a note"),
    (b"(null)", r"^\(null\)$", "a value of a program"),
    (b"\n#", r"\n# ", "a line that begins with #"),
    (b"\n|", r"\n\| ", "a line that begins with a bar"),
    (b":", r"\n\d+: ", "a line that begins with a number"),
    (b" \n", r" {2,}\n", "spaces before a line end"),
    (b"\xe2\x80\xa2", "^\u2022", "a sign of a list"),
    (b"\xee", "[\ue000-\uf8ff]", "a sign without a meaning"),
    (b"\xef", "[\ue000-\uf8ff]", "a sign without a meaning"),
    (b"\xe2\x96\xa1", "\u25a1", "a sign without a meaning"),
    (b"\xcc", "[A-Za-z][\u0300-\u036f]", "a letter in two signs"),
    (b"\xc2\x85", "[\u0085\u2028\u2029]", "an unseen sign"),
    (b"\xe2\x80", "[\u200e\u200f]", "an unseen sign"),
    (b"&", r"&([A-Za-z]{2,8}|#[0-9]{2,6}|#x[0-9A-Fa-f]{2,5});", "an entity of a web page"),
    (b"<", r"</?[A-Za-z][A-Za-z0-9]*( [^<>]*)?/?>", "a tag of a web page"),
    (b"\\", r"^[^\\:]*\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[nrt])", "an escape of a program"),
    (b"%", r"%[2-9A-F][0-9A-F][\pL%]|\pL%(20|2[0-9A-F]|C[2-5]|D[01]|E[0-9])", "an escape of a web address"),
    (b"=", r"(=[0-9A-F]{2}){2}|=3D|\pL=[0-9A-F]{2}\pL", "an escape of an e-mail"),
    (b"{", r"\$\{[^{}]+\}|\{\{.*\}\}|^\{['\"]", "a placeholder or a value of a program"),
    (b"%", r"^%(s|d|f|\([^()]+\)s)$", "a placeholder of a program"),
    (b"[", r"\[object \w+\]|^\[(['\"].*)?\]$", "a value of a program"),
    (b"'", r"^[bu]'.*'$", "a value of a program"),
    (b'"', r'^[bu]".*"$', "a value of a program"),
    (b"undefined", r"^undefined$", "a value of a program"),
    (b" on line ", r" on line [0-9]+", "a message of a program"),
    (b"rror", r"(^|\W)([A-Z][A-Za-z]*Error: |ERROR [0-9]+ )", "a message of a program"),
    (b":", r"\d\d:\d\d:\d\d([.,]\d+)? \[?(DEBUG|INFO|WARN(ING)?|ERROR|FATAL)", "a message of a program"),
    (b"^M", r"\^M$", "a line end of another system"),
    (b"<<<<<<<", r"(?m)^<{7}( |$)", "a mark of a merge"),
    (b"=======", r"(?m)^={7}$", "a mark of a merge"),
    (b">>>>>>>", r"(?m)^>{7}( |$)", "a mark of a merge"),
    (b"\n>", r"\n>", "a line that begins like a quoted e-mail"),
    (b"\n+", r"\n\+", "a line that begins with a plus"),
    (b"\n ", r"\n {2,}\S", "a line that begins with spaces"),
    (b"\n\t", r"\n\t", "a line that begins with a tab"),
    (b"\xc2\xad", "\u00ad", "an unseen sign"),
    (b"\xe2\x80", "[\u0085\u2028\u2029]", "an unseen sign"),
    (b"\xe2\x80", "[\u200b\u202a-\u202e]", "an unseen sign"),
    (b"\xc2\xa0", "\\pL\u00a0\\pL", "a space that does not end a line"),
    (b"\xef\xac", "[\ufb00-\ufb06]", "two letters in one sign, as in a PDF"),
)  # fmt: skip


def signs_of_programs(looks: Sequence[ColumnLook]) -> Iterator[tuple[int, CellDoubt]]:
    """Doubts about cells with signs of programs, if few cells of the column have them, each with its column."""
    for number, one in enumerate(looks):
        if len(one.cells) and one.number_count <= 0.5 * len(one.cells):
            yield from ((number, doubt) for doubt in (*_signs(one), *_variants(one), *_marked(one)))


def _signs(one: ColumnLook) -> Iterator[CellDoubt]:
    data = one.cells.data.tobytes()
    for part, pattern, name in _SIGNS:
        if part in data:
            words = one.unique.field("values")
            found = words.filter(compute.match_substring_regex(words, pattern))
            for row in _few_rows(one, found, _OFTEN if part == b"&" else _RARE):
                yield CellDoubt(
                    row, f"“{shown(str(one.cells.array[row]))}” has {name}, and few others have one"
                )


def _few_rows(one: ColumnLook, words: pyarrow.Array, most: float) -> list[int]:
    """The rows with one of some words; none if a larger share of the rows than `most` has one."""
    if not len(words):
        return []
    rows = numpy.flatnonzero(numpy.asarray(compute.is_in(one.cells.array, value_set=words)))
    return rows[:_MOST].tolist() if len(rows) <= max(1, most * len(one.cells)) else []


def _variants(one: ColumnLook) -> Iterator[CellDoubt]:
    """Rare words that are another word of the column once signs of programs, or one of its two copies, are gone."""
    if len(one.unique) > _MOST_WORDS:
        return
    counts = {
        str(word): int(count)
        for word, count in zip(
            one.unique.field("values").to_pylist(), one.unique.field("counts").to_pylist(), strict=True
        )
    }
    for word, count in counts.items():
        plain = _plain(word)
        usual = counts.get(plain, 0) if plain != word else 0
        half = word[: len(word) // 2]
        copied = len(half) > 3 and word == half * 2 and half in counts
        if count <= 0.2 * usual or (usual and count == 1) or (copied and count == 1):
            other = plain if usual else half
            rows = numpy.flatnonzero(numpy.asarray(compute.equal(one.cells.array, word)))
            for row in rows[:_MOST].tolist():
                yield CellDoubt(row, f"“{shown(word)}” may be “{shown(other)}”, as in other rows")


_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\\[nrt]|\s+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_AROUND = "'\"`“”„«»‹›‘’<> "


def _marked(one: ColumnLook) -> Iterator[CellDoubt]:
    """Words that occur once and have a mark or a digit that no other word has, in a column of repeated words.

    A phrase of several words may have any mark.
    """
    counts = dict(
        zip(one.unique.field("values").to_pylist(), one.unique.field("counts").to_pylist(), strict=True)
    )
    single = [word for word, count in counts.items() if count == 1]
    if not 0 < len(single) <= max(1, _SINGLE * len(one.cells)) or len(counts) > 0.6 * len(one.cells):
        return
    others = {_kind_of(sign) for word, count in counts.items() if count > 1 for sign in str(word)}
    for word in single:
        odd = sorted({sign for sign in str(word) if _kind_of(sign) not in others | {"letter"}})
        if odd and " " not in str(word).strip():
            row = int(compute.index(one.cells.array, word).as_py())
            yield CellDoubt(row, f"“{shown(str(word))}” has “{odd[0]}”, as no other word of this column")


def _kind_of(sign: str) -> str:
    """The kind of a sign: a digit, a letter (with the marks of names), or the mark itself."""
    if sign.isalpha() or sign.isspace() or sign in "'’-_.,&()/":
        return "letter"
    return "digit" if sign.isdigit() else sign


_CYRILLIC = str.maketrans("АВЕКМНОРСТХаеорсухіѕј", "ABEKMHOPCTXaeopcyxisj")  # which look like Latin letters


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    """A word without signs of programs, quotes and unseen signs, with one space for each run of spaces."""
    if not word.isascii() and word.translate(_CYRILLIC).isascii():
        return word.translate(_CYRILLIC)
    plain = unicodedata.normalize("NFKC", html.unescape(word) if "&" in word else word)
    plain = _UNSEEN.sub("", _TAG.sub(" ", plain)).replace("_", " ").replace("+", " ").strip()
    return plain.strip(_AROUND) or word
