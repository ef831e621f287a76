"""Mail by SMTP, encrypted unless the settings say otherwise; a repeat bears the Message-ID of the first."""

from __future__ import annotations

import datetime as dt
import re
import smtplib
import ssl
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

import msgspec

from faleme.errors import DeliveryError, SettingsError
from faleme.lexicon.delivery_rules import load_delivery_rules
from faleme.records.message import Channel, Taken
from faleme.settings import Secret, Settings

_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
_LONGEST_REASON = 300


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server and whom mails come from."""

    host: str
    port: int
    tls: str
    user: str
    password: Secret
    sender: str
    patience: float
    channel: Channel = "mail"

    @classmethod
    def of(cls, settings: Settings) -> Mail:
        """Of the settings; raises SettingsError where they do not suffice."""
        if "@" not in parseaddr(settings.mail_from)[1]:
            raise SettingsError("mail needs the address that it comes from: FALEME_MAIL_FROM")
        return cls(
            host=settings.smtp_host,
            port=settings.smtp_port,
            tls=settings.smtp_tls,
            user=settings.smtp_user,
            password=_password(settings),
            sender=settings.mail_from,
            patience=load_delivery_rules().patience_seconds,
        )

    def send(self, taken: Taken) -> None:
        """Send one mail; raises DeliveryError."""
        try:
            mail = self.written(taken)
        except (ValueError, KeyError, MessageError) as error:
            raise DeliveryError(_told(error), for_good=True) from error
        try:
            with self._connected() as server:
                server.send_message(mail, from_addr=parseaddr(self.sender)[1], to_addrs=[taken.message.to])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            raise DeliveryError(_told(error), for_good=_is_for_good(error)) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise DeliveryError(_told(error)) from error

    def written(self, taken: Taken) -> EmailMessage:
        """The mail as it goes: the same at each attempt, its date that of what caused it."""
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = taken.message.payload["subject"]
        mail["From"] = self.sender
        mail["To"] = taken.message.to
        mail["Date"] = format_datetime(dt.datetime.fromisoformat(taken.written))
        mail["Message-ID"] = f"<{taken.message.key}@{parseaddr(self.sender)[1].rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice comes back
        mail.set_content(taken.message.payload["text"])
        return mail

    def _connected(self) -> smtplib.SMTP:
        """A session with the server, signed in. No password and no mail goes where TLS was set and is not."""
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self.tls == "tls":
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=self.patience, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.patience)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, str(self.password))
        except BaseException:
            server.close()
            raise
        return server


def _password(settings: Settings) -> Secret:
    path = settings.smtp_password_file
    if path is None:
        return settings.smtp_password
    try:
        return Secret(path.read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the file of the mail password cannot be read: {path}") from error


def _is_for_good(error: smtplib.SMTPException) -> bool:
    """Whether the server said no for ever: to address or mail, not to a password that can be mended."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    refused = isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError)
    return refused and isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _told(error: Exception) -> str:
    """Why, in one line without anybody's address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        said = f"recipient refused: {code} {_decoded(answer)}"
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"server said {error.smtp_code} {_decoded(error.smtp_error)}"
    else:
        said = f"{type(error).__name__}: {error}"
    return _ADDRESS.sub("…", " ".join(said.split()))[:_LONGEST_REASON]


def _decoded(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
