"""Runs as the server sees them: what has been heard of each so far."""

from playground.runs.group import Group
from playground.runs.run import Place, Run
from playground.runs.runs import Runs, RunsError

__all__ = ["Group", "Place", "Run", "Runs", "RunsError"]
