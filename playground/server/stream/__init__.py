"""The stream: a websocket for each page, which sends it the changes of the runs and groups that it follows."""

from playground.server.stream.route import stream_routes

__all__ = ["stream_routes"]
