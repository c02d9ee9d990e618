"""The measures on opened test rows: the answer of the job `OpenTest`."""

from pydantic import BaseModel, ConfigDict


class Measures(BaseModel):
    """The measures of a run's network on test rows.

    Attributes:
        rows: how many rows were measured.
        incomplete: how many rows lack a feature, if training leaves out such rows too.
        unfit: how many rows have a class that no other row has, or no logarithm if that is predicted.

        values: loss and metrics by their names, on the scale of the run's curves; None for no finite number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: int
    incomplete: int
    unfit: int
    values: dict[str, float | None]
