"""Keeping: how long things are kept, what tidying removes, and back-ups. Nothing here trains or draws."""
