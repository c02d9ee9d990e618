"""Events: the messages of a run, from the queue to its end.

Dask transports events and the database stores them as plain data such as `{"kind": "on_the_way", "epoch": 3, "until":
9}`. Only `encode` and `decode_all` handle this form; everywhere else an event is one of these types.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from playground.messages.checkpoint import Held
from playground.states import State

Logs: TypeAlias = dict[str, list[float]]


@dataclass(frozen=True)
class Finding:
    """A fault of a run or its network, or an explanation, found by `playground.doctor`.

    Attributes:
        kind: the name of the rule.
        sentence: the observation, with its layer or measure.
        remedy: what to try, as a sentence; "" if there is nothing to do.
        warns: whether something is wrong; False for an explanation.
        layer: the layer's title; "" for the whole network.
    """

    kind: str
    sentence: str
    remedy: str = ""
    warns: bool = True
    layer: str = ""


@dataclass(frozen=True)
class Best:
    """The best epoch of a run, as `playground.experiment.best` defines it, and the value of the curve that decides."""

    epoch: int
    monitor: str
    value: float


@dataclass(frozen=True)
class Kept:
    """The epoch whose weights a run has at its end.

    Attributes:
        epoch: counted from 1.
        logs: loss and metrics of the network with these weights by name, on training rows and (`val_`) on validation
            rows, both measured without dropout.
    """

    epoch: int
    logs: dict[str, float]


class _Event(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Waiting(_Event):
    """The run waits for a worker at `place` in the queue, where 1 is next; `why` is a sentence."""

    kind: Literal["waiting"] = "waiting"
    place: int
    why: str = ""


class Started(_Event):
    """A worker has started the run.

    Args:
        worker: the worker's address; None for training without a cluster, and in a run's history.
        machine: the worker's machine, from `playground.machine`.
    """

    kind: Literal["started"] = "started"
    worker: str | None = None
    machine: Mapping[str, object] | None = None


class OnTheWay(_Event):
    """The parent of a branch is trained again up to its epoch `until`; `epoch` epochs of that are finished."""

    kind: Literal["on_the_way"] = "on_the_way"
    epoch: int
    until: int


class Began(_Event):
    """Training begins. A second `Began` restarts the run. A run of a script leaves most fields empty."""

    kind: Literal["began"] = "began"
    parameters: int | None
    train_rows: int | None
    validation_rows: int | None


class WentBack(_Event):
    """The run continues from epoch `epoch` again; earlier events on later epochs no longer count.

    `revision` is how often the run has gone back.
    """

    kind: Literal["went_back"] = "went_back"
    epoch: int
    revision: int


class Epochs(_Event):
    """Consecutive epochs: element i of each list belongs to epoch `first` + i; epoch 0 is the untrained network.

    Args:
        first: the number of the first epoch.
        logs: loss and metrics by name, one value per epoch.
        seconds: the seconds of training at the end of each epoch, from the start of epoch 1.
    """

    kind: Literal["epochs"] = "epochs"
    first: int
    logs: Logs
    seconds: list[float]


class LearningRate(_Event):
    """The learning rate changes to `value` after epoch `epoch` and `batch` batches of the next epoch."""

    kind: Literal["learning_rate"] = "learning_rate"
    epoch: int
    value: float
    batch: int = 0


class Carried(_Event):
    """Early stopping of a branch continues from its parent's, whose best epoch is `epoch` with this value."""

    kind: Literal["carried"] = "carried"
    epoch: int
    value: float


class Paused(_Event):
    """The run is held, or continues, after `epoch` epochs and `batch` batches of the next epoch."""

    kind: Literal["paused"] = "paused"
    paused: bool
    epoch: int
    batch: int


class SetAside(_Event):
    """A held run left its worker; `file` is the name of its checkpoint in the file store."""

    kind: Literal["set_aside"] = "set_aside"
    file: str


class Ended(_Event):
    """The run is over. Only pictures and weights may follow.

    Args:
        status: how it ended.
        reason: why, in sentences; "" if all epochs are trained.
        epochs: how many epochs are trained; None if its worker died.
        best: the best epoch; None if there is none or the worker died.
        seconds: the seconds of training; None if its worker died.
        kept: the kept network; None if there is none, and in runs of versions that did not measure it.
        findings: the findings on the kept network.
    """

    kind: Literal["ended"] = "ended"
    status: State
    reason: str = ""
    epochs: int | None = None
    best: Best | None = None
    seconds: float | None = None
    kept: Kept | None = None
    findings: tuple[Finding, ...] = ()


class Picture(_Event):
    """A picture of the network after `epoch` epochs and `batch` batches of the next epoch, encoded."""

    kind: Literal["picture"] = "picture"
    epoch: int
    batch: int
    bytes: bytes


class NoPicture(_Event):
    """The network cannot be pictured; `reason` is a sentence."""

    kind: Literal["no_picture"] = "no_picture"
    reason: str


class Weights(_Event):
    """The weights of an ended run: NumPy's npz of Keras' `get_weights`, in their order."""

    kind: Literal["weights"] = "weights"
    content: bytes


class Answer(_Event):
    """The result of a job that is not a run, encoded by the job's module; its `Ended` follows."""

    kind: Literal["answer"] = "answer"
    content: bytes


class CheckpointMade(_Event):
    """The checkpoint of a held run that stays on its worker; it has the fields of `Held`."""

    kind: Literal["checkpoint"] = "checkpoint"
    content: bytes
    epoch: int
    batch: int
    taken: dict[str, int]
    goes_on: bool

    @classmethod
    def of(cls, held: Held) -> Self:
        """Returns the event that sends a checkpoint to the engine."""
        return cls(
            content=held.content,
            epoch=held.epoch,
            batch=held.batch,
            taken=dict(held.taken),
            goes_on=held.goes_on,
        )

    def held(self) -> Held:
        """The checkpoint, with the facts that the engine needs."""
        return Held(self.content, self.epoch, self.batch, self.taken, self.goes_on)


# The events that make the curves of a run and that the database stores.
StoredEvent: TypeAlias = (
    Started | Began | WentBack | Epochs | LearningRate | Carried | Paused | SetAside | Ended
)
Event: TypeAlias = StoredEvent | Waiting | OnTheWay | Picture | NoPicture | Weights | Answer | CheckpointMade

_ONE: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_KINDS = frozenset(kind.model_fields["kind"].default for kind in Event.__args__)


def encode(event: Event) -> dict[str, Any]:
    """The event as plain data for Dask and the database, without fields that have their default."""
    return {"kind": event.kind, **event.model_dump(exclude_defaults=True)}


def encode_all(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as plain data, in order."""
    return [encode(event) for event in events]


def decode_all(content: Iterable[Mapping[str, Any]]) -> list[Event]:
    """Decodes events from plain data; ignores kinds that this version does not know.

    Raises:
        ValueError: an event of a known kind lacks a field.
    """
    return [_ONE.validate_python(item) for item in content if item["kind"] in _KINDS]


def join_epochs(events: Sequence[Event]) -> list[Event]:
    """The same events with consecutive `Epochs` of the same curves joined, also across a change of the rate."""
    result: list[Event] = []
    last: Event | None = None  # which is not a change of the rate

    for event in events:
        if isinstance(event, Epochs) and isinstance(last, Epochs) and _follows(last, event):
            for name, values in event.logs.items():
                last.logs[name].extend(values)
            last.seconds.extend(event.seconds)
        elif isinstance(event, Epochs):
            logs = {name: list(values) for name, values in event.logs.items()}
            last = Epochs(first=event.first, logs=logs, seconds=list(event.seconds))
            result.append(last)
        else:
            last = last if isinstance(event, LearningRate) else event
            result.append(event)
    return result


def _follows(last: Epochs, event: Epochs) -> bool:
    return event.first == last.first + len(last.seconds) and event.logs.keys() == last.logs.keys()
