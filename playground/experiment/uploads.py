"""Names of own tables: `upload:` and the SHA-256 of the file."""

import re

from playground.experiment.model import Experiment

PREFIX = "upload:"
_NAME = re.compile(f"{PREFIX}([0-9a-f]{{64}})")


def name_of(digest: str) -> str:
    """The name of a data set by the hash of its file, 64 hexadecimal digits."""
    return f"{PREFIX}{digest}"


def is_own(name: str) -> bool:
    """Whether a data set is an own table and not in the catalogue."""
    return name.startswith(PREFIX)


def digest_in(name: str) -> str | None:
    """The hash in the name of an own table; None for any other name."""
    found = _NAME.fullmatch(name)
    return None if found is None else found[1]


def digests_in(experiment: Experiment) -> frozenset[str]:
    """The hashes of the own tables that an experiment needs, also for the run that it branches off or is a twin of."""
    found = {digest_in(experiment.data.dataset)}
    parent = None if experiment.branch is None else experiment.branch.experiment
    for inner in (parent, experiment.twin):
        if inner is not None:
            found |= digests_in(inner)
    return frozenset(digest for digest in found if digest is not None)


def digests_named(text: str) -> frozenset[str]:
    """The hashes of all own tables that the text of an experiment names anywhere, whether or not it can be read."""
    return frozenset(_NAME.findall(text))
