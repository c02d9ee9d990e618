"""Forms: the widgets in which an experiment is set."""
