"""Export: what is taken away of an experiment or a run: script, notebook, model, history."""
