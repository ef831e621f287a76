"""Files: an alert's CAP message put into a folder that others read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec

from faleme.errors import DeliveryError
from faleme.records.message import Channel, Taken

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


class File(msgspec.Struct, frozen=True, kw_only=True):
    """Writes `ID.xml` whole or not at all; a repeat writes the same file again."""

    channel: Channel = "file"

    def send(self, taken: Taken) -> None:
        """Write one; raises DeliveryError."""
        name, text = taken.message.payload.get("id", ""), taken.message.payload.get("cap", "")
        if not _PLAIN.fullmatch(name):
            raise DeliveryError("the message has no name for a file", for_good=True)
        target = Path(taken.message.to) / f"{name}.xml"
        part = target.with_name(f".{target.name}.part")
        try:
            part.write_text(text, encoding="utf-8")
            os.replace(part, target)
        except OSError as error:
            raise DeliveryError(f"cannot write into the folder ({error.strerror})") from error
