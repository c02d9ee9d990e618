"""The gates of an installation: the passcode of a room, a login, both, or none."""

from starlette.middleware import Middleware

from playground.server.login.settings import login_settings
from playground.server.passcode import Room, passcode


def gates() -> list[Middleware]:
    """The gates before the app, outermost first. A request passes all of them.

    Raises:
        SystemExit: a setting is wrong or missing; with a sentence.
    """
    word, login = passcode(), login_settings()
    found = [] if word is None else [Middleware(Room, word)]
    if login is not None:
        from playground.server.login.gate import Login  # needs Authlib, which no other part does

        found.append(Middleware(Login, login))
    return found
