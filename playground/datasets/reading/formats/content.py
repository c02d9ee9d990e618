"""The format of a file, by its first bytes."""

import io
import re
import zipfile
from enum import Enum, auto

from playground.datasets.reading.reading import ReadingError


class Content(Enum):
    """The formats that can be read."""

    DELIMITED = auto()
    WORKBOOK = auto()
    PARQUET = auto()
    JSON_LINES = auto()


_UNREADABLE = (
    (b"\x1f\x8b", "This file is packed with gzip. Unpack it first."),
    (b"BZh", "This file is packed with bzip2. Unpack it first."),
    (b"\xfd7zXZ\x00", "This file is packed with xz. Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "This is a 7z archive. Unpack it first."),
    (b"Rar!\x1a\x07", "This is a RAR archive. Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "This file is packed with zstd. Unpack it first."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook, or one with a password. Save it as .xlsx or .csv first."),
    (b"%PDF", "This is a PDF. Save the table in it as .csv or .xlsx first."),
    (b"\x89PNG", "This is a picture, no table."),
    (b"\xff\xd8\xff", "This is a picture, no table."),
    (b"GIF8", "This is a picture, no table."),
    (b"\x7fELF", "This is a program, no table."),
    (b"SQLite format 3\x00", "This is a database of SQLite. Export one of its tables as .csv first."),
    (b"\x89HDF\r\n\x1a\n", "This is an HDF5 file. Save the table in it as .csv or .parquet first."),
    (b"\x93NUMPY", "This is an array of NumPy. Save it as .csv first."),
    (b"ARROW1", "This is a Feather file. Save it as .parquet or .csv first."),
    (b"\x80\x04\x95", "This is a pickle, which can run programs and is never read. Save the table as .csv first."),
    (b"\x80\x05\x95", "This is a pickle, which can run programs and is never read. Save the table as .csv first."),
    (b"{\\rtf", "This is a document, no table. Save the table in it as .csv or .xlsx first."),
)  # fmt: skip
_SCRIPT = re.compile(
    rb"\s*(INSERT INTO|CREATE TABLE|DROP TABLE|BEGIN TRANSACTION|/\*!\d|-- (MySQL|MariaDB|PostgreSQL|phpMyAdmin))",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml|svg|head|body)", re.IGNORECASE)


def content_of(data: bytes) -> Content:
    """The format of a file.

    Raises:
        ReadingError: the format is not supported.
    """
    if not data:
        raise ReadingError("This file is empty.")
    if data.startswith(b"PAR1"):
        return Content.PARQUET
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    for start, sentence in _UNREADABLE:
        if data.startswith(start):
            raise ReadingError(sentence)
    head = data.removeprefix(b"\xef\xbb\xbf")[:1_000]
    if _MARKUP.match(head):
        raise ReadingError("This is a web page or XML. Save the table in it as .csv or .xlsx first.")
    if _SCRIPT.match(head):
        raise ReadingError("This is a script of a database. Export the table as .csv first.")
    if head.lstrip().startswith(b"{") and re.match(rb'\{\s*("|\})', head.lstrip()):
        return Content.JSON_LINES
    if re.match(rb"\[\s*\{\s*\"", head.lstrip()):
        return Content.JSON_LINES
    return Content.DELIMITED


def _zipped(data: bytes) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise ReadingError("This is a workbook or an archive that is damaged or cut off.") from None
    if "xl/workbook.xml" in names or any(name.startswith("xl/") for name in names):
        return Content.WORKBOOK
    if "content.xml" in names:
        raise ReadingError("This is an OpenDocument file. Save it as .xlsx or .csv first.")
    if "word/document.xml" in names:
        raise ReadingError("This is a document, no table. Save the table in it as .xlsx or .csv first.")
    raise ReadingError("This is a ZIP archive. Unpack it first.")
