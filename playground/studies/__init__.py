"""Studies: sweeps, seeds and twins."""
