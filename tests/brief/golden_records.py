"""Makes the golden files anew: records of the sample press by the pipeline, and the briefs made from them.

    python -m tests.brief.golden_records          # the briefs, from the records kept here
    python -m tests.brief.golden_records records  # the records too, as the pipeline reads them today

Read every brief aloud before it is committed.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path

import msgspec

from faleme.brief.compose import compose
from faleme.brief.markdown import markdown
from faleme.brief.note import Brief
from faleme.records.incident import Incident
from faleme.records.press import Press
from faleme.store.base import Source, Wanted
from faleme.words.wording import DeskLanguage

FOLDER = Path(__file__).resolve().parent / "golden"
WINDOWS = {
    "july": (dt.date(2025, 7, 1), dt.date(2025, 7, 2)),
    "as-of": (dt.date(2026, 2, 5), dt.date(2026, 2, 6)),  # what `faleme demo` opens with
}


class Kept(msgspec.Struct, frozen=True):
    """What a brief of the sample press is composed from."""

    incidents: tuple[Incident, ...]
    sources: dict[str, Source]
    press: Press


def brief_of(name: str, language: DeskLanguage) -> Brief:
    """The brief of a window, from the records kept."""
    kept = msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=Kept)
    return compose(kept.incidents, kept.sources, kept.press, *WINDOWS[name], language=language)


def golden(name: str, language: str) -> Path:
    return FOLDER / f"{name}-{language}.md"


def _keep_records() -> None:
    from faleme.pipeline import load, read_articles
    from faleme.read.sample import sample
    from faleme.store.sql import open_store

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/sample.db")
        store.add(read_articles(sample(), load()), actor="golden", at="2026-02-06T00:00:00+00:00")
        for name, (since, until) in WINDOWS.items():
            asked = Wanted(since=since.isoformat(), until=until.isoformat())
            found = [store.incident(each) for each in store.told_between(asked)]
            incidents = tuple(each for each in found if each)
            sources = store.sources_for({m.article for each in incidents for m in each.members}, asked)
            kept = Kept(incidents, sources, store.press(asked))
            written = msgspec.json.format(msgspec.json.encode(kept), indent=1)
            (FOLDER / f"{name}.json").write_bytes(written + b"\n")
        store.close()


if __name__ == "__main__":
    if "records" in sys.argv[1:]:
        _keep_records()
    for window in WINDOWS:
        for spoken in ("fr", "en"):
            golden(window, spoken).write_text(markdown(brief_of(window, spoken)), encoding="utf-8")
