"""The interface in a browser: who is let in, and a change made there is in the file."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from aiplan.cli.commands.serve import is_loopback
from helpers.browser import Browser, until
from helpers.command_line import call
from helpers.screens import small_plan
from helpers.tools import ROOT, require_tool

TOKEN = "a-token-of-our-own"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Served:
    """A plan that is being served."""

    def __init__(self, plan: Path, port: int) -> None:
        self.plan = plan
        self.root = f"http://127.0.0.1:{port}"
        self.url = f"{self.root}/?token={TOKEN}"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found = Served(small_plan(tmp_path), free_port())
    process = subprocess.Popen(
        [sys.executable, "-m", "aiplan", "serve", str(found.plan), "--port", found.root.rpartition(":")[2]],
        env={**os.environ, "AIPLAN_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"small.plan.toml is at {found.url}\n"
        yield found
    finally:
        process.terminate()
        process.wait(10)


def test_without_the_token_nothing_is_answered(served: Served) -> None:
    async def look() -> None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            for path in ("/", "/ws", "/static/js/textual.js", "/download/x", "/?token=", "/?token=wrong", "/nowhere"):
                async with session.get(served.root + path) as response:
                    assert response.status == 403, path
            for token in (None, "wrong"):
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await session.ws_connect(f"{served.root}/ws" + (f"?token={token}" if token else ""))
                assert refused.value.status == 403

    asyncio.run(look())


def test_with_the_token_it_goes_into_a_cookie_and_out_of_the_address(served: Served) -> None:
    async def look() -> None:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            async with session.get(served.url, allow_redirects=False) as response:
                assert (response.status, response.headers["Location"]) == (302, "/")
                assert "HttpOnly" in response.headers["Set-Cookie"]
                assert "SameSite=Strict" in response.headers["Set-Cookie"]
            async with session.get(served.root) as response:
                page = await response.text()
                assert response.status == 200
                assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
                assert "googleapis" not in page
                assert f"{served.root}/static/css/xterm.css" in page
                assert f"ws://{served.root.removeprefix('http://')}/ws" in page

    asyncio.run(look())


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "elsewhere.example"},
        {"Host": "[::1"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://[::"},
        {"Origin": "null"},
    ],
)
def test_requests_of_other_pages_and_to_other_names_are_refused(served: Served, headers: dict[str, str]) -> None:
    async def look() -> None:
        async with aiohttp.ClientSession() as session:
            for path in ("/", "/ws"):
                async with session.get(f"{served.root}{path}?token={TOKEN}", headers=headers) as response:
                    assert response.status == 403

    asyncio.run(look())


def test_a_plan_is_opened_edited_and_saved_in_a_browser(served: Served, tmp_path: Path) -> None:
    require_tool("chromium")
    before = served.plan.read_text(encoding="utf-8")

    async def steps() -> None:
        async with Browser(tmp_path) as browser:
            await browser.call("Page.navigate", url=served.url)
            await browser.shows("finish 13 Mar")
            await browser.evaluate("document.querySelector('textarea').focus()")
            # As fast as the browser takes them: the form opens, the field is cleared and typed anew.
            for key in ("d", "Backspace", "Backspace", "Backspace", "9", "d"):
                await browser.press(key)
            await browser.shows("finish 23 Mar")
            browser.received = ""
            await browser.press("Escape")
            await browser.shows("Zoom")
            await browser.press("s")
            await until(lambda: served.plan.read_text(encoding="utf-8") != before)
            assert [url for url in browser.asked if not url.startswith((served.root, "about:", "data:"))] == []
            assert TOKEN not in await browser.evaluate("location.href")

    asyncio.run(steps())
    after = served.plan.read_text(encoding="utf-8")
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1
    assert changed[0][1].startswith('duration = "9d"')


# ---------------------------------------------------------------- before anything is served


def test_other_addresses_need_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small_plan(tmp_path)
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):
        done = call("serve", "small.plan.toml", "--host", host)
        assert done.code == 2
        assert f"{host} can be reached from other machines" in done.err
        assert "--allow-remote" in done.err


@pytest.mark.parametrize(
    ("host", "inside"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.9.9.9", True), ("0.0.0.0", False),
     ("localhost.example", False)],
)  # fmt: skip
def test_only_addresses_of_this_machine_are_trusted(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside


def test_what_cannot_be_served_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small_plan(tmp_path)
    assert "there is no file gone.toml" in call("serve", "gone.toml").err
    assert "70000 is no port" in call("serve", "--port", "70000").err
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = call("serve", "--port", str(taken.getsockname()[1])).err
    assert "cannot be listened on" in said
    monkeypatch.setenv("AIPLAN_TOKEN", "short")
    assert "AIPLAN_TOKEN is no token" in call("serve").err


def test_a_missing_package_is_named_with_the_way_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small_plan(tmp_path)
    monkeypatch.delitem(sys.modules, "aiplan.cli.web", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    done = call("serve")
    assert done.code == 2
    assert "which aiplan serve needs" in done.err
    assert "aiplan[web]" in done.err
