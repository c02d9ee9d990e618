"""Showing: what a page shows without a run: untrained networks and recorded films."""
