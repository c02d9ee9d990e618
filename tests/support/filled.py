"""An installation with data of each kind, for tests of back-ups."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.store import Files, Store
from playground.store.bodies import pack
from playground.store.rows import UploadRow
from playground.store.tokens import Tokens
from playground.store.uploads import Uploads
from tests.support.kept_rows import put_run
from tests.support.persons import ME

LESSON = "upload-0123456789abcdef0123/lesson.toml"


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = Store(url)
    store.open()
    try:
        yield store
    finally:
        store.close()


def fill(store: Store, files: Files, folder: Path) -> None:
    """Fills many tables with rows, stores files and uploads a lesson."""
    run_id = put_run(store, ME.id, weights=files.put(b"weights"), best_value=0.1 + 0.2, name="Größe 🧠")
    store.append([], [(run_id, 1, pack([{"kind": "paused"}]))])
    put_run(store, ME.id, starred=True, note="Two\nlines.")
    digest = files.put(b"a table")
    row = UploadRow(digest=digest, owner=ME.id, title="t", size=7, shared=True, created_at=2.5)
    Uploads(store).add(row)
    Tokens(store).make(ME.id)
    path = folder / "lessons" / LESSON
    path.parent.mkdir(parents=True)
    path.write_text("a lesson")
