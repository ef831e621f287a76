"""The command line: arguments to pipeline, store, desk and export; nothing else.

Exit codes: 0 all done; 1 an error of ours; 2 wrong use; 3 nothing could be read; 4 data or model missing;
5 the store; 6 done, but some inputs were set aside (each has a line on standard error).
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from faleme.errors import FalemeError
from faleme.settings import settings_from
from faleme.version import __version__

# Commands import what they need when they run: `faleme --version` must not wait for spaCy and SQLAlchemy.
_COMMANDS = {
    "read": "press",
    "add": "press",
    "explain": "explain",
    "serve": "desk",
    "demo": "desk",
    "incidents": "incidents",
    "history": "incidents",
    "similar": "similar",
    "search": "search",
    "review": "review",
    "merge": "review",
    "split": "review",
    "undo": "review",
    "labels": "review",
    "report": "report",
    "export": "export",
    "brief": "brief",
    "border": "border",
    "corridor": "corridor",
    "risk": "risk",
    "relation": "relation",
    "trade": "trade",
    "rules": "rules",
    "alerts": "alerts",
    "gazetteer": "gazetteer",
    "corpus": "corpus",
    "user": "people",
    "backup": "backup",
    "deliver": "deliver",
    "watch": "watch",
    "mcp": "mcp",
}
"""Each command and the module of this package that holds it."""


class _Commands(click.Group):
    """A group that loads a command when it is called and ends every error of ours as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"faleme.cli.{_COMMANDS[cmd_name]}"), cmd_name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FalemeError as error:
            click.echo(f"faleme: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # `faleme read … | head` is no error
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:  # a file named with --out, --set-aside or --into
            click.echo(f"faleme: {error.filename or 'a file'}: {error.strerror or error}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="faleme")
@click.option(
    "--store", metavar="URL", help="sqlite:///desk.db (default) or postgresql://user@host/name [FALEME_STORE]"
)
@click.option("--as-of", metavar="DATE", help="the day taken for today, YYYY-MM-DD [FALEME_AS_OF]")
@click.option("--as", "actor", metavar="NAME", help="who makes the changes [FALEME_ACTOR]")
@click.option(
    "--gazetteer", metavar="FILE", help="a gazetteer made with `faleme gazetteer add` [FALEME_GAZETTEER]"
)
@click.pass_context
def main(ctx: click.Context, /, **given: str | None) -> None:
    """Falémé reads the press of a border region into sourced events and shows them on a desk."""
    ctx.obj = settings_from(os.environ, **given)
