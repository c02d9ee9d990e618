"""What a person sees of a run in a real browser: see `benchmarks.alive`."""
