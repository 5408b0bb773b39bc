"""The system's Chromium, and a board served on loopback for it."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from playwright.sync_api import Browser, Page, Playwright

from config import clock

NAMES = ("chromium", "chromium-browser", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    """The browser. Fails, and says so, where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium: apt install chromium fonts-noto-cjk"
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])


@contextmanager
def served(app: Any, port: int) -> Iterator[str]:
    """The board at http://127.0.0.1:port."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        clock.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def come_in(page: Page, base: str, token: str, language: str = "zh") -> None:
    """Put a session and a language into the browser."""
    page.context.add_cookies(
        [
            {"name": "duban", "value": token, "url": base},
            {"name": "duban-language", "value": language, "url": base},
        ]
    )
