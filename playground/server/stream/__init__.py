"""The stream: one websocket for each page, on which it is told what changes in the runs that it follows."""

from playground.server.stream.route import stream_routes

__all__ = ["stream_routes"]
