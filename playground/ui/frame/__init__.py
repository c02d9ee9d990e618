"""Frame: what every page shares."""
