"""One incident: our sentence, what each source claims, its reports, where, and why they were linked."""

from __future__ import annotations

from litestar import get
from litestar.response import Redirect, Template

from faleme.desk.by_report import taken_out, work_on_reports
from faleme.desk.claims import claim_table
from faleme.desk.judged import differences, field_forms, history
from faleme.desk.layers_svg import small_map_svg
from faleme.desk.pages.frame import DeskRequest, Frame, incident_url, missing
from faleme.desk.pages.review import OWN_ORIGIN
from faleme.desk.plain import in_plain_words, of_articles
from faleme.desk.public import ArticleShown, WholeWindow
from faleme.records.incident import Incident

MOST_NEIGHBOURS = 10


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
    naming = frame.describe.writer.naming
    place = found.place
    page = frame.page(
        "incident.html",
        current="home",
        title=line.sentence,
        incident=found,
        line=line,
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
    return {
        "works": work_on_reports(found, articles, frame.chosen("report"), names, frame.words),
        "taken_out": taken_out(past, found, frame.window, frame.words),
        "neighbours": list(neighbours.values()),
        "differences": differences(found, frame.words),
        "history": history(past, frame.words),
        "fields": field_forms(found, names, frame.words),
        "done": frame.window.judgement(frame.whole_number("done")),
    }
