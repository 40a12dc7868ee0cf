"""A page served to the browsers of this machine alone, which load it again when it is made again.

The script that does so, and what is wrong with the text, are in the served copy only.
"""

import secrets
import threading
from collections.abc import Sequence
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

HOST = "127.0.0.1"
PATIENCE = 20
"""Seconds that a browser's question for a change is left open."""

SCRIPT = """<script nonce="{nonce}">
(async () => {{
  for (;;) {{
    try {{
      const answer = await fetch("/changes?after={version}");
      if (answer.ok && (await answer.text()) !== "{version}") location.reload();
    }} catch (gone) {{ await new Promise(later => setTimeout(later, 1000)); }}
  }}
}})();
</script>"""
BANNER = (
    '<div role="alert" style="border:4px solid #B00020;padding:1em;margin:1em;font-family:sans-serif;background:#fff;'
    'color:#0b0c0c"><p><strong>The text has faults. Below is the page as it was before.</strong></p>'
    "<ul>{faults}</ul></div>"
)
EMPTY = '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Preview</title></head><body></body></html>'
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; "
    "script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class LivePage:
    """Serves from the time it is entered until it is left. `port` 0 takes one that is free."""

    def __init__(self, port: int = 0) -> None:
        self._changed = threading.Condition()
        self._text = EMPTY
        self._faults: tuple[str, ...] = ()
        self._version = secrets.token_hex(8)
        self._server = ThreadingHTTPServer((HOST, port), _handler(self))
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._server.server_port}/"

    def __enter__(self) -> "LivePage":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def show(self, text: str) -> None:
        """Serve this page from now on, with nothing wrong."""
        self._turn(text, ())

    def refuse(self, faults: Sequence[str]) -> None:
        """Say what is wrong above the page served so far."""
        self._turn(self._text, tuple(faults))

    def _turn(self, text: str, faults: tuple[str, ...]) -> None:
        with self._changed:
            if (text, faults) != (self._text, self._faults):
                self._text, self._faults, self._version = text, faults, secrets.token_hex(8)
                self._changed.notify_all()

    def served(self, nonce: str) -> str:
        """The page with its script, and with what is wrong at its head."""
        with self._changed:
            text, faults, version = self._text, self._faults, self._version
        if faults:
            listed = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
            before, body, after = text.partition("<body>")
            text = before + body + BANNER.format(faults=listed) + after
        before, end, after = text.rpartition("</body>")
        return before + SCRIPT.format(nonce=nonce, version=version) + end + after

    def version_after(self, known: str) -> str:
        """The version served, once it is another than the one known, or after a while the same."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != known, PATIENCE)
            return self._version


def _handler(page: LivePage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers.get("Host", "")
            address = urlsplit(self.path)
            if host not in (urlsplit(page.address).netloc, f"localhost:{urlsplit(page.address).port}"):
                self.send_error(HTTPStatus.FORBIDDEN)  # another site's name that leads here
            elif address.path == "/":
                nonce = secrets.token_hex(16)
                self._answer(page.served(nonce), "text/html", POLICY.format(nonce=nonce))
            elif address.path == "/changes":
                self._answer(
                    page.version_after(address.query.removeprefix("after=")), "text/plain", "default-src 'none'"
                )
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _answer(self, text: str, kind: str, policy: str) -> None:
            content = text.encode()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            try:
                self.wfile.write(content)
            except ConnectionError:  # the browser has turned to another page
                return

        def log_message(self, format: str, *arguments: object) -> None:
            """A request is nothing to tell of."""

    return Handler
