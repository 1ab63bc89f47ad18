"""The interface in a browser: textual-serve, with a door that opens only to who knows the token."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import secrets
import signal
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urlsplit

from aiohttp import web
from textual_serve.server import Server

from aiplan.cli import output
from aiplan.errors import UsageError

_LINK = re.compile(r"<link[^>]*href=\"(https?://[^\"]*)\"[^>]*>")
"""A style sheet of the page, with its address."""
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' {socket}; frame-ancestors 'none'"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PlanServer(Server):
    """Answers requests with the token, that come from its own page and are meant for its own name."""

    def __init__(self, command: str, *, host: str, port: int, token: str, title: str, any_name: bool) -> None:
        super().__init__(command, host=host, port=port, title=title, public_url=address(host, port))
        self._token = token
        self._any_name = any_name
        """Whether it may be called by any name: from other machines nobody knows by which."""
        self._cookie = f"aiplan-{port}"

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: it does not listen."""

    async def until_ended(self) -> None:
        """Serve until interrupted or terminated.

        Raises:
            OSError: where the address cannot be listened on.
        """
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        runner = web.AppRunner(await self._make_app(), handle_signals=False, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            for number in (signal.SIGINT, signal.SIGTERM):
                with contextlib.suppress(NotImplementedError):  # Windows: the interrupt ends the loop itself
                    loop.add_signal_handler(number, ended.set)
            output.emit(f"{self.title} is at {self.public_url}/?token={self._token}\nctrl+c ends it")
            output.finish()
            await ended.wait()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let through who has the token; a token in the address is taken into a cookie and out of sight."""
        named = _address(f"//{request.host}")
        if named is None or not (self._any_name or named.hostname in {"localhost", "127.0.0.1", "::1", self.host}):
            raise web.HTTPForbidden(text="this is not the name of this server")
        origin = request.headers.get("Origin")
        if origin is not None and getattr(_address(origin), "netloc", None) != request.host:
            raise web.HTTPForbidden(text="the request comes from another page")
        asked = request.query.get("token")
        known = request.cookies.get(self._cookie, "")
        if not secrets.compare_digest((known if asked is None else asked).encode(), self._token.encode()):
            raise web.HTTPForbidden(text="the token is missing or wrong: use the address that aiplan serve printed")
        if asked is not None and request.path == "/":
            away = web.HTTPFound("/")
            away.set_cookie(self._cookie, self._token, httponly=True, samesite="Strict", path="/")
            raise away
        if request.path == "/":
            self.public_url = f"{request.scheme}://{request.host}"
        response = await handler(request)
        if isinstance(response, web.Response) and response.content_type == "text/html":
            own = f"{request.scheme}://{request.host}/"
            response.text = _LINK.sub(lambda link: link[0] if link[1].startswith(own) else "", response.text or "")
            socket_address = f"{'wss' if request.scheme == 'https' else 'ws'}://{request.host}"
            response.headers["Content-Security-Policy"] = _POLICY.format(socket=socket_address)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cache-Control"] = "no-store"
        return response


def _address(text: str) -> SplitResult | None:
    """Return an address taken apart, `None` for what is none."""
    try:
        return urlsplit(text)
    except ValueError:
        return None


def serve(command: str, *, host: str, port: int, token: str, title: str, any_name: bool = False) -> None:
    """Serve what `command` shows until interrupted.

    Raises:
        UsageError: where the address cannot be listened on.
    """
    logging.basicConfig(level="WARNING", format="%(message)s")
    server = PlanServer(command, host=host, port=port, token=token, title=title, any_name=any_name)
    try:
        asyncio.run(server.until_ended())
    except OSError as error:
        raise UsageError(
            f"{address(host, port)} cannot be listened on: {error.strerror or error}", hint="another: --port 8001"
        ) from None


def address(host: str, port: int) -> str:
    """Return the address of a server as a browser takes it."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
