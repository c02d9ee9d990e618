"""Own tables for tests: stored as bytes, found by their hashes."""

import hashlib
from collections.abc import Mapping, Sequence

from playground.datasets.own.contents import bring
from playground.experiment.uploads import name_of


def brought(content: str | bytes) -> str:
    """Stores a file where this process finds tables; returns the name of its data set."""
    data = content.encode() if isinstance(content, str) else content
    digest = hashlib.sha256(data).hexdigest()
    bring({digest: data})
    return name_of(digest)


def csv(columns: Mapping[str, Sequence[object]], delimiter: str = ";") -> str:
    """A table as delimited text."""
    rows = zip(*columns.values(), strict=True)
    lines = [delimiter.join(columns), *(delimiter.join(map(str, row)) for row in rows)]
    return "\n".join(lines) + "\n"


# A semicolon file with decimal commas, an umlaut, an identifier, words, and classes written as 0 and 1.
FLATS = csv(
    {
        "Nr": range(1, 41),
        "Größe": [f"{20 + 3 * n},5" for n in range(40)],
        "Lage": ["Mitte" if n % 3 else "Rand" for n in range(40)],
        "Miete": [f"{400 + 17 * n},{n % 10}" for n in range(40)],
        "vermietet": [int(n % 4 > 0) for n in range(40)],
    }
)
