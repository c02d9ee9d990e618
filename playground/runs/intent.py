"""Intent: the state that a person has asked a run for; the worker reaches it a moment later."""

from dataclasses import dataclass, replace

from playground.messages.wishes import Pause, Resume, Step, StepBatch, Stop, Wish


@dataclass(frozen=True)
class Intent:
    """All wishes for a run so far, folded.

    `held`: whether it is to hold, now or after the steps asked for; None while nobody asked. `stopping`: whether it was
    asked to end.
    """

    held: bool | None = None
    stopping: bool = False

    def after(self, wish: Wish) -> "Intent":
        """The intent once a wish is added."""
        match wish:
            case Pause() | Step() | StepBatch():
                return replace(self, held=True)
            case Resume():
                return replace(self, held=False)
            case Stop():
                return replace(self, stopping=True)
            case _:
                return self
