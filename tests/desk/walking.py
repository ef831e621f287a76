"""A walk over a desk: some addresses, and what their pages, feeds and redirects lead to."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from litestar.testing import TestClient

MOST_LINKED = 6
"""Further addresses of one path that links lead to: a page of a day links to that of the day before."""
_LINK = re.compile(r'(?:(?:href|src|action)="|data-[a-z-]+="(?=/))([^"]+)"')


def walk(browser: TestClient[Any], *starts: str) -> dict[str, str]:
    """What is told at some addresses, and at those that can be reached from there, some of each path."""
    asked: dict[str, str] = {}
    of_path: Counter[str] = Counter()
    waiting = deque(starts)
    given = len(starts)
    while waiting:
        address, given = waiting.popleft().partition("#")[0], given - 1
        path = urlsplit(address).path
        if address in asked or (given < 0 and of_path[path] >= MOST_LINKED):
            continue
        of_path[path] += 1
        answer = browser.get(address, follow_redirects=False)
        assert answer.status_code < 500, address
        asked[address] = told(answer)
        waiting.extend(_links(answer, address))
    return asked


def told(answer: Any) -> str:
    """All that an answer says: its head and its body, whatever it is."""
    head = f"{answer.status_code} {dict(answer.headers)}"
    return head + answer.content.decode("utf-8", "replace")


def _links(answer: Any, address: str) -> Iterator[str]:
    """Addresses of the same desk that a page, a feed or a redirect names."""
    found = [answer.headers["location"]] if "location" in answer.headers else []
    if re.match(r"text/html|application/(atom|rss)", answer.headers.get("content-type", "")):
        found += map(html.unescape, _LINK.findall(answer.text))
    own = answer.request.url.netloc.decode()
    for link in found:
        full = urlsplit(urljoin(f"http://{own}{address}", link))
        if full.netloc == own:
            yield full.path + (f"?{full.query}" if full.query else "")
