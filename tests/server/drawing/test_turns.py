"""Scripts of pages take turns: nobody waits for all pages of one address."""

from threading import Thread

import pytest

from playground.server.drawing.turns import CROWD, HERE, LONG, PATIENCE, Turn, Turns
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
        return self.turns.waiting + len(self.begun)


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


def test_a_crowd_waits_until_nobody_else_does_but_not_for_ever() -> None:
    scripts = Scripts(at_once=2)
    scripts.begin("10.0.0.1", "Ada")
    for number in range(2 * CROWD):
        scripts.begin("10.0.0.66", f"invented {number}")
    until(lambda: scripts.begun == ["Ada", "invented 0"])  # it was no crowd when it came
    scripts.end("invented 0")
    scripts.begin("10.0.0.2", "Ben")
    until(lambda: scripts.begun[2:] == ["Ben"])  # at once, though the crowd came before him
    scripts.end("Ada")
    scripts.begin("10.0.0.3", "Cleo")
    until(lambda: scripts.begun[3:] == ["Cleo"])  # and while Ben's went on, none of the crowd began
    scripts.now += PATIENCE / 2
    scripts.end("Ben")
    scripts.begin("10.0.0.2", "Ben again")
    scripts.end("Cleo")
    assert scripts.begun[4:] == ["Ben again"]
    scripts.now += PATIENCE / 2
    until(lambda: scripts.begun[5:] == ["invented 1"])  # beside Ben's
    scripts.end("invented 1")
    assert len(scripts.begun) == 6
    scripts.end("Ben again")
    until(
        lambda: scripts.begun[6:] == ["invented 2"]
    )  # one at a time, as long as others were here a moment ago
    scripts.now += HERE
    until(lambda: len(scripts.begun) > 7)


def test_a_class_behind_one_address_that_is_alone_runs_as_many_as_others_do() -> None:
    scripts = Scripts(at_once=2)
    for number in range(30):
        scripts.begin("10.0.0.1", str(number))
    until(lambda: scripts.begun == ["0", "1"])
    for number in range(28):
        scripts.end(str(number))
        until(lambda number=number: len(scripts.begun) == number + 3)


def test_two_classes_take_turns() -> None:
    scripts = Scripts(at_once=1)
    for number in range(20):
        scripts.begin(f"10.0.0.{number % 2}", str(number))
    for number in range(19):
        until(lambda number=number: len(scripts.begun) == number + 1)
        scripts.end(scripts.begun[number])
    until(lambda: len(scripts.begun) == 20)
    assert [int(owner) % 2 for owner in scripts.begun] == [0, 1] * 10


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
    assert scripts.turns.waiting == 5 - at_once


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
