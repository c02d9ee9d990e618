"""What the pages of one process share."""

from playground import services


def test_there_is_one_set_of_runs_and_closing_begins_anew() -> None:
    first = services.runs()
    assert services.runs() is first
    services.close()
    assert services.runs() is not first
    services.close()
