"""A real browser: headless Chromium, driven over its own protocol (Chrome DevTools Protocol)."""

from __future__ import annotations

import asyncio
import base64
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp

from helpers.tools import require_tool

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--remote-debugging-port=0", "--window-size=1280,800",
)  # fmt: skip
_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[^\[]")


class Browser:
    """One page of one browser; `async with` starts and ends it."""

    def __init__(self, folder: Path) -> None:
        self._profile = folder / "profile"
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.received = ""
        """What came over WebSockets, without what steers a terminal."""
        self.asked: list[str] = []
        """Addresses that the page asked for."""

    async def __aenter__(self) -> Browser:
        self._process = await asyncio.create_subprocess_exec(
            require_tool("chromium"), *FLAGS, f"--user-data-dir={self._profile}", "about:blank",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._session = aiohttp.ClientSession()
        port_file = self._profile / "DevToolsActivePort"
        await until(lambda: port_file.exists() and port_file.read_text().count("\n"))
        port = port_file.read_text().splitlines()[0]
        async with self._session.get(f"http://127.0.0.1:{port}/json") as response:
            page = next(target for target in await response.json() if target["type"] == "page")
        self._socket = await self._session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        self._listening = asyncio.create_task(self._listen())
        for domain in ("Page", "Network", "Runtime"):
            await self.call(f"{domain}.enable")
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._listening.cancel()
        await self._session.close()
        self._process.terminate()
        await asyncio.wait_for(self._process.wait(), 10)

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Do what a method of the protocol does and return its result."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, 30)

    async def press(self, key: str) -> None:
        """Press a key: a character, or a name such as `Escape`."""
        codes = {"Escape": 27, "Enter": 13, "Backspace": 8, "Tab": 9}
        code = codes.get(key, ord(key.upper()) if len(key) == 1 else 0)
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            sent = text if kind == "keyDown" else {}
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **sent)

    async def shows(self, text: str) -> None:
        """Wait until `text` has come; fail after half a minute."""
        loop = asyncio.get_running_loop()
        end = loop.time() + 30
        while text not in self.received:
            assert loop.time() < end, f"{text!r} never came:\n{self.received[-3000:]}"
            await asyncio.sleep(0.05)

    async def evaluate(self, code: str) -> Any:
        """Return the value of an expression in the page."""
        found = await self.call("Runtime.evaluate", expression=code, returnByValue=True)
        return found["result"].get("value")

    async def _listen(self) -> None:
        async for message in self._socket:
            data = message.json()
            if "id" in data:
                answer = self._answers.pop(data["id"])
                if not answer.done():
                    answer.set_result(data.get("result", {}))
            elif data["method"] == "Network.webSocketFrameReceived":
                frame = data["params"]["response"]
                raw = base64.b64decode(frame["payloadData"]) if frame["opcode"] == 2 else b""
                self.received += _CONTROL.sub("", raw.decode("utf-8", "replace"))
            elif data["method"] == "Network.requestWillBeSent":
                self.asked.append(data["params"]["request"]["url"])


async def until(condition: Callable[[], object], *, seconds: float = 60.0) -> None:
    """Wait until `condition` holds; fail after `seconds`."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not condition():
        assert loop.time() < end, "it never came to that"
        await asyncio.sleep(0.05)
