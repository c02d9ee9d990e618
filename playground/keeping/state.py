"""What an installation holds, read from its database, its files and its uploaded lessons."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.experiment.uploads import digests_named
from playground.lessons.uploaded import LessonFolder, lesson_folders
from playground.messages.events import SetAside
from playground.store import Files, Store
from playground.store.files import Stored
from playground.store.people import People
from playground.store.rows import UploadRow
from playground.store.tidying import KeptRun, Tidying

SIGNED_SECONDS = 90 * 24 * 3600.0  # for which a database that has noted itself in a place counts as using it
SET_ASIDE = SetAside.model_fields["kind"].default


@dataclass(frozen=True)
class State:
    """What is there. Times are in seconds since 1970.

    Attributes:
        now: when it was read.
        known_since: when this database was first tidied; None where it never was.
        runs: all runs, deleted ones too.
        groups: when each began, by its id.
        uploads: all uploads.
        needs: the hashes of the uploads that a run needs, by the run's id.
        checkpoints: the files with which held runs go on.
        progress: who has progress in which lesson.
        people: when whoever keeps something was last here; None where nothing is noted.
        lessons: uploaded lessons.
        files: the files of the store by their names.
        parts: files that were never whole, by their paths.
        others: other databases that have files in the same place.
    """

    now: float
    known_since: float | None = None
    runs: Sequence[KeptRun] = ()
    groups: Mapping[str, float] = field(default_factory=dict)
    uploads: Sequence[UploadRow] = ()
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    checkpoints: frozenset[str] = frozenset()
    progress: frozenset[tuple[str, str]] = frozenset()
    people: Mapping[str, float | None] = field(default_factory=dict)
    lessons: Sequence[LessonFolder] = ()
    files: Mapping[str, Stored] = field(default_factory=dict)
    parts: Mapping[str, Stored] = field(default_factory=dict)
    others: frozenset[str] = frozenset()


def sign_of(store: Store) -> str:
    """The name by which a database is noted where its files are; a back-up that is brought back has the same one."""
    return hashlib.sha256(b"files of " + store.key()).hexdigest()


def read_state(store: Store, files: Files, known_since: float | None) -> State:
    """Reads what is there.

    Files are listed first: one that comes meanwhile is not in the list, so nothing is done to it.

    Raises:
        StoreError: database or files cannot be used.
    """
    now = time.time()
    whole, parts = files.listing()
    others = {name for name, at in files.signs().items() if at > now - SIGNED_SECONDS} - {sign_of(store)}
    tables = Tidying(store)
    runs = tables.runs()
    return State(
        now=now,
        known_since=known_since,
        runs=runs,
        groups=tables.groups(),
        uploads=tables.uploads(),
        needs={run_id: digests_named(text) for run_id, text in tables.experiments_on_uploads()},
        checkpoints=frozenset().union(*(_checkpoints(store, run.id) for run in runs if run.is_going)),
        progress=frozenset(tables.lessons()),
        people=People(store).seen(),
        lessons=lesson_folders(),
        files=whole,
        parts=parts,
        others=frozenset(others),
    )


def _checkpoints(store: Store, run_id: str) -> frozenset[str]:
    _, events = store.heard(run_id)
    return frozenset(str(event["file"]) for event in events if event["kind"] == SET_ASIDE)
