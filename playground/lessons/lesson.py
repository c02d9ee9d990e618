"""Lesson: a lesson that was read, with all that its folder holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.experiment import Experiment
from playground.lessons.model import LessonFile, Step
from playground.plan import Plan, plan


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        name: that of its folder, by which addresses and progress know it.
        content: its `lesson.toml`.
        texts: the Markdown of each step, by the step's name.
        experiments: its experiments by their names, their own tables in place.
        tables: the contents of its own tables, by their SHA-256.
    """

    name: str
    content: LessonFile
    texts: Mapping[str, str]
    experiments: Mapping[str, Experiment]
    tables: Mapping[str, bytes]

    @property
    def title(self) -> str:
        """What pages call it."""
        return self.content.title

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its steps in order."""
        return self.content.steps

    def step(self, name: str | None) -> Step:
        """The step of this name; the first one where there is none."""
        return next((step for step in self.steps if step.name == name), self.steps[0])

    def experiment_of(self, step: Step) -> Experiment | None:
        """The experiment with which a step begins; None for a step of text alone."""
        return None if step.experiment is None else self.experiments[step.experiment]

    def plans(self) -> Mapping[str, Plan]:
        """Its experiments as they would be trained."""
        return {name: plan(experiment) for name, experiment in self.experiments.items()}

    @property
    def goals(self) -> tuple[Step, ...]:
        """The steps that have a goal."""
        return tuple(step for step in self.steps if step.goal is not None)
