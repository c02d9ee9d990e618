"""What the server has loaded is not looked at by collections of garbage."""

import gc
from collections.abc import Iterator

import pytest

from playground.server.garbage import YOUNG, load_for_good


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


def test_what_was_loaded_is_left_out_of_collections_and_what_comes_later_is_not() -> None:
    gc.set_threshold(700, 10, 10)
    loaded: list[list[object]] = []
    load_for_good(lambda: loaded.append([loaded]))
    later: list[object] = [loaded]
    looked_at = {id(each) for each in gc.get_objects()}
    assert id(loaded[0]) not in looked_at
    assert id(later) in looked_at
    assert gc.get_threshold() == (YOUNG, 10, 10)
