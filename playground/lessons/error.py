"""The problems of a lesson's files: sentences, each with its file and line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LessonProblem:
    """One problem.

    Attributes:
        file: the file's name within the lesson's folder.
        line: the line, from 1; None for the whole file.
        sentence: what is wrong.
    """

    file: str
    line: int | None
    sentence: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.sentence}"


class LessonError(ValueError):
    """A lesson cannot be used; the error has all problems."""

    def __init__(self, *problems: LessonProblem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
