"""Own tables: who may see them, how much a person may store, and what is removed with a table."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from playground.datasets.own.contents import call, forget
from playground.experiment import Experiment
from playground.experiment.uploads import digest_in, digests_in
from playground.limits import limits
from playground.persons import CONSOLE, Deed, Person, may
from playground.runs.deeds import NotAllowedError, RunsError
from playground.runs.rows import without_nul
from playground.store import Files, StoreError, Summary
from playground.store.rows import UploadRow
from playground.store.uploads import Uploads

TITLE_LENGTH = 200

_NO_PLACE = "This server stores no files, so it takes no table of your own."


class UnseenError(NotAllowedError):
    """The data is another person's."""

    def __init__(self) -> None:
        super().__init__(
            "This experiment is on a table of another person's own, who does not share it. Its curves can be seen, its "
            "data cannot."
        )


class NoRoomError(RunsError):
    """A file is too large, alone or together with the person's other files."""


class NoSuchTableError(NotAllowedError):
    """The person has no such table."""

    def __init__(self) -> None:
        super().__init__("You have no such table: it was removed, or another person uploaded it.")


@dataclass(frozen=True)
class OwnTable:
    """A table that a person has uploaded.

    Attributes:
        digest: the SHA-256 of the file.
        owner: the person's id.
        title: the file's name.
        size: bytes of the file.
        shared: whether everybody with a link to an experiment on the table may see it.
        created_at: seconds since 1970.
    """

    digest: str
    owner: str
    title: str
    size: int
    shared: bool
    created_at: float


class OwnTables:
    """The tables that people have uploaded. Thread-safe.

    Args:
        uploads: the database's table of owners; None if nothing is stored.
        files: the file store; None if nothing is stored.
        runs_of: returns the runs of a person, as in the table of runs.
        forget_elsewhere: has workers delete the table with this hash.
    """

    def __init__(
        self,
        uploads: Uploads | None,
        files: Files | None,
        runs_of: Callable[[Person], Sequence[Summary]],
        forget_elsewhere: Callable[[str], None],
    ) -> None:
        self._uploads = uploads
        self._files = files
        self._runs_of = runs_of
        self._forget_elsewhere = forget_elsewhere
        self._public: frozenset[str] = frozenset()
        self._counting = threading.Lock()  # makes two simultaneous uploads count together
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()  # by the hash of a file

    def check_room(self, size: int, by: Person) -> None:
        """Checks, before a file of `size` bytes is read, that a person may upload it.

        Raises:
            NoRoomError: the file is too large, or the person's files together would be.
            RunsError: the store cannot be used.
        """
        most = limits()
        if size > most.upload_bytes:
            raise NoRoomError(
                f"A file may have at most {_megabytes(most.upload_bytes)}; this one has {_megabytes(size)}."
            )
        uploads, _ = self._stores()
        with _in_words():
            count, before = uploads.size_of(by.id)
        if count >= most.uploads_per_person:
            raise NoRoomError(f"Your files are {count:,}, as many as one person may have. Remove one first.")
        if before + size > most.uploads_per_person_bytes:
            raise NoRoomError(
                f"Your files may have {_megabytes(most.uploads_per_person_bytes)} together, and have "
                f"{_megabytes(before)} already. Remove one first."
            )

    def keep(self, content: bytes, title: str, by: Person) -> str:
        """Stores a file as a person's own table; returns its hash.

        Raises:
            RunsError: as in `check_room`; a file that the person has already needs no room.
        """
        uploads, files = self._stores()
        title = without_nul(title).strip()[:TITLE_LENGTH] or "table"
        digest = hashlib.sha256(content).hexdigest()
        with self._alone_with(digest), _in_words():
            with self._counting:
                is_new = digest not in {row["digest"] for row in uploads.of_owner(by.id)}
                if is_new:
                    self.check_room(len(content), by)
                # The row comes first, so that tidying does not take the file for an unused one.
                uploads.add(
                    UploadRow(
                        digest=digest,
                        owner=by.id,
                        title=title,
                        size=len(content),
                        shared=False,
                        created_at=time.time(),
                    )
                )
            try:
                files.put(content)
            except StoreError:
                if is_new:
                    uploads.remove(digest, by.id)
                raise
        call(digest, title)
        return digest

    def of(self, by: Person) -> list[OwnTable]:
        """A person's tables, the newest first.

        Raises:
            RunsError: the store cannot be used.
        """
        if self._uploads is None:
            return []
        with _in_words():
            tables = [OwnTable(**row) for row in self._uploads.of_owner(by.id)]
        for table in tables:
            call(table.digest, table.title)
        return tables

    def may_see(self, by: Person | None, digests: Iterable[str]) -> bool:
        """Whether a person may see all of these tables: as an owner, or with a link if an owner shares the table.

        Raises:
            RunsError: the store cannot be used.
        """
        wanted = set(digests) - self._public
        if not wanted or by == CONSOLE:  # a person at a terminal has access to the whole store
            return True
        if self._uploads is None:
            return False
        with _in_words():
            rows = [OwnTable(**row) for row in self._uploads.of_files(wanted)]
        for table in rows:
            if by is not None and table.owner == by.id:
                call(table.digest, table.title)
        return wanted == {table.digest for table in rows if may(by, "see", table)}

    def publish(self, digests: Iterable[str]) -> None:
        """Lets everybody see these tables, which belong to lessons, while this server runs."""
        self._public |= frozenset(digests)

    def may_see_data(self, by: Person | None, experiment: Experiment) -> bool:
        """Whether a person may see the data of an experiment, of its parent and of its original.

        Raises:
            RunsError: the store cannot be used.
        """
        return self.may_see(by, digests_in(experiment))

    def check(self, by: Person, experiment: Experiment) -> None:
        """Checks that a person may train on the data of an experiment.

        Raises:
            UnseenError: they may not see it.
            RunsError: the store cannot be used.
        """
        if not self.may_see_data(by, experiment):
            raise UnseenError

    def share(self, digest: str, by: Person, shared: bool) -> None:
        """Switches on or off whether everybody with a link to an experiment on an own table may see the table.

        Raises:
            NoSuchTableError: the person has no such table.
            RunsError: the store cannot be used.
        """
        uploads = self._own(digest, by, "share")
        with _in_words():
            uploads.share(digest, by.id, shared)

    def runs_on(self, digest: str, by: Person) -> list[Summary]:
        """The runs of a person that lose their data if the person removes a table; their curves stay.

        Raises:
            NoSuchTableError: the person has no such table.
            RunsError: the store cannot be used.
        """
        uploads = self._own(digest, by, "delete")
        with _in_words():
            named = {
                run_id
                for run_id, text in uploads.experiments_on(digest, by.id).items()
                if digest in digests_in(Experiment.model_validate_json(text))
            }
            return [row for row in self._runs_of(by) if row.id in named or digest_in(row.dataset) == digest]

    def remove(self, digest: str, by: Person) -> None:
        """Removes a person's own table. The file is removed with its last owner's table; runs have no copy.

        Raises:
            NoSuchTableError: the person has no such table.
            RunsError: the store cannot be used.
        """
        uploads = self._own(digest, by, "delete")
        with self._alone_with(digest), _in_words():
            is_last = uploads.remove(digest, by.id)
            if is_last and self._files is not None:
                self._files.remove(digest)
        if is_last:
            forget(digest)
            self._forget_elsewhere(digest)

    @contextmanager
    def _alone_with(self, digest: str) -> Iterator[None]:
        """Locks this file against writing and removing during the block. Other files stay free: writing can be slow."""
        with self._counting:
            lock = self._locks.setdefault(digest, threading.Lock())
        with lock:
            yield

    def _own(self, digest: str, by: Person, deed: Deed) -> Uploads:
        uploads, _ = self._stores()
        with _in_words():
            rows = [OwnTable(**row) for row in uploads.of_files([digest])]
        if not any(may(by, deed, table) for table in rows):
            raise NoSuchTableError
        return uploads

    def _stores(self) -> tuple[Uploads, Files]:
        if self._uploads is None or self._files is None:
            raise RunsError(_NO_PLACE)
        return self._uploads, self._files


@contextmanager
def _in_words() -> Iterator[None]:
    """Turns an error of the store into a RunsError."""
    try:
        yield
    except StoreError as error:
        raise RunsError(str(error)) from error


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.3g} MB"
