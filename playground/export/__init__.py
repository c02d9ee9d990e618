"""Export: an experiment or a run as script, notebook, model or history."""
