"""Positions in UTF-8 at which a text was decoded or encoded wrongly before it came here."""

import base64
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

_AT_ONCE = 1_000_000  # bytes
_TWICE = "letters look as if they had been encoded twice, or in another way than the rest"
_LOST = "a question mark stands where a letter may have been lost"
_MAIL = "letters are written in the code of an e-mail"
_CONTROL = "a sign that no text has stands here: the encoding may have been another one"

# Encodings as which UTF-8 is read by mistake, and the first bytes of UTF-8 of which one such letter is enough.
_MISTAKEN = (
    ("cp1252", b"\xc2\xc3"),
    ("latin-1", b"\xc3"),
    ("mac-roman", b"\xc3\xc4\xc5"),
    ("cp437", b"\xc3\xc4\xc5"),
    ("cp850", b"\xc3\xc5"),
    ("cp1251", b""),
)
_OF_ONE_SCRIPT = (b"\xc4\xc5", b"\xce\xcf", b"\xd0\xd1", b"\xd8\xd9")  # first bytes of letters


def wrong_before(text: bytes) -> Iterator[tuple[int, str]]:
    """Positions with a sentence each."""
    if b"?" in text:
        yield from ((position, _LOST) for position in _questions(text))
    yield from ((match.start(), _MAIL) for match in _QUOTED_PRINTABLE.finditer(text))
    yield from ((match.start(), _MAIL) for match in _UTF7.finditer(text) if _is_utf7(match[1]))
    if text.isascii():
        return
    yield from ((match.start(), _CONTROL) for match in _CONTROLS.finditer(text))
    present = _beyond_ascii(text)
    for letters, pattern in _twice():
        if not letters.isdisjoint(present):
            yield from ((match.start(), _TWICE) for match in pattern.finditer(text))
    for pattern in (_ONLY_ACCENTS, _AMID_LATIN, *((_CAPITALS,) if b"\xd0" in text else ())):
        yield from ((match.start(), _TWICE) for match in pattern.finditer(text))
    if not _SIGNS.isdisjoint(present):
        yield from ((position, _TWICE) for position in _amid(text))


def _beyond_ascii(text: bytes) -> frozenset[bytes]:
    """The distinct characters of a text beyond ASCII, in UTF-8."""
    rest = text.translate(None, bytes(range(128)))
    found: set[str] = set()
    for begin in range(0, len(rest), _AT_ONCE):
        found.update(rest[begin : begin + _AT_ONCE].decode("utf-8", "ignore"))
    return frozenset(letter.encode() for letter in found)


@lru_cache(maxsize=1)
def _twice() -> tuple[tuple[frozenset[bytes], re.Pattern[bytes]], ...]:
    """Patterns of UTF-8 that was decoded in another encoding and encoded again, each with its first letters."""
    found = [
        (frozenset(map(str.encode, "âÄÅ")), re.compile("â€".encode() + rb"|\xc3[\x84\x85]\xc2[\xa1-\xbf]"))
    ]
    for encoding, alone in _MISTAKEN:
        follow = _one_of(_letters(range(0x80, 0xC0), encoding))
        runs = [(firsts, follow, 2) for firsts in _OF_ONE_SCRIPT]
        runs += [(alone, follow, 1), (bytes(range(0xE3, 0xEA)), follow * 2, 2)]
        for firsts, rest, times in runs:
            letters = _letters(firsts, encoding)
            if letters:
                found.append((frozenset(letters), re.compile((_one_of(letters) + rest) * times)))
    return tuple(found)


def _letters(values: Iterable[int], encoding: str) -> tuple[bytes, ...]:
    """The characters that some bytes are in an encoding, in UTF-8."""
    letters = (bytes([value]).decode(encoding, "ignore") for value in values)
    return tuple(letter.encode() for letter in letters if letter)


def _one_of(letters: Iterable[bytes]) -> bytes:
    """The pattern of any of some characters, with a class for those that differ in the last byte only."""
    groups = groupby(sorted(letters), key=lambda letter: letter[:-1])
    classes = [
        re.escape(before) + b"[" + b"".join(re.escape(letter[-1:]) for letter in same) + b"]"
        for before, same in groups
    ]
    return b"(?:" + b"|".join(classes) + b")"


# Letters of cp1252 that were read as Mac Roman or cp850: signs within words, and large letters after small ones.
_SIGNS = frozenset(map(str.encode, "¸ˆ‰‡˙¯÷¾½▀±›³¿¹ÀÁÂÈÉÊËÌÍÎÏÒÓÔÙÚÛÝÞ"))
_SIGN = re.compile(_one_of(_SIGNS) + rb"(?=[a-z ,;\t\r\n]|\Z)")


def _amid(text: bytes) -> Iterator[int]:
    for match in _SIGN.finditer(text):
        start, end = match.span()
        sign = not match.group().decode().isalpha()
        before, after = text[start - 1 : start], text[end : end + 2]
        if before.isalpha() and after.islower() if sign else before.islower():
            yield start


# Cyrillic letters that were read as cp1252 or KOI8, and UTF-8 that was read as GBK.
_ONLY_ACCENTS = re.compile(rb"\xc3[\x80-\xbf](?:\xc3[\x80-\xbf]){3}")
_CAPITALS = re.compile(rb"(?:\xd0[\xb0-\xbf]|\xd1[\x80-\x8f])\xd0[\x90-\xaf]\xd0[\x90-\xaf]\xd0[\x90-\xaf]")
_AMID_LATIN = re.compile(
    rb"[\xe4-\xe9][\x80-\xbf]{2}(?<=[a-zA-Z][\xe4-\xe9][\x80-\xbf][\x80-\xbf])(?=[a-z]{2})"
)
_CONTROLS = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_QUOTED_PRINTABLE = re.compile(rb"=[C-F][0-9A-F]=(?:\r?\n)?[89AB][0-9A-F]")
_UTF7 = re.compile(rb"\+([A-Za-z0-9+/]{3,})(?![A-Za-z0-9+/])")
_BEFORE_LETTER = re.compile(rb"\?(?=[A-Za-z])[A-Za-z?]*(?![\w=/&.%\x80-\xff])")
_ALONE = re.compile(rb"\?[? ]*\?(?=[,;\t|\"\r\n]|\Z)")
_WORD = re.compile(rb"(?:^|[\s,;|\"'(])([A-Za-z?]*)\Z")


def _questions(text: bytes) -> Iterator[int]:
    """Question marks within or before words, and cells of several; not those of web addresses."""
    for match in _BEFORE_LETTER.finditer(text):
        start = match.start()
        word = _WORD.search(text[max(0, start - 30) : start])
        inside = word is not None and word[1] and text[start + 1 : start + 2].islower()
        if inside or (word is not None and not word[1] and len(match[0]) > 2):
            yield start
    for match in _ALONE.finditer(text):
        if text[match.start() - 1 : match.start()] in (b",", b";", b"\t", b"|", b'"', b"\n", b"\r"):
            yield match.start()


def _is_utf7(letters: bytes) -> bool:
    """Whether base64 has letters beyond ASCII, as UTF-7 writes them."""
    try:
        word = base64.b64decode(letters + b"=" * (-len(letters) % 4)).decode("utf-16-be")
    except (ValueError, UnicodeDecodeError):
        return False
    if not all(letter.isalpha() or letter in " '\"&" for letter in word):
        return False
    # Any base64 can be letters of Asia by chance; that with all kinds of signs rarely is a word.
    mixed = all(re.search(kind, letters) for kind in (b"[a-z]", b"[A-Z]", b"[0-9]"))
    return all(letter < "\u0600" for letter in word) or (mixed and all(letter >= "\u3040" for letter in word))
