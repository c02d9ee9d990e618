"""Intent: the state that a person wished for a run; its worker reaches the state a moment later."""

from dataclasses import dataclass, replace

from playground.messages.wishes import Pause, Resume, Step, StepBatch, Stop, Wish


@dataclass(frozen=True)
class Intent:
    """The state that all wishes for a run so far ask for.

    Attributes:
        held: whether the run should be held, now or after its steps; None if no wish says so.
        stopping: whether the run should end.
    """

    held: bool | None = None
    stopping: bool = False

    def after(self, wish: Wish) -> "Intent":
        """Returns the intent after one more wish."""
        match wish:
            case Pause() | Step() | StepBatch():
                return replace(self, held=True)
            case Resume():
                return replace(self, held=False)
            case Stop():
                return replace(self, stopping=True)
            case _:
                return self
