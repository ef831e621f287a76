"""One incident: our sentence, what each source claims, its reports, where, and why they were linked."""

from __future__ import annotations

import datetime as dt

from litestar import Response, get
from litestar.response import Redirect, Template

from faleme.desk.by_report import taken_out, work_on_reports
from faleme.desk.claims import claim_table
from faleme.desk.comments import comments_of
from faleme.desk.judged import differences, field_forms, history
from faleme.desk.layers_svg import small_map_svg
from faleme.desk.pages.frame import DeskRequest, Frame, incident_url, missing
from faleme.desk.pages.review import OWN_ORIGIN
from faleme.desk.picture import place_png
from faleme.desk.plain import in_plain_words, of_articles, why_linked
from faleme.desk.public import ArticleShown, WholeWindow
from faleme.desk.share import incident_meta, shared
from faleme.desk.views import IncidentLine, day_of
from faleme.lexicon.sections import load_sections
from faleme.records.incident import Incident
from faleme.records.quad import QUAD_OF
from faleme.store.base import Circle, Wanted
from faleme.words.sections import section_of

MOST_NEIGHBOURS = 10
AROUND_KM, AROUND_DAYS = 50, 30
MOST_AROUND = 4
"""Incidents shown before it, and as many after it."""
_SAME_DAY = 40  # of which some may stand before it in the list


@get("/incident/{incident_id:str}", sync_to_thread=True)
def incident(request: DeskRequest) -> Template | Redirect:
    """An incident by its identifier."""
    frame = Frame(request)
    asked = str(request.path_params["incident_id"])
    found = frame.window.incident(asked)
    if found is None:
        raise missing()
    if found.id != asked:
        return Redirect(incident_url(found.id), status_code=301)
    ids = list(dict.fromkeys(member.article for member in found.members))
    articles = [shown for each in ids if (shown := frame.window.article(each))]
    line = frame.describe.line(found, frame.today)
    path = incident_url(found.id)
    before, after = _around(frame, found)
    naming = frame.describe.writer.naming
    place = found.place
    page = frame.page(
        "incident.html",
        current="home",
        title=line.sentence,
        incident=found,
        line=line,
        meta=incident_meta(frame, found, path),
        shared=shared(frame, line.sentence, path),
        filed=_filed(frame, found),
        before=before,
        after=after,
        comments=comments_of(frame, "incident", found.id),
        around={"km": AROUND_KM, "days": AROUND_DAYS},
        who=[(naming.actor(code).text, code) for code in found.actors],
        whom=[(naming.actor(code).text, code) for code in found.recipients],
        country=naming.country(place.country) if place else "",
        articles=articles,
        hidden=len(ids) - len(articles),
        copy_of=_copies(frame, articles),
        mapped=_small_map(frame, found, line.quad),
        table=claim_table(found, frame.describe),
        credibility=frame.words.label("credibility", str(found.credibility)),
        voices_reasons=_reasons(found, articles, frame),
        credibility_reasons=[in_plain_words(each, frame.language) for each in found.credibility_reasons],
        **_desk_work(frame, found, articles),
    )
    if frame.may("review"):
        page.headers.update(OWN_ORIGIN)
    return page


@get("/incident/{incident_id:str}/carte.png", sync_to_thread=True)
def picture(request: DeskRequest) -> Response[bytes]:
    """Where an incident is, as a picture for the cards of other sites."""
    frame = Frame(request)
    found = frame.window.incident(str(request.path_params["incident_id"]))
    if found is None or found.place is None or found.place.lat is None:
        raise missing()
    return Response(place_png(found.place, QUAD_OF[found.type]), media_type="image/png")


def _filed(frame: Frame, found: Incident) -> tuple[str, str, str] | None:
    """The section that an incident stands under: slug, name and why."""
    filed = section_of(found)
    section = load_sections().named(filed.slug) if filed else None
    if filed is None or section is None:
        return None
    why = ", ".join(frame.words.label("section_why", each) for each in dict.fromkeys(filed.why))
    return section.slug, section.name[frame.language], why


def _around(frame: Frame, found: Incident) -> tuple[list[IncidentLine], list[IncidentLine]]:
    """What happened near it in place and time, before it and after it, the nearest in time first."""
    day, place = day_of(found), found.place
    if day is None or place is None or place.lat is None or place.lon is None or place.level == "country":
        return [], []
    near, reach = Circle(place.lat, place.lon, AROUND_KM), dt.timedelta(days=AROUND_DAYS)
    earlier = Wanted(near=near, since=(day - reach).isoformat(), until=day.isoformat())
    later = Wanted(near=near, since=day.isoformat(), until=(day + reach).isoformat())
    return _past(frame, found, earlier, soonest=False), _past(frame, found, later, soonest=True)


def _past(frame: Frame, found: Incident, wanted: Wanted, *, soonest: bool) -> list[IncidentLine]:
    """The incidents of a list that stand behind one of them."""
    listed = frame.window.incidents(wanted, limit=_SAME_DAY + MOST_AROUND, soonest=soonest)
    ids = [each.id for each in listed]
    rest = listed[ids.index(found.id) + 1 :] if found.id in ids else listed
    return [frame.describe.line(each, frame.today) for each in rest[:MOST_AROUND]]


def _small_map(frame: Frame, found: Incident, quad: str) -> str:
    """Where it is, drawn on our side; '' where it has no point."""
    if found.place is None:
        return ""
    said = frame.words.say("map_small_label", place=found.place.name)
    return small_map_svg(found.place, found.place.radius_km, label=said, quad=quad)


def _copies(frame: Frame, articles: list[ArticleShown]) -> dict[str, str]:
    """Reports that are near-copies of one above them, each with that one's outlet: one voice."""
    outlets = {each.id: each.source or frame.words.say("no_source") for each in articles}
    return {copy: outlets[first] for copy, first in frame.window.copies(outlets).items()}


def _reasons(found: Incident, articles: list[ArticleShown], frame: Frame) -> list[str]:
    """Why some of the reports are one voice, by their outlets."""
    outlets = {each.id: each.source or frame.words.say("no_source") for each in articles}
    return list(dict.fromkeys(of_articles(each, outlets, frame.language) for each in found.voices_reasons))


def _desk_work(frame: Frame, found: Incident, articles: list[ArticleShown]) -> dict[str, object]:
    """What only the analyst sees: neighbours, differences, history and the forms to decide with."""
    if not isinstance(frame.window, WholeWindow) or not frame.may("review"):
        return {}
    near = (frame.window.incident(each) for each in found.undecided[:MOST_NEIGHBOURS])
    neighbours = {
        each.id: frame.describe.line(each, frame.today) for each in near if each and each.id != found.id
    }
    acts = frame.describe.writer.acts
    names = {kind: acts.of(kind, None).name for kind in acts.types()}
    past = frame.window.history(found.id)
    outlets = {each.id: each.source or frame.words.say("no_source") for each in articles}
    return {
        "linked_by": [why_linked(reason, outlets, frame.language) for reason in found.reasons],
        "works": work_on_reports(found, articles, frame.chosen("report"), names, frame.words),
        "taken_out": taken_out(past, found, frame.window, frame.words),
        "neighbours": list(neighbours.values()),
        "differences": differences(found, frame.words),
        "history": history(past, frame.words),
        "fields": field_forms(found, names, frame.words),
        "done": frame.window.judgement(frame.whole_number("done")),
    }


ROUTES = (incident, picture)
