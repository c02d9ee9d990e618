"""The data sets on offer to the person at the page: those that everybody has, and their own tables."""

from playground.datasets import names
from playground.experiment.uploads import is_own, name_of
from playground.runs import RunsError
from playground.services import runs
from playground.ui.frame.visitor import person


def offered_datasets(current: str) -> list[str]:
    """Names of the data sets on offer; `current` is among them if it is an own table, which another may share."""
    try:
        own = [name_of(table.digest) for table in runs().own_tables.of(person())]
    except RunsError:
        own = []
    shared = [current] if is_own(current) and current not in own else []
    return [*names(), *own, *shared]
