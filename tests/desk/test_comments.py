"""Comments: written by anybody, shown when a moderator let them, taken back by who wrote them."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from faleme.cli import main
from faleme.desk.pages.frame import incident_url
from faleme.records.comment import STATES, Target
from faleme.store.comments_schema import comment
from faleme.store.sql import SqlStore
from tests.desk.commenting import (
    EMAIL,
    MAIL,
    ON_ARTICLE,
    OPEN,
    TYPED,
    approved,
    fields,
    incident_of,
    link,
    mails,
    put,
    row,
    write,
)
from tests.desk.conftest import visit
from tests.desk.seed_secrets import secret_desk
from tests.desk.signed_in import NOW, Clock, browser_of, send, signed_in
from tests.desk.test_every_route import addresses, leaks
from tests.desk.test_pages import plain
from tests.desk.walking import walk

# --- written, held, let through, shown


def test_a_comment_waits_until_a_moderator_lets_it_through(desk: SqlStore) -> None:
    clock = Clock()
    public, modou = browser_of(desk, clock=clock, **OPEN), signed_in(desk, "Modou", clock=clock, **OPEN)
    answer = write(public, clock)
    assert answer.status_code == 303 and answer.headers["location"] == "/commenter?article=attaque&sent=1"
    assert "Il paraîtra quand un modérateur" in plain(public.get(answer.headers["location"]).text)
    assert "bac de Kidira" not in public.get("/article/attaque").text
    assert "bac de Kidira" in modou.get("/moderation").text
    done = send(modou, "/moderation/1", act="approve")
    assert done.headers["location"] == "/moderation?state=waiting&done=1"
    page = public.get("/article/attaque").text
    assert "bac de Kidira" in page and "<bdi>Binta</bdi>" in page
    (kept,) = desk.comments.of(Target("article", "attaque"))
    assert (kept.decided_by, kept.decided_at) == ("Modou", clock.now.isoformat())
    acts = [(each.actor, each.act, each.target) for each in desk.changes()]
    assert ("Modou", "comment-approve", "comment:1") in acts


def test_an_incident_is_commented_on_under_any_of_its_addresses(desk: SqlStore) -> None:
    clock, incident = Clock(), incident_of(desk)
    write(browser_of(desk, clock=clock, **OPEN), clock, {"incident": incident})
    desk.comments.decide(1, "approve", who="Modou", at=NOW.isoformat())
    assert "bac de Kidira" in browser_of(desk, **OPEN).get(incident_url(incident)).text
    others = [each.id for each in desk.incidents() if each.id != incident]
    joined = desk.merge([others[0], incident], who="Fatou", at=NOW.isoformat())
    assert joined.incident != incident
    assert desk.comments.of(Target("incident", others[0]))[0].number == 1


@pytest.mark.parametrize("decision", ["reject", "spam"])
def test_what_is_refused_is_not_shown_and_can_be_taken_back(desk: SqlStore, decision: str) -> None:
    number, modou = approved(desk, text="Un mot de trop"), signed_in(desk, "Modou", **OPEN)
    send(modou, f"/moderation/{number}", act=decision)
    assert "Un mot de trop" not in browser_of(desk, **OPEN).get("/article/attaque").text
    page = modou.get(f"/moderation?done={number}").text
    assert 'value="wait"' in page and 'data-key="z"' in page
    send(modou, f"/moderation/{number}", act="wait")
    assert "Un mot de trop" in modou.get("/moderation").text


def test_comments_stand_in_the_order_of_time_and_answers_below_what_they_answer(desk: SqlStore) -> None:
    clock = Clock()
    first = approved(desk, text="Le premier")
    approved(desk, text="Le second", name="Awa")
    public = browser_of(desk, clock=clock, **OPEN)
    page = public.get("/commenter", params=ON_ARTICLE | {"reply": str(first)})
    assert "Répondre à Binta" in page.text and "Le premier" in page.text
    write(public, clock, ON_ARTICLE | {"reply": str(first)}, name="Modibo", text="La réponse au premier")
    desk.comments.decide(3, "approve", who="Modou", at=NOW.isoformat())
    shown = re.findall(r"Le premier|Le second|La réponse", public.get("/article/attaque").text)
    assert shown == ["Le premier", "La réponse", "Le second"]


def test_an_answer_has_no_answers(desk: SqlStore) -> None:
    first = approved(desk, text="Le premier")
    second = approved(desk, text="Le second", parent=first, name="Awa")
    page = browser_of(desk, **OPEN).get("/commenter", params=ON_ARTICLE | {"reply": str(second)}).text
    assert 'name="reply"' not in page
    links = re.findall(r"reply=(\d+)", browser_of(desk, **OPEN).get("/article/attaque").text)
    assert links == [str(first)]


def test_an_account_that_may_comment_does_not_wait(desk: SqlStore) -> None:
    clock = Clock()
    coumba = signed_in(desk, "Coumba", clock=clock, **MAIL)
    page = coumba.get("/commenter", params=ON_ARTICLE).text
    assert 'name="email"' not in page and "Coumba" in page
    answer = write(coumba, clock, name="Quelqu'un d'autre", text="Je confirme.")
    assert answer.headers["location"] == "/article/attaque#comment-1"
    page = browser_of(desk, **OPEN).get("/article/attaque").text
    assert "Je confirme." in page and "<bdi>Coumba</bdi>" in page and "compte du bureau" in page
    assert row(desk, 1).email is None and mails(desk) == []


# --- what may be commented on


@pytest.mark.parametrize("article", ["convoi", "radio", "niemand", "rumeur-x", ""])
def test_only_what_the_public_sees_can_be_commented_on(desk: SqlStore, article: str) -> None:
    clock = Clock()
    for browser in (browser_of(desk, clock=clock, **OPEN), signed_in(desk, "Coumba", clock=clock, **OPEN)):
        assert browser.get("/commenter", params={"article": article}).status_code == 404
        form = {"article": article, "opened": "", **TYPED}
        assert send(browser, "/commenter", **form).status_code == 404
    assert desk.comments.count() == {}


def test_a_comment_is_gone_from_what_is_withheld_later(desk: SqlStore) -> None:
    incident = incident_of(desk)
    approved(desk, Target("incident", incident), text="Canaricommentaire")
    public, modou = browser_of(desk, **OPEN), signed_in(desk, "Modou", **OPEN)
    assert "Canaricommentaire" in public.get(incident_url(incident)).text
    desk.judge(incident, "reject", who="Fatou", at=NOW.isoformat())
    assert public.get(incident_url(incident)).status_code == 404
    assert "Canaricommentaire" not in modou.get(incident_url(incident)).text
    assert "n’est plus publique" in plain(modou.get("/moderation?state=approved").text)


def test_comments_are_closed_unless_somebody_opens_them(desk: SqlStore) -> None:
    clock = Clock()
    approved(desk, text="Celui-ci reste")
    public = browser_of(desk, clock=clock)
    page = public.get("/article/attaque").text
    assert "Celui-ci reste" in page and "Les commentaires sont fermés" in page and "/commenter" not in page
    assert 'id="comments"' not in public.get("/article/rumeur").text
    assert public.get("/commenter", params=ON_ARTICLE).status_code == 404
    opened = fields(browser_of(desk, **OPEN).get("/commenter", params=ON_ARTICLE).text)["opened"]
    clock.now += dt.timedelta(seconds=30)
    assert send(public, "/commenter", **ON_ARTICLE, **TYPED, opened=opened).status_code == 404
    assert desk.comments.count() == {"approved": 1}


def test_comments_are_not_in_a_search(desk: SqlStore) -> None:
    approved(desk, text="Canaricommentaire unique")
    for browser in (browser_of(desk, **OPEN), signed_in(desk, "Modou", **OPEN)):
        page = browser.get("/recherche?q=Canaricommentaire").text
        assert "unique" not in page


# --- taken back


def test_who_wrote_a_comment_takes_it_back_by_a_button(desk: SqlStore) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **MAIL)
    write(public, clock)
    desk.comments.decide(1, "approve", who="Modou", at=NOW.isoformat())
    path = link(msgspec.json.decode(mails(desk)[1].payload)["text"])
    token = path.removeprefix("/commentaire/").partition("?")[0]
    with desk._engine.connect() as connection:
        assert token not in str(list(connection.execute(sa.select(comment))))
    for _ in range(3):  # scanners of mail follow links
        page = public.get(path)
        assert "bac de Kidira" in page.text and EMAIL not in page.text
        public.head(path)
    assert desk.comments.count() == {"approved": 1}
    assert "seront effacés pour de bon" in page.text
    elsewhere = browser_of(desk, **MAIL)  # a mail is read where one likes
    gone = send(elsewhere, f"/commentaire/{token}")
    assert gone.status_code in (200, 201) and "sont effacés" in gone.text
    kept = row(desk, 1)
    assert (kept.name, kept.email, kept.text, kept.digest, kept.withdrawal) == ("", None, "", None, None)
    assert mails(desk) == []
    assert 'id="comment-1"' not in public.get("/article/attaque").text
    assert public.get(path).status_code == 404
    assert send(browser_of(desk, **MAIL), f"/commentaire/{token}").status_code == 404


def test_a_stub_stays_where_there_are_answers(desk: SqlStore) -> None:
    first = approved(desk, text="Le premier", name="Awa")
    approved(desk, text="La réponse", parent=first)
    modou = signed_in(desk, "Modou", **OPEN)
    send(modou, f"/moderation/{first}", act="remove")
    page = plain(browser_of(desk, **OPEN).get("/article/attaque").text)
    assert "commentaire retiré" in page and "La réponse" in page
    assert "Le premier" not in page and "<bdi>Awa</bdi>" not in page
    again = send(modou, f"/moderation/{first}", act="approve")
    assert again.status_code == 400 and "n’est plus là" in plain(again.text)


def test_a_link_that_is_nobodys_says_so(desk: SqlStore) -> None:
    public = browser_of(desk, **OPEN)
    for token in ("x", "%00", "é", "a" * 2000):
        assert public.get(f"/commentaire/{token}").status_code == 404


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999", "x", "-1"])
def test_a_decision_about_nothing_is_told_in_one_line(desk: SqlStore, number: str) -> None:
    modou = signed_in(desk, "Modou", **OPEN)
    assert send(modou, f"/moderation/{number}", act="approve").status_code == 400
    assert send(modou, "/moderation/1", act="publish").status_code == 400


# --- forgotten


def test_addresses_are_forgotten_some_days_after_the_decision(desk: SqlStore) -> None:
    decided, waiting, refused = approved(desk, text="Oui"), put(desk, text="Attend"), put(desk, text="Non")
    desk.comments.decide(refused, "spam", who="Modou", at=NOW.isoformat())
    before = (NOW - dt.timedelta(seconds=1)).isoformat()
    assert desk.comments.forget(before=before, today="2026-02-03") == 0
    after = (NOW + dt.timedelta(seconds=1)).isoformat()
    assert desk.comments.forget(before=after, today="2026-05-05") == 3
    for number in (decided, waiting, refused):
        assert (row(desk, number).email, row(desk, number).sender) == (None, None)
    assert row(desk, decided).text == "Oui"
    assert (row(desk, refused).name, row(desk, refused).text) == ("", "")
    assert desk.comments.forget(before=after, today="2026-05-05") == 0


def test_the_queue_shows_what_was_forgotten_as_such(desk: SqlStore) -> None:
    number = put(desk, text="Non")
    desk.comments.decide(number, "spam", who="Modou", at=NOW.isoformat())
    desk.comments.forget(before="2027", today="2027-01-01")
    page = signed_in(desk, "Modou", **OPEN).get("/moderation?state=spam").text
    assert "texte effacé" in page and 'value="approve"' not in page


def test_the_local_desk_moderates_too(desk: SqlStore) -> None:
    number, local = put(desk, text="Un mot"), visit(desk)
    assert "Un mot" in local.get("/moderation").text
    headers = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    local.post(f"/moderation/{number}", data={"act": "approve"}, headers=headers)
    assert desk.comments.count() == {"approved": 1}


@pytest.mark.parametrize("who", ["public", "local", "moderator", "analyst", "administrator"])
def test_the_address_of_who_commented_is_in_no_answer_to_anybody(
    tmp_path_factory: pytest.TempPathFactory, who: str
) -> None:
    """Every page, feed and answer of the API, with the form open and mails on."""
    store = secret_desk(f"sqlite:///{tmp_path_factory.mktemp('asked') / 'desk.db'}")
    browser = {
        "public": lambda: browser_of(store, **MAIL),
        "local": lambda: visit(store, **MAIL),
    }.get(who, lambda: signed_in(store, f"Canaricompte {who}", **MAIL))()
    own = [f"/moderation?state={state}&done=1" for state in STATES] + ["/commenter?article=attaque&reply=1"]
    answers = walk(browser, *own, *(each for found in addresses(store).values() for each in found))
    assert any("Vu à Kidira." in answer for answer in answers.values())
    assert leaks(answers, ("canaricourriel",)) == set()
    store.close()


@pytest.mark.parametrize("what", ["incidents", "events"])
@pytest.mark.parametrize("form", ["csv", "geojson", "jsonl"])
def test_comments_are_in_no_export(desk: SqlStore, what: str, form: str) -> None:
    approved(desk, Target("incident", incident_of(desk)), text="Canaricommentaire")
    url = str(desk._engine.url)
    command = ["--store", url, "export", "--what", what, "--format", form, "--up-to", "RED"]
    told = CliRunner().invoke(main, command, catch_exceptions=False).output
    assert len(told) > 200
    assert "canaricommentaire" not in told.lower() and "canaricourriel" not in told.lower()
