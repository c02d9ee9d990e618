"""The number of open pages and of persons who have one open."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from playground.persons import Person

_lock = threading.Lock()
_pages: Counter[str] = Counter()  # open pages by person; "" for pages without one


@contextmanager
def present(person: Person | None) -> Iterator[None]:
    """Counts a page as open until the block ends."""
    who = "" if person is None else person.id
    with _lock:
        _pages[who] += 1
    try:
        yield
    finally:
        with _lock:
            _pages[who] -= 1
            if not _pages[who]:
                del _pages[who]


def count_present() -> tuple[int, int]:
    """How many pages are open, and how many persons have them."""
    with _lock:
        return _pages.total(), len(_pages)
