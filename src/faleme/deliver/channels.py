"""What a way out of the desk has to do, and which ways the settings give."""

from __future__ import annotations

from typing import Protocol

from faleme.deliver.file import File
from faleme.deliver.mail import Mail
from faleme.deliver.webhook import Webhook
from faleme.records.message import Channel, Taken
from faleme.settings import Settings


class Way(Protocol):
    """Sends messages of one channel."""

    @property
    def channel(self) -> Channel: ...
    def send(self, taken: Taken) -> None:
        """Send one, or raise DeliveryError with a reason that names nobody's address."""


def ways(settings: Settings) -> list[Way]:
    """The ways out that are set up; messages of other channels wait.

    Raises SettingsError where a setting is missing or a password file cannot be read.
    """
    found: list[Way] = [Webhook(secret=settings.webhook_secret), File()]
    return [*found, Mail.of(settings)] if settings.smtp_host else found
