"""Lesson: a lesson with the whole content of its folder."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.experiment import Experiment
from playground.lessons.model import LessonFile, Step
from playground.plan import Plan, plan


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        name: the folder's name, which addresses and progress use.
        content: the content of `lesson.toml`.
        texts: the Markdown of each step, by the step's name.
        experiments: its experiments by their names, with the names of their own tables.
        tables: the contents of its own tables, by their SHA-256.
    """

    name: str
    content: LessonFile
    texts: Mapping[str, str]
    experiments: Mapping[str, Experiment]
    tables: Mapping[str, bytes]

    @property
    def title(self) -> str:
        """The title on pages."""
        return self.content.title

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its steps in order."""
        return self.content.steps

    def step(self, name: str | None) -> Step:
        """The step of this name, or the first step if there is none."""
        return next((step for step in self.steps if step.name == name), self.steps[0])

    def experiment_of(self, step: Step) -> Experiment | None:
        """The experiment with which a step begins; None for a step of text alone."""
        return None if step.experiment is None else self.experiments[step.experiment]

    def plans(self) -> Mapping[str, Plan]:
        """The plans of its experiments."""
        return {name: plan(experiment) for name, experiment in self.experiments.items()}

    @property
    def goals(self) -> tuple[Step, ...]:
        """The steps that have a goal."""
        return tuple(step for step in self.steps if step.goal is not None)
