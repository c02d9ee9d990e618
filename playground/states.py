"""The states of a run, and how pages and the command line name them."""

from collections.abc import Mapping
from typing import Literal, get_args

State = Literal["waiting", "running", "finished", "stopped_early", "stopped", "failed", "interrupted"]

STATES: Mapping[str, str] = {state: state.replace("_", " ") for state in get_args(State)}
GOING: frozenset[State] = frozenset({"waiting", "running"})  # the states of runs that have not ended
