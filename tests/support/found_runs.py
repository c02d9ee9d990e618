"""Services whose runs are found, or not, as a test says."""

from collections.abc import Callable

from playground.runs import Run, Runs
from playground.services import Services
from tests.support.silent_engine import SilentEngine


def found_by(get: Callable[[str], Run | None]) -> Services:
    """Services with the runs that `get` finds by their ids, and no others."""
    runs = Runs(SilentEngine())
    runs.get = get  # type: ignore[method-assign]
    return Services(runs)
