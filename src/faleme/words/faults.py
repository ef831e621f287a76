"""What went wrong at an address of the watch, in one line."""

from __future__ import annotations

import re

from faleme.records.watched import FaultKind
from faleme.words.wording import Wording

_EMPTY = re.compile(r"\s*\(\)")


def fault_line(kind: FaultKind, detail: str, words: Wording) -> str:
    """'répond 503'; what is not known is not named."""
    return _EMPTY.sub("", words.label("fault", kind).format(detail=detail)).rstrip()
