"""Show the plan in a browser: the whole interface, for you alone.

It listens on this machine only, and answers only who knows the token in the address that is printed. Another address
than a loopback one needs --allow-remote: whoever has the token can then change the plan, and nothing is encrypted.
Set AIPLAN_TOKEN for a token of your own. Every visitor has an interface of their own on the same file.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import secrets
import shlex
import sys

from aiplan.cli import diagnostics
from aiplan.cli.options import add_as_of, add_file, plan_path
from aiplan.errors import MissingTool, PlanNotFound, UsageError

TOKEN_VARIABLE = "AIPLAN_TOKEN"  # noqa: S105 - a name, no secret
SHORTEST = 16
"""Characters of a token of one's own, at least."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_as_of(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; default: 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--allow-remote", action="store_true", help="let --host be reached from other machines")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if not 0 < args.port < 65536:
        raise UsageError(f"{args.port} is no port", hint="one from 1 to 65535, such as --port 8000")
    if not is_loopback(args.host) and not args.allow_remote:
        raise UsageError(
            f"{args.host} can be reached from other machines",
            hint="leave --host out, or say --allow-remote: whoever has the token can change the plan then",
        )
    path = plan_path(args)
    if not path.is_file():
        raise PlanNotFound(f"there is no file {path}")
    token = _token()
    try:
        from aiplan.cli.web import serve
    except ModuleNotFoundError as error:
        raise MissingTool(
            f"the package {error.name} is not installed, which aiplan serve needs",
            hint="python -m pip install 'aiplan[web]'",
        ) from None
    words = [sys.executable, "-m", "aiplan", str(path.absolute())]
    if args.as_of is not None:
        words += ["--as-of", args.as_of.isoformat()]
    serve(
        shlex.join(words),
        host=args.host,
        port=args.port,
        token=token,
        title=path.name,
        any_name=not is_loopback(args.host),
    )
    return diagnostics.OK


def is_loopback(host: str) -> bool:
    """Tell whether an address is one that only this machine reaches; names other than localhost are not trusted."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _token() -> str:
    given = os.environ.get(TOKEN_VARIABLE)
    if given is None:
        return secrets.token_urlsafe(24)
    if len(given) < SHORTEST or not given.isascii() or not given.isprintable() or any(c in given for c in ' ;,"&#%+'):
        raise UsageError(
            f"{TOKEN_VARIABLE} is no token: at least {SHORTEST} letters, digits, - and _",
            hint=f"unset {TOKEN_VARIABLE} and one is made",
        )
    return given
