"""The gates of an installation: what it asks for before anything of the app answers."""

from starlette.middleware import Middleware

from playground.server.passcode import Room, passcode


def gates() -> list[Middleware]:
    """What stands before the app, outermost first.

    Raises:
        SystemExit: a setting is wrong; with a sentence.
    """
    word = passcode()
    return [] if word is None else [Middleware(Room, word)]
