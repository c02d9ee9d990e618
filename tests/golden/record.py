"""The file of the golden curves: what is in it, and how a run of now differs from one of them."""

import gzip
import json
import math
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from playground.experiment.parse import from_content
from playground.machine import machine
from tests.golden.case import Case

FILE = Path(__file__).parent / "curves.json.gz"
MOST_BYTES = 300_000
# Another kind of processor adds in another order. Training enlarges the difference from step to step: between two of
# AMD's, the loss of a quick run differed by 3e-4 of its size after one epoch, by 3e-3 after four.
TOLERANCE, COMPARED_EPOCHS = 2e-3, 1

# What follows from the numbers of later epochs.
_FROM_LATER_EPOCHS = {
    "best",
    "best_at_end",
    "evaluated",
    "findings",
    "kept",
    "passed_over",
    "remarks",
    "weights",
}
_NUMBERS = re.compile(r"[-+]?\d[\d,.]*(e[-+]?\d+)?")
_WIDE = ("sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_vnni", "asimd", "sve")
_CPUINFO = Path("/proc/cpuinfo")


def processor() -> dict[str, str]:
    """The kind of this processor: what decides in which order numbers are added."""
    if not _CPUINFO.exists():
        return {"model": platform.processor() or platform.machine(), "number": "", "wide": ""}
    lines = (line.partition(":") for line in _CPUINFO.read_text("utf-8").split("\n\n")[0].splitlines())
    told = {name.strip(): value.strip() for name, _, value in lines}
    flags = told.get("flags", told.get("Features", "")).split()
    numbers = (told.get(name, "") for name in ("vendor_id", "cpu family", "model"))
    return {
        "model": told.get("model name", platform.machine()),
        "number": " ".join(filter(None, numbers)),
        "wide": " ".join(flag for flag in _WIDE if flag in flags),
    }


def libraries() -> Mapping[str, str]:
    """The versions of what computes."""
    found = machine()["libraries"]
    assert isinstance(found, dict)
    return {name: found[name] for name in ("tensorflow", "keras", "numpy", "pandas", "scikit-learn")}


def packed(told: Iterable[tuple[Case, Mapping[str, Any]]]) -> bytes:
    """Cases and what their runs told, as bytes: the same whenever they are made."""
    content = {
        "processor": processor(),
        "libraries": libraries(),
        "runs": [
            {
                "name": case.name,
                "quick": case.quick,
                "experiment": case.experiment.model_dump(mode="json"),
                "wishes": [list(group) for group in case.wishes],
                "told": found,
            }
            for case, found in told
        ],
    }
    # JSON has each number in as many digits as bring it back, NaN and infinity too.
    return gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)


def read() -> dict[str, Any]:
    """The content of the file: `processor`, `libraries`, and `runs`, each with the parts of its case and `told`."""
    content: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return content


def case_of(kept: Mapping[str, Any]) -> Case:
    """The case of one of the file's runs."""
    return Case(kept["name"], from_content(kept["experiment"]), kept["wishes"], kept["quick"])


def is_same_kind(content: Mapping[str, Any]) -> bool:
    """Whether the file was made on a processor of this kind."""
    return bool(content["processor"] == processor())


def differences(then: Any, now: Any, *, exact: bool, where: str = "") -> Iterator[str]:
    """What differs between a run of the file and one of now, each as a line.

    Args:
        then: what the run told when the file was made.
        now: what it tells now, with tuples as lists.
        exact: whether numbers and sentences must be equal to the last bit. Otherwise curves may differ by `TOLERANCE`
            up to epoch `COMPARED_EPOCHS`; the numbers in sentences, and what follows from later epochs, are left out.
        where: the names on the way to these parts.
    """
    match then, now:
        case dict(), dict():
            for name in [*then, *(name for name in now if name not in then)]:
                if name not in then or name not in now:
                    yield f"{where}.{name}: is there only {'then' if name in then else 'now'}"
                elif exact or name not in _FROM_LATER_EPOCHS:
                    yield from differences(then[name], now[name], exact=exact, where=f"{where}.{name}")
        case list(), list():
            if len(then) != len(now):
                yield f"{where}: {len(then)} then, {len(now)} now"
            for index, (one, other) in enumerate(zip(then, now, strict=False)):
                if exact or index <= COMPARED_EPOCHS:
                    yield from differences(one, other, exact=exact, where=f"{where}[{index}]")
        case _ if not (_is_equal(then, now) if exact else _is_close(then, now)):
            yield f"{where}: {then!r} then, {now!r} now"


def as_json(told: Mapping[str, Any]) -> Any:
    """What a run told as it comes back from the file."""
    return json.loads(json.dumps(told))


def _is_equal(then: Any, now: Any) -> bool:
    # 0.0 and -0.0 differ, and NaN is equal to itself.
    return type(then) is type(now) and repr(then) == repr(now)


def _is_close(then: Any, now: Any) -> bool:
    match then, now:
        case str(), str():
            return _NUMBERS.sub("#", then) == _NUMBERS.sub("#", now)
        case float(), float():
            same = repr(then) == repr(now)
            return same or math.isclose(then, now, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return _is_equal(then, now)
