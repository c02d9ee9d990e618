"""The progress of persons in lessons; in the database, or in memory if nothing is stored."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from playground.persons import Person
from playground.store import Store
from playground.store.progress import Progress


@dataclass(frozen=True)
class StepProgress:
    """The progress of a person in a step.

    Attributes:
        tries: how often the step was checked.
        seen_solution: whether the solution was shown.
        reached_at: when the goal was reached, in seconds since 1970; None before.
    """

    tries: int = 0
    seen_solution: bool = False
    reached_at: float | None = None


class LessonProgress:
    """Progress by person, lesson and step. Thread-safe; raises StoreError if the store cannot be used."""

    def __init__(self, store: Store | None) -> None:
        self._progress = None if store is None else Progress(store)
        self._memory: dict[tuple[str, str, str], StepProgress] = {}
        self._lock = threading.Lock()

    def of(self, by: Person) -> Mapping[tuple[str, str], StepProgress]:
        """The progress of a person by lesson and step."""
        if self._progress is None:
            with self._lock:
                return {key[1:]: found for key, found in self._memory.items() if key[0] == by.id}
        return {
            (row["lesson"], row["step"]): StepProgress(row["tries"], row["seen_solution"], row["reached_at"])
            for row in self._progress.of_owner(by.id)
        }

    def tried(self, by: Person, lesson: str, step: str, *, reached: bool) -> None:
        """Records a check and whether it reached the goal; the first success sets `reached_at`."""
        self._note(by, lesson, step, tries=1, at=time.time() if reached else None)

    def seen(self, by: Person, lesson: str, step: str) -> None:
        """Records that the solution was shown."""
        self._note(by, lesson, step, seen=True)

    def _note(
        self,
        by: Person,
        lesson: str,
        step: str,
        *,
        tries: int = 0,
        seen: bool = False,
        at: float | None = None,
    ) -> None:
        if self._progress is not None:
            self._progress.note(by.id, lesson, step, tries=tries, seen=seen, at=at)
            return
        key = (by.id, lesson, step)
        with self._lock:
            before = self._memory.get(key, StepProgress())
            reached_at = before.reached_at if before.reached_at is not None else at
            self._memory[key] = replace(
                before,
                tries=before.tries + tries,
                seen_solution=before.seen_solution or seen,
                reached_at=reached_at,
            )
