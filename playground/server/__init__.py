"""What `st.App` is given besides the pages: routes, middleware, and the engine's beginning and end."""

from playground.server.lifespan import lifespan
from playground.server.middleware import middleware
from playground.server.routes import routes

__all__ = ["lifespan", "middleware", "routes"]
