"""Guesses a legacy encoding, by letters of one language in words that look like its words."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from charset_normalizer import from_bytes

from playground.datasets.reading.encoding.alphabets import COMMON, ORDER, SCRIPTS, SIGNS, SMALL_LETTERS
from playground.datasets.reading.encoding.east_asian import EAST_ASIAN, fits_of_pairs

# The most frequent encodings first; if two give the same text, the first is used.
_WESTERN = (
    "cp1252",
    "cp1250",
    "cp1254",
    "cp1257",
    "iso8859-2",
    "iso8859-15",
    "mac-roman",
    "cp850",
    "cp437",
    "cp852",
)
_OWN_SCRIPT = (
    ("cp1251", "Cyrillic"),
    ("koi8-r", "Cyrillic"),
    ("koi8-u", "Cyrillic"),
    ("cp866", "Cyrillic"),
    ("iso8859-5", "Cyrillic"),
    ("mac-cyrillic", "Cyrillic"),
    ("cp1253", "Greek"),
    ("iso8859-7", "Greek"),
    ("cp1255", "Hebrew"),
    ("iso8859-8", "Hebrew"),
    ("cp1256", "Arabic"),
    ("iso8859-6", "Arabic"),
    ("cp874", "Thai"),
)
_SAMPLE = 60_000  # bytes of lines beyond ASCII
_FEW = 3  # so few letters do not determine an encoding, unless every other one fits poorly
_POOR = 0.5
_NEARLY = 0.8  # the share of the best fit that a rival has
_BESIDE = "°²³µ€£¥§©®™±×÷½¼¾¹"  # signs without neighbouring letters
# °C, µg, m² and 5 €, which make no sense in another encoding.
_OF_UNITS = re.compile(
    rb"\xb0(?=[CFKNSEWO]\b)|\xb5(?=[gmslLAVWF]\b)|(?<=[\d (/]\x6d)[\xb2\xb3]|(?<=\d )\x80|(?<=[(\[])\x80(?=[)\]])"
)
_LETTER = r"[^\W\d_a-zA-Z]"
_BESIDE_NUMBER = re.compile(rf"(?<![^\W\d_]){_LETTER}(?=\d)|(?<=\d){_LETTER}(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")


@dataclass(frozen=True)
class Guess:
    """An encoding, its fit from 0 to 1, and a rival that fits equally well but gives another text."""

    encoding: str
    fit: float
    rival: str | None = None


def guess_legacy(data: bytes) -> Guess:
    """Guesses the encoding of bytes that are not UTF-8."""
    sample = _not_ascii(data)
    if b"\x1b$" in data[:_SAMPLE]:
        return Guess("iso2022_jp", 1.0)
    if _OF_UNITS.sub(b"", sample).isascii():
        return Guess("cp1252", 1.0)
    fits = {}
    for encoding in (*_WESTERN, *(name for name, _ in _OWN_SCRIPT), *EAST_ASIAN):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        fits[encoding] = (0.0 if encoding in EAST_ASIAN else _fit(encoding, text), text)
    if not fits:
        return Guess("cp1252", 0.0)
    of_pairs = fits_of_pairs(sample, {name: fits[name][1] for name in EAST_ASIAN if name in fits})
    fits |= {name: (fit, fits[name][1]) for name, fit in of_pairs.items()}
    # `max` keeps the first of equals.
    best = max(fits, key=lambda name: fits[name][0])
    fit, text = fits[best]
    if fit == 0.0:
        return _second_opinion(sample)
    near = {name: said for name, (other, said) in fits.items() if other >= 0.9 * fit}
    # A sign between letters, as in "Gra¿yna", is evidence against the best encoding.
    if best not in EAST_ASIAN and not SIGN_AMID_WORD.search(text):
        likely = {name: _likelihood(said) for name, said in near.items() if name not in EAST_ASIAN}
        unlikely = {name for name in likely if likely[name] < likely[best] - _CLEAR}
        near = {name: said for name, said in near.items() if name not in unlikely}
        # A far more likely encoding is a rival even if its text has a few letters of another language.
        for name, (other, said) in fits.items():
            if name in likely or name in EAST_ASIAN or other < _NEARLY * fit:
                continue
            if _likelihood(said) > likely[best] + _CLEAR:
                near[name] = said
    rivals = [name for name, said in near.items() if said != text]
    count = sum(1 for character in text if ord(character) > 127)
    # One alone may be a damaged byte.
    few = count == 1 or (
        count < _FEW
        and any(
            other > _POOR and said != text and not SIGN_AMID_WORD.search(said)
            for other, said in fits.values()
        )
    )
    return Guess(best, min(fit, 0.5) if few else fit, rivals[0] if rivals else None)


def _likelihood(text: str) -> float:
    """The log-likelihood of the letters beyond ASCII, in the language in which it is highest."""
    beyond = [_small(letter) for letter in text if letter > "\x7f"]
    letters = Counter(letter for letter in beyond if letter.isalpha() and letter not in SIGNS)
    signs = len(beyond) - letters.total()
    within = len(_SIGN_AT_LETTER.findall(text))
    of_letters = max(
        sum(count * shares.get(letter, _UNKNOWN) for letter, count in letters.items()) for shares in _SHARES
    )
    return of_letters + within * _UNKNOWN + max(signs - within, 0) * _SIGN


def _shares(letters: str) -> dict[str, float]:
    """The logarithm of each letter's share, which follows from its rank in `letters`."""
    total = sum(1 / rank for rank in range(3, len(letters) + 3))
    return {letter: math.log(1 / rank / total) for rank, letter in enumerate(letters, 3)}


_SHARES = [_shares(letters) for letters in (*ORDER.values(), *SCRIPTS.values())]
_UNKNOWN = math.log(0.002)
_SIGN = math.log(0.05)
_AMID = "".join(SIGNS - set("’‘·–—\u00a0"))
SIGN_AMID_WORD = re.compile(rf"(?<=[^\W\d_])[{_AMID}](?=[^\W\d_])")
_SIGN_AT_LETTER = re.compile(rf"(?<=[^\W\d_])[{''.join(SIGNS)}]|[{''.join(SIGNS)}](?=[^\W\d_])")
_CLEAR = math.log(10)  # the likelihood ratio above which an encoding has no rival


def _second_opinion(sample: bytes) -> Guess:
    found = from_bytes(sample).best()
    return Guess(found.encoding if found is not None else "cp1252", 0.0)


def _not_ascii(data: bytes) -> bytes:
    """The first lines with a byte above 127, at most `_SAMPLE` bytes."""
    if len(data) <= _SAMPLE:
        return data
    found = bytearray()
    for line in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", data):
        found += line.group() + b"\n"
        if len(found) > _SAMPLE:
            break
    return bytes(found)


def _fit(encoding: str, text: str) -> float:
    if any("\x80" <= character <= "\x9f" for character in text):
        return 0.0
    script = dict(_OWN_SCRIPT).get(encoding)
    return _fit_script(script, text) if script else _fit_latin(text)


def _fit_latin(text: str) -> float:
    """The share of characters beyond ASCII that are signs, or letters of one language in a plausible case."""
    words = _WORD.findall(text)
    beyond = [character for character in text if ord(character) > 127]
    letters = [character for character in beyond if character.isalpha() and character not in SIGNS]
    signs = sum(character in SIGNS for character in beyond)
    odd = len(beyond) - len(letters) - signs
    # Words have no sign between their letters, and no capital letter after a small one.
    odd += len(re.findall(r"[a-z][^\x00-\x7f’'\u00a0·–—a-zßäöü][a-z]", "".join(_signs_within(text))))
    odd += sum(1 for word in words if re.search(r"[^\W\d_A-Z]", word) and _large_within(word))
    # A letter beside a number and outside a word is probably a sign: £ is Ł in another encoding.
    odd += sum(letter not in SIGNS for letter in _BESIDE_NUMBER.findall(text))
    used = {_small(character) for character in letters}
    if letters:
        shares = [
            sum(_small(character) in SMALL_LETTERS[name] for character in letters) / len(letters)
            for name in SMALL_LETTERS
            if used & COMMON[name]
        ]
        fit = max(shares, default=0.3)
    else:
        fit = 0.9
    return max(fit * (1 - odd / max(len(beyond), 1)), 0.0)


def _small(letter: str) -> str:
    """The small letter; "i" for İ, which Python converts to an i and a combining dot."""
    return letter.lower()[:1]


def _signs_within(text: str) -> list[str]:
    return [character if character in SIGNS or character.isascii() else "a" for character in text]


def _large_within(word: str) -> bool:
    return any(second.isupper() and first.islower() for first, second in pairwise(word))


def _fit_script(script: str, text: str) -> float:
    order = SCRIPTS[script]
    beyond = [character for character in text if ord(character) > 127 and character not in SIGNS]
    if not beyond:
        return 0.0
    known = [order.find(character.lower()) for character in beyond]
    share = sum(rank >= 0 for rank in known) / len(known)
    if share < 0.8:
        return 0.0
    frequent = sum(0 <= rank < len(order) // 3 for rank in known) / len(known)
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if not word.isascii()]
    odd = sum(_large_within(word) for word in words) / max(len(words), 1)
    # The letters of a word belong to one script.
    mixed = sum(any(character.isascii() for character in word) for word in words) / max(len(words), 1)
    signs = len(re.findall(rf"[^\W\d_a-zA-Z][{_BESIDE}]|[{_BESIDE}][^\W\d_a-zA-Z]", text)) / max(
        len(words), 1
    )
    return float(
        max(0.0, share * min(1.0, frequent / 0.55) * (1 - odd) * (1 - mixed) * (1 - min(signs, 1.0)))
    )
