"""What the pages of one process share."""

from playground import services
from playground.runs import Runs
from playground.services import Services, use
from tests.support.silent_engine import SilentEngine


def test_there_is_one_set_of_runs_and_closing_begins_anew() -> None:
    first = services.runs()
    assert services.runs() is first
    services.close()
    assert services.runs() is not first
    services.close()


def test_other_services_are_used_until_the_block_ends_and_stay_as_they_were() -> None:
    outer, inner = Services(Runs(SilentEngine())), Services(Runs(SilentEngine()))
    with use(outer):
        with use(inner):
            assert services.runs() is inner.runs
        assert services.services() is outer
