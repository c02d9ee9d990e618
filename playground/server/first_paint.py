"""First paint: the content of every page before Streamlit's elements appear.

The page itself contains the app's style sheet, so nothing moves when the elements appear. It also loads the module that
tells the person when the server does not answer.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.server.asset_version import module_of

# Headers that are removed from a request for a page: a compressed page cannot be changed, and a page in the browser's
# cache may contain an older style sheet.
_LEFT_OUT = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
# The style sheet is inserted before this, after Streamlit's style sheets, because the last of equal rules counts.
_END = b"</body>"


class FirstPaint:
    """Inserts a style sheet and the address of a module into every page.

    Without the style sheet the first elements would have Streamlit's own style.

    Args:
        app: the next ASGI application.
        style: the text of the style sheet.
    """

    def __init__(self, app: ASGIApp, style: str) -> None:
        self._app = app
        escaped = style.replace("</", "<\\/")
        self._style = f"<style>{escaped}</style>"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if not _asks_for_page(scope):
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in _LEFT_OUT]
        start: Message | None = None
        body = b""

        async def send_with_style(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message  # sent with the complete page, because its length changes
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    module = f'<script type="module" src="{module_of("connection")}"></script>'
                    page = body.replace(_END, f"{self._style}{module}".encode() + _END, 1)
                    headers = MutableHeaders(scope=start)
                    headers["Content-Length"] = str(len(page))
                    for name in ("ETag", "Last-Modified"):  # they describe the unchanged file
                        del headers[name]
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": plain}, receive, send_with_style)


def _asks_for_page(scope: Scope) -> bool:
    is_get = scope["type"] == "http" and scope["method"] == "GET"
    return is_get and "text/html" in Headers(scope=scope).get("accept", "")


def _is_page(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return message["status"] == 200 and is_html and "content-encoding" not in headers
