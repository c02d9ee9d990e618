"""The heap: a full search for garbage looks only at what came after the server's first page.

Python stops every thread for such a search. With all that the pages import it took 0.14 s of a quick processor, and a
guest who opens page after page causes one every few seconds.
"""

import gc
import threading

_lock = threading.Lock()
_is_settled = False


def settle() -> None:
    """Leaves all objects of this moment out of later searches. Only the first call does something."""
    global _is_settled
    with _lock:
        if _is_settled:
            return
        _is_settled = True
    gc.collect()
    gc.freeze()
