"""Pictures: a network at one moment, in a small form for browsers.

A picture is a header, which is JSON, and arrays. The encoded form, usually within gzip, is: the length of the header
as 4 bytes, little-endian; the header as UTF-8, padded with spaces so that the next part is 4-aligned; the arrays one
after the other, each 4-aligned, little-endian. `header["arrays"]` lists name, dtype, shape, and the offset in bytes
from the end of the header.
"""

import gzip
import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

MAX_BYTES = 60_000  # of an encoded picture

DTYPES = ("uint8", "uint16", "float32")
_ALIGNED = 4
_GZIP = b"\x1f\x8b"

Array: TypeAlias = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Picture:
    """A network at one moment.

    Attributes:
        header: plain data for JSON (epoch, batch, axes, ranges, layers, output, warnings …); it refers to an array by
            the array's name.
        arrays: by name, of dtype uint8, uint16 or float32.
    """

    header: Mapping[str, Any]
    arrays: Mapping[str, Array]

    @property
    def epoch(self) -> int:
        """How many epochs the network had been trained."""
        return int(self.header["epoch"])

    @property
    def batch(self) -> int:
        """How many batches of the next epoch it had been trained on."""
        return int(self.header["batch"])


def encode(picture: Picture, compressed: bool = True) -> bytes:
    """Encodes a picture, within gzip if `compressed`; the same picture gives the same bytes.

    Raises:
        ValueError: the header has NaN, or an array's dtype is not in `DTYPES`.
    """
    entries, parts, offset = [], [], 0
    for name, array in picture.arrays.items():
        if array.dtype.name not in DTYPES:
            raise ValueError(f"the array {name} is {array.dtype.name}; pictures hold {', '.join(DTYPES)}")
        entries.append(
            {"name": name, "dtype": array.dtype.name, "shape": list(array.shape), "offset": offset}
        )
        content = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        content += bytes(-len(content) % _ALIGNED)
        parts.append(content)
        offset += len(content)
    header = json.dumps(
        {**picture.header, "arrays": entries}, allow_nan=False, ensure_ascii=False, separators=(",", ":")
    ).encode()
    header += b" " * (-len(header) % _ALIGNED)
    plain = b"".join([struct.pack("<I", len(header)), header, *parts])
    return gzip.compress(plain, compresslevel=5, mtime=0) if compressed else plain


def is_compressed(content: bytes) -> bool:
    """Whether an encoded picture is within gzip, whose first bytes never are a header's length, a multiple of 4."""
    return content.startswith(_GZIP)


def decode(content: bytes) -> Picture:
    """Decodes a picture; its arrays are read-only."""
    plain = gzip.decompress(content) if is_compressed(content) else content
    (length,) = struct.unpack_from("<I", plain)
    begin = struct.calcsize("<I") + length
    header = json.loads(plain[begin - length : begin])
    arrays = {}
    for entry in header.pop("arrays"):
        dtype = np.dtype(entry["dtype"]).newbyteorder("<")
        count = math.prod(entry["shape"])
        flat = np.frombuffer(plain, dtype, count, begin + entry["offset"])
        arrays[entry["name"]] = flat.reshape(entry["shape"])
    return Picture(header, arrays)


def levels(values: Array, low: Array, high: Array, dtype: str = "uint8") -> Array:
    """Numbers as steps of an unsigned integer: low becomes 0, high the largest; NaN becomes 0.

    Args:
        values: (n, ...) numbers.
        low, high: (n,) the ends of each row's scale; if they are equal, all steps are 0.
        dtype: "uint8" or "uint16". value = low + step / largest * (high - low).
    """
    ends = (-1,) + (1,) * (values.ndim - 1)
    width = np.where(high > low, high - low, 1.0).reshape(ends)
    share = np.nan_to_num((values - low.reshape(ends)) / width, nan=0.0, posinf=1.0, neginf=0.0)
    largest = np.iinfo(dtype).max
    steps: Array = np.rint(np.clip(share, 0.0, 1.0) * largest).astype(dtype)
    return steps


def ends(values: Array) -> tuple[Array, Array]:
    """The lowest and the highest number of each row, (n,) each; 0 for a row without numbers."""
    flat = values.reshape(len(values), -1)
    finite = np.isfinite(flat)
    some = finite.any(axis=1)
    low = np.where(some, np.where(finite, flat, np.inf).min(axis=1), 0.0)
    high = np.where(some, np.where(finite, flat, -np.inf).max(axis=1), 0.0)
    return low, high


def short(value: float) -> float | None:
    """A number for a header: 5 significant digits, None for NaN and infinity."""
    return float(f"{value:.5g}") if math.isfinite(value) else None
