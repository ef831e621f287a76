"""People and their sessions, on both databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from faleme.errors import PersonError
from faleme.records.person import Person, Role, may
from faleme.store.passwords import hashed, matches, provisional, refusal
from faleme.store.people import People
from faleme.store.people_schema import session
from faleme.store.sql import SqlStore, open_store

BY = {"who": "test", "at": "2026-02-03T08:00:00+00:00"}


@pytest.fixture
def people(store: SqlStore) -> People:
    return store.people


def added(people: People, name: str, *roles: Role) -> Person:
    return people.add(Person(name=name, roles=roles or ("reader",)), "hash of it", **BY)


def test_somebody_is_found_by_any_way_to_write_the_name(people: People) -> None:
    added(people, "  Fatou   Écrivaine ", "analyst", "reader")
    found = people.find("FATOU E\u0301CRIVAINE")
    assert found == Person(name="Fatou Écrivaine", roles=("reader", "analyst"), ceiling="AMBER")
    assert people.password("fatou écrivaine") == "hash of it"


def test_a_name_is_given_once(people: People) -> None:
    added(people, "Fatou")
    with pytest.raises(PersonError, match="already") as refused:
        added(people, "FATOU")
    assert refused.value.reason == "taken"


@pytest.mark.parametrize("name", ["", "F", "a" * 61, "Fatou\nDiop", "<b>Fatou</b>", "-Fatou", "Fatou;"])
def test_what_is_no_name_is_refused(people: People, name: str) -> None:
    with pytest.raises(PersonError, match="no name"):
        added(people, name) if name != "Fatou\nDiop" else added(people, "Fatou\0Diop")


def test_somebody_needs_a_role_that_there_is(people: People) -> None:
    with pytest.raises(PersonError, match="needs a role"):
        people.add(Person(name="Fatou", roles=()), None, **BY)
    with pytest.raises(PersonError, match="'chief'"):
        people.add(Person(name="Fatou", roles=("chief",)), None, **BY)  # type: ignore[arg-type]


def test_roles_ceiling_and_leave_are_changed_and_the_change_is_kept(store: SqlStore) -> None:
    added(store.people, "Fatou")
    store.people.change("fatou", roles=("analyst",), ceiling="RED", who="Chef", at=BY["at"])
    found = store.people.find("Fatou")
    assert found and (found.roles, found.ceiling) == (("analyst",), "RED")
    told = [(each.actor, each.act, each.target) for each in store.changes()]
    assert told == [("test", "person-add", "Fatou"), ("Chef", "person-change", "Fatou")]


def test_the_last_administrator_stays(people: People) -> None:
    added(people, "Awa", "administrator")
    for given in ({"disabled": True}, {"roles": ("reader",)}):
        with pytest.raises(PersonError, match="administrator") as refused:
            people.change("Awa", **BY, **given)  # type: ignore[arg-type]
        assert refused.value.reason == "last"
    found = people.find("Awa")
    assert found is not None and found.roles == ("administrator",) and not found.disabled
    added(people, "Moussa", "administrator")
    assert people.change("Awa", disabled=True, **BY).disabled


def test_nobody_cannot_be_changed(people: People) -> None:
    with pytest.raises(PersonError, match="nobody"):
        people.change("Personne", disabled=True, **BY)
    with pytest.raises(PersonError, match="nobody"):
        people.set_password("Personne", "x", provisional=False, **BY)
    assert people.find("Personne") is None and people.password("Personne") is None


def test_a_session_is_there_until_it_is_closed(people: People) -> None:
    added(people, "Fatou")
    people.open_session("token", "Fatou", at="2026-02-03T08:00:00+00:00")
    people.seen("token", at="2026-02-03T09:00:00+00:00")
    found = people.session("token")
    assert found and (found.person.name, found.opened[11:16], found.seen[11:16]) == (
        "Fatou",
        "08:00",
        "09:00",
    )
    people.close_session("token")
    assert people.session("token") is None


@pytest.mark.parametrize("how", ["everywhere", "password", "disabled", "over"])
def test_every_session_of_somebody_ends(people: People, how: str) -> None:
    added(people, "Fatou")
    added(people, "Awa")
    for token, name in (("a", "Fatou"), ("b", "Fatou"), ("c", "Awa")):
        people.open_session(token, name, at=f"2026-02-0{2 if name == 'Fatou' else 3}T08:00:00+00:00")
    match how:
        case "everywhere":
            people.close_sessions("FATOU")
        case "password":
            people.set_password("Fatou", "another", provisional=True, **BY)
            assert people.password("Fatou") == "another"
        case "disabled":
            people.change("Fatou", disabled=True, **BY)
            assert people.password("Fatou") is None
        case _:
            people.forget_sessions(opened_before="2026-02-03", seen_before="2026-02-03")
    assert people.session("a") is None and people.session("b") is None and people.sessions("Fatou") == []
    assert [each.person.name for each in people.sessions("Awa")] == ["Awa"]


def test_to_note_that_somebody_is_there_waits_for_nobody(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/desk.db")
    added(store.people, "Fatou")
    store.people.open_session("token", "Fatou", at="2026-02-03T08:00:00+00:00")
    with sqlite3.connect(tmp_path / "desk.db", isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        store.people.seen("token", at="2026-02-03T09:00:00+00:00")
        writer.execute("ROLLBACK")
    found = store.people.session("token")
    assert found is not None and found.seen.startswith("2026-02-03T08")
    store.close()


def test_a_store_emptied_has_nobody(store: SqlStore) -> None:
    added(store.people, "Fatou")
    store.people.open_session("token", "Fatou", at=BY["at"])
    store.empty()
    assert store.people.every() == []
    with store._engine.connect() as connection:
        assert connection.execute(sa.select(session)).all() == []


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("court", "short"),
        ("x" * 300, "long"),
        ("fatou-la-grande", "name"),
        ("LeMotDeDiop123", "name"),
        ("Motdepasse2026!", "common"),
        ("1234 password 1234", "common"),
        ("aaaaaaaaaaaaaa", "simple"),
        ("123456789012", "simple"),
        ("109876543210", "simple"),
        ("abcdabcdabcd", "simple"),
        ("deux chèvres sur le toit", None),
    ],
)
def test_which_passwords_are_refused(password: str, why: str | None) -> None:
    assert refusal(password, "Fatou Diop") == why


def test_a_password_is_known_again_and_another_is_not() -> None:
    kept = hashed("deux che\u0300vres sur le toit")
    assert kept.startswith("$argon2id$") and "toit" not in kept
    assert matches(kept, "deux chèvres sur le toit")
    assert not matches(kept, "deux chèvres sur le toi")
    assert not matches(None, "deux chèvres sur le toit") and not matches("no hash", "x")


def test_a_provisional_password_is_good_and_never_the_same() -> None:
    made = {provisional() for _ in range(50)}
    assert len(made) == 50 and {refusal(each, "Fatou") for each in made} == {None}


def test_nobody_may_do_anything_and_neither_may_who_has_left() -> None:
    assert not may(None, "read")
    chief = Person(name="Awa", roles=("administrator", "analyst"))
    assert may(chief, "people") and may(chief, "review") and not may(chief, "moderate")
    assert not may(Person(name="Awa", roles=("analyst",), disabled=True), "read")
    assert not may(Person(name="Awa", roles=("analyst",), provisional=True), "read")
