"""Runs as the server sees them: what has been heard of each so far."""

from playground.runs.run import Run, State
from playground.runs.runs import Runs, RunsError

__all__ = ["Run", "Runs", "RunsError", "State"]
