"""Comments that are not taken in: mistakes in a field, brakes against spam, forms of other sites."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from hypothesis import given as given_any
from hypothesis import strategies as st

from faleme.desk import brakes
from faleme.desk.comment_form import typed, wrong
from faleme.store.comments_schema import secret
from faleme.store.sql import SqlStore
from tests.desk.commenting import (
    EMAIL,
    MAIL,
    ON_ARTICLE,
    OPEN,
    RULES,
    TYPED,
    approved,
    fields,
    incident_of,
    mails,
    put,
    row,
    write,
)
from tests.desk.seed import TODAY
from tests.desk.signed_in import OWN_PAGE, Clock, browser_of, send, signed_in
from tests.desk.test_pages import plain

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


def test_every_brake_has_its_line_in_both_languages() -> None:
    from faleme.words.wording import LANGUAGES, wording

    for language in LANGUAGES:
        for held in ("trap", "old", "fast", "links", "rate", "busy", "same", "parent"):
            assert wording(language).say(f"comment_held_{held}", most=3)
    assert TODAY.isoformat() == "2026-02-03"
