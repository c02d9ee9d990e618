"""The problems of an experiment, as sentences for people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One problem: the field by its path in the file (`training.epochs`) and a sentence."""

    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.field}: {self.sentence}" if self.field else self.sentence


class ExperimentError(ValueError):
    """An experiment cannot be trained; the error has all problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
