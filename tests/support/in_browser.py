"""Arrays as text for scripts in a browser, and back."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

# For scripts in a page: float32 numbers from base64, and back.
NUMBERS = """
const numbers = (text) => new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
const text = (values) => {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let letters = "";
  for (let at = 0; at < bytes.length; at += 4096) letters += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(letters);
};
"""


def as_text(values: Sequence[Any]) -> str:
    """The numbers of arrays in one row, float32 as base64."""
    flat = [numpy.asarray(array, numpy.float32).ravel() for array in values]
    return base64.b64encode(numpy.concatenate(flat).tobytes()).decode()


def from_text(text: str) -> NDArray[numpy.float32]:
    """The float32 numbers."""
    return numpy.frombuffer(base64.b64decode(text), numpy.float32)


def assert_close(found: Any, expected: Any, within: float = 1e-5, of: Mapping[str, Any] | str = "") -> None:
    """Asserts that no number differs by more than `within` times max(1, |expected|)."""
    expected = numpy.asarray(expected, numpy.float64)
    off = numpy.abs(numpy.asarray(found, numpy.float64).reshape(expected.shape) - expected)
    worst = (off / numpy.maximum(1, numpy.abs(expected))).max()
    assert worst <= within, f"{of}: off by {worst:.2g}"
