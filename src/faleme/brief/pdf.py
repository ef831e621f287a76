"""A brief as a PDF on A4, set by Typst with the letters that it brings along.

The brief goes to Typst as data, never as its mark-up, so that no outlet's name can be code. The day of the
document is the brief's last, not the clock's: the same brief gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import typst

from faleme.brief.note import Brief
from faleme.brief.words import brief_words

TEMPLATE = Path(__file__).resolve().parent / "page" / "brief.typ"


def pdf(brief: Brief) -> bytes:
    """The document, tagged for those who hear it read."""
    words = brief_words(brief.language)
    data = msgspec.to_builtins(brief)
    data["day"] = [brief.until.year, brief.until.month, brief.until.day]
    data["words"] = {
        "marking": words.say("marking", marking=brief.marking),
        "sources": words.say("sources"),
        "desk": words.wording.say("desk"),
        "motto": words.wording.say("motto"),
    }
    document: bytes = typst.compile(
        str(TEMPLATE), format="pdf", ignore_system_fonts=True,
        sys_inputs={"brief": msgspec.json.encode(data).decode()},
    )  # fmt: skip
    return document
