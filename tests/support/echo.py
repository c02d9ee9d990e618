"""A kind of job that answers with its own text; the engine and its workers do not know this kind."""

from dataclasses import dataclass
from typing import ClassVar

from playground.errors import ExperimentError, Problem
from playground.messages.events import Answer
from playground.messages.jobs import Job, Result
from playground.worker.desk import Desk


@dataclass(frozen=True)
class Echo(Job):
    """Answers with `text`. Without a text the job fails with a sentence; with a file's path it raises another error."""

    text: str
    kind: ClassVar[str] = "echo"
    module: ClassVar[str] = "tests.support.echo"
    title: ClassVar[str] = "The echo"


def do(job: Echo, desk: Desk) -> Result:
    """Answers with the job's text."""
    if not job.text:
        raise ExperimentError(Problem("", "there is nothing to answer."))
    if job.text.startswith("/"):
        raise FileNotFoundError(2, "No such file or directory", job.text)
    return Answer(content=job.text.encode())
