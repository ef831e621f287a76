"""One incident of a set of reports that a person, not the linker, has put together or taken apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from faleme.link.incidents import MARKINGS, Report, link
from faleme.link.voices import credibility, voices
from faleme.records.incident import Incident
from faleme.records.place import Level

_EXACTNESS: dict[Level | None, int] = {"locality": 3, "area": 2, "country": 1, None: 0}


def whole(reports: Sequence[Report]) -> Incident:
    """All these reports as one incident, even where the linker would part them.

    The linker's own incidents are joined; values come from that of the first report, and what it lacks from
    the others.
    """
    found = link(reports)
    lead = reports[0].event.id
    found = tuple(sorted(found, key=lambda each: all(member.event != lead for member in each.members)))
    if len(found) == 1:
        return found[0]
    order = {report.event.id: report.key for report in reports}
    heard = voices(reports)
    grade = credibility(reports, heard)
    first = found[0]
    place = max(
        (each.place for each in found), key=lambda p: _EXACTNESS[p.level if p else None]
    )  # max keeps the first of equals
    return msgspec.structs.replace(
        first,
        mode=next((each.mode for each in found if each.mode and each.type == first.type), None),
        tags=tuple(sorted({tag for each in found for tag in each.tags})),
        place=first.place if first.place and place and first.place.level == place.level else place,
        time=next((each.time for each in found if each.time), None),
        actors=tuple(dict.fromkeys(code for each in found for code in each.actors)),
        recipients=tuple(dict.fromkeys(code for each in found for code in each.recipients)),
        claims=tuple(claim for each in found for claim in each.claims),
        members=tuple(sorted((m for each in found for m in each.members), key=lambda m: order[m.event])),
        marking=max((each.marking for each in found), key=MARKINGS.index),
        reasons=tuple(reason for each in found for reason in each.reasons),
        said=tuple(dict.fromkeys(claim for each in found for claim in each.said)),
        undecided=(),
        voices=heard.count,
        voices_reasons=heard.reasons,
        credibility=grade.credibility,
        credibility_reasons=grade.reasons,
        first_published=min((e.first_published for e in found if e.first_published), default=None),
    )


def apart_id(judgement: int, event: str) -> str:
    """The id of an incident that a judgement made, the same whenever the judgements are applied."""
    return "inc-" + hashlib.sha256(f"{judgement}|{event}".encode()).hexdigest()[:12]
