"""Changes: the settings that a step lets its reader change, and other changes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playground.comparing.settings import title_of
from playground.errors import ExperimentError, Problem
from playground.experiment import Experiment
from playground.experiment.parse import from_content, put
from playground.lessons.model import Answer, Settings, Step

# The settings that forms change by themselves when one of these changes.
_FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "data.dataset": (
        "data",
        "training.metrics",
        "training.loss",
        "training.loss_version",
        "training.batch_size",
    ),
    "data.target": ("data.features", "data.options", "training.metrics", "training.loss"),
    "training.loss": ("training.loss_version",),
    "training.optimizer.name": (
        "training.optimizer.momentum",
        "training.optimizer.nesterov",
        "training.optimizer.weight_decay",
    ),
}


def flat(settings: Settings, before: str = "") -> Iterator[tuple[str, Any]]:
    """Nested settings as paths with their values."""
    for name, value in settings.items():
        path = f"{before}.{name}" if before else name
        if isinstance(value, dict) and value:
            yield from flat(value, path)
        else:
            yield path, value


def way_to(settings: Settings, path: str) -> tuple[str, ...]:
    """The keys that lead to a path in nested settings; none if the path is not among them."""
    for name, value in settings.items():
        if path == name:
            return (name,)
        if isinstance(value, dict) and path.startswith(f"{name}."):
            return (name, *way_to(value, path.removeprefix(f"{name}.")))
    return ()


def with_settings(experiment: Experiment, settings: Settings, unset: Iterable[str] = ()) -> Experiment:
    """The experiment with settings changed or set to null.

    Raises:
        ExperimentError: there is no such setting, or it cannot have this value.
    """
    content: dict[str, Any] = experiment.model_dump(mode="json")
    put_all(content, settings, unset)
    return from_content(content)


def put_all(content: dict[str, Any], settings: Settings, unset: Iterable[str]) -> None:
    """Changes settings in an experiment as plain data, and sets others to null.

    Raises:
        ExperimentError: there is no such setting.
    """
    for path, value in [*flat(settings), *((path, None) for path in unset)]:
        put(content, path, value)


def with_answer(experiment: Experiment, step: Step, answer: Answer) -> Experiment:
    """The experiment of a step with the settings of an answer.

    Raises:
        ExperimentError: the answer changes a locked setting or has an invalid value.
    """
    found = with_settings(experiment, answer.set, answer.unset)
    if held := locked_changes(step, experiment, found):
        raise ExperimentError(
            *(Problem(path, "the step does not give this setting to its reader.") for path in held)
        )
    return found


def locked_changes(step: Step, start: Experiment, now: Experiment) -> list[str]:
    """The paths of settings that differ from the start of a step although the step does not allow their change."""
    free = [*step.gives, *(path for given in step.gives for path in _FOLLOWS.get(given, ()))]
    return [
        path
        for path in _changes(_plain(start), _plain(now))
        if not any(is_within(path, each) for each in free)
    ]


def carried_over(step: Step, start: Experiment, now: Experiment) -> Experiment:
    """The experiment `start` of a step, with the changeable settings of `now`.

    If they do not fit together, returns `start`.
    """
    content: dict[str, Any] = start.model_dump(mode="json")
    other = now.model_dump(mode="json")
    for path in step.gives:
        try:
            put(content, path, value_at(other, path))
        except ExperimentError:
            return start
    try:
        return from_content(content)
    except ExperimentError:
        return start


def why_locked(paths: Iterable[str]) -> str:
    """A sentence that names the settings that a lesson locks."""
    titles = [title_of(path) or path for path in paths]
    named = ", ".join(f"“{title}”" for title in titles[:3])
    return f"This step holds {named} where {'it is' if len(titles) == 1 else 'they are'}."


def is_within(path: str, whole: str) -> bool:
    """Whether a setting equals another or is within it."""
    return path == whole or path.startswith(f"{whole}.")


def _plain(experiment: Experiment) -> Mapping[str, Any]:
    return experiment.model_dump(mode="json", exclude={"title", "version"})


def _changes(before: Any, now: Any, path: str = "") -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for name in {**before, **now}:
            yield from _changes(before.get(name), now.get(name), f"{path}.{name}" if path else name)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _changes(one, other, f"{path}.{number}")
    elif before != now:
        yield path


def value_at(content: Any, path: str) -> Any:
    """The value of a setting in plain data; None if there is none."""
    for name in path.split("."):
        if isinstance(content, list):
            content = content[int(name)] if name.isdecimal() and int(name) < len(content) else None
        else:
            content = content.get(name) if isinstance(content, dict) else None
    return content
