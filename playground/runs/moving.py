"""Moving: a person continues in another browser, with a code that this browser shows."""

from playground.attempts import Attempts
from playground.persons import Person, person_of
from playground.runs.deeds import RunsError
from playground.store import Store, StoreError
from playground.store.moves import Moves

WITHIN_SECONDS = 600.0
CODES = 10  # codes that one person may make within that time
TRIES = 100  # from one address: a class of thirty behind one router, with typing errors
ALL_TRIES = 1000  # from all addresses together; each costs a tenth of a second
_ALL = "all addresses"

_NOT_KEPT = "This server stores nothing, so there is nothing to find in another browser."
_NO_COOKIE = (
    "This browser keeps no cookie, so it cannot be told from others. Allow cookies and reload the page."
)
_WRONG = "This code is not known: it was used, it is older than ten minutes, or a letter is wrong."
_OFTEN = "Too many codes were tried. Wait ten minutes."
_TOO_MANY = "You have made many codes. Wait ten minutes."


class Moving:
    """Makes and redeems codes. Thread-safe."""

    def __init__(self, store: Store | None) -> None:
        self._moves = None if store is None else Moves(store)
        self._made, self._tried = Attempts(WITHIN_SECONDS), Attempts(WITHIN_SECONDS)

    def code_for(self, by: Person, number: str | None) -> str:
        """A code for the person whose cookie has this number; it works once, in another browser, within ten minutes.

        Raises:
            RunsError: the browser keeps no cookie or has made too many codes, or the store cannot be used.
        """
        if self._moves is None:
            raise RunsError(_NOT_KEPT)
        if number is None or person_of(number) != by:
            raise RunsError(_NO_COOKIE)
        if not self._made.take(by.id, CODES):
            raise RunsError(_TOO_MANY)
        try:
            return self._moves.make(by.id, number)
        except StoreError as error:
            raise RunsError(str(error)) from error

    def number_for(self, code: str, address: str) -> str:
        """Redeems a code; returns the number for the cookie of the browser in which it was typed.

        Raises:
            RunsError: there is no such code, or too many were tried, or the store cannot be used.

        """
        if self._moves is None:
            raise RunsError(_NOT_KEPT)
        if not (self._tried.take(address, TRIES) and self._tried.take(_ALL, ALL_TRIES)):
            raise RunsError(_OFTEN)
        try:
            number = self._moves.redeem(code)
        except StoreError as error:
            raise RunsError(str(error)) from error
        if number is None:
            raise RunsError(_WRONG)
        return number
