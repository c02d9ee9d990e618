"""Part: the common base of the parts of an experiment: checks, and the text form of numbers."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

# The largest whole number that every program reads from JSON as it is (https://www.rfc-editor.org/rfc/rfc8259#section-6).
LARGEST = 2**53 - 1


class Part(BaseModel):
    """A frozen part of an experiment that refuses unknown keys and numbers that are not finite."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    def __eq__(self, other: object) -> bool:
        """Compares the content, also with a part of the narrower, complete type."""
        if isinstance(self, type(other)) or isinstance(other, type(self)):
            return vars(self) == vars(other)
        return NotImplemented


def one_of(names: Iterable[str], value: str) -> str:
    """Returns the value if it is one of these names.

    Raises:
        ValueError: it is not one of the names; the sentence lists them.

    """
    known = list(names)
    if value not in known:
        raise ValueError(f"“{value}” is not one of {', '.join(known)}")
    return value


def exact(value: float) -> str:
    """A number as people write it, with all its digits: `0.001`, `1e-05`, `20000`."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
