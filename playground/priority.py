"""The priority of threads: threads that answer come before threads that compute.

A thread that answers a person works for a millisecond at a time, and each time needs a processor and Python's lock.
"""

import os
import sys
import threading

# How long one thread may compute while another waits for Python's lock, in seconds. With Python's default 0.005, each
# of about ten steps of an answer takes 5 ms while a script computes. A thread that builds a network releases the lock
# at each of several hundred operations of TensorFlow, and waits that long for it while another thread traces.

SWITCH_SECONDS = 0.0005
# The niceness of the threads of pages' scripts. A script that computed for 5 s on two busy cores delayed one in seven
# hundred messages through two other threads by 106 ms; with this niceness by 14 ms.
SCRIPT_NICE = 5


def switch_soon() -> None:
    """Makes the threads of this process take turns every `SWITCH_SECONDS`."""
    sys.setswitchinterval(SWITCH_SECONDS)


def give_way(niceness: int) -> None:
    """Gives the calling thread, and the threads that it starts later, at least this niceness.

    Only Linux has niceness per thread; on other systems nothing changes.

    """
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    if os.getpriority(os.PRIO_PROCESS, thread) < niceness:
        os.setpriority(os.PRIO_PROCESS, thread, niceness)
