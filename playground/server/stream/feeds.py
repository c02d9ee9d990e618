"""Feeds: the news of a run or group, made once on the event loop for all pages that follow it."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from playground import services
from playground.runs import Group, Run
from playground.runs.watchers import Watchers
from playground.server.stream.budget import Budget

# Seconds after which the request for more frequent reports is repeated, because a worker forgets it after some time.
RENEW_SECONDS = 5.0
TIMES_SECONDS = 0.2  # between two changes of times and rates, because people cannot read faster
USUAL = 0.1  # seconds between two reports of a run that is on no visible page

_TIMES = ("seconds", "epochs_per_second", "seconds_left")
_EPOCHS = ("from", "curves", "elapsed", "pictures")  # different for each page
_PROGRESS = {*_TIMES, "epoch", "best", "passed_over"}


@dataclass(frozen=True)
class Standing:
    """The state of a run or a group as pages know it.

    Attributes:
        version: the number of changes in it; -1 for a page that knows nothing yet.
        fields: its fields on pages, without curves and without the runs of a group.
        epoch: the last epoch, -1 before the first.
        runs: summaries of the runs of a group.
    """

    version: int = -1
    fields: Mapping[str, Any] | None = None
    epoch: int = -1
    runs: Sequence[Mapping[str, Any]] = ()


class Feed(ABC):
    """Wakes the followers of a run or group once for many changes, and makes the same news only once for all.

    Args:
        watchers: the watchers of the run, or of all runs of the group.
    """

    def __init__(self, watchers: Sequence[Watchers]) -> None:
        self._loop = asyncio.get_running_loop()
        self._watchers = watchers
        self._wakes: list[Callable[[], None]] = []
        self._is_due = False
        self._now = Standing()
        self._news: dict[tuple[int, int], str] = {}  # by the version and epoch that a page already knows

    @property
    def now(self) -> Standing:
        """The current state."""
        version = sum(each.version for each in self._watchers)
        if version != self._now.version:
            self._now = self._stand(version)
            self._news.clear()
        return self._now

    def news_since(self, before: Standing) -> str:
        """The differences between `before` and `now`, as members of a JSON object; "" if there are none."""
        key = (before.version, before.epoch)
        if key not in self._news:
            self._news[key] = ",".join(f'"{name}":{as_json(value)}' for name, value in self._since(before))
        return self._news[key]

    @property
    def is_left(self) -> bool:
        """Whether it has no followers."""
        return not self._wakes

    def follow(self, wake: Callable[[], None]) -> None:
        """Calls `wake` on the event loop after changes, once for many changes."""
        if not self._wakes:
            for watchers in self._watchers:
                watchers.add(self._changed)
        self._wakes.append(wake)

    def leave(self, wake: Callable[[], None]) -> None:
        """Calls `wake` no more."""
        self._wakes.remove(wake)
        if not self._wakes:
            for watchers in self._watchers:
                watchers.remove(self._changed)

    @abstractmethod
    def _stand(self, version: int) -> Standing:
        """The current state, whose version is `version`."""

    @abstractmethod
    def _since(self, before: Standing) -> Iterable[tuple[str, Any]]:
        """The differences between `before` and the current state, by name."""

    def _changed(self) -> None:
        if not self._is_due:
            self._is_due = True
            with suppress(RuntimeError):  # the event loop has ended
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._is_due = False
        for wake in list(self._wakes):
            wake()


class RunFeed(Feed):
    """The news of a run: its fields and its new epochs.

    Args:
        run: the run.
        woken: called before the followers.
    """

    def __init__(self, run: Run, woken: Callable[[], None]) -> None:
        super().__init__([run.watchers])
        self._run = run
        self._woken = woken
        self._timed_at = 0.0

    def _wake(self) -> None:
        self._woken()
        super()._wake()

    def _stand(self, version: int) -> Standing:
        answer = self._run.since(self._run.epoch + 1)
        fields = {name: value for name, value in answer.items() if name not in _EPOCHS}
        if self._is_progress(fields) and self._loop.time() < self._timed_at + TIMES_SECONDS:
            before = self._now.fields or {}
            fields |= {name: before[name] for name in _TIMES}
        else:
            self._timed_at = self._loop.time()
        return Standing(version, fields, answer["epoch"])

    def _is_progress(self, fields: Mapping[str, Any]) -> bool:
        """Whether only those fields differ that change with each epoch."""
        return self._now.fields is not None and differing(self._now.fields, fields).keys() <= _PROGRESS

    def _since(self, before: Standing) -> Iterable[tuple[str, Any]]:
        now, first = self._now, before.epoch + 1
        went_back = before.fields is not None and before.fields["revision"] != (now.fields or {})["revision"]
        if now.epoch < before.epoch or went_back:  # the page's epochs are no longer valid
            first = 0
            yield "anew", True
        if changed := differing(before.fields, now.fields):
            yield "set", changed
        if now.epoch >= first:
            yield "from", first
            yield from self._run.epochs_between(first, now.epoch).items()


class GroupFeed(Feed):
    """The news of a sweep or seeds study: its fields, and those of its runs that differ."""

    def __init__(self, group: Group) -> None:
        super().__init__([run.watchers for run in group.runs])
        self._group = group

    def _stand(self, version: int) -> Standing:
        answer = self._group.in_short()
        fields = {name: value for name, value in answer.items() if name != "runs"}
        return Standing(version, fields, runs=answer["runs"])

    def _since(self, before: Standing) -> Iterable[tuple[str, Any]]:
        now = self._now
        if changed := differing(before.fields, now.fields):
            yield "set", changed
        known: Sequence[Mapping[str, Any]] = before.runs or [{}] * len(now.runs)
        runs = [differing(old, new) for old, new in zip(known, now.runs, strict=True)]
        if any(runs):
            yield "runs", [[index, changed] for index, changed in enumerate(runs) if changed]


class Feeds:
    """The feeds of one event loop. The worker of a run on a visible page reports as often as pages can get messages."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._feeds: dict[int, Feed] = {}  # by `id()` of a run or group, to which its feed has a reference
        self._visible: dict[str, int] = {}  # the number of visible pages that follow a run, by its id
        # The requested seconds between two reports of a run, and when they were requested, by its id.
        self._requested: dict[str, tuple[float, float]] = {}

    def follow(self, what: Run | Group, wake: Callable[[], None]) -> Feed:
        """The feed of a run or a group; it calls `wake` after changes."""
        feed = self._feeds.get(id(what))
        if feed is None:
            feed = RunFeed(what, partial(self._ask, what)) if isinstance(what, Run) else GroupFeed(what)
            self._feeds[id(what)] = feed
        feed.follow(wake)
        return feed

    def leave(self, what: Run | Group, wake: Callable[[], None]) -> None:
        """Removes `wake` from the feed of a run or a group."""
        feed = self._feeds[id(what)]
        feed.leave(wake)
        if feed.is_left:
            del self._feeds[id(what)]

    def look(self, run: Run, by: int) -> None:
        """Changes the number of visible pages that follow a run `by` 1 or -1."""
        visible = self._visible.get(run.id, 0) + by
        if visible:
            self._visible[run.id] = visible
        else:
            self._visible.pop(run.id, None)
        self._ask(run)

    def _ask(self, run: Run) -> None:
        """Asks the worker of a run to report as often as its pages can get messages, unless it was asked recently."""
        now = asyncio.get_running_loop().time()
        before, when = self._requested.pop(run.id, (USUAL, now))
        if run.over:
            return
        seconds = min(self._budget.seconds, USUAL) if run.id in self._visible else USUAL
        is_other = abs(seconds - before) > 0.25 * before or (seconds == USUAL) != (before == USUAL)
        if is_other or now - when > RENEW_SECONDS:
            before, when = seconds, now
            services.runs().steering.tell_every(run.id, seconds)
        if before != USUAL:
            self._requested[run.id] = (before, when)


def differing(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The items of `now` that `before` does not have or has with another value."""
    if before is None or now is None:
        return dict(now or {})
    return {name: value for name, value in now.items() if name not in before or before[name] != value}


as_json = json.JSONEncoder(allow_nan=False, separators=(",", ":"), ensure_ascii=False).encode
