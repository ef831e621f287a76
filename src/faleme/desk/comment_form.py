"""What somebody typed into the form of a comment, made plain, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from faleme.lexicon.comment_rules import CommentRules

LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_JOINERS = "\u200c\u200d"
"""Needed by some scripts and emoji; every other invisible sign could turn the page around."""
_SPACES = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n{3,}")


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """Name, address and text as they would be kept."""

    name: str = ""
    email: str = ""
    text: str = ""


def typed(name: str, email: str, text: str) -> Typed:
    """Plain text of what was typed."""
    return Typed(name=_plain(name).replace("\n", " ").strip(), email=email.strip(), text=_plain(text))


def wrong(given: Typed, rules: CommentRules, *, account: bool) -> dict[str, str]:
    """What is wrong with each field, as keys of the desk's words; an account brings its own name."""
    found: dict[str, str] = {}
    if not account:
        if not any(letter.isalnum() for letter in given.name):
            found["name"] = "comment_error_name"
        elif len(given.name) > rules.longest_name:
            found["name"] = "comment_error_name_long"
        elif "@" in given.name:
            found["name"] = "comment_error_name_email"
        if not given.email:
            found["email"] = "comment_error_email"
        elif not is_email(given.email):
            found["email"] = "comment_error_email_form"
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in given.text):
        found["text"] = "comment_error_text"
    elif len(given.text) > rules.longest_text:
        found["text"] = "comment_error_text_long"
    elif given.email and given.email.casefold() in given.text.casefold():
        found["text"] = "comment_error_text_email"
    return found


def is_email(written: str) -> bool:
    """Whether it has the form of an e-mail address."""
    return len(written) <= LONGEST_EMAIL and _EMAIL.fullmatch(written) is not None


def _plain(written: str) -> str:
    """Without control signs, with line breaks of one kind and never more than one empty line."""
    text = unicodedata.normalize("NFC", written.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(letter for letter in text.replace("\t", " ") if letter == "\n" or _is_plain(letter))
    lines = (_SPACES.sub(" ", line).strip() for line in kept.split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def _is_plain(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in (
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    )
