"""Case: an experiment, and what its person asks for while it is trained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.experiment import Experiment


@dataclass(frozen=True)
class Case:
    """One run of the golden curves.

    Attributes:
        name: unique among the cases.
        experiment: as it was asked for, before it is completed.
        wishes: wishes as a browser sends them, in groups. After each group but the last the run is held and leaves its
            worker; the next group finds it on another one, begun from its checkpoint.
        quick: whether `make test` trains it too.
    """

    name: str
    experiment: Experiment
    wishes: Sequence[Sequence[Mapping[str, Any]]] = ((),)
    quick: bool = False
