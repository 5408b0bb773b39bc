"""What stands around every answer: headers that browsers hold us to, and the door for POST.

A request that changes something must come from a page of ours: by `Sec-Fetch-Site` where the
browser sends it, else by `Origin`. One that says neither is refused.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
#: The largest body taken at all (dashboard/app.py tells whoever sends more); files have limits
#: of their own below it.
MOST_BYTES = 64 * 1024 * 1024


#: Addresses that let in or act whoever knows them.
_SECRET = re.compile(r"(/(?:login|do|calendars|wall)/)[^/]+")


def for_log(path: str) -> str:
    """An address as it may stand in the log, for whoever reads that."""
    return _SECRET.sub(r"\1…", path)


class Guard:
    """Adds the headers, and turns away what other sites send."""

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        self.app = app
        self.origin = _origin(base_url)
        self.secure = base_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wrapped = self._sending(scope, send)
        if scope["method"] not in SAFE and (why := self._refused(scope)):
            path = for_log(scope["path"])
            log.warning("a %s of %s was turned away: %s", scope["method"], path, why)
            answer = PlainTextResponse(f"{why}\n", 403)
            await answer(scope, receive, wrapped)
            return
        await self.app(scope, receive, wrapped)

    def _refused(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        if not length.isdigit():
            return "it does not say how large it is"
        site = headers.get("sec-fetch-site")
        if site is not None:
            return "" if site == "same-origin" else f"it came from elsewhere ({site})"
        origin = headers.get("origin")
        if origin is None:
            return "it does not say where it came from"
        here = {self.origin, f"{scope['scheme']}://{headers.get('host', '')}"}
        return "" if origin in here else "it came from elsewhere"

    def _sending(self, scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    if name not in headers:
                        headers[name] = value
                if scope["path"].startswith("/static/") and message["status"] in (200, 304):
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
                if self.secure or scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        return wrapped


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""
