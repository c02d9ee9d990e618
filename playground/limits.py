"""All limits of one installation, each set by an environment variable `PLAYGROUND_<NAME>`."""

import os
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, PositiveFloat, PositiveInt, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)


class Limits(BaseModel):
    """What one run and one person may use at most."""

    model_config = ConfigDict(frozen=True)

    max_parameters: PositiveInt = 10_000_000
    max_epochs: PositiveInt = 10_000
    max_seconds: PositiveFloat = 600.0
    max_layers: PositiveInt = 50
    runs_per_person: PositiveInt = 2
    runs_per_group: PositiveInt = 64
    held_bytes: PositiveInt = 2_000_000_000  # of held runs without a worker, for each server
    upload_bytes: PositiveInt = 100_000_000  # of one file
    uploads_per_person_bytes: PositiveInt = 500_000_000
    uploads_per_person: PositiveInt = 100  # files
    kept_runs_per_person: PositiveInt = 5_000
    kept_bytes_per_person: PositiveInt = 10_000_000_000  # of weights, data and pictures
    table_bytes: PositiveInt = (
        500_000_000  # of own tables that a process keeps in memory for the next look at them
    )


@cache
def limits() -> Limits:
    """The limits in force.

    Raises:
        SystemExit: with a sentence, when a variable does not hold a positive number.
    """
    return from_environment(Limits)


def from_environment(kind: type[_Model]) -> _Model:
    """Settings of which each field is set by an environment variable `PLAYGROUND_<NAME>`; an empty one counts as none.

    Raises:
        SystemExit: with a sentence, when a variable does not hold a positive number.
    """
    given = {name: os.environ.get(f"PLAYGROUND_{name.upper()}") for name in kind.model_fields}
    try:
        return kind.model_validate({name: value for name, value in given.items() if value})
    except ValidationError as error:
        name = error.errors()[0]["loc"][0]
        raise SystemExit(f"PLAYGROUND_{str(name).upper()} must be a positive number.") from None
