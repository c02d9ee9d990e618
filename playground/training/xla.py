"""Whether an epoch is worth compiling with XLA."""

from typing import Any


def pays(model: Any) -> bool:
    """Whether XLA makes up in the epochs for the seconds it takes to compile."""
    return True
