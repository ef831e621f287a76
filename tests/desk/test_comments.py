"""Comments: written by anybody, shown when a moderator let them, taken back by who wrote them."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from hypothesis import given as given_any
from hypothesis import strategies as st

from faleme.cli import main
from faleme.desk import brakes
from faleme.desk.comment_form import typed, wrong
from faleme.desk.pages.frame import incident_url
from faleme.errors import SettingsError
from faleme.records.comment import STATES, Target
from faleme.store.comments_schema import comment, secret
from faleme.store.sql import SqlStore, open_store
from tests.desk.commenting import (
    EMAIL,
    MAIL,
    ON_ARTICLE,
    OPEN,
    RULES,
    TYPED,
    approved,
    fields,
    link,
    mails,
    put,
    write,
)
from tests.desk.conftest import visit
from tests.desk.seed import TODAY, seeded
from tests.desk.seed_secrets import secret_desk
from tests.desk.signed_in import NOW, OWN_PAGE, Clock, add, browser_of, send, signed_in
from tests.desk.test_every_route import addresses, leaks
from tests.desk.test_pages import plain
from tests.desk.walking import walk


@pytest.fixture(scope="session")
def talk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of Modou, who moderates, and Coumba, who comments under her account."""
    path = tmp_path_factory.mktemp("talk") / "talk.db"
    store = seeded(f"sqlite:///{path}")
    add(store, "Modou", "moderator")
    add(store, "Coumba", "commenter")
    store.close()
    return path


@pytest.fixture
def desk(talk_file: Path, tmp_path: Path) -> Iterator[SqlStore]:
    shutil.copy(talk_file, tmp_path / "talk.db")
    store = open_store(f"sqlite:///{tmp_path / 'talk.db'}")
    yield store
    store.close()


def incident_of(store: SqlStore, article: str = "attaque") -> str:
    return store.incident_of(article)[f"e-{article}"]


def row(store: SqlStore, number: int) -> Any:
    with store._engine.connect() as connection:
        return connection.execute(sa.select(comment).where(comment.c.number == number)).one()


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


# --- what is wrong is said, and what was typed is kept


def test_what_was_typed_is_kept_and_each_mistake_has_its_line(desk: SqlStore) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **OPEN)
    answer = write(public, clock, name="", email="binta@", text="  Un texte <b>gardé</b>  ")
    page = answer.text
    assert answer.status_code == 400
    assert "Il reste 2 champs à corriger" in plain(page) and 'role="alert"' in page
    assert 'href="#name"' in page and 'href="#email"' in page and 'href="#text"' not in page
    assert page.count('aria-invalid="true"') == 2
    assert 'value="binta@"' in page and "Un texte &lt;b&gt;gardé&lt;/b&gt;</textarea>" in page
    assert re.search(r"<title>Erreur", page)
    assert desk.comments.count() == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_form_names_its_fields_and_says_that_they_are_required(desk: SqlStore, language: str) -> None:
    page = browser_of(desk, **OPEN).get("/commenter", params=ON_ARTICLE | {"lang": language}).text
    for field in ("name", "email", "text"):
        assert f'<label for="{field}">' in page
        tag = re.search(rf'<(?:input|textarea) id="{field}"[^>]*>', page)
        assert tag and " required" in tag[0] and f"{field}-hint" in tag[0]
    assert page.count("(obligatoire)" if language == "fr" else "(required)") == 3
    assert "90" in page[page.index('class="privacy"') :]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("name", "   \u200b ", "comment_error_name"),
        ("name", "A" * 61, "comment_error_name_long"),
        ("name", "binta@exemple.sn", "comment_error_name_email"),
        ("email", "", "comment_error_email"),
        ("email", "binta", "comment_error_email_form"),
        ("email", "a@b.sn\nBcc: tous@exemple.sn", "comment_error_email_form"),
        ("email", "binta@exemple", "comment_error_email_form"),
        ("email", "b" * 250 + "@x.sn", "comment_error_email_form"),
        ("text", "\n \u202e ", "comment_error_text"),
        ("text", "é" * 2001, "comment_error_text_long"),
        ("text", f"Écrivez-moi : {EMAIL.upper()}", "comment_error_text_email"),
    ],
)
def test_what_is_refused_in_a_field(field: str, value: str, why: str) -> None:
    assert wrong(typed(**TYPED | {field: value}), RULES, account=False) == {field: why}


def test_two_thousand_signs_are_not_too_many_whatever_the_line_breaks() -> None:
    text = "é" * 999 + "\r\n" + "é" * 1000
    assert wrong(typed(**TYPED | {"text": text}), RULES, account=False) == {}


@given_any(st.text(), st.text(), st.text())
def test_whatever_is_typed_becomes_plain_text(name: str, email: str, text: str) -> None:
    made = typed(name, email, text)
    assert "\n" not in made.name and "\x00" not in made.name + made.text
    assert not any(sign in made.text for sign in "\u202e\u2066\u200b\r")
    assert typed(made.name, made.email, made.text) == made
    wrong(made, RULES, account=False)


def test_markup_and_links_are_shown_as_they_were_typed(desk: SqlStore) -> None:
    text = "<script>alert(1)</script> [a](https://x.example) https://y.example\n\nautre <b>ligne"
    approved(desk, text=text, name="<i>Awa")
    page = browser_of(desk, **OPEN).get("/article/attaque").text
    assert "&lt;script&gt;" in page and "&lt;i&gt;Awa" in page and "<script>alert" not in page
    assert 'href="https://y.example' not in page and 'href="https://x.example' not in page


# --- brakes


@pytest.mark.parametrize(
    ("after", "given", "line"),
    [
        (1, {}, "C’était très rapide"),
        (30, {"site": "https://achetez.example"}, "un champ qui doit rester vide"),
        (30, {"text": " ".join(f"https://a{n}.example" for n in range(4))}, "trop de liens : 3 au plus"),
        (90_000, {}, "ouverte depuis trop longtemps"),
        (30, {"opened": "1770109200.00000000000000000000000000000000"}, "ouverte depuis trop longtemps"),
        (30, {"opened": "x.y"}, "ouverte depuis trop longtemps"),
    ],
)
def test_a_brake_refuses_with_one_line_and_keeps_what_was_typed(
    desk: SqlStore, after: int, given: dict[str, str], line: str
) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **OPEN)
    answer = write(public, clock, after=after, **given)
    assert answer.status_code == 400 and line in plain(answer.text)
    assert 'value="Binta"' in answer.text
    assert desk.comments.count() == {}
    clock.now += dt.timedelta(seconds=30)
    if "text" not in given:  # sent again as the page then stands
        again = public.post("/commenter", data=fields(answer.text) | TYPED, headers=OWN_PAGE)
        assert again.status_code == 303


def test_a_comment_with_a_link_waits_behind_the_others_and_its_writer_gets_no_mail_yet(
    desk: SqlStore,
) -> None:
    clock = Clock()
    public, modou = browser_of(desk, clock=clock, **MAIL), signed_in(desk, "Modou", clock=clock, **MAIL)
    write(public, clock, text="Voyez www.exemple.sn, tout y est.")
    write(public, clock, text="Sans lien, lui.")
    page = modou.get("/moderation").text
    assert page.index("Sans lien") < page.index("Voyez www") and "contient un lien" in page
    to = [each.recipient for each in mails(desk)]
    assert to == ["moderation@desk.example", "moderation@desk.example", EMAIL]
    send(modou, "/moderation/1", act="approve")
    late = mails(desk)[-1]
    assert late.recipient == EMAIL and "Il paraît maintenant" in late.payload
    send(modou, "/moderation/1", act="wait")
    send(modou, "/moderation/1", act="approve")
    assert len(mails(desk)) == 4  # once


def test_so_many_an_hour_from_one_place_and_no_more(desk: SqlStore) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **OPEN)
    for n in range(RULES.rates.sender_hour):
        assert write(public, clock, text=f"Mot {n}").status_code == 303
    answer = write(public, clock, text="Un de trop")
    assert answer.status_code == 429 and "Trop de commentaires sont venus de chez vous" in plain(answer.text)
    assert write(browser_of(desk, clock=clock, address="198.51.100.7", **OPEN), clock, text="D'ailleurs")
    clock.now += dt.timedelta(hours=1)
    assert write(public, clock, text="Plus tard").status_code == 303


def test_so_many_an_hour_on_one_page(desk: SqlStore) -> None:
    clock = Clock()
    for n in range(RULES.rates.target_hour):
        put(desk, name=f"Nom {n}", text=f"Mot {n}")
    public = browser_of(desk, clock=clock, **OPEN)
    assert write(public, clock).status_code == 429
    assert write(public, clock, {"incident": incident_of(desk)}).status_code == 303


def test_where_it_came_from_is_a_hash_that_is_useless_the_day_after(desk: SqlStore) -> None:
    clock = Clock()
    write(browser_of(desk, clock=clock, address="203.0.113.77", **OPEN), clock)
    first = row(desk, 1).sender
    assert first and "203.0.113.77" not in str(row(desk, 1))
    with desk._engine.connect() as connection:
        salt = connection.execute(sa.select(secret).where(secret.c.name == "salt")).one()
    clock.now += dt.timedelta(days=1)
    write(browser_of(desk, clock=clock, address="203.0.113.77", **OPEN), clock, text="Le lendemain")
    assert row(desk, 1).sender is None and row(desk, 2).sender not in (None, first)
    with desk._engine.connect() as connection:
        assert connection.execute(sa.select(secret).where(secret.c.value == salt.value)).first() is None


def test_one_household_is_one_sender() -> None:
    assert brakes.whence("2001:db8:1:2:aaaa::1") == brakes.whence("2001:db8:1:2:bbbb::9")
    assert brakes.whence("2001:db8:1:3::1") != brakes.whence("2001:db8:1:2::1")
    assert brakes.whence("::ffff:203.0.113.9") == "203.0.113.9"
    assert brakes.whence("nobody") == "nobody"


def test_the_same_text_is_not_taken_in_twice(desk: SqlStore) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **OPEN)
    write(public, clock)
    again = write(public, clock, {"incident": incident_of(desk)}, text=TYPED["text"].upper())
    assert again.status_code == 400 and "a déjà été envoyé" in plain(again.text)
    write(public, clock, text="Merci.")
    assert write(public, clock, {"incident": incident_of(desk)}, text="Merci.").status_code == 303


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Rien du tout. Et puis voilà.", 0),
        ("https://a.example et HTTP://B.example/x?y=z", 2),
        ("www.exemple.sn", 1),
        ("achetez sur pas-cher.xyz maintenant", 1),
        ("[url=pas-cher.xyz]ici[/url]", 2),
        ("Le prix est de 1.500 francs, dit M.Ba", 0),
        ("écrire à awa@exemple.com", 0),
    ],
)
def test_links_are_counted(text: str, count: int) -> None:
    assert brakes.links(text) == count


def test_a_form_of_another_site_is_refused(desk: SqlStore) -> None:
    public = browser_of(desk, **OPEN)
    form = fields(public.get("/commenter", params=ON_ARTICLE).text) | TYPED
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert public.post("/commenter", data=form, headers=elsewhere).status_code == 403
    assert public.post("/commenter", data=form | {"token": "0" * 64}, headers=OWN_PAGE).status_code == 403
    assert desk.comments.count() == {}


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


# --- mails


def test_mails_are_written_with_the_comment_or_not_at_all(desk: SqlStore, monkeypatch: Any) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **MAIL)
    write(public, clock)
    to_moderators, to_writer = mails(desk)
    assert (to_moderators.recipient, to_writer.recipient) == ("moderation@desk.example", EMAIL)
    assert {to_moderators.about, to_writer.about} == {"comment:1"}
    for each in (to_moderators, to_writer):
        assert "bac de Kidira" not in each.payload and "Binta" not in each.payload
        assert each.confidential
    assert EMAIL not in to_moderators.payload
    monkeypatch.setattr("faleme.store.comments.write_messages", _full_disk)
    assert write(public, clock, text="Celui-là n'arrive pas").status_code == 500
    assert desk.comments.count() == {"waiting": 1} and len(mails(desk)) == 2


def _full_disk(*_: Any, **__: Any) -> None:
    raise sa.exc.OperationalError("INSERT", {"to": EMAIL}, OSError("disk is full"))


def test_no_log_tells_an_address(
    desk: SqlStore,
) -> None:
    with desk._engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE outbox"))
    clock, written = Clock(), io.StringIO()
    public = browser_of(desk, clock=clock, **MAIL)
    heard = logging.StreamHandler(written)
    logging.getLogger("faleme.desk").addHandler(heard)
    assert write(public, clock).status_code == 500
    logging.getLogger("faleme.desk").removeHandler(heard)
    assert "outbox" in written.getvalue() and "canaricourriel" not in written.getvalue().lower()


def test_without_a_mail_server_no_mail_is_written(desk: SqlStore) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **OPEN)
    assert "adressez-vous à l’équipe" in plain(public.get("/commenter", params=ON_ARTICLE).text)
    write(public, clock)
    assert mails(desk) == [] and desk.comments.count() == {"waiting": 1}


def test_mails_need_to_know_what_the_desk_is_called(desk: SqlStore) -> None:
    for wrong_address in ("", "desk.example", "javascript:alert(1)"):
        with pytest.raises(SettingsError, match="public address"):
            browser_of(desk, **MAIL | {"public_url": wrong_address})


def test_the_moderators_link_finds_and_decides_nothing(desk: SqlStore) -> None:
    clock = Clock()
    public, modou = browser_of(desk, clock=clock, **MAIL), signed_in(desk, "Modou", clock=clock, **MAIL)
    write(public, clock)
    path = link(msgspec.json.decode(mails(desk)[0].payload)["text"])
    to_sign_in = public.get(path)
    assert to_sign_in.status_code == 303 and to_sign_in.headers["location"].startswith("/connexion?next=")
    page = modou.get(path).text
    assert "Le commentaire de votre e-mail" in page and "bac de Kidira" in page
    assert page.count('action="/moderation/1"') == 4  # its buttons, once
    assert desk.comments.count() == {"waiting": 1}
    assert "ne mène à aucun commentaire" in plain(modou.get("/moderation?comment=1." + "0" * 32).text)


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


def test_every_brake_has_its_line_in_both_languages() -> None:
    from faleme.desk.wording import LANGUAGES, wording

    for language in LANGUAGES:
        for held in ("trap", "old", "fast", "links", "rate", "busy", "same", "parent"):
            assert wording(language).say(f"comment_held_{held}", most=3)
    assert TODAY.isoformat() == "2026-02-03"
