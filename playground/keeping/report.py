"""What a tidying removed, or would remove: counts and bytes, as a sentence and as JSON."""

from collections.abc import Iterable
from typing import NamedTuple

from playground.keeping.plan import Plan
from playground.number_words import in_bytes


class Amount(NamedTuple):
    """A number of things, and the bytes that they take; 0 bytes where they lie in the database."""

    number: int
    bytes: int = 0


class Report(NamedTuple):
    """What is removed, and noteworthy things that stay.

    Attributes:
        deleted_runs: runs that their owners deleted at least a day ago.
        runs: runs that the policy no longer keeps.
        emptied_runs: runs that keep settings and curves but lose their files.
        groups: sweeps and seeds studies without runs.
        uploads: own tables.
        lessons: uploaded lessons.
        people: persons who have left, with their progress in lessons, openings and tokens.
        files: all removed files.
        strangers: the removed files that no row of this database has named.
        waiting: files without a row that stay for now.
        missing: files that rows name but that are missing.
        others: other databases that use the same file store, because of which no file is removed.
    """

    deleted_runs: Amount
    runs: Amount
    emptied_runs: Amount
    groups: Amount
    uploads: Amount
    lessons: Amount
    people: Amount
    files: Amount
    strangers: Amount
    waiting: Amount
    missing: Amount
    others: Amount

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is removed."""
        return not any(amount.number for name, amount in self._asdict().items() if name not in _STAYS)

    def in_words(self, *, dry: bool = False) -> str:
        """The report as one line."""
        parts = [
            _amount_in_words(amount, name)
            for name, amount in self._asdict().items()
            if amount.number and name not in _STAYS
        ]
        verb = "would remove" if dry else "removed"
        first = f"Tidying {verb} {', '.join(parts) if parts else 'nothing'}."
        stays = [
            f"{_amount_in_words(getattr(self, name), name)}." for name in _STAYS if getattr(self, name).number
        ]
        return " ".join([first, *stays])

    def as_json(self) -> dict[str, dict[str, int]]:
        """Counts and bytes, by field."""
        return {
            name: {"count": amount.number, "bytes": amount.bytes} for name, amount in self._asdict().items()
        }


# One of it, and many.
_CALLED = {
    "deleted_runs": ("run deleted by its person", "runs deleted by their persons"),
    "runs": ("run", "runs"),
    "emptied_runs": ("run's weights and pictures", "runs' weights and pictures"),
    "groups": ("empty sweep or seeds study", "empty sweeps and seeds studies"),
    "uploads": ("uploaded table", "uploaded tables"),
    "lessons": ("uploaded lesson", "uploaded lessons"),
    "people": ("person who is gone", "people who are gone"),
    "files": ("file", "files"),
    "strangers": ("of them named by nothing before", "of them named by nothing before"),
    "waiting": (
        "file that no run names stays for now",
        "files that no run names stay for now",
    ),
    "missing": (
        "file that a run names is not there",
        "files that runs name are not there",
    ),
    "others": (
        "other database has files in the same place, so no file is removed",
        "other databases have files in the same place, so no file is removed",
    ),
}
_STAYS = ("waiting", "missing", "others")


def report_of(plan: Plan) -> Report:
    """The report of a plan."""
    return Report(
        deleted_runs=Amount(len(plan.deleted)),
        runs=Amount(len(plan.runs)),
        emptied_runs=Amount(len(plan.emptied)),
        groups=Amount(len(plan.groups)),
        uploads=Amount(len(plan.uploads)),
        lessons=_amount(each.size for each in plan.lessons),
        people=Amount(len(plan.people)),
        files=_amount([*plan.files.values(), *plan.parts.values()]),
        strangers=_amount(plan.files[name] for name in plan.strangers),
        waiting=_amount(plan.waiting.values()),
        missing=Amount(len(plan.missing)),
        others=Amount(len(plan.others)),
    )


def _amount(sizes: Iterable[int]) -> Amount:
    found = list(sizes)
    return Amount(len(found), sum(found))


def _amount_in_words(amount: Amount, name: str) -> str:
    one, many = _CALLED[name]
    words = f"{amount.number:,} {one if amount.number == 1 else many}"
    return f"{words} ({in_bytes(amount.bytes)})" if amount.bytes else words
