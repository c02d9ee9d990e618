"""Comparing: what differs between experiments, and what may be compared."""
