"""A whole experiment as a short text that fits into an address, and back.

`1.` and then base64url (RFC 4648, without padding) of zlib (RFC 1950) of the experiment as JSON. The number before the
dot says which dictionary the compression began with, so that a link is still read when there is a better one.
"""

import base64
import binascii
import re
import zlib
from typing import Any

from pydantic_core import to_json

from playground.errors import ExperimentError, Problem
from playground.experiment import Experiment
from playground.experiment.link_dictionary import VERSION_1
from playground.experiment.parse import MAX_CHARACTERS, parse

_DICTIONARIES = {"1": VERSION_1}
_VERSION = "1"

_NOT_WHOLE = "The link does not hold a whole experiment"
_TRUNCATED = f"{_NOT_WHOLE}: copy the whole address again."
_NEWER = f"{_NOT_WHOLE} that can be read here: it is of a newer version."
_TOO_LONG = f"{_NOT_WHOLE}: it is too long to be one."


def to_link(experiment: Experiment) -> str:
    """The experiment as text of the characters A-Z, a-z, 0-9, `-`, `_` and one dot.

    Args:
        experiment: one that `plan` has completed, so that a default that changes later changes no link.
    """
    compress = zlib.compressobj(9, zdict=_DICTIONARIES[_VERSION])
    content = to_json(_without_later(experiment.model_dump()))
    packed = compress.compress(content) + compress.flush()
    return f"{_VERSION}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def _without_later(content: Any) -> Any:
    """Plain data without the null of settings that the dictionary does not know.

    A setting that is newer than the dictionary is null when it is off, so a link leaves it out.
    """
    match content:
        case dict():
            return {
                name: value if name == "options" else _without_later(value)
                for name, value in content.items()
                if value is not None or f'"{name}":'.encode() in VERSION_1
            }
        case list() | tuple():
            return [_without_later(part) for part in content]
    return content


def from_link(text: str) -> Experiment:
    """Decodes the text that `to_link` returned.

    Raises:
        ExperimentError: with one sentence, for any other text.
    """
    version, dot, packed = text.strip().partition(".")
    if dot and version.isdecimal() and version not in _DICTIONARIES:
        raise ExperimentError(Problem("", _NEWER))
    if version not in _DICTIONARIES or not re.fullmatch("[A-Za-z0-9_-]+", packed):
        raise ExperimentError(Problem("", _TRUNCATED))
    if len(packed) > MAX_CHARACTERS:
        raise ExperimentError(Problem("", _TOO_LONG))
    content = _unpack(packed, _DICTIONARIES[version])
    try:
        return parse(content)
    except ExperimentError as error:
        raise ExperimentError(Problem("", f"{_NOT_WHOLE}: {error.problems[0]}")) from None


def _unpack(packed: str, dictionary: bytes) -> str:
    decompress = zlib.decompressobj(zdict=dictionary)
    try:
        data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        # A few bytes may unpack to gigabytes, so no more is unpacked than an experiment may have.
        content = decompress.decompress(data, MAX_CHARACTERS).decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise ExperimentError(Problem("", _TRUNCATED)) from None
    if not decompress.eof or decompress.unused_data:
        raise ExperimentError(Problem("", _TOO_LONG if decompress.unconsumed_tail else _TRUNCATED))
    return content
