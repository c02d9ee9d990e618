"""Guesses an East Asian encoding with two bytes for a character, by the frequencies of parts of its code table."""

import math
import re
from collections import Counter
from collections.abc import Mapping

# The encodings, the most frequent first.
EAST_ASIAN = ("cp932", "euc-jp", "gb18030", "big5", "cp949")

_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_BETWEEN = re.compile(rb"[\x00-\x3f]+")  # bytes that are never the second byte of a character
_BESIDE_A_LETTER = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]{2,}")
_KINDS_OF_HALF_WIDTH = 4  # least distinct characters; fewer may be characters of another encoding
# Classes of characters by their first byte; "+" is added if the second byte is above 0xA0, else "-".
_FIRST = (
    ("y", 0x83),  # Shift JIS: kana
    ("z", 0xA0),  # Shift JIS: kanji
    ("s", 0xA3),  # signs, in all others
    ("k", 0xA5),  # EUC-JP: kana. Big5: the simplest characters
    ("a", 0xAF),  # Big5: simple characters
    ("b", 0xC8),  # Hangul; the first half of what is common in Chinese and Japanese
    ("c", 0xCF),  # the rest of what is common in Japanese
    ("d", 0xD7),  # the rest of what is common in Chinese
    ("e", 0xFE),  # what is rare everywhere
)
_RARE = 0.002  # the share of any other class
# The share of each class of characters, by encoding, in a text with kana and in one without.
_SHARES: Mapping[str, tuple[Mapping[str, float], ...]] = {
    "cp932": (
        {"y-": 0.4, "y+": 0.15, "z-": 0.22, "z+": 0.21},
        {"z-": 0.49, "z+": 0.46, "y-": 0.01, "y+": 0.01, "e-": 0.01, "e+": 0.01},
    ),
    "euc-jp": (
        {"k+": 0.5, "b+": 0.37, "c+": 0.1, "s+": 0.02},
        {"b+": 0.77, "c+": 0.2, "s+": 0.01, "d+": 0.006, "e+": 0.004},
    ),
    "gb18030": ({"b+": 0.54, "c+": 0.19, "d+": 0.25, "s+": 0.01, "e+": 0.01},),
    "big5": (
        {
            "k-": 0.07, "k+": 0.11, "a-": 0.13, "a+": 0.18, "b-": 0.2, "b+": 0.28, "s-": 0.01,
            "c-": 0.002, "c+": 0.003, "d-": 0.002, "d+": 0.002,
        },
    ),
    "cp949": ({"b+": 0.98, "s+": 0.01},),
}  # fmt: skip
_USUAL = 0.02  # the least share of a usual class
# The logarithm by which files in an encoding are rarer than in the others.
_SELDOM = {"euc-jp": 1.0}
_SURE = math.log(20)  # the likelihood ratio of a certain decision between two encodings


def fits_of_pairs(data: bytes, texts: Mapping[str, str]) -> dict[str, float]:
    """The fit of each encoding, from 0 to 1; it falls with the likelihood compared with the most likely encoding.

    Args:
        data: the bytes.
        texts: the decoded text, by encoding in which the bytes are valid.
    """
    # A repeated word counts only once.
    words = set(_BETWEEN.split(data))
    pairs = Counter(_class(pair) for word in words for pair in _PAIR.findall(word))
    count = sum(pairs.values())
    able = {name: plain for name, text in texts.items() if (plain := _plain(text)) >= 0.8}
    if not count or not able:
        return {name: _half_width(text) if name == "cp932" else 0.0 for name, text in texts.items()}
    likely = {name: _likelihood(name, pairs) for name in able}
    most = max(likely.values())
    found = dict.fromkeys(texts, 0.0)
    for name, plain in able.items():
        near = 1.0 if likely[name] == most else 0.95 if likely[name] > most - _SURE else 0.3
        found[name] = near * plain * _usual(name, pairs) / count * _apart(texts[name])
    return found


def _half_width(text: str) -> float:
    """The fit, from 0 to 1, of a text with half-width kana, as in old Japanese files."""
    beyond = [character for character in text if ord(character) > 127]
    kana = "".join(_HALF_WIDTH.findall(text))
    if len(set(kana)) < _KINDS_OF_HALF_WIDTH:
        return 0.0
    return 0.95 * len(kana) / len(beyond) * _apart(text)


def _apart(text: str) -> float:
    """The share of characters without a neighbouring ASCII letter, which accents and quotes of other encodings have."""
    beyond = sum(ord(character) > 127 for character in text)
    return max(1 - len(_BESIDE_A_LETTER.findall(text)) / beyond, 0.0)


def _class(pair: bytes) -> str:
    first = next(name for name, last in _FIRST if pair[0] <= last)
    return f"{first}{'+' if pair[1] > 0xA0 else '-'}"


def _likelihood(encoding: str, pairs: Counter[str]) -> float:
    """The log-likelihood of characters in an encoding, by their classes."""
    return max(
        sum(count * math.log(shares.get(name, _RARE)) for name, count in pairs.items())
        for shares in _SHARES[encoding]
    ) - _SELDOM.get(encoding, 0.0)


def _usual(encoding: str, pairs: Counter[str]) -> float:
    """The share of characters of a usual class in an encoding."""
    return max(
        sum(count for name, count in pairs.items() if shares.get(name, 0.0) >= _USUAL or name[0] == "s")
        for shares in _SHARES[encoding]
    )


def _plain(text: str) -> float:
    """The share of East Asian characters among those beyond ASCII; 0 if many are half-width kana."""
    beyond = [ord(character) for character in text if ord(character) > 127]
    if not beyond or sum(0xFF61 <= code <= 0xFF9F for code in beyond) > 0.3 * len(beyond):
        return 0.0
    plain = sum(
        0x3000 <= code <= 0x30FF
        or 0x4E00 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7A3
        or 0xFF01 <= code <= 0xFF5E
        for code in beyond
    )
    return plain / len(beyond)
