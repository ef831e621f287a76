"""Who signs in to the desk, and as what. Passwords are asked for or read from standard input, no argument."""

from __future__ import annotations

import sys
from typing import Any

import click

from faleme.cli.inputs import moment
from faleme.errors import PersonError
from faleme.records.person import MARKINGS, ROLES
from faleme.settings import Settings

_ROLE = click.Choice(ROLES)
_CEILING = click.option(
    "--ceiling", type=click.Choice(MARKINGS), help="the most restricted marking that they see (TLP 2.0)"
)


@click.group()
def user() -> None:
    """Who signs in to the desk."""


@user.command("add")
@click.argument("name")
@click.option("--role", "roles", type=_ROLE, multiple=True, required=True, help="one or more")
@_CEILING
@click.pass_obj
def add(settings: Settings, name: str, roles: tuple[Any, ...], ceiling: Any) -> None:
    """Let NAME sign in; the password is asked for, or is the first line of standard input."""
    from faleme.records.person import Person
    from faleme.store.passwords import hashed

    wanted = Person(name=name, roles=roles, **({"ceiling": ceiling} if ceiling else {}))
    store = _opened(settings)
    password = hashed(_password(name))
    added = store.people.add(wanted, password, who=settings.actor, at=moment())
    store.close()
    click.echo(f"{added.name}: {', '.join(added.roles)}, sees up to TLP:{added.ceiling}")


@user.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Everybody with an account, one a line: name, roles, ceiling, state."""
    store = _opened(settings)
    for each in store.people.every():
        state = "disabled" if each.disabled else "provisional password" if each.provisional else "active"
        click.echo("\t".join((each.name, ",".join(each.roles), each.ceiling, state)))
    store.close()


@user.command("role")
@click.argument("name")
@click.argument("roles", nargs=-1, type=_ROLE)
@_CEILING
@click.pass_obj
def role(settings: Settings, name: str, roles: tuple[str, ...], ceiling: str | None) -> None:
    """Give NAME these ROLES in place of those they have, another ceiling, or both."""
    given = {field: value for field, value in (("roles", roles), ("ceiling", ceiling)) if value}
    if not given:
        raise PersonError(f"give a role or a ceiling: {', '.join(ROLES)}", reason="none_chosen")
    _change(settings, name, **given)


@user.command("password")
@click.argument("name")
@click.pass_obj
def password(settings: Settings, name: str) -> None:
    """Give NAME another password, and sign them out everywhere."""
    from faleme.store.passwords import hashed

    store = _opened(settings)
    if store.people.find(name) is None:
        raise PersonError(f"there is nobody of the name {name!r}", reason="nobody")
    new = hashed(_password(name))
    store.people.set_password(name, new, provisional=False, who=settings.actor, at=moment())
    store.close()
    click.echo(f"{name}: password changed, signed out everywhere")


@user.command("disable")
@click.argument("name")
@click.pass_obj
def disable(settings: Settings, name: str) -> None:
    """Let NAME sign in no more, and sign them out; what they did is kept under their name."""
    _change(settings, name, disabled=True)


@user.command("enable")
@click.argument("name")
@click.pass_obj
def enable(settings: Settings, name: str) -> None:
    """Let NAME sign in again."""
    _change(settings, name, disabled=False)


def _change(settings: Settings, name: str, **given: object) -> None:
    store = _opened(settings)
    now = store.people.change(name, who=settings.actor, at=moment(), **given)
    store.close()
    state = ", disabled" if now.disabled else ""
    click.echo(f"{now.name}: {', '.join(now.roles)}, sees up to TLP:{now.ceiling}{state}")


def _opened(settings: Settings) -> Any:
    from faleme.store.sql import open_store

    return open_store(settings.store)


def _password(name: str) -> str:
    """A password that is good enough, typed twice at a terminal or read from standard input."""
    from faleme.store.passwords import refusal
    from faleme.words.wording import wording

    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    why = refusal(given, name)
    if why:
        raise PersonError(f"the password is not taken: {wording('en').say(f'password_{why}')}", reason=why)
    return given
