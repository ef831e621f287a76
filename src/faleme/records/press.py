"""The press that was read in a window of days: how much, of whom, how fresh, and what could not be read."""

from __future__ import annotations

import msgspec


class OutletRead(msgspec.Struct, frozen=True, kw_only=True):
    """One outlet: its articles in the window, and the day of its last article up to the window's end."""

    outlet: str
    articles: int
    last: str


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """What was read; `set_aside` counts by reason since the beginning, None where that is not to be told."""

    outlets: tuple[OutletRead, ...] = ()
    set_aside: tuple[tuple[str, int], ...] | None = None

    @property
    def articles(self) -> int:
        """Articles of the window."""
        return sum(each.articles for each in self.outlets)
