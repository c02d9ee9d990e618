"""The form of a back-up: one tar file, compressed with gzip, whose last member lists the others with their digests.

backup.json          {"version": 1, "revision", "made_at"}
tables/NAME.jsonl    the columns' names, then each row as a list; bytes as Base64
files/DIGEST         a file, named by the SHA-256 of its content
lessons/NAME/…       the files of uploaded lessons
manifest.json        {"members": {name: SHA-256}, "rows": {table: count}}; an archive without it was cut off
"""

from pydantic import BaseModel, ConfigDict

HEAD, MANIFEST = "backup.json", "manifest.json"
TABLES, FILES, LESSONS = "tables/", "files/", "lessons/"
VERSION = 1


class Head(BaseModel):
    """The description of an archive.

    Attributes:
        version: the version of the archive's form.
        revision: the latest migration of the database.
        made_at: when it was made, in seconds since 1970.
        has_key: whether it has the key that identifies visitors; if not, the key is in PLAYGROUND_SECRET.
    """

    model_config = ConfigDict(frozen=True)

    version: int
    revision: str
    made_at: float
    has_key: bool


class Manifest(BaseModel):
    """The content of an archive: the SHA-256 of each member, and the number of rows of each table."""

    model_config = ConfigDict(frozen=True)

    members: dict[str, str]
    rows: dict[str, int]


class BackupError(ValueError):
    """A back-up cannot be made or restored; the text is a sentence."""
