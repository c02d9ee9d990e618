"""A kind of job that answers with the number of rows of an own table on the worker."""

from dataclasses import dataclass
from typing import ClassVar

from playground.datasets import load
from playground.experiment import Data
from playground.experiment.uploads import name_of
from playground.messages.events import Answer
from playground.messages.jobs import Job, Result
from playground.worker.desk import Desk


@dataclass(frozen=True)
class RowsOf(Job):
    """Counts the rows of the table with this hash. With `comes`, the table is sent with the job."""

    digest: str
    comes: bool
    kind: ClassVar[str] = "rows-of"
    module: ClassVar[str] = "tests.support.rows_of"

    @property
    def tables(self) -> frozenset[str]:
        """The table, if it comes with the job."""
        return frozenset({self.digest} if self.comes else ())


def do(job: RowsOf, desk: Desk) -> Result:
    """Answers with the number."""
    return Answer(content=str(len(load(Data(dataset=name_of(job.digest))))).encode())
