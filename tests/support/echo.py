"""A kind of job that answers with what it was given: the engine and its workers know nothing of it."""

from dataclasses import dataclass
from typing import ClassVar

from playground.errors import ExperimentError, Problem
from playground.messages.events import Answer
from playground.messages.jobs import Job, Result
from playground.worker.desk import Desk


@dataclass(frozen=True)
class Echo(Job):
    """Answer with `text`; without one the job says what is wrong, and with the path of a file it just fails."""

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
