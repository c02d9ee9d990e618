"""The policy: how long an installation keeps what its people make."""

from pydantic import BaseModel, ConfigDict, PositiveFloat, PositiveInt

from playground.limits import from_environment


class Policy(BaseModel):
    """The limits. None is no limit: without a setting by the host, nothing is removed.

    A limit per person counts starred runs and runs that go on first; these are never removed.

    Attributes:
        keep_days: older runs are removed, and also uploads, uploaded lessons and people without use for that long.
        keep_runs: the number of runs per person; beyond it the oldest are removed.
        keep_bytes: the bytes of the files of one person's runs; beyond it the oldest runs lose weights, data and
            pictures, and keep settings and curves.
        tidy_hours: the hours between two tidyings.
    """

    model_config = ConfigDict(frozen=True)

    keep_days: PositiveFloat | None = None
    keep_runs: PositiveInt | None = None
    keep_bytes: PositiveInt | None = None
    tidy_hours: PositiveFloat = 1.0


def policy() -> Policy:
    """The policy from the environment variables PLAYGROUND_KEEP_DAYS and so on.

    Raises:
        SystemExit: with a sentence, if a variable is not a positive number.

    """
    return from_environment(Policy)
