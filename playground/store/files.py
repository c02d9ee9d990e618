"""Files by their content: weights, data and last pictures, in a folder or an object store."""

import hashlib
import re
import secrets
from pathlib import Path, PurePosixPath

import fsspec

from playground.store.error import StoreError, files_in_words
from playground.store.modes import make_private_folder


class Files:
    """Bytes under their SHA-256, so that the same content is kept once.

    Args:
        url: an address of fsspec: a folder, `s3://bucket/path`, `memory://` and others. Drivers and credentials are set
            as fsspec says.

    Raises:
        StoreError: the place cannot be used.
    """

    def __init__(self, url: str) -> None:
        with files_in_words():
            self._system, self._root = fsspec.core.url_to_fs(url, auto_mkdir=True)
            self._is_local = "file" in self._system.protocol
            if self._is_local:
                make_private_folder(Path(self._root))

    def put(self, content: bytes) -> str:
        """Keep `content` and return its name, 64 hexadecimal digits.

        Raises:
            StoreError: there is no room, or the place cannot be reached.
        """
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        with files_in_words():
            if not self._system.exists(path):
                # Elsewhere first: a file that bears its name is whole, whatever dies meanwhile.
                part = f"{path}.{secrets.token_hex(4)}.part"
                try:
                    self._system.pipe_file(part, content)
                    if self._is_local:
                        Path(part).chmod(0o600)
                    self._system.mv(part, path)
                except BaseException:
                    if self._system.exists(part):
                        self._system.rm_file(part)
                    raise
        return name

    def has(self, name: str) -> bool:
        """Whether there is content of that name.

        Raises:
            StoreError: the place cannot be reached.
        """
        with files_in_words():
            return bool(self._system.exists(self._path(name)))

    def get(self, name: str) -> bytes:
        """The content of that name.

        Raises:
            StoreError: it is not there, or was changed.
        """
        with files_in_words():
            try:
                content: bytes = self._system.cat_file(self._path(name))
            except FileNotFoundError:  # no trouble of the place: what a person removed is asked for again
                raise StoreError("This file is not kept here any more.") from None
        if hashlib.sha256(content).hexdigest() != name:
            raise StoreError("A file of this run was changed or damaged where it is kept.")
        return content

    def remove(self, name: str) -> None:
        """Remove the content of that name, if it is there.

        Raises:
            StoreError: the place cannot be reached.
        """
        with files_in_words():
            if self._system.exists(path := self._path(name)):
                self._system.rm_file(path)

    def _path(self, name: str) -> str:
        if not re.fullmatch("[0-9a-f]{64}", name):
            raise StoreError("The name of a file is 64 hexadecimal digits.")
        return str(PurePosixPath(self._root, name[:2], name))
