"""What test rows come to when they are opened: the answer of the job `OpenTest`."""

from pydantic import BaseModel, ConfigDict


class Measures(BaseModel):
    """What the network of a run comes to on test rows.

    Attributes:
        rows: how many were measured.
        incomplete: how many lack a feature, where such rows are left out of training too.
        unfit: how many are of a class that no other row has, or have no logarithm where that is predicted.
        values: loss and metrics by their names, on the scale of the run's curves; None for no finite number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: int
    incomplete: int
    unfit: int
    values: dict[str, float | None]
