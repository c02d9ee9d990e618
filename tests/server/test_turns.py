"""Scripts of pages take turns: nobody waits for all pages of one address."""

from threading import Thread

import pytest

from playground.server.turns import LONG, Turn, Turns
from tests.support.waiting import until


class Scripts:
    """Scripts in threads of their own; `begun` has their owners in the order in which they began."""

    def __init__(self, at_once: int) -> None:
        self.now = 0.0
        self.turns = Turns(at_once, lambda: self.now)
        self.begun: list[str] = []
        self.waiting = 0
        self._of: dict[str, Turn] = {}

    def begin(self, address: str, owner: str) -> None:
        self._of[owner] = Turn(address, owner)

        def wait() -> None:
            self.turns.wait(self._of[owner])
            self.begun.append(owner)

        known = len(self)
        Thread(target=wait, daemon=True).start()
        until(lambda: len(self) > known)

    def end(self, owner: str) -> None:
        self.turns.end(self._of[owner])

    def __len__(self) -> int:
        """How many have come: they run, or wait."""
        return len(self.turns._waiting) + len(self.begun)


def test_a_thousand_pages_of_one_address_hold_up_no_other_address() -> None:
    scripts = Scripts(at_once=1)
    for number in range(40):
        scripts.begin("10.0.0.66", f"invented {number}")
    scripts.begin("10.0.0.1", "Ada")
    scripts.begin("10.0.0.2", "Ben")
    for turn, owner in enumerate(["invented 0", "Ada", "Ben", "invented 1", "invented 2"], start=1):
        until(lambda turn=turn: len(scripts.begun) == turn)
        assert scripts.begun[-1] == owner
        scripts.end(owner)


def test_persons_of_one_address_take_turns() -> None:
    scripts = Scripts(at_once=1)
    scripts.begin("10.0.0.1", "Ada")
    for owner in ("Ben", "Cleo"):
        scripts.begin("10.0.0.1", owner)
    until(lambda: scripts.begun == ["Ada"])
    scripts.end("Ada")
    until(lambda: scripts.begun == ["Ada", "Ben"])


@pytest.mark.parametrize("at_once", [1, 3])
def test_so_many_run_at_the_same_moment(at_once: int) -> None:
    scripts = Scripts(at_once)
    for number in range(5):
        scripts.begin("10.0.0.1", str(number))
    until(lambda: len(scripts.begun) == at_once)
    assert len(scripts.turns._waiting) == 5 - at_once


def test_a_script_that_waits_for_something_keeps_nobody_from_their_turn() -> None:
    scripts = Scripts(at_once=1)
    scripts.begin("10.0.0.1", "Ada, whose script waits for a worker")
    scripts.begin("10.0.0.2", "Ben")
    assert len(scripts.begun) == 1
    scripts.now += LONG
    until(lambda: len(scripts.begun) == 2)
    scripts.end("Ada, whose script waits for a worker")
    scripts.begin("10.0.0.3", "Cleo")
    assert "Cleo" not in scripts.begun  # Ben's still runs
    scripts.end("Ben")
    until(lambda: scripts.begun[-1] == "Cleo")
