"""Runs on the server: their state and curves, made of the events received so far."""

from playground.runs.deeds import NotAllowedError, RunsError
from playground.runs.group import Group
from playground.runs.membership import Membership
from playground.runs.run import Run
from playground.runs.runs import Runs

__all__ = ["Group", "Membership", "NotAllowedError", "Run", "Runs", "RunsError"]
