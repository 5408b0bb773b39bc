"""The HTML part of a mail as a page of its own, to stand in a frame of ours."""

from starlette.responses import HTMLResponse, Response

_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
)
_LINKS = " allow-popups allow-popups-to-escape-sandbox"


def framed(html: str, *, links: bool) -> Response:
    """A mail as its reader sees it: its own inline styles, no script, nothing fetched. `links`:
    what it links to may be opened, beside the frame."""
    if links:
        html = html.replace("<head>", '<head><base target="_blank">', 1)
    csp = _CSP + (_LINKS if links else "")
    headers = {"Content-Security-Policy": csp, "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(html, headers=headers)
