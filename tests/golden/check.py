"""Trains every run of the golden curves again and prints each difference: `python -m tests.golden.check [WORD…]`.

With words, only the runs whose names hold one of them. Exits with 1 where something differs.
"""

import sys

from tests.golden.record import (
    COMPARED_EPOCHS,
    TOLERANCE,
    as_json,
    case_of,
    differences,
    is_same_kind,
    libraries,
    processor,
    read,
)
from tests.golden.trained import trained

MOST_LINES = 20  # of one run


def main(words: list[str]) -> int:
    """Compares, prints what differs, and returns the exit code."""
    content = read()
    exact = is_same_kind(content)
    if not exact:
        print(
            f"Made on another kind of processor ({content['processor']}; this one is {processor()}), so curves may "
            f"differ by {TOLERANCE:g} of their size up to epoch {COMPARED_EPOCHS}; later ones are not compared."
        )
    if content["libraries"] != libraries():
        print(f"Made with other libraries: {content['libraries']}; here are {dict(libraries())}.")
    wanted = [kept for kept in content["runs"] if not words or any(word in kept["name"] for word in words)]
    differing = 0
    for kept in wanted:
        found = list(differences(kept["told"], as_json(trained(case_of(kept))), exact=exact))
        differing += bool(found)
        print(f"{kept['name']}: {f'{len(found)} differences' if found else 'equal'}", flush=True)
        for line in found[:MOST_LINES]:
            print(f"    {line}")
    how = "to the last bit" if exact else f"within {TOLERANCE:g}"
    print(f"{len(wanted) - differing} of {len(wanted)} runs are equal {how}.")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
