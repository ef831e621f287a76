"""Accounts from the command line: the password comes from standard input and is never shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faleme.cli import main
from faleme.store.passwords import matches
from faleme.store.sql import open_store

PASSWORD = "deux chèvres sur le toit"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `faleme user …` on a store of its own."""

    def run(*arguments: str, typed: str = "") -> Result:
        store = f"sqlite:///{tmp_path / 'desk.db'}"
        return CliRunner().invoke(main, ["--store", store, "--as", "Chef", "user", *arguments], input=typed)

    return run


def test_the_first_administrator_is_made_here(run: Run, tmp_path: Path) -> None:
    done = run("add", "Awa", "--role", "administrator", "--role", "analyst", typed=PASSWORD + "\n")
    assert (done.exit_code, done.stdout) == (0, "Awa: analyst, administrator, sees up to TLP:AMBER\n")
    assert run("list").stdout == "Awa\tanalyst,administrator\tAMBER\tactive\n"
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    assert matches(store.people.password("awa"), PASSWORD)
    assert [(each.actor, each.act, each.target) for each in store.changes()] == [
        ("Chef", "person-add", "Awa")
    ]
    store.close()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "at least 12"),
        ("court", "at least 12"),
        ("c'est awa qui entre", "Your name"),
        ("password2026", "everybody"),
    ],
)
def test_a_password_that_is_not_good_enough_is_refused(run: Run, password: str, why: str) -> None:
    refused = run("add", "Awa", "--role", "administrator", typed=password + "\n")
    assert refused.exit_code == 2
    assert why in refused.stderr and "Traceback" not in refused.stderr
    assert not password or password not in refused.output
    assert run("list").stdout == ""


def test_roles_passwords_and_leave_are_changed(run: Run, tmp_path: Path) -> None:
    for name in ("Awa", "Fatou"):
        run("add", name, "--role", "administrator", typed=PASSWORD + "\n")
    assert (
        run("role", "fatou", "analyst", "reader").stdout == "Fatou: reader, analyst, sees up to TLP:AMBER\n"
    )
    assert run("role", "Fatou", "--ceiling", "RED").stdout == "Fatou: reader, analyst, sees up to TLP:RED\n"
    assert run("disable", "Fatou").stdout.endswith("disabled\n")
    assert "disabled" in run("list").stdout
    assert run("enable", "Fatou").exit_code == 0
    assert run("password", "Fatou", typed="un baobab, deux pirogues\n").exit_code == 0
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    assert matches(store.people.password("Fatou"), "un baobab, deux pirogues")
    store.close()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("disable", "Awa"), "somebody has to be administrator"),
        (("role", "Awa", "reader"), "somebody has to be administrator"),
        (("role", "Awa"), "give a role or a ceiling"),
        (("role", "Awa", "chief"), "'chief' is not one of"),
        (("disable", "Personne"), "nobody of the name"),
        (("password", "Personne"), "nobody of the name"),
        (("add", "AWA", "--role", "reader"), "already"),
        (("add", "Sira"), "Missing option '--role'"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(run: Run, arguments: tuple[str, ...], why: str) -> None:
    run("add", "Awa", "--role", "administrator", typed=PASSWORD + "\n")
    refused = run(*arguments, typed=PASSWORD + "\n")
    assert refused.exit_code == 2 and why in refused.stderr


def test_no_password_is_an_argument(run: Run) -> None:
    assert run("add", "Awa", PASSWORD, "--role", "administrator").exit_code == 2
    assert run("password", "Awa", PASSWORD).exit_code == 2
