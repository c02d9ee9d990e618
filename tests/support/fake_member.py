"""A run of a group, in the form of the groups route."""

from typing import Any


def fake_member(
    name: str, state: str = "finished", value: float | None = None, **more: Any
) -> dict[str, Any]:
    """One run of a sweep, with a best value if it has one; its id is also the label of its cell."""
    best = None if value is None else {"epoch": 7, "monitor": "val_loss", "value": value}
    said = {"id": name, "cell": name, "state": state, "reason": "", "epoch": 20, "epochs": 40, "best": best}
    return said | {"seconds": 1.5, "place": None, "kept": None, "in_unit": value} | more
