"""Topics: the runs and groups that a page follows, and what the page knows of each."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from anyio import to_thread

from playground import services
from playground.experiment.uploads import digests_in
from playground.persons import Person, may
from playground.runs import Group, Run, RunsError
from playground.server.answers import UNKNOWN, UNKNOWN_GROUP
from playground.server.stream.budget import SHORTEST, Allowance
from playground.server.stream.feeds import Feed, Feeds, Standing, as_json, differing
from playground.server.stream.messages import Follow
from playground.server.wishes import numbers
from playground.store import StoreError

LOOK_SECONDS = 0.4  # between two lookups of a run of another server: the database does not notify
AWAY_SECONDS = 1.0  # between two lookups while the store cannot be used
GROUP_SECONDS = 0.2  # between two messages of a group


class Topic(ABC):
    """A run or group that a page follows. Used only by the event loop, whose clock gives its times.

    Attributes:
        is_changed: whether there may be news.
        due: the earliest time of the next news.
        look_at: when to look for news even without a change; None for never.
        goes_on: whether the run or group is not over, so that more news will come.
        picture: the picture of the latest news; b"" if it has none.
    """

    every = SHORTEST  # seconds between two messages

    def __init__(self, follow: Follow, feeds: Feeds, wake: Callable[[], None]) -> None:
        self.is_changed = True
        self.due = 0.0
        self.look_at: float | None = None
        self.goes_on = True
        self.picture = b""
        self._number = follow.topic
        self._feeds = feeds
        self._wake = wake
        self._what: Run | Group | None = None
        self._feed: Feed | None = None
        self._known = Standing(epoch=follow.first - 1)
        self._is_looked_at = False
        self._is_closed = False

    async def news(self, now: float, *, hidden: bool) -> str:
        """The changes since the last news, as a JSON object; "" if there are none.

        Args:
            now: the time of the event loop's clock, in seconds.
            hidden: whether the page's tab is hidden.
        """
        self.is_changed, self.look_at, self.picture = False, None, b""
        self.due = now + self.every
        if not self._is_in_memory():
            try:
                self._take(await self._find())
            except (StoreError, RunsError) as error:
                self.look_at = now + AWAY_SECONDS
                return self._put(f'"status":503,"error":{as_json(str(error))}')
        if self._feed is None:
            self.goes_on = False
            return self._put(f'"status":404,"error":{as_json(self._unknown)}')
        self._look(not hidden)
        standing = self._feed.now
        members = (self._feed.news_since(self._known), *self._own(now, hidden))
        self._known = standing
        self.goes_on = self._goes_on()
        if self.goes_on and not self._is_in_memory():
            self.look_at = now + LOOK_SECONDS
        return self._put(*members)

    def close(self) -> None:
        """Follows the run or group no longer."""
        self._take(None)
        self._is_closed = True

    @property
    @abstractmethod
    def _unknown(self) -> str:
        """The sentence for a run or group that does not exist."""

    @abstractmethod
    def _is_in_memory(self) -> bool:
        """Whether the run or group is the one in this server's memory, which notifies after changes."""

    @abstractmethod
    async def _find(self) -> Run | Group | None:
        """Looks up the run or group; None if it does not exist."""

    @abstractmethod
    def _goes_on(self) -> bool:
        """Whether the run or group is not over."""

    def _own(self, now: float, hidden: bool) -> list[str]:  # noqa: ARG002
        """The changes that are only for this page, as members of a JSON object."""
        return []

    def _put(self, *members: str) -> str:
        found = ",".join(filter(None, members))
        return f'{{"topic":{self._number},{found}}}' if found else ""

    def _take(self, what: Run | Group | None) -> None:
        if what is self._what or self._is_closed:
            return
        if self._what is not None:
            self._look(False)
            self._feeds.leave(self._what, self._woken)
        self._what = what
        self._feed = None if what is None else self._feeds.follow(what, self._woken)
        self._known = Standing(epoch=self._known.epoch)

    def _look(self, looks: bool) -> None:
        if isinstance(self._what, Run) and looks != self._is_looked_at:
            self._is_looked_at = looks
            self._feeds.look(self._what, 1 if looks else -1)

    def _woken(self) -> None:
        if not self.is_changed:
            self.is_changed = True
            self._wake()


class RunTopic(Topic):
    """A run that a page follows: its fields, its epochs and its newest picture."""

    _unknown = UNKNOWN

    def __init__(
        self,
        follow: Follow,
        feeds: Feeds,
        wake: Callable[[], None],
        person: Person | None,
        allowance: Allowance,
    ) -> None:
        super().__init__(follow, feeds, wake)
        assert follow.run is not None
        self._id = follow.run
        self._client = follow.client
        self._person = person
        self._pictures = None if follow.pictures is None else Pictures(follow.pictures, allowance)
        self._sent: dict[str, Any] = {}

    def _is_in_memory(self) -> bool:
        return self._what is not None and services.runs().in_memory(self._id) is self._what

    async def _find(self) -> Run | None:
        runs = services.runs()
        run = runs.in_memory(self._id) or await to_thread.run_sync(runs.get, self._id)
        if run is not None and self._pictures is not None and digests_in(run.experiment):
            may_see = runs.own_tables.may_see_data
            if not await to_thread.run_sync(may_see, self._person, run.experiment):
                self._pictures = None  # they would show rows of another person's table
        return run

    def _goes_on(self) -> bool:
        return isinstance(self._what, Run) and not self._what.over

    def _own(self, now: float, hidden: bool) -> list[str]:
        run = self._what
        assert isinstance(run, Run)
        own = {"mine": may(self._person, "steer", run), "taken": numbers.last(run.id, self._client)}
        members = []
        if self._pictures is None:
            own["pictures"] = run.film.number
        elif not hidden:
            found = self._pictures.news(run, now)
            if found is not None:
                members.append(f'"pictures":{as_json(found)}')
                self.picture = self._pictures.content
            elif self._pictures.wait:
                self.look_at = now + self._pictures.wait
        if changed := differing(self._sent, own):
            members.append(f'"own":{as_json(changed)}')
        self._sent = own
        return members


class Pictures:
    """The pictures of a run that a page knows, and the newest picture.

    Args:
        listed: the number of pictures that the page has in its list.
        allowance: the bytes that the page may get.

    Attributes:
        content: the newest picture if it is a part of the latest news; else b"".
        wait: the seconds until the allowance permits the newest picture; 0.0 if no picture waits.
    """

    def __init__(self, listed: int, allowance: Allowance) -> None:
        self.content = b""
        self.wait = 0.0
        self._allowance = allowance
        self._listed = listed
        self._latest: bytes | None = None

    def news(self, run: Run, now: float) -> Mapping[str, object] | None:
        """The `pictures` of a message (see `messages`); None without a new picture, or if it has to wait."""
        self.content, self.wait = b"", 0.0
        number = run.film.number
        if number == self._listed:
            return None
        latest = run.film.latest()
        content = latest[1] if latest else b""
        if content and content is not self._latest:
            self.wait = self._allowance.take(len(content), now)
            if self.wait:
                return None
            self.content = self._latest = content
        moments, are_all = run.film.news(self._listed)
        self._listed = number
        listed = {"number": number, "epochs": moments, "all": are_all, "error": run.film.error}
        return listed | {"size": len(self.content)}


class GroupTopic(Topic):
    """A sweep or seeds study that a page follows: its fields, and those of its runs that differ."""

    _unknown = UNKNOWN_GROUP
    every = GROUP_SECONDS

    def __init__(self, follow: Follow, feeds: Feeds, wake: Callable[[], None]) -> None:
        super().__init__(follow, feeds, wake)
        assert follow.group is not None
        self._id = follow.group

    def _is_in_memory(self) -> bool:
        here = services.runs().in_memory
        return isinstance(self._what, Group) and all(here(run.id) is run for run in self._what.runs)

    async def _find(self) -> Group | None:
        return await to_thread.run_sync(services.runs().groups.get, self._id)

    def _goes_on(self) -> bool:
        return isinstance(self._what, Group) and not self._what.over
