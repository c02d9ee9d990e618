"""Training: `fit`, the trainer, and what a worker runs around it.

Importing this package loads no Keras; asking for `fit` does.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.training.trainer import fit

__all__ = ["fit"]


def __getattr__(name: str) -> Any:
    if name == "fit":
        from playground.training.trainer import fit

        return fit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
