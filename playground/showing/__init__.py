"""Showing: what a page shows without a run of its own: untrained networks, and recorded films."""
