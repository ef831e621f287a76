"""One incident: our sentence, what each source claims, its reports, where, and why they were linked."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from faleme.desk.pages.frame import DeskRequest, Frame, missing


@get("/incident/{incident_id:str}", sync_to_thread=True)
def incident(request: DeskRequest) -> Template:
    """An incident by its identifier."""
    frame = Frame(request)
    found = frame.window.incident(str(request.path_params["incident_id"]))
    if found is None:
        raise missing()
    ids = list(dict.fromkeys(member.article for member in found.members))
    articles = [shown for each in ids if (shown := frame.window.article(each))]
    line = frame.describe.line(found, frame.today)
    naming = frame.describe.writer.naming
    place = found.place
    return frame.page(
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
        mapped=place is not None and place.lat is not None and place.lon is not None,
    )
