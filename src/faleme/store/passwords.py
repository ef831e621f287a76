"""Passwords: which are refused, how they are hashed (Argon2id), and how a provisional one is made."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from faleme.lexicon.passwords import common_passwords

LEAST, MOST = 12, 200
_FEWEST_SIGNS = 5
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SYLLABLES = ("bcdfgjklmnprstvz", "aeiou")
_HASHER = PasswordHasher()
_TURNS = BoundedSemaphore(2)  # each takes 64 MiB: many sign-ins at once wait for each other

Refusal = Literal["short", "long", "name", "common", "simple"]


def refusal(password: str, name: str) -> Refusal | None:
    """Why a password is not good enough, None if it is."""
    password, folded = _normal(password), _normal(password).casefold()
    parts = {name.casefold(), *re.split(r"[\W_]+", name.casefold())}
    if len(password) < LEAST:
        return "short"
    if len(password) > MOST:
        return "long"
    if any(part in folded for part in parts if len(part) > 2):
        return "name"
    if folded in common_passwords() or _AROUND.sub("", folded) in common_passwords():
        return "common"
    return "simple" if len(set(folded)) < _FEWEST_SIGNS or _counts_on(folded) else None


def _counts_on(text: str) -> bool:
    """'123456789012', 'abcdefghijkl': each sign is the next of the one before, the same, or a 0 after a 9."""
    steps = {(ord(b) - ord(a)) for a, b in zip(text, text[1:], strict=False)}
    return steps <= {0, 1, -9} or steps <= {0, -1, 9}


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _TURNS:
        return _HASHER.hash(_normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; for nobody's it takes as long and is no."""
    with _TURNS:
        try:
            _HASHER.verify(kept or _nobodys(), _normal(password)[:MOST])
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def provisional() -> str:
    """A password to be told to somebody, who then chooses another: four words that can be spoken, 75 bits."""
    return "-".join(_word() for _ in range(4))


def _word() -> str:
    return "".join(secrets.choice(_SYLLABLES[place % 2]) for place in range(6))


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex())


def _normal(password: str) -> str:
    """One form of letters: a keyboard may type 'é' as one sign or as two."""
    return unicodedata.normalize("NFC", password)
