"""Who is warned: a TOML file of the user's, one `[[receiver]]` for each.

name      how lists and acknowledgements call it
channel   'mail', 'webhook' or 'file'
to        an e-mail address, a web address, or a folder
ceiling   the highest marking that goes there (TLP; CLEAR unless said)
rules     ids of rules; all where none is named
quiet     "HH:MM-HH:MM" in `zone` (Africa/Dakar unless said): what is neither grave nor immediate waits
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from faleme.errors import DataError
from faleme.records.message import Channel
from faleme.records.text import Marking

_QUIET = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


class Receiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One receiver of alerts (see above)."""

    name: str
    channel: Channel
    to: str
    ceiling: Marking = "CLEAR"
    rules: tuple[str, ...] = ()
    quiet: str = ""
    zone: str = "Africa/Dakar"

    def quiet_until(self, now: dt.datetime) -> dt.datetime | None:
        """When the quiet hours that `now` falls in are over, None outside them."""
        found = _QUIET.fullmatch(self.quiet)
        if found is None:
            return None
        hour, minute, end_hour, end_minute = map(int, found.groups())
        begin, end = dt.time(hour, minute), dt.time(end_hour, end_minute)
        local = now.astimezone(ZoneInfo(self.zone))
        at = local.time()
        inside = begin <= at < end if begin < end else at >= begin or at < end
        if not inside:
            return None
        over = local.replace(hour=end_hour, minute=end_minute, second=0, microsecond=0)
        return over if over > local else over + dt.timedelta(days=1)


class _File(msgspec.Struct, frozen=True):
    receiver: tuple[Receiver, ...]


def read_receivers(path: Path) -> tuple[Receiver, ...]:
    """The receivers of a file. Raises DataError that names what is wrong."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File).receiver
        for each in found:
            ZoneInfo(each.zone)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError, ValueError) as error:
        raise DataError(f"no file of receivers: {error}", source=str(path)) from error
    for each in found:
        if each.quiet and not _QUIET.fullmatch(each.quiet):
            raise DataError(
                f"{each.name}: quiet hours are 'HH:MM-HH:MM', not {each.quiet!r}", source=str(path)
            )
        if each.channel == "webhook" and not each.to.startswith(("https://", "http://")):
            raise DataError(f"{each.name}: a webhook has a web address, not {each.to!r}", source=str(path))
    names = [each.name for each in found]
    if len(set(names)) < len(names):
        raise DataError("two receivers have one name", source=str(path))
    return found
