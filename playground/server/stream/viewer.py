"""Viewer: one page on its stream, with its topics and its reading speed."""

import asyncio
import struct
import time
from collections import deque
from collections.abc import Sequence

from starlette.websockets import WebSocket

from playground.persons import Person, person_of
from playground.server.stream.budget import Allowance, Budget
from playground.server.stream.feeds import Feeds
from playground.server.stream.messages import Follow, Hidden, Leave, PageMessage, Seen
from playground.server.stream.topics import GroupTopic, RunTopic, Topic

MOST_TOPICS = 16
# Most messages and bytes that a page has not confirmed. A slow page gets fewer messages, each with the current state.
MOST_MESSAGES, MOST_BYTES = 25, 64_000
PICTURE_BYTES = 150_000  # a second
PICTURES_AT_ONCE = 64_000  # bytes
HIDDEN_SECONDS = 3.0  # between two messages to a hidden page
QUIET_SECONDS = 5.0  # after which a page with unfinished runs gets an empty message, as a sign of life


class TooManyError(Exception):
    """The page follows more than `MOST_TOPICS`."""


class Viewer:
    """Sends one page the news of its topics, at most once every `budget.SHORTEST` seconds, and not while it lags."""

    def __init__(self, socket: WebSocket, person: Person | None, budget: Budget, feeds: Feeds) -> None:
        self._socket = socket
        self._person = person
        self._budget = budget
        self._feeds = feeds
        self._topics: dict[int, Topic] = {}
        self._allowance = Allowance(PICTURE_BYTES, PICTURES_AT_ONCE)
        self._hidden = False
        self._number = 0  # of the latest message
        self._unseen: deque[tuple[int, int]] = deque()  # number and bytes of each unconfirmed message
        self._next = 0.0  # the earliest time of the next message
        self._sent_at = 0.0
        self._woken = asyncio.Event()
        self._clock = asyncio.get_running_loop().time

    def hear(self, message: PageMessage) -> None:
        """Handles a message of the page.

        Raises:
            TooManyError: the page follows more than `MOST_TOPICS`.
        """
        match message:
            case Follow():
                self._follow(message)
            case Leave(topic=number):
                if (topic := self._topics.pop(number, None)) is not None:
                    topic.close()
            case Seen(number=number):
                self._see(number)
                return
            case Hidden(hidden=hidden):
                self._hide(hidden)
        self._woken.set()

    async def tell(self) -> None:
        """Sends news until the page disconnects."""
        self._budget.enter()
        try:
            while True:
                self._woken.clear()
                wait = self._seconds_to_wait()
                if wait is None or wait > 0:
                    await self._rest(wait)
                    continue
                await self._budget.turn()
                await self._send()
        finally:
            self._hide(True)
            for topic in self._topics.values():
                topic.close()

    def _follow(self, follow: Follow) -> None:
        if (before := self._topics.pop(follow.topic, None)) is not None:
            before.close()
        if len(self._topics) >= MOST_TOPICS:
            raise TooManyError
        wake = self._woken.set
        if follow.run is not None:
            person = self._person or person_of(follow.visitor)
            self._topics[follow.topic] = RunTopic(follow, self._feeds, wake, person, self._allowance)
        elif follow.group is not None:
            self._topics[follow.topic] = GroupTopic(follow, self._feeds, wake)

    def _see(self, number: int) -> None:
        lagged = self._lags
        while self._unseen and self._unseen[0][0] <= number:
            self._unseen.popleft()
        if lagged:
            self._woken.set()

    @property
    def _lags(self) -> bool:
        """Whether the page has too many unconfirmed messages or bytes to get another message."""
        return len(self._unseen) >= MOST_MESSAGES or sum(size for _, size in self._unseen) >= MOST_BYTES

    def _hide(self, hidden: bool) -> None:
        if hidden == self._hidden:
            return
        self._hidden = hidden
        if hidden:
            self._budget.leave()
        else:
            self._budget.enter()
            self._next = 0.0
        for topic in self._topics.values():
            topic.is_changed = True

    def _seconds_to_wait(self) -> float | None:
        """Seconds until the next message may be sent; None if there is nothing to send before the next event."""
        if self._lags:
            return None
        due = [topic.due if topic.is_changed else topic.look_at for topic in self._topics.values()]
        times = [max(time, self._next) for time in due if time is not None]
        if any(topic.goes_on for topic in self._topics.values()):
            times.append(self._sent_at + QUIET_SECONDS)
        return min(times) - self._clock() if times else None

    async def _rest(self, seconds: float | None) -> None:
        timer = None if seconds is None else asyncio.get_running_loop().call_later(seconds, self._woken.set)
        try:
            await self._woken.wait()
        finally:
            if timer is not None:
                timer.cancel()

    async def _send(self) -> None:
        begin, spent = self._clock(), time.thread_time()
        news: list[str] = []
        pictures: list[bytes] = []
        for topic in list(self._topics.values()):
            due = topic.due if topic.is_changed else topic.look_at
            if due is not None and due <= begin and (found := await topic.news(begin, hidden=self._hidden)):
                news.append(found)
                if topic.picture:
                    pictures.append(topic.picture)
        self._next = begin + (HIDDEN_SECONDS if self._hidden else self._budget.seconds)
        if not news and begin < self._sent_at + QUIET_SECONDS:
            return
        self._number += 1
        size = await self._put(f'{{"number":{self._number},"news":[{",".join(news)}]}}', pictures)
        self._unseen.append((self._number, size))
        self._sent_at = self._clock()
        self._budget.spend(time.thread_time() - spent, size)

    async def _put(self, text: str, pictures: Sequence[bytes]) -> int:
        """Sends a message; returns its size in bytes."""
        if not pictures:
            await self._socket.send_text(text)
            return len(text)
        head = text.encode()
        content = b"".join((struct.pack("<I", len(head)), head, *pictures))
        await self._socket.send_bytes(content)
        return len(content)
