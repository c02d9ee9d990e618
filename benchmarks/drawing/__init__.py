"""Pictures of what benchmarks measure."""
