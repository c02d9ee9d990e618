"""The state of an installation: its database, its files and its uploaded lessons."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.experiment.uploads import digests_named
from playground.lessons.uploaded import LessonFolder, lesson_folders
from playground.messages.events import SetAside
from playground.store import Files, Store
from playground.store.files import StoredFile
from playground.store.people import People
from playground.store.rows import UploadRow
from playground.store.tidying import KeptRun, Tidying

SIGNED_SECONDS = (
    90 * 24 * 3600.0
)  # how long a database counts as a user of a file store after it recorded itself there
SET_ASIDE = SetAside.model_fields["kind"].default


@dataclass(frozen=True)
class State:
    """The content of an installation. Times are in seconds since 1970.

    Attributes:
        now: when the state was read.
        known_since: when this database was first tidied; None if never.
        runs: all runs, deleted ones too.
        groups: when each began, by its id.
        uploads: all uploads.
        needs: the hashes of the uploads that a run needs, by the run's id.
        checkpoints: the checkpoint files of held runs.
        progress: the persons and lessons of all progress.
        people: when persons who have something were last here; None if nothing is recorded.
        lessons: uploaded lessons.
        files: the files of the store by their names.
        parts: incomplete files, by their paths.
        others: other databases that use the same file store.
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
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    parts: Mapping[str, StoredFile] = field(default_factory=dict)
    others: frozenset[str] = frozenset()


def sign_of(store: Store) -> str:
    """The name with which a database records itself in its file store; a restored back-up has the same one."""
    return hashlib.sha256(b"files of " + store.key()).hexdigest()


def read_state(store: Store, files: Files, known_since: float | None) -> State:
    """Reads the state.

    It lists files first, so that a file that comes during the reading is not in the list and stays untouched.


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
