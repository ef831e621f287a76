"""What people decided about at the seeded desk, each incident by its own words."""

from __future__ import annotations

from typing import Any

from faleme.records.event import EventPlace
from faleme.records.field_report import FieldReport, Filed
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.records.time import Period
from faleme.store.sql import SqlStore
from tests.desk import seed


def reported(identifier: str, title: str, marking: Marking = "CLEAR", **given: Any) -> Reading:
    """An article of one event, told in its only sentence."""
    article = seed.made_article(identifier, title, f"{title} hier.", published="2024-05-03", marking=marking)
    defaults: dict[str, Any] = {"time": Period("2024-05-02", "2024-05-02"), "marking": marking}
    told = seed.made_event(article.text, f"e-{identifier}", f"{title} hier.", **(defaults | given))
    return Reading(article=article, events=(told,), places=(), times=(), figures=())


def judged_readings() -> list[Reading]:
    """What people decided about, each by its own words."""
    nowhere = EventPlace(name="Canarirejet", country="MLI", lat=13.2, lon=-8.1, level="locality")
    return [
        reported("poste", "Barrage de bandits près de Kayes", place=seed.KAYES, actors=("MLI:CRM",)),
        reported("greve", "Les dockers cessent le travail", type="PROTEST", mode="strike",
                 actors=("ORG:Canarimachine",), recipients=(), place=None),
        reported("rumeur", "Une rumeur de rançon circule", type="COERCE", mode="arrest", place=nowhere),
        reported("camions", "Canariconvoi de riz vers Kayes", type="AID", mode=None, tags=("aid",),
                 actors=("MLI:GOV",), recipients=(), place=seed.KAYES),
    ]  # fmt: skip


def radio_report() -> Filed:
    """The same road block as told by radio, marked AMBER."""
    text = "Canariposte signale un barrage de bandits."
    reading = reported("radio", text, "AMBER", place=seed.KAYES, actors=("MLI:CRM",))
    report = FieldReport(source="Canariposte", text=text, type="ASSAULT", reported="2024-05-02")
    return Filed(report, reading)


def judge_all(store: SqlStore) -> None:
    """Decisions whose traces stay at the desk."""

    def of(article: str) -> str:
        return next(iter(store.incident_of(article).values()))

    by = {"who": "Canariagent", "at": "2026-02-03T08:00:00+00:00"}
    if of("poste") != of("radio"):
        store.merge([of("poste"), of("radio")], **by)
    store.judge(of("greve"), "correct", field="actors", value=["SEN:LAB"], note="Canarinote", **by)
    store.judge(of("greve"), "assign", value="Canariagent", **by)
    store.judge(of("rumeur"), "reject", note="Canarinote", **by)
    store.judge(of("camions"), "correct", field="status", value="planned", **by)
