"""The page My runs."""
