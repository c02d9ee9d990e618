"""What Dask calls on a worker: one job, the wishes that reach it, and the warm-up before the first.

Workers started elsewhere load this module too: `dask worker --preload playground.engine.worker ADDRESS`.
"""

import asyncio
import atexit
import faulthandler
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from distributed import Nanny, Worker, get_worker

from playground.datasets.own.contents import forget
from playground.engine import compiled, private, topics
from playground.engine.tables import Lacking, Packed, take_tables
from playground.machine import machine
from playground.messages.checkpoint import Checkpoint
from playground.messages.events import Answer, Event, Started, encode_all
from playground.messages.jobs import Job, Result
from playground.messages.wishes import EncodedWish, LookAlong, decode
from playground.priority import give_way, switch_soon
from playground.worker import train, warming
from playground.worker.desk import Desk

# Training gives way to pages' scripts, and these to what answers: pages stay quick while every core trains. A thread of
# niceness 10 gets a third of what a script gets and a ninth of what an ordinary one gets, so training goes on while
# something else keeps every core busy; one of 15 would get a thirtieth. With 5, as scripts have, 30 people had their
# pages drawn anew within 0.56 s (95 %); with 10 within 0.25 s. The thread to which wishes come stays an ordinary one.
NICE = 10
WARM_UP = "PLAYGROUND_WARM_UP"  # 0: workers prepare no preset while they are idle

# Beside the worker's own thread, which a run may have for long.
_beside = ThreadPoolExecutor(1, "beside", initializer=lambda: give_way(NICE))
_desks: dict[str, Desk] = {}  # of the jobs that go on, by their ids


def dask_setup(_worker: Worker) -> None:
    """Called by Dask when a worker begins: load TensorFlow in the background.

    A worker started elsewhere keeps what XLA compiles too; those of the embedded cluster are started with the flags.
    """
    os.environ.update(compiled.flags())  # before TensorFlow reads them
    faulthandler.enable()  # a crash in TensorFlow says where
    if multiprocessing.parent_process() is not None:
        atexit.register(_leave)
    switch_soon()
    if sys.platform != "linux":
        os.nice(max(NICE - os.nice(0), 0))  # a thread has no niceness of its own there
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _leave() -> None:
    """Ends a worker's process at once: Python would end the threads in which TensorFlow still works, and crash."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)


def _warm_up() -> None:
    give_way(NICE)  # the threads of TensorFlow inherit it
    train.warm_up()
    if os.environ.get(WARM_UP) != "0" and train.trains():
        warming.warm_up_presets()


def work(
    job: Job,
    sender: str = "",
    first: int = 1,
    wishes: Sequence[EncodedWish] = (),
    look: EncodedWish | None = None,
    checkpoint: bytes | None = None,
    tables: Packed | None = None,
) -> Result | Lacking:
    """Does a job; its events go out as lists under its id as the topic, pictures and checkpoints under another.

    The first, before anything is loaded, is `Started` with the worker's address: from then on `take` reaches the job
    there. `wishes`, as in `take`, are met before its first batch.

    Args:
        job: what to do. Its type names the module that does it.
        sender, first, wishes: as in `take`.
        look: the last `LookAlong`.
        checkpoint: where a held run goes on.
        tables: own tables that the job needs, packed; None where they may be here already. Without them the job does
            not begin.
    """
    give_way(NICE)
    if not take_tables(job.tables, tables):
        return Lacking(get_worker().address)
    worker = get_worker()

    def tell(events: list[Event]) -> None:
        worker.log_event(job.id, encode_all(events))

    def tell_beside(events: list[Event]) -> None:
        worker.log_event(topics.pictures(job.id), encode_all(events))

    desk = Desk(tell, tell_beside, None if checkpoint is None else Checkpoint.decode(checkpoint))
    _desks[job.id] = desk
    with warming.idle.interrupted():
        try:
            take(job.id, sender, first, wishes)
            if look is not None:
                look_along(job.id, look)
            tell([Started(worker=worker.address, machine=machine())])
            result: Result = import_module(job.module).do(job, desk)
            return result
        finally:
            _desks.pop(job.id, None)


async def beside(job: Job, tables: Packed | None) -> bytes | None:
    """Does a job that ends with an `Answer` and tells nothing before; whatever is trained here goes on.

    `tables` are as in `work`; None where they are lacking.
    """
    return await asyncio.get_running_loop().run_in_executor(_beside, _do_beside, job, tables)


def _do_beside(job: Job, tables: Packed | None) -> bytes | None:
    if not take_tables(job.tables, tables):
        return None
    with warming.idle.interrupted():
        answer: Answer = import_module(job.module).do(job, Desk(lambda _events: None))
    return answer.content


def take(job_id: str, sender: str, first: int, wishes: Sequence[EncodedWish]) -> int | None:
    """Carry a sender's encoded wishes, numbered from `first` on, to a job that goes on at this worker.

    Returns the number of the last wish taken of this sender; None if there is no such job. Each is taken once,
    however often it is sent.
    """
    desk = _desks.get(job_id)
    if desk is None:
        return None
    decoded = [decode(wish) for wish in wishes]
    taken = desk.control.take_in_order(sender, first, decoded)
    for wish in decoded[: max(taken - first + 1, 0)]:
        if isinstance(wish, LookAlong):
            _look(job_id, wish)
    return taken


def look_along(job_id: str, content: EncodedWish) -> bool:
    """Have a run pictured along other columns, also one that has ended not long ago; False if there is none."""
    wish = decode(content)
    return isinstance(wish, LookAlong) and _look(job_id, wish)


def _look(job_id: str, wish: LookAlong) -> bool:
    desk = _desks.get(job_id)
    if desk is not None:
        desk.look = wish
    return train.look_along(job_id, wish.axes) or desk is not None


def tell_every(job_id: str, seconds: float) -> None:
    """Have a run told of in a message every `seconds`, for a while; without a word where it is not trained here."""
    if (desk := _desks.get(job_id)) is not None:
        desk.control.cadence.ask(seconds)


def forget_table(digest: str) -> None:
    """Let go of an own table that was removed, and of all that was made of it for runs to come."""
    forget(digest)


def give_up(job_id: str) -> bool:
    """Ask a run to leave this worker; True if it does so, which a run does that is held or takes steps."""
    desk = _desks.get(job_id)
    return desk is not None and desk.control.give_up()


def trains(job_id: str) -> bool:
    """Whether a job goes on at this worker."""
    return job_id in _desks


def kill(dask_worker: Nanny) -> None:
    """Called on a worker's nanny, which starts another worker at once: end one that no wish reaches."""
    process = private.process_of(dask_worker)
    if process is not None:
        os.kill(process, signal.SIGKILL)
