"""Watching: what the host of an installation wants to know, as figures for a page and for Prometheus."""
