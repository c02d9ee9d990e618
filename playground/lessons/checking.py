"""Checking: tries a lesson's solutions and typical wrong answers on the real engine."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from playground.experiment import Complete
from playground.lessons.attempt import Attempt, TrainedRun
from playground.lessons.by_hand import set_by_hand
from playground.lessons.changes import with_answer
from playground.lessons.goals import Verdict, experiments_in, fails_already, judge, look, needs_runs
from playground.lessons.lesson import Lesson
from playground.lessons.model import Answer, Goal, Step, WrongAnswer
from playground.plan import plan
from playground.studies.seeds import with_seeds

# Trains experiments to their ends.
Train = Callable[[Sequence[Complete]], Sequence[TrainedRun]]


@dataclass(frozen=True)
class AnswerCheck:
    """The result of one answer or one claim.

    Attributes:
        where: the path in `lesson.toml`.
        step: the name of the step; "" for a claim.
        what: "solution", "wrong answer" or "claim".
        is_right: whether the result is as the lesson says.
        sentence: what a class would see, or what is wrong.
    """

    where: tuple[str | int, ...]
    step: str
    what: str
    is_right: bool
    sentence: str


def check(lesson: Lesson, train: Train) -> Iterator[AnswerCheck]:
    """Tries every solution, every typical wrong answer and every claim of a lesson, in order."""
    plans = lesson.plans()
    known: dict[str, TrainedRun] = {}

    def once(experiments: Sequence[Complete]) -> Sequence[TrainedRun]:
        """Trains the experiments that were not trained before."""
        keys = [experiment.model_dump_json(exclude={"title"}) for experiment in experiments]
        new = {key: each for key, each in zip(keys, experiments, strict=True) if key not in known}
        known.update(zip(new, train(list(new.values())), strict=True))
        return [known[key] for key in keys]

    def trained(name: str, seeds: int) -> Sequence[TrainedRun]:
        return once(with_seeds(plans[name].experiment, seeds))

    for number, step in enumerate(lesson.steps):
        if step.goal is None:
            continue
        others = {name: trained(name, step.goal.seeds) for name in experiments_in(step.goal)}
        for kind, answers in (("solutions", step.goal.solutions), ("wrong", step.goal.wrong)):
            for index, answer in enumerate(answers):
                verdict = judge(step.goal, attempt_of(lesson, step, answer, others, once), plans)
                where = ("steps", number, "goal", kind, index)
                yield _check_one(where, step, step.goal, answer, verdict)
    for number, claim in enumerate(lesson.content.claims):
        named = {each.of for condition in claim.holds for each in condition.quantities}
        attempt = Attempt(others={name: trained(name, claim.seeds) for name in named})
        found = [look(condition, attempt, plans) for condition in claim.holds]
        holds = all(each.holds for each in found)
        sentence = claim.says if holds else " ".join(each.sentence for each in found if not each.holds)
        yield AnswerCheck(("claims", number), "", "claim", holds, sentence)


def attempt_of(
    lesson: Lesson,
    step: Step,
    answer: Answer,
    others: Mapping[str, Sequence[TrainedRun]],
    train: Train,
) -> Attempt:
    """The attempt of a reader who gives this answer, with runs if the goal needs them."""
    assert step.goal is not None
    start = lesson.experiment_of(step)
    if start is None:
        return Attempt(answer=answer.answer)
    planned = plan(with_answer(start, step, answer))
    hand = None
    if step.by_hand is not None and answer.w is not None and answer.b is not None:
        hand = set_by_hand(planned, answer.w, answer.b, step.by_hand.loss)
    attempt = Attempt(planned, (), others, hand, answer.answer)
    if not needs_runs(step.goal) or fails_already(step.goal, attempt, lesson.plans()):
        return attempt
    return replace(attempt, runs=train(with_seeds(planned.experiment, step.goal.seeds)))


def _check_one(
    where: tuple[str | int, ...], step: Step, goal: Goal, answer: Answer, verdict: Verdict
) -> AnswerCheck:
    if not isinstance(answer, WrongAnswer):
        sentence = goal.reached or "Reached." if verdict.reached else verdict.sentence
        return AnswerCheck(where, step.name, "solution", verdict.reached, sentence)
    if verdict.reached:
        return AnswerCheck(where, step.name, "wrong answer", False, "This answer reaches the goal.")
    given = None if verdict.hint is None else verdict.hint.name
    if answer.hint is not None and given != answer.hint:
        other = (
            "no hint" if verdict.hint is None else f"the hint “{given}”" if given else "a hint without a name"
        )
        sentence = f"It gets {other} instead of “{answer.hint}”: {verdict.sentence}"
        return AnswerCheck(where, step.name, "wrong answer", False, sentence)
    return AnswerCheck(where, step.name, "wrong answer", True, verdict.sentence)
