"""The state of a visit's lessons: settings, runs, predictions and checks of each step."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from playground.experiment import Experiment
from playground.lessons.attempt import TrainedRun
from playground.lessons.goals import Verdict
from playground.messages.requests import Request
from playground.plan import Plan
from playground.ui.frame.draft import Draft


@dataclass
class Trying:
    """A running check.

    Attributes:
        plan: the reader's settings.
        groups: ids of the groups of runs that were started: first the reader's, last the one that trains now.
        runs: the reader's runs, once they are over.
        compares: the lesson's own experiment that trains now; "" while the reader's trains.
        others: the runs of the lesson's own experiments, by their names.
        resumes: after a reload, ids of groups to compare with that were started before it.
    """

    plan: Plan
    groups: list[str] = field(default_factory=list)
    runs: Sequence[TrainedRun] = ()
    compares: str = ""
    others: dict[str, Sequence[TrainedRun]] = field(default_factory=dict)
    resumes: list[str] = field(default_factory=list)


@dataclass
class StepVisit:
    """The state of a step in this visit.

    Attributes:
        draft: the settings; None before the step is opened, or if it has no experiment.
        begun: the experiment with which it began.
        hand: the weight and the bias by hand.
        answer: the answer to the question.
        answers_put_in: how many solutions were applied. Each gets a new field, because the browser may still send
            the value of the old one.
        requests: requests of the browser's bar that have no outcome yet.
        prediction: the number of the choice, or the drawn curve, from epoch 0 to the last.
        predicted: whether the prediction was made or skipped.
        wants_check: whether Check was pressed and the settings are not checked yet.
        trying: the running check.
        verdict: the result of the last check.
        said: why the last check has no result; "" if it has one.
        shows_solution: whether the solution is shown.
    """

    draft: Draft | None = None
    begun: Experiment | None = None
    hand: tuple[float, float] | None = None
    answer: float | None = None
    answers_put_in: int = 0
    requests: list[Request] = field(default_factory=list)
    prediction: int | Sequence[float] | None = None
    predicted: bool = False
    wants_check: bool = False
    trying: Trying | None = None
    verdict: Verdict | None = None
    said: str = ""
    shows_solution: bool = False


@dataclass
class LessonVisit:
    """One lesson.

    Attributes:
        steps: the states of its steps by their names.
        runs: the id of the run that each of its experiments shows.
        trained: the ids of the runs of each experiment, in the order in which they were started.
    """

    steps: dict[str, StepVisit] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    trained: dict[str, list[str]] = field(default_factory=dict)

    def step(self, name: str) -> StepVisit:
        """The state of the step of this name; a new one if it was not opened yet."""
        return self.steps.setdefault(name, StepVisit())
