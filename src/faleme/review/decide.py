"""How a person's act becomes a judgement: which reports it names, what stood there before, what it says now.

Nothing is stored here. Each function raises JudgementError where the act makes no sense.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faleme.errors import JudgementError
from faleme.link.incidents import Report
from faleme.read.typed_values import FIELDS, checked
from faleme.records.incident import Incident
from faleme.records.judgement import Act, Anchor, Judgement
from faleme.review.anchors import anchor_of
from faleme.review.by_report import judged_report
from faleme.review.fields import value_of

SIMPLE_ACTS: tuple[Act, ...] = ("accept", "correct", "reject", "unverifiable", "assign")
"""Acts on one incident as a whole."""

Reports = Mapping[str, Report]


def anchors(incident: Incident, reports: Reports) -> tuple[Anchor, ...]:
    """The reports of an incident as a judgement names them."""
    return tuple(anchor_of(reports[member.event]) for member in incident.members)


def judged(
    incident: Incident,
    act: Act,
    *,
    reports: Reports,
    who: str,
    at: str,
    note: str = "",
    field: str | None = None,
    value: Any = None,
    report: str | None = None,
) -> Judgement:
    """A judgement on one incident: one of `SIMPLE_ACTS`; `value` is the corrected value or the assignee.

    With `report` it is about that one report only (review/by_report.py).
    """
    if report is not None:
        return judged_report(
            incident, act, report=report, reports=reports, who=who, at=at, note=note, field=field, value=value
        )
    before: Any = incident.verdict
    after: Any = None
    if act == "accept":
        after = {name: value_of(incident, name) for name in FIELDS}
    elif act == "correct":
        if field is None:
            raise JudgementError("a correction needs FIELD=VALUE")
        after = checked(field, value, kind=incident.type)
        before = value_of(incident, field)
    elif act == "assign":
        if not value:
            raise JudgementError("assign needs the NAME of a person")
        before, after = incident.assigned, str(value)
    elif act not in SIMPLE_ACTS:
        raise JudgementError(f"no act {act!r} on one incident; there are {', '.join(SIMPLE_ACTS)}")
    return Judgement(
        act=act, who=who, at=at, note=note, incident=incident.id, parts=(anchors(incident, reports),),
        field=field if act == "correct" else None, before=before, after=after,
    )  # fmt: skip


def merged(
    incidents: Sequence[Incident], *, reports: Reports, who: str, at: str, note: str = ""
) -> Judgement:
    """A judgement that these incidents are one; the first keeps its address."""
    ids = list(dict.fromkeys(each.id for each in incidents))
    if len(ids) < 2:
        raise JudgementError("a merge needs two incidents or more that are not one already")
    by_id = {each.id: each for each in incidents}
    return Judgement(
        act="merge", who=who, at=at, note=note, incident=ids[0], before=ids, after=ids[0],
        parts=tuple(anchors(by_id[identifier], reports) for identifier in ids),
    )  # fmt: skip


def split(
    incident: Incident, out: Iterable[str], *, reports: Reports, who: str, at: str, note: str = ""
) -> Judgement:
    """A judgement that some reports (event or article ids) are not the happening that the others tell."""
    named = set(out)
    known = {member.event for member in incident.members} | {member.article for member in incident.members}
    if missing := sorted(named - known):
        raise JudgementError(f"no report {missing[0]!r} in {incident.id}")
    every = anchors(incident, reports)
    moved = tuple(a for a in every if a.event in named or a.article in named)
    stay = tuple(a for a in every if a not in moved)
    if not moved or not stay:
        raise JudgementError("a split takes out some of an incident's reports, not none and not all")
    return Judgement(
        act="split", who=who, at=at, note=note, incident=incident.id, parts=(moved, stay),
        before=incident.id, after=[anchor.event for anchor in moved],
    )  # fmt: skip


def undone(number: int, judgements: Sequence[Judgement], *, who: str, at: str, note: str = "") -> Judgement:
    """A judgement that takes back another one, which may itself be an undo."""
    known = {each.number: each for each in judgements}
    if number not in known:
        raise JudgementError(f"no judgement {number}; `faleme history ID` lists them")
    meant = known[number]
    if by := undone_by(judgements).get(number):
        raise JudgementError(f"judgement {number} is undone already, by judgement {by}")
    return Judgement(
        act="undo", who=who, at=at, note=note, incident=meant.incident, parts=meant.parts, undoes=number,
        before=meant.after, after=meant.before,
    )  # fmt: skip


def undone_by(judgements: Sequence[Judgement]) -> dict[int, int]:
    """For each undone judgement the number of the undo that counts."""
    found: dict[int, int] = {}
    for each in sorted(judgements, key=lambda j: j.number, reverse=True):
        if each.act == "undo" and each.undoes is not None and each.number not in found:
            found[each.undoes] = each.number
    return found
