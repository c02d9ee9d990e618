"""A search for garbage does not look at what the server keeps for good."""

import gc

import pytest

from playground.server import heap


def test_only_the_first_page_settles_the_heap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "_is_settled", False)
    kept = [[number] for number in range(1000)]
    before = gc.get_freeze_count()
    heap.settle()
    settled = gc.get_freeze_count()
    assert settled >= before + len(kept)
    more = [[number] for number in range(1000)]
    heap.settle()
    assert gc.get_freeze_count() <= settled
    assert len(more) == len(kept)
