"""A layer of tiles from a server that a setting names: off without it, and then of that host alone.

The page's content security policy is widened by exactly the host of the setting, and by nothing on any other
page. A pattern that is no plain address of tiles is an error when the desk starts, not a hole in the policy.
"""

from __future__ import annotations

import re

from faleme.errors import SettingsError

_PATTERN = re.compile(r"(?P<host>https?://[A-Za-z0-9.-]+(?::\d{1,5})?)/[A-Za-z0-9_./{}@~%?=&-]*", re.ASCII)
_PARTS = ("{z}", "{x}", "{y}")


def tile_host(pattern: str) -> str | None:
    """The host of `https://tiles.example/{z}/{x}/{y}.png` as a policy names it, None for no tiles.

    Raises SettingsError where the pattern is no such address; a host made of `{s}` would be several hosts.
    """
    if not pattern:
        return None
    match = _PATTERN.fullmatch(pattern)
    if match is None or not all(part in pattern for part in _PARTS) or "{s}" in pattern:
        raise SettingsError(
            f"no address of map tiles: {pattern!r} (write https://HOST/…{{z}}/{{x}}/{{y}}.png)"
        )
    return match["host"]


def policy_with(policy: str, host: str | None) -> str:
    """A content security policy that lets images of one host in."""
    return policy if host is None else policy.replace("img-src 'self'", f"img-src 'self' {host}")
