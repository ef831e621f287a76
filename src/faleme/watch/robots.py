"""What a site's robots.txt allows us (RFC 9309): the group of our name, the longest rule that matches."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import msgspec

NAME = "faleme"
"""Our product token."""
_MOST_RULES = 5000


class Robots(msgspec.Struct, frozen=True):
    """Rules of one site: whether each pattern allows, and the pause that it asks for, in seconds."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allows(self, address: str) -> bool:
        """Of all patterns that match the longest counts, of two as long the one that allows."""
        parts = urlsplit(address)
        path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        found = [(len(pattern), allow) for pattern, allow in self.rules if _matches(pattern, path)]
        return max(found, default=(0, True))[1]


def read_robots(text: str) -> Robots:
    """The group for our name, else that for everybody; lines that make no sense are passed over."""
    groups: dict[str, tuple[list[tuple[str, bool]], list[float]]] = {}
    names: list[str] = []
    in_rules = False
    for line in text.splitlines()[: 4 * _MOST_RULES]:
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not colon:
            continue
        if field == "user-agent":
            names = [*([] if in_rules else names), value.lower().partition("/")[0]]
            in_rules = False
            groups.setdefault(names[-1], ([], []))
            continue
        if field not in ("allow", "disallow", "crawl-delay"):
            continue
        in_rules = True
        for name in names:
            rules, delays = groups[name]
            if field == "crawl-delay":
                delays += _seconds(value)
            elif value and len(rules) < _MOST_RULES:
                rules.append((unquote(value), field == "allow"))
    rules, delays = groups.get(NAME) or groups.get("*") or ([], [])
    return Robots(tuple(rules), max(delays, default=None))


def _seconds(written: str) -> list[float]:
    try:
        seconds = float(written)
    except ValueError:
        return []
    return [seconds] if 0 <= seconds < 1e6 else []


def _matches(pattern: str, path: str) -> bool:
    """'*' stands for anything, '$' at the end for the end; without going back, whatever the pattern."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not anchored or at == len(path)
    *middle, last = rest
    for part in middle:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if anchored:
        return len(path) - len(last) >= at and path.endswith(last)
    return path.find(last, at) >= 0
