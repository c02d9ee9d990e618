"""Makes the file of the golden curves: `python -m tests.golden.make`.

It is made before a change that must change no number, and only then: `python -m tests.golden.check` compares after it.
"""

import sys
import time

from tests.golden.cases import cases
from tests.golden.record import FILE, MOST_BYTES, packed
from tests.golden.trained import trained


def main() -> int:
    """Trains every case and writes the file."""
    told = []
    for case in cases():
        begin = time.perf_counter()
        found = trained(case)
        told.append((case, found))
        seconds = time.perf_counter() - begin
        print(f"{case.name}: {found['status']} after {found['epochs']} epochs, {seconds:.1f} s", flush=True)
    content = packed(told)
    if len(content) > MOST_BYTES:
        print(f"{len(content):,} bytes are more than {MOST_BYTES:,}.", file=sys.stderr)
        return 1
    is_same = FILE.exists() and FILE.read_bytes() == content
    FILE.write_bytes(content)
    print(f"{len(told)} runs, {len(content):,} bytes{', the same as before' if is_same else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
