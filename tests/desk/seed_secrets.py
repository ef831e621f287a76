"""The seeded desk with every kind of secret that the public must not see, each with a word of its own.

`comment_on` is the hook for comments: whoever adds their table fills it, a test asks for that.
"""

from __future__ import annotations

from faleme.lexicon.comment_rules import load_comment_rules
from faleme.records.actor import ActorMention
from faleme.records.comment import NewComment, Target
from faleme.records.field_report import FieldReport, Filed
from faleme.records.message import Message
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.records.time import Period
from faleme.store.schema import metadata
from faleme.store.sql import SqlStore
from tests.desk.seed import CANARIES, KAYES, made_article, made_event, seeded, span
from tests.desk.seed_judged import reported
from tests.desk.signed_in import NOW, PASSWORD, add, kept_password

ABOVE_AMBER = (
    "Canariplan",  # the planned convoy of the seed, AMBER+STRICT
    "Canariconvoi",  # one that a person said is planned
    "Canarirouge",  # a RED article
    "Canaripatrouille",  # a planned patrol
    "Canaritrou",  # a gap in a corridor's cover
    "Canarimarge",  # a RED note on the timeline
)
SECRETS = (
    *CANARIES,
    *ABOVE_AMBER,
    "Canariambre",  # an AMBER article
    "Canarifrise",  # an AMBER note on the timeline
    "Canarimasque",  # a private person in title and text, beside a minister
    "Canariescorte",  # an escort on its way whose end is not told
    "Canarisecours",  # aid that is planned, which the coder took for CLEAR
    "Canaricompte",  # somebody's account
    "Canaricourriel",  # the address of who commented
    "Canariattente",  # a comment that waits for a moderator
    PASSWORD,
    "argon2id",  # what is kept of a password
)
SHOWN = ("Oumar Témoin", "Vu à Kidira.", "Canariberge")
"""A minister keeps his name, and a comment that was let through is shown."""
COMMENTS = "comment"
"""The table of comments, when it comes."""
_TO_COME = Period("2026-02-09", "2026-02-09")


def secret_readings() -> list[Reading]:
    """Each an article of its own; the day of the desk is 3 February 2026."""
    return [
        reported("ambre", "Une attaque Canariambre près de Kayes", "AMBER", place=KAYES),
        reported("rouge", "Une attaque Canarirouge près de Kayes", "RED", place=KAYES),
        _told("patrouille", "Une patrouille Canaripatrouille partira lundi", "AMBER+STRICT",
              type="MOBILIZE", mode=None, status="planned", tags=("patrol",)),
        _told("escorte", "Une escorte Canariescorte a quitté Kayes", "CLEAR",
              type="COOPERATE", mode=None, tags=("convoy",), time=Period("2026-02-02", None)),
        _told("secours", "Des secours Canarisecours arriveront lundi", "CLEAR",
              type="AID", mode=None, status="planned", tags=("aid",)),
        _minister(),
    ]  # fmt: skip


def _told(identifier: str, title: str, marking: Marking, **given: object) -> Reading:
    article = made_article(identifier, title, f"{title}.", published="2026-02-02")
    told = {"time": _TO_COME, "place": KAYES, "actors": ("MLI:MIL",), "recipients": (), "marking": marking}
    event = made_event(article.text, f"e-{identifier}", f"{title}.", **(told | given))
    return Reading(article=article, events=(event,), places=(), times=(), figures=())


def _minister() -> Reading:
    """A title with a minister, who keeps the name, and a trader, who does not."""
    article = made_article(
        "ministre",
        "Le ministre Oumar Témoin écoute Binta Canarimasque",
        "Binta Canarimasque, vendeuse, attend la réouverture du marché de Kayes. Le ministre Oumar Témoin "
        "l'a promise lundi.",
        published="2026-02-02",
    )
    text = article.text
    minister, trader = span(text, "ministre Oumar Témoin"), span(text, "Binta Canarimasque")
    again = text.rindex("Binta Canarimasque")
    told = made_event(
        text, "e-ministre", "Le ministre Oumar Témoin l'a promise lundi.", type="CONSULT", mode=None,
        actors=("MLI:GOV",), recipients=(), place=KAYES, time=Period("2026-02-02", "2026-02-02"),
        strand="other",
    )  # fmt: skip
    actors = (
        ActorMention(start=minister.start, end=minister.end, name="ministre Oumar Témoin",
                     codes=("MLI:GOV",), kind="office", rule="role"),
        ActorMention(start=trader.start, end=trader.end, name="Binta Canarimasque",
                     codes=(), kind="person", rule="person-name"),
        ActorMention(start=again, end=again + 18, name="Binta Canarimasque",
                     codes=("MLI:CVL",), kind="person", rule="person-name"),
    )  # fmt: skip
    return Reading(article=article, events=(told,), places=(), times=(), figures=(), actors=actors)


def gap_in_cover() -> Filed:
    """By radio: a segment of a corridor that nobody guards."""
    text = "Canaritrou : aucune escorte entre Kidira et Kayes jusqu'à lundi."
    reading = _told("trou", text, "AMBER+STRICT", type="COOPERATE", mode=None, tags=("convoy",))
    report = FieldReport(
        source="Canaritrou", text=text, type="COOPERATE", reported="2026-02-02", marking="AMBER+STRICT"
    )
    return Filed(report, reading)


def comment_on(store: SqlStore) -> bool:
    """Comments with addresses, let through and waiting, and the mails that they cause."""
    email = "Binta.Canaricourriel@exemple.sn"
    incident = Target("incident", store.incident_of("attaque")["e-attaque"])
    for number, target in enumerate((Target("article", "attaque"), incident), start=1):
        for state in ("shown", "waits"):
            text = "Vu à Kidira." if state == "shown" else "Canariattente"
            mail = Message(key=f"{state}-{number}", channel="mail", to=email, payload={"text": email})
            kept = store.comments.add(
                NewComment(target=target, name=f"Binta {number}", email=email, text=text),
                at=NOW.isoformat(), address=f"203.0.113.{number}", rates=load_comment_rules().rates,
                mails=lambda _, mail=mail: [mail],  # type: ignore[misc]
            )  # fmt: skip
            if state == "shown":
                by = "Canaricompte moderator"
                store.comments.decide(kept.number, "approve", who=by, at=NOW.isoformat())
    return True


def comments_are_seeded(store: SqlStore) -> bool:
    """Whether there are comments, or no table for them yet."""
    return comment_on(store) or COMMENTS not in metadata.tables


def secret_desk(url: str) -> SqlStore:
    """A store that holds all of it, and people of every role, whose names are secret too."""
    store = seeded(url)
    store.add(secret_readings(), actor="Canaricompte", at=NOW.isoformat())
    store.add_field_reports([gap_in_cover()], actor="Canaricompte", at=NOW.isoformat())
    for role in ("reader", "commenter", "analyst", "moderator", "administrator"):
        add(store, f"Canaricompte {role}", role)  # type: ignore[arg-type]
    for text, marking in (("Canarifrise", "AMBER"), ("Canarimarge", "RED"), ("Canariberge", "CLEAR")):
        days = ("2025-07-01", "2026-02-03")
        store.notes.add(days, text, marking, who="Canaricompte", at=NOW.isoformat())  # type: ignore[arg-type]
    assert comments_are_seeded(store), "fill `comment_on`: comments are public, their addresses are not"
    assert "argon2id" in kept_password()
    return store
