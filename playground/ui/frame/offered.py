"""The data sets on offer to the person at the page: those of the catalogue, and their own tables."""

from collections import Counter
from collections.abc import Callable, Iterable

from playground.datasets import names, title
from playground.experiment.uploads import digest_in, is_own, name_of
from playground.runs import RunsError
from playground.services import runs
from playground.ui.frame.visitor import person


def offered_datasets(current: str) -> list[str]:
    """Names of the data sets on offer; `current` is included if it is an own table, which another person may share."""
    try:
        own = [name_of(table.digest) for table in runs().own_tables.of(person())]
    except RunsError:
        own = []
    shared = [current] if is_own(current) and current not in own else []
    return [*names(), *own, *shared]


def different_titles(offered: Iterable[str]) -> Callable[[str], str]:
    """The title of each data set on offer; files with the same name get the beginning of their hash.

    Streamlit's lists identify options by their titles, so two options with one title would be one.
    """
    titles = {name: title(name) for name in offered}
    count = Counter(titles.values())
    unlike = {
        name: f"{said} ({digest[:6]})"
        for name, said in titles.items()
        if count[said] > 1 and (digest := digest_in(name)) is not None
    }
    return lambda name: unlike.get(name) or titles.get(name) or title(name)
