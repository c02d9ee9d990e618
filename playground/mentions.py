"""Mentions: names of columns and classes in sentences: on one line, shortened, and only the first few of many."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_LONGEST = 60  # the most letters of a name in a sentence
_QUOTED = 4  # the most columns that a sentence names in quotes
_MENTIONED = 8  # and without

# These marks would reverse the direction of the rest of a sentence. Names in Arabic or Hebrew need other marks.
_TURNING = re.compile("[\u202a-\u202e\u2066\u2067]")
_ISOLATES = re.compile(
    "[\u2068\u2069]"
)  # the start and end of text that does not change the direction outside


def unturned(text: str) -> str:
    """The text without the marks that reverse the direction of what follows."""
    return _TURNING.sub("", text)


def short(name: str, longest: int = _LONGEST) -> str:
    """The name of a column or class on one line, shortened if it is long."""
    line = " ".join(unturned(name).split()) or "(no name)"
    line = line if len(line) <= longest else line[: longest - 1] + "…"
    is_whole = not "".join(_ISOLATES.findall(line)).replace("\u2068\u2069", "")
    return line if is_whole else _ISOLATES.sub("", line)


def told_apart(names: Iterable[str], longest: int = _LONGEST) -> Mapping[str, str]:
    """Short names by name. Equal short names are numbered from the second on: `long… (2)`.

    Streamlit identifies the options of a list by their labels, so equal labels would be one option.
    """
    seen, found, taken = Counter[str](), dict[str, str](), set[str]()
    for name in names:
        label = line = short(name, longest)
        while label in taken:
            seen[line] += 1
            number = f" ({seen[line] + 1})"
            label = short(name, longest - len(number)) + number
        taken.add(label)
        found[name] = label
    return found


def quoted(name: str) -> str:
    """The name of a column or class in a sentence: in quotes, on one line, shortened if it is long."""
    return f"“{_isolate(short(name))}”"


def listed(names: Sequence[str], what: str = "columns") -> str:
    """Names of columns, or of `what`, as a list in a sentence: the first few and the number of the others."""
    if len(names) <= _QUOTED:
        return and_(map(quoted, names))
    return f"{', '.join(map(quoted, names[: _QUOTED - 1]))} and {len(names) - _QUOTED + 1:,} more {what}"


def mentioned(names: Sequence[str], remarks: Sequence[str] = (), most: int = _MENTIONED) -> str:
    """Names without quotes, each with its remark: `zip (3), city (1) and 40 more`, in `most` parts at most."""
    most = len(names) if len(names) <= most else most - 1
    words = [_isolate(short(name)) for name in names[:most]]
    words = [f"{name} {remark}" for name, remark in zip(words, remarks, strict=False)] if remarks else words
    return and_([*words, f"{len(names) - most:,} more"] if len(names) > most else words)


def and_(words: Iterable[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _isolate(name: str) -> str:
    """The name, marked so that right-to-left letters in it do not change the text around it."""
    is_leftwards = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if is_leftwards else name
