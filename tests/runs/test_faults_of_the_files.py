"""Files that cannot be written or read at the moment: the runs go on, and the files come later."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.messages.events import Picture, Weights
from playground.pictures.format import encode
from playground.store import Files, StoreError
from tests.support.made_up_pictures import picture
from tests.support.persons import ME, YOU
from tests.support.server_of_runs import EXPERIMENT, Server, seen_at
from tests.support.waiting import until


def test_files_that_could_not_be_written_are_written_later_and_hold_nobody_up(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    stalls, is_full = threading.Event(), threading.Event()
    put = Files.put

    def stalling(files: Files, content: bytes) -> str:
        stalls.wait(60)
        if is_full.is_set():
            raise StoreError("There is no room.")
        return put(files, content)

    monkeypatch.setattr(Files, "put", stalling)
    server = serve()
    run, other = server.runs.start(EXPERIMENT, ME), server.runs.start(EXPERIMENT, YOU)
    server.train(run, 0, 1)
    server.engine.end(run)
    server.engine.say(run, Weights(content=b"weights"))
    # The object store stalls: signs of life and events go on.
    server.train(other, 0, 1)
    first = seen_at(server)
    until(lambda: seen_at(server) > first)
    until(lambda: server.row(other).get("epochs") == 1)
    is_full.set()
    stalls.set()
    until(lambda: server.runs.trouble == "There is no room.")
    assert server.row(run)["weights"] is None
    is_full.clear()
    until(lambda: server.row(run)["weights"] is not None and server.row(run)["data"] is not None)
    until(lambda: server.runs.trouble == "")


def test_a_run_that_was_read_is_shown_while_the_store_is_away_and_gets_its_picture_later(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = serve()
    run = server.runs.start(EXPERIMENT, ME)
    server.train(run, 0, 1)
    server.engine.say(run, Picture(epoch=1, batch=0, bytes=encode(picture(1))))
    server.engine.end(run)
    until(lambda: server.row(run).get("picture") is not None)
    other = serve()
    files = other.runs._archive._files  # type: ignore[union-attr]
    assert files is not None

    def away(*_: object) -> None:
        raise StoreError("The database cannot be used at the moment.")

    with monkeypatch.context() as patch:
        patch.setattr(files, "get", away)
        read = other.runs.get(run.id)
        assert read is not None
        assert (read.epoch, read.film.latest()) == (1, None)
        patch.setattr(other.store, "run", away)
        assert other.runs.get(run.id) is read
    assert other.runs.get(run.id) is read
    assert read.film.latest() is not None
