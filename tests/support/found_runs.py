"""Services that find the runs that a test says."""

from collections.abc import Callable

from playground.runs import Run, Runs
from playground.services import Services
from tests.support.silent_engine import SilentEngine


def found_by(get: Callable[[str], Run | None]) -> Services:
    """Services with only the runs that `get` returns by their ids."""
    runs = Runs(SilentEngine())
    runs.get = get  # type: ignore[method-assign]
    return Services(runs)
