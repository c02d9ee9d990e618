"""The functions that Dask calls on a worker: jobs, wishes for them, and the warm-up before the first job.

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

# Training has a lower priority than the scripts of pages, and these have a lower one than answers: pages stay quick
# while every core trains. A thread of niceness 10 gets a third of a script's share of a core and a ninth of an ordinary
# thread's, so training continues while every core is busy; niceness 15 would get a thirtieth. With 5, like scripts, 30
# people had their pages drawn again within 0.56 s (95 %); with 10 within 0.25 s. The thread that takes wishes has
# ordinary priority.
NICE = 10
WARM_UP = "PLAYGROUND_WARM_UP"  # 0: idle workers prepare no preset

# In addition to the worker's own thread, which a run may occupy for long.
_beside = ThreadPoolExecutor(1, "beside", initializer=lambda: give_way(NICE))
_desks: dict[str, Desk] = {}  # of the jobs that are going on, by id


def dask_setup(_worker: Worker) -> None:
    """Called by Dask when a worker starts: loads TensorFlow in the background.

    It also switches on XLA's cache on workers started elsewhere; workers of the embedded cluster have it already.

    """
    os.environ.update(compiled.flags())  # set before TensorFlow reads them
    faulthandler.enable()  # prints where TensorFlow crashed
    if multiprocessing.parent_process() is not None:
        atexit.register(_leave)
    switch_soon()
    if sys.platform != "linux":
        os.nice(max(NICE - os.nice(0), 0))  # there, threads have no niceness of their own
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()


def dask_teardown(worker: Worker) -> None:
    """Called by Dask when a worker is asked to end, as by SIGTERM: its runs continue elsewhere."""
    worker.log_event(topics.LEAVING, {"worker": worker.address})


def _leave() -> None:
    """Ends the worker's process at once: Python's own exit would end threads that TensorFlow still uses, and crash."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)


def _warm_up() -> None:
    give_way(NICE)  # TensorFlow's threads inherit it
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
    """Does a job; publishes lists of events under its id as topic, and pictures and checkpoints under another topic.

    The first event, before anything is loaded, is `Started` with the worker's address; from then on `take` reaches the
    job. The job meets `wishes`, as in `take`, before its first batch.

    Args:
        job: the job; its type names the module that does it.
        sender, first, wishes: as in `take`.
        look: the last `LookAlong`.
        checkpoint: the state from which a held run continues.
        tables: the packed own tables of the job; None if the worker may have them. The job does not begin if it lacks
            one.
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
    """Does a job whose only event is its `Answer`, while the worker trains; returns the answer's content.

    `tables` are as in `work`. Returns None if the worker lacks a table.
    """
    return await asyncio.get_running_loop().run_in_executor(_beside, _do_beside, job, tables)


def _do_beside(job: Job, tables: Packed | None) -> bytes | None:
    if not take_tables(job.tables, tables):
        return None
    with warming.idle.interrupted():
        answer: Answer = import_module(job.module).do(job, Desk(lambda _events: None))
    return answer.content


def take(job_id: str, sender: str, first: int, wishes: Sequence[EncodedWish]) -> int | None:
    """Takes a sender's encoded wishes, numbered from `first`, for a job on this worker.

    Returns the number of the sender's last wish taken; None if there is no such job. Each number is taken once, even
    if it is sent again.
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
    """Pictures a run along other columns, even one that ended recently; returns False if there is no such run."""
    wish = decode(content)
    return isinstance(wish, LookAlong) and _look(job_id, wish)


def _look(job_id: str, wish: LookAlong) -> bool:
    desk = _desks.get(job_id)
    if desk is not None:
        desk.look = wish
    return train.look_along(job_id, wish.axes) or desk is not None


def tell_every(job_id: str, seconds: float) -> None:
    """Has a run send a message every `seconds` for a while; does nothing if it is not trained here."""
    if (desk := _desks.get(job_id)) is not None:
        desk.control.cadence.ask(seconds)


def forget_table(digest: str) -> None:
    """Deletes an own table that was removed, and everything prepared from it."""
    forget(digest)


def give_up(job_id: str) -> bool:
    """Asks a run to leave this worker; returns True if it will, which a run does that is held or takes steps."""
    desk = _desks.get(job_id)
    return desk is not None and desk.control.give_up()


def make_room() -> bool:
    """Asks a run that is held or takes steps to leave this worker; returns False if there is none."""
    return any(desk.control.give_up() for desk in list(_desks.values()))


def trains(job_id: str) -> bool:
    """Whether a job is going on at this worker."""
    return job_id in _desks


def kill(dask_worker: Nanny) -> None:
    """Called on a nanny: kills its worker, which no wish reaches. The nanny starts another worker at once."""
    process = private.process_of(dask_worker)
    if process is not None:
        os.kill(process, signal.SIGKILL)
