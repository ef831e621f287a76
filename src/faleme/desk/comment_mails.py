"""The mails about comments: moderators learn that one waits, its writer how to take it back.

Neither holds the comment or a name: nobody can have the desk send words of theirs to others, and what is in
a mail box cannot be taken back.
"""

from __future__ import annotations

import secrets
from urllib.parse import quote

from faleme.desk.brakes import number_token
from faleme.desk.comments import TargetShown
from faleme.desk.session import digest
from faleme.errors import SettingsError
from faleme.records.message import Message
from faleme.settings import Settings
from faleme.words.wording import DeskLanguage, wording

_LONGEST_TITLE = 120


def check_mail_settings(settings: Settings) -> None:
    """Raises SettingsError where mails about comments could not say where to go."""
    address = settings.public_url
    if settings.comments == "open" and settings.smtp_host and not address:
        raise SettingsError("mails about comments need the desk's public address: FALEME_PUBLIC_URL")
    if address and not address.lower().startswith(("https://", "http://")):
        raise SettingsError(f"the desk's public address begins with https://, not {address!r}")


def addresses_of_moderators(settings: Settings) -> list[str]:
    return [each.strip() for each in settings.moderators.split(",") if "@" in each]


def to_moderators(settings: Settings, shown: TargetShown, secret: str, number: int) -> list[Message]:
    """That a comment waits, with the way to it; of the one who decides it wants a sign-in and a button."""
    words = wording(settings.language)
    link = f"{_base(settings)}/moderation?comment={number_token(secret, number)}"
    title = _short(shown.title)
    return [
        _mail(
            to,
            words.say("mail_moderator_subject", title=title),
            words.say("mail_moderator_text", title=title, link=link),
        )
        for to in addresses_of_moderators(settings)
    ]


def to_writer(
    settings: Settings, shown: TargetShown, to: str, language: DeskLanguage, *, is_shown: bool
) -> tuple[str, Message]:
    """How to take a comment back: the hash of the token, and the mail that brings it."""
    token = secrets.token_urlsafe(24)
    words = wording(language)
    text = words.say(
        "mail_writer_text",
        state=words.say("mail_writer_shown" if is_shown else "mail_writer_waits"),
        title=_short(shown.title),
        page=_base(settings) + shown.path,
        link=f"{_base(settings)}/commentaire/{quote(token)}?lang={language}",
        days=settings.forget_days,
    )
    return digest(token), _mail(to, words.say("mail_writer_subject"), text)


def _base(settings: Settings) -> str:
    return settings.public_url.rstrip("/")


def _short(title: str) -> str:
    plain = " ".join(title.split())
    return plain if len(plain) <= _LONGEST_TITLE else plain[: _LONGEST_TITLE - 1].rstrip() + "…"


def _mail(to: str, subject: str, text: str) -> Message:
    return Message(
        key=secrets.token_hex(16),
        channel="mail",
        to=to,
        payload={"subject": subject, "text": text},
        confidential=True,
    )
