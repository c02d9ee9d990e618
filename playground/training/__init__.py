"""Training: `fit` and the trainer behind it.

Importing this package does not load Keras; the first use of `fit` does.

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
