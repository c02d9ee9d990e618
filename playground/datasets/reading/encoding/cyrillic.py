"""Lines of a Cyrillic file with an encoding different from the rest."""

import math
import re

_ENCODINGS = ("cp1251", "koi8-r", "cp866")
# The frequencies of Russian letters, per ten thousand.
_ORDER = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_COUNTS = (
    "1097 845 801 735 670 626 547 473 454 440 349 321 298 281 262 201 190 174 170 165 159 144 121 97 94 73 64 48 36 "
    "32 26 4 4"
)
_SHARES = {
    letter: math.log(int(count) / 10_000) for letter, count in zip(_ORDER, _COUNTS.split(), strict=True)
}
_UNKNOWN = math.log(1 / 10_000)
_SENSELESS = -5.0  # the score of a word with a wrong case, such as "пНЯР"
_CLEAR = 7.0
_MOST = 500
_WORD = re.compile("[\u0400-\u04ff]+")


def lines_in_another(text: bytes, encoding: str) -> list[tuple[int, str]]:
    """Consecutive lines that are probably in another Cyrillic encoding, as positions with a sentence each.

    `text` is UTF-8 that was decoded from `encoding`. A repeated word counts once, on its first line.
    """
    if encoding not in _ENCODINGS:
        return []
    lines = [(match.start(), match.group().decode()) for match in _NOT_ASCII.finditer(text)]
    found: list[tuple[int, str]] = []
    for other in _ENCODINGS:
        if other != encoding:
            begin, end = _run([said for _, said in lines], encoding, other)
            sentence = f"this line makes words in {other}, and other lines do not"
            found += [(position, sentence) for position, _ in lines[begin:end][:_MOST]]
    return found


_NOT_ASCII = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")


def _run(lines: list[str], encoding: str, other: str) -> tuple[int, int]:
    """The first line, and the line after the last, of the best run for the other encoding; (0, 0) for none."""
    best, bounds = _CLEAR, (0, 0)
    total, begin = 0.0, 0
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if total <= 0:
            total, begin = 0.0, number
        for word in _WORD.findall(line):
            if word not in seen:
                seen.add(word)
                total += _gain(word, encoding, other)
        if total > best:
            best, bounds = total, (begin, number + 1)
    return bounds


def _gain(word: str, encoding: str, other: str) -> float:
    """The logarithm of the likelihood ratio of a word in the other encoding."""
    try:
        said = word.encode(encoding).decode(other)
    except UnicodeError:
        return 0.0
    return _likelihood(said) - _likelihood(word)


def _likelihood(word: str) -> float:
    total = sum(_SHARES.get(letter, _UNKNOWN) for letter in word.lower())
    turned = len(word) > 2 and word[0].islower() and word[1:].isupper()
    return total + (_SENSELESS if turned else 0.0)
