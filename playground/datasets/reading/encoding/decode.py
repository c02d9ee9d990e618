"""Decodes the bytes of a file to UTF-8, and finds the lines that contradict the encoding."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from playground.datasets.reading.encoding.alphabets import SIGNS
from playground.datasets.reading.encoding.cyrillic import lines_in_another
from playground.datasets.reading.encoding.legacy import SIGN_AMID_WORD, guess_legacy
from playground.datasets.reading.encoding.wrong_before import wrong_before
from playground.datasets.reading.reading import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4_096
_BEFORE_LATIN = re.compile(rb"[\xd0-\xe1][\x80-\xbf]{1,2}(?=[A-Za-z])")
_BEFORE_CYRILLIC = re.compile(rb"[\xcd-\xcf\xd4-\xe1][\x80-\xbf]{1,2}(?=[\xd0-\xd3])")
_UNSEEN = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32)) + b"\x7f"
_SOUND = bytes(set(range(256)) - set(_UNSEEN))


@dataclass(frozen=True)
class Decoded:
    """A decoded file.

    Attributes:
        text: the file as UTF-8, without a byte-order mark.
        encoding: the name of the Python codec of the file.
        doubts: byte positions in `text`, with a sentence each.
    """

    text: bytes
    encoding: str
    doubts: tuple[tuple[int, str], ...]


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes bytes; None means that the encoding is guessed.

    Raises:
        ReadingError: the encoding is unknown, or the bytes are not text.
    """
    if encoding is not None:
        return _given(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], name)
    wide = _wide(data)
    if wide is not None:
        return _decoded(data, wide)
    try:
        data.decode("utf-8")
        return Decoded(data, "utf-8", tuple(_suspicious(data)))
    except UnicodeDecodeError:
        return _not_utf8(data)


def _given(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, TypeError, ValueError):
        raise ReadingError(f"“{encoding[:40]}” is no encoding that is known here.") from None
    for mark, marked in _MARKS:
        same = name.removesuffix("-sig") in (marked, marked.removesuffix("-le").removesuffix("-be"))
        if same and data.startswith(mark):
            return _decoded(data[len(mark) :], marked)
    return _decoded(data, name.removesuffix("-sig"))


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte-order mark, recognized by its zero bytes, which other text hardly has."""
    head = data[:_HEAD]
    if len(head) < 4 or head.count(0) < len(head) / 5:
        return None
    zeros = [head[index::4].count(0) / max(len(head[index::4]), 1) for index in range(4)]
    if min(zeros[1:]) > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    if min(zeros[:3]) > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else None


def _decoded(data: bytes, encoding: str) -> Decoded:
    """Decodes bytes; invalid bytes become U+FFFD with a doubt."""
    if encoding == "utf-8":
        try:
            data.decode("utf-8")
            return Decoded(data, encoding, tuple(_suspicious(data)))
        except UnicodeDecodeError:
            return _mended(data)
    try:
        text = data.decode(encoding).encode("utf-8", "surrogatepass")
        text.decode("utf-8")
    except UnicodeError:
        text = _replaced(data, encoding)
    except (LookupError, ValueError):
        raise ReadingError(f"“{encoding[:40]}” is no encoding that is known here.") from None
    return Decoded(text, encoding, tuple(_suspicious(text)))


def _replaced(data: bytes, encoding: str) -> bytes:
    """The bytes as UTF-8, with U+FFFD for invalid bytes."""
    try:
        return data.decode(encoding, "replace").encode("utf-8", "replace")
    except UnicodeError:  # idna and punycode cannot replace
        raise ReadingError(f"This file is not written in “{encoding[:40]}”.") from None


def _not_utf8(data: bytes) -> Decoded:
    """Decodes mostly UTF-8 with some other bytes, or a legacy encoding."""
    head = data[:_HEAD]
    unseen = head.translate(None, _SOUND)
    if len(set(unseen)) >= 5 and len(unseen) > 0.02 * len(head):
        raise ReadingError(
            "This file holds no text that can be read: it is a program, a picture or the like."
        )
    # Bytes that UTF-8 would have in a row of two or more; other encodings have them next to each other by chance.
    well = sum(
        1
        for _ in re.finditer(
            rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data
        )
    )
    ill = _ill(data)
    if well and well >= ill:
        return _mended(data)
    guess = guess_legacy(data)
    if well and guess.fit < 0.5:
        return _mended(data)
    text = data.decode(guess.encoding, "replace").encode()
    doubts = list(_suspicious(text))
    doubts.extend(_lines_in_utf8(data, text))
    said = text.decode()
    amid = list(SIGN_AMID_WORD.finditer(said))
    if len(amid) <= _FEW:
        doubts.extend((len(said[: match.start()].encode()), "a sign stands amid a word") for match in amid)
    for match in re.finditer(codecs.BOM_UTF8, data):
        before = data[: match.start()].decode(guess.encoding, "replace").encode()
        doubts.append((len(before), _MARK_AMID))
    doubts.extend(lines_in_another(text, guess.encoding))
    if guess.fit <= 0.5 or guess.rival is not None:
        doubts.extend(_unsure(text, guess.encoding, guess.rival))
    return Decoded(text, guess.encoding, tuple(doubts))


_OF_ONE_SCRIPT = re.compile(
    "[\u0370-\u03ff]{2,}|[\u0400-\u052f]{2,}|[\u0590-\u05ff]{2,}|[\u0600-\u06ff]{2,}|[\u0e00-\u0e7f]{2,}|[\u2e80-\uffef]{2,}"
)


def _lines_in_utf8(data: bytes, text: bytes) -> list[tuple[int, str]]:
    """The UTF-8 lines of a file in another encoding, as positions in `text`; their letters are of one script."""
    lines, decoded = data.split(b"\n"), text.split(b"\n")
    if len(lines) != len(decoded):
        return []
    found = []
    position = 0
    for line, after in zip(lines, decoded, strict=True):
        if not line.isascii() and _OF_ONE_SCRIPT.fullmatch(_beyond_ascii(line)):
            found.append((position, "this line is in UTF-8, and other lines are not"))
        position += len(after) + 1
    return found


def _beyond_ascii(line: bytes) -> str:
    """The letters beyond ASCII of a line in UTF-8; "" if it is not UTF-8."""
    try:
        return "".join(letter for letter in line.decode() if letter > "\x7f" and letter not in SIGNS)
    except UnicodeDecodeError:
        return ""


def _ill(data: bytes) -> int:
    """The number of bytes above 127 that belong to no UTF-8 character."""
    return data.decode("utf-8", "replace").count("\ufffd")


def _mended(data: bytes) -> Decoded:
    """Decodes UTF-8 in which invalid bytes are cp1252, with a doubt for each."""
    doubts: list[tuple[int, str]] = []
    parts: list[bytes] = []
    position = length = 0
    view = memoryview(data)
    while position < len(data):
        try:
            final = position + _AT_ONCE >= len(data)
            _, count = codecs.utf_8_decode(view[position : position + _AT_ONCE], "strict", final)
            parts.append(data[position : position + count])
            length, position = length + count, position + count
        except UnicodeDecodeError as error:
            bad = data[position + error.start : position + error.end]
            mended = bad.decode("cp1252", "replace").encode()
            parts += [data[position : position + error.start], mended]
            length += error.start
            if len(doubts) < _MOST:
                doubts.append((length, _BYTES.format(" ".join(f"{byte:02x}" for byte in bad))))
            length, position = length + len(mended), position + error.end
    text = b"".join(parts)
    return Decoded(text, "utf-8", (*doubts, *_suspicious(text)))


_AT_ONCE = 65_536  # bytes decoded at once: after each byte that does not fit, decoding begins anew
_MOST = 10_000  # doubts about bytes
_BYTES = "the bytes {} are no UTF-8, which the rest of the file is in"
_FEW = 3  # most words that are not evidence of another encoding
_MARK_AMID = "a byte-order mark stands amid the text"
# U+FFFD, and Python's characters for single bytes that are invalid in cp932.
_NO_TEXT = re.compile(b"\xef\xbf\xbd|\xef\xa3[\xb0-\xb3]")
_LOST = "a character was lost before, or is no text"


def _suspicious(text: bytes) -> list[tuple[int, str]]:
    """Positions in UTF-8 with characters that an undamaged text does not have, with a sentence each."""
    found: list[tuple[int, str]] = []
    if text.translate(None, _SOUND):
        found += [
            (match.start(), f"the unseen character {match.group()[0]:#04x} stands here")
            for match in re.finditer(b"[" + re.escape(_UNSEEN) + b"]", text)
        ]
    found += wrong_before(text)
    if text.isascii():
        return found
    found += [(match.start(), _LOST) for match in _NO_TEXT.finditer(text)]
    found += [(match.start(), _MARK_AMID) for match in re.finditer(codecs.BOM_UTF8, text)]
    found += [(position, "a letter of another script stands within a word") for position in _mixed(text)]
    return found


def _mixed(text: bytes) -> Iterator[int]:
    """Letters of another script within a Latin or Cyrillic word; Greek ones are usual in Latin words, as in NFκB."""
    if len(text.translate(None, _LEADS)) == len(text):
        return  # this check takes a tenth of the patterns' time
    for match in _BEFORE_LATIN.finditer(text):
        start = match.start()
        if text[start - 1 : start].isalpha() and "\u0400" <= match.group().decode()[0] <= "\u1cff":
            yield start
    for match in _BEFORE_CYRILLIC.finditer(text):
        start = match.start()
        letter = match.group().decode()[0]
        if text[start - 2 : start - 1] in _CYRILLIC and (
            "\u0370" <= letter < "\u0400" or "\u0530" <= letter <= "\u1cff"
        ):
            yield start


_LEADS = bytes(range(0xCD, 0xE2))  # the first bytes of letters from Greek on, before those of Asia
_CYRILLIC = (b"\xd0", b"\xd1", b"\xd2", b"\xd3")


def _unsure(text: bytes, encoding: str, rival: str | None) -> list[tuple[int, str]]:
    """The lines with characters that differ in a rival encoding; without a rival all lines beyond ASCII."""
    other = "" if rival is None else f", and {rival} fits as well"
    sentence = f"letters are read as {encoding}, of which there is little evidence{other}"
    found = []
    for match in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", text):
        if rival is not None:
            line = match.group().decode()
            try:
                if line.encode(encoding).decode(rival) == line:
                    continue
            except UnicodeError:
                pass
        first = re.search(rb"[\x80-\xff]", match.group())
        assert first is not None
        found.append((match.start() + first.start(), sentence))
    return found
