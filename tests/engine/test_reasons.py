"""Why a job does not go on is told without what only the server's host may know."""

from playground.engine.reasons import unreachable


def test_a_machine_on_which_nothing_starts_says_why_and_names_no_file() -> None:
    told = unreachable(None, PermissionError(13, "Permission denied", "/srv/secret"))
    assert told == "Training could not start on this machine: Permission denied."
    assert "did not start" in unreachable(None, OSError("the training processes did not start"))
