"""A visitor of the Playground without a browser: see `benchmarks.pages`."""
