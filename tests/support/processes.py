"""Finds the processes of an engine."""

import psutil


def clusters(parent: int | None = None) -> list[psutil.Process]:
    """The embedded clusters of a process, this one by default."""
    return [
        process
        for process in psutil.Process(parent).children()
        if "playground.engine.local" in process.cmdline()
    ]


def process_at(address: str) -> psutil.Process:
    """The process that listens at a worker's address, scheme://host:port."""
    port = int(address.rsplit(":", 1)[1])
    for process in psutil.Process().children(recursive=True):
        if any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in process.net_connections()):
            return process
    raise AssertionError(f"nobody listens at {address}")
