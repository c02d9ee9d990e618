"""The parts of `st.App` in addition to the pages: routes, middleware, and the start and end of the engine."""

from playground.server.lifespan import lifespan
from playground.server.middleware import middleware
from playground.server.routes import routes

__all__ = ["lifespan", "middleware", "routes"]
