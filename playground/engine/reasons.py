"""The sentences that say why a job waits, or ended without its worker."""

import logging

from playground.datasets import DataError
from playground.engine.cluster import WorkerLoss
from playground.engine.private import UnfitClusterError
from playground.errors import ExperimentError
from playground.messages.jobs import Job

_log = logging.getLogger(__name__)

INTERRUPTED = (
    "The server was started anew while this run went on, and its training ended with it. "
    "The epochs up to there are kept; press Train to train it again."
)


def waiting(address: str | None, threads: int) -> str:
    """Why a job waits for the cluster at `address` (None: the embedded one), which does `threads` jobs at once."""
    if not threads and address is not None:
        return "The training cluster has no worker at the moment."
    if not threads:
        return "The training processes are being started."
    return (
        "Every worker is busy with something else."
        if threads > 1
        else "The only worker is busy with something else."
    )


def unreachable(address: str | None, error: Exception) -> str:
    """Why no job can start: the cluster cannot be reached, could not be started, or has an unfit version."""
    if isinstance(error, UnfitClusterError):
        return str(error)
    if address is None:
        why = (isinstance(error, OSError) and error.strerror) or error  # leaves out the path of a file
        return f"Training could not start on this machine: {why}."
    return (
        f"The training cluster at {address} cannot be reached. "
        "Start it, or unset DASK_SCHEDULER_ADDRESS to train on this machine."
    )


def cluster_gone(job: Job) -> str:
    """Why a job ended together with the embedded cluster."""
    return f"The training processes ended unexpectedly. {job.again}"


def worker_gone(job: Job, why: WorkerLoss) -> str:
    """Why a job ended together with its worker."""
    match why:
        case WorkerLoss.MEMORY:
            return f"{job.process} needed more memory than a worker may have, and was ended. {job.less}"
        case WorkerLoss.SILENT:
            return (
                f"{job.process} has not answered for a minute and was given up: the machine stood still, or was far "
                f"too busy. {job.again}"
            )
        case WorkerLoss.KILLED:
            return f"{job.process} died: it was ended from outside, or crashed. {job.again}"
        case WorkerLoss.LEFT:
            return f"{job.title} was moved too often, because its workers were taken out of the cluster. {job.again}"


def raised(job: Job, error: BaseException | None = None) -> str:
    """Why a job ended that raised `error` or gave no result. Errors that are no sentences for people go to the log."""
    if error is None:
        return f"{job.title} ended without a reason."
    if isinstance(error, DataError | ExperimentError):
        return f"{job.title} ended with an error: {error}"
    _log.error("A job of the kind %s has failed.", job.kind, exc_info=error)
    return f"{job.title} failed ({type(error).__name__}). This is not your experiment's fault. {job.again}"
