"""Personal tokens for the API. A store never sees a token, only its SHA-256."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from faleme.errors import PersonError
from faleme.records.person import SCOPES, Person, Scope
from faleme.store.engine import writing
from faleme.store.people import key_of, person_of
from faleme.store.people_schema import person
from faleme.store.schema import change
from faleme.store.tokens_schema import api_token

MOST = 20
"""Tokens that one person may have at a time."""
LONGEST_NAME = 60
_SHOWN = 12  # characters of a token's hash by which its owner names it


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token as its owner sees it: `id` is the beginning of its hash, moments are ISO 8601, UTC."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made: str
    expires: str
    used: str | None = None


class Tokens:
    """The tokens of a store; that one was made or revoked is kept with who did it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, digest: str, owner: str, token: Token, *, at: str) -> None:
        """Keep a token by its hash. Raises PersonError for a name or scopes that are none, or too many."""
        name = " ".join(token.name.split())
        if not name or len(name) > LONGEST_NAME:
            raise PersonError(f"a token needs a name of 1 to {LONGEST_NAME} characters", reason="token_name")
        scopes = tuple(each for each in SCOPES if each in token.scopes)
        if not scopes:
            raise PersonError(f"a token needs a scope: {', '.join(SCOPES)}", reason="token_scope")
        with writing(self._engine) as connection:
            theirs = api_token.c.person == key_of(owner)
            connection.execute(api_token.delete().where(theirs, api_token.c.expires <= at))
            held = sa.select(sa.func.count()).select_from(api_token).where(theirs)
            if connection.execute(held).scalar_one() >= MOST:
                raise PersonError(f"{MOST} tokens are enough: revoke one first", reason="token_many")
            row = {
                "token": digest, "person": key_of(owner), "name": name, "scopes": " ".join(scopes),
                "made": at, "expires": token.expires,
            }  # fmt: skip
            connection.execute(api_token.insert().values(**row))
            _note(connection, "token-add", owner, at)

    def find(self, digest: str, *, at: str) -> tuple[Person, Token] | None:
        """Whose token it is; None for one that nobody has, that is over, or whose owner may not sign in."""
        query = (
            sa.select(person, *(api_token.c[each].label(f"token_{each}") for each in _COLUMNS))
            .join(api_token, api_token.c.person == person.c.key)
            .where(api_token.c.token == digest, api_token.c.expires > at, ~person.c.disabled)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return person_of(row), _token({each: row._mapping[f"token_{each}"] for each in _COLUMNS})

    def every(self, owner: str) -> list[Token]:
        """Somebody's tokens, the newest first, those that are over too."""
        theirs = api_token.c.person == key_of(owner)
        query = sa.select(*(api_token.c[each] for each in _COLUMNS)).where(theirs)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(api_token.c.made.desc(), api_token.c.token))
            return [_token(dict(row._mapping)) for row in rows]

    def used(self, digest: str, *, at: str) -> None:
        """Note that a token is in use."""
        with writing(self._engine) as connection:
            connection.execute(api_token.update().where(api_token.c.token == digest).values(used=at))

    def revoke(self, owner: str, identifier: str, *, at: str) -> bool:
        """Take back one of somebody's tokens by its id; whether it was there."""
        theirs = api_token.c.person == key_of(owner)
        with writing(self._engine) as connection:
            meant = sa.func.substr(api_token.c.token, 1, _SHOWN) == identifier
            done = connection.execute(api_token.delete().where(theirs, meant)).rowcount
            if done:
                _note(connection, "token-revoke", owner, at)
        return bool(done)


def narrowed(owner: Person, scopes: tuple[Scope, ...]) -> Person:
    """Somebody as a token of theirs acts for them: no more than its scopes, and never as administrator."""
    reviews = "review" in scopes and "analyst" in owner.roles
    return replace(owner, roles=("analyst",) if reviews else ("reader",))


_COLUMNS = ("token", "name", "scopes", "made", "expires", "used")


def _token(row: dict[str, str]) -> Token:
    given = {name: row[name] for name in ("name", "made", "expires", "used")}
    return msgspec.convert(given | {"id": row["token"][:_SHOWN], "scopes": row["scopes"].split()}, Token)


def _note(connection: sa.Connection, act: str, owner: str, at: str) -> None:
    connection.execute(change.insert().values(at=at, actor=owner, act=act, target=owner))
