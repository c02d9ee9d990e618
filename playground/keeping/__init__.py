"""Keeping: how long things are stored, what tidying removes, and back-ups. Nothing here trains or draws."""
