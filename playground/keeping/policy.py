"""The policy: how long an installation keeps what its people make, in one place."""

from pydantic import BaseModel, ConfigDict, PositiveFloat, PositiveInt

from playground.limits import from_environment


class Policy(BaseModel):
    """How much is kept. None is no bound: nobody's work goes unless whoever runs the server says so.

    A bound for each person counts starred runs, and runs that go on, first; these are never removed.

    Attributes:
        keep_days: runs that are older go; so do uploads, uploaded lessons and people that nobody has used for as long.
        keep_runs: of one person; beyond it the oldest go.
        keep_bytes: of the files of one person's runs; beyond it the oldest lose weights, data and pictures, and keep
            settings and curves.
        tidy_hours: between two tidyings of a server.
    """

    model_config = ConfigDict(frozen=True)

    keep_days: PositiveFloat | None = None
    keep_runs: PositiveInt | None = None
    keep_bytes: PositiveInt | None = None
    tidy_hours: PositiveFloat = 1.0


def policy() -> Policy:
    """The policy in force: each field by its environment variable, PLAYGROUND_KEEP_DAYS and so on.

    Raises:
        SystemExit: with a sentence, when a variable does not hold a positive number.
    """
    return from_environment(Policy)
