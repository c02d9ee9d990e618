"""The figures of an installation: one table for the host's page and for `/metrics`."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import psutil

from playground.services import Services
from playground.store.settings import files_url
from playground.watching.log import count_logged
from playground.watching.present import count_present

Kind = Literal["count", "bytes", "seconds", "yes or no", "total"]  # "total" never decreases


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        name: the name for programs, in Prometheus' spelling, without the prefix "playground_".
        title: the name for people.
        kind: the unit or meaning of the value.
        value: the value in the unit `kind`; 1 for yes and 0 for no.
        help: a sentence on its meaning.
    """

    name: str
    title: str
    kind: Kind
    value: float
    help: str


def figures(of: Services) -> list[Figure]:
    """All present figures. Takes some milliseconds and reads neither database nor cluster."""
    return [*_people(), *_runs(of), *_engine(of), *_machine(), *_trouble(of)]


def _people() -> Iterator[Figure]:
    pages, persons = count_present()
    yield Figure(
        "pages", "Pages open", "count", pages, "Pages with live curves or pictures that are open in browsers."
    )
    yield Figure("persons", "Persons", "count", persons, "Persons who have such a page open.")


def _runs(of: Services) -> Iterator[Figure]:
    states = Counter(run.state for run in of.runs.all_in_memory)
    yield Figure(
        "runs_running",
        "Runs that train",
        "count",
        states["running"],
        "Runs that a worker has, or that are held.",
    )
    yield Figure("runs_waiting", "Runs that wait", "count", states["waiting"], "Runs that have not begun.")
    yield Figure(
        "runs_failed",
        "Runs that failed lately",
        "count",
        states["failed"] + states["interrupted"],
        "Runs in memory that failed or were interrupted; the two hundred latest that are over are in memory.",
    )


def _engine(of: Services) -> Iterator[Figure]:
    found = of.standing
    if found is None:
        return
    yield Figure("workers", "Workers", "count", found.workers, "Processes that train.")
    yield Figure("places", "Places", "count", found.threads, "Jobs that the workers do at once.")
    yield Figure("jobs_placed", "Jobs on workers", "count", found.placed, "Jobs that workers have.")
    yield Figure("jobs_queued", "Jobs in the queue", "count", found.queued, "Jobs that wait for a worker.")
    yield Figure(
        "runs_held",
        "Runs held aside",
        "count",
        found.held,
        "Held runs that have given their worker to others.",
    )


def _machine() -> Iterator[Figure]:
    own = psutil.Process()
    yield Figure(
        "server_memory_bytes",
        "Memory of the server",
        "bytes",
        own.memory_info().rss,
        "What the server's process has.",
    )
    workers = 0
    for child in own.children(recursive=True):
        with suppress(psutil.Error):  # it has just ended
            workers += child.memory_info().rss
    yield Figure(
        "workers_memory_bytes",
        "Memory of its workers",
        "bytes",
        workers,
        "What the processes have that the server started; shared parts count for each.",
    )
    memory = psutil.virtual_memory()
    yield Figure(
        "machine_memory_free_bytes",
        "Memory free",
        "bytes",
        memory.available,
        "What the machine can still give.",
    )
    with suppress(OSError):  # a remote file store does not report its free space
        free = shutil.disk_usage(files_url()).free
        yield Figure("disk_free_bytes", "Disk free", "bytes", free, "Room for weights, data and pictures.")
    yield Figure(
        "server_start_seconds",
        "Started",
        "seconds",
        own.create_time(),
        "When the server's process began.",
    )


def _trouble(of: Services) -> Iterator[Figure]:
    yield Figure(
        "keeps_runs",
        "Runs are kept",
        "yes or no",
        float(not of.runs.trouble),
        "Whether database and files take what is written.",
    )
    for level, title in (("WARNING", "Warnings"), ("ERROR", "Errors")):
        name = f"log_{level.lower()}s"
        yield Figure(
            name, f"{title} in the log", "total", count_logged(level), f"{title} since the server began."
        )
