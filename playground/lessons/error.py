"""What is wrong with a lesson's files: sentences, each with its file and line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LessonProblem:
    """One thing that is wrong.

    Attributes:
        file: its name within the lesson's folder.
        line: the line, from 1; None where the whole file is meant.
        sentence: what is wrong.
    """

    file: str
    line: int | None
    sentence: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.sentence}"


class LessonError(ValueError):
    """A lesson that cannot be used, with everything that is wrong with it."""

    def __init__(self, *problems: LessonProblem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
