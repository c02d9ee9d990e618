"""Golden curves: what runs gave when `curves.json.gz` was made, to the last bit. See `make` and `check`."""
