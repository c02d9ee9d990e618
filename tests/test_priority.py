"""What computes gives way to what answers."""

import os
import sys
import threading

import pytest

from playground.priority import give_way


def own() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the niceness of a thread")
def test_a_thread_gives_way_with_the_threads_that_it_starts_and_no_other_does() -> None:
    before, found = own(), []

    def compute() -> None:
        give_way(before + 3)
        give_way(before + 1)  # asks for less than it has
        found.append(own())
        child = threading.Thread(target=lambda: found.append(own()))
        child.start()
        child.join()

    thread = threading.Thread(target=compute)
    thread.start()
    thread.join()
    assert found == [before + 3, before + 3]
    assert own() == before
