"""Which threads go first: those that compute give way to those that answer.

A thread that answers a person works for a millisecond at a time, and each time it needs a processor and Python's lock.
"""

import os
import sys
import threading

# How long one thread may compute while another waits for Python's lock, in seconds. With Python's own 0.005, each of
# the ten or so steps of an answer takes 5 ms while a script computes. Whoever builds a network lets go of the lock at
# each of several hundred operations of TensorFlow, and waits as long for it while another thread traces.
SWITCH_SECONDS = 0.0005
# Of the threads of pages' scripts. A script that computed for 5 s on two busy cores kept one in seven hundred messages
# waiting for 106 ms on its way through two other threads; with this niceness for 14 ms.
SCRIPT_NICE = 5


def switch_soon() -> None:
    """Has the threads of this process take turns every `SWITCH_SECONDS`."""
    sys.setswitchinterval(SWITCH_SECONDS)


def give_way(niceness: int) -> None:
    """Gives the calling thread, and the threads that it starts from now on, at least this niceness.

    Only Linux knows the niceness of a thread; elsewhere nothing changes.
    """
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    if os.getpriority(os.PRIO_PROCESS, thread) < niceness:
        os.setpriority(os.PRIO_PROCESS, thread, niceness)
