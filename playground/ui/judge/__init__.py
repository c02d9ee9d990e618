"""Judging a run: how good its network is, in a dialog."""
