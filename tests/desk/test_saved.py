"""Saved searches: kept by a form, read as a feed by a secret address, told by mail to a confirmed address."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from litestar.testing import TestClient

from faleme.desk.saved_mail import tell_finds
from faleme.desk.session import digest
from faleme.settings import Settings
from faleme.store.sql import SqlStore
from tests.desk.conftest import visit
from tests.desk.seed import TODAY, seeded
from tests.desk.seed_secrets import secret_desk
from tests.desk.signed_in import NOW, add, browser_of, send, signed_in
from tests.made import event, reading

PAGE = "/compte/recherches"
MAIL: dict[str, Any] = {"smtp_host": "mail.example", "public_url": "https://desk.example"}
EMAIL = "awa@poste.example"
AT = NOW.isoformat()


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[SqlStore]:
    store = seeded(f"sqlite:///{tmp_path / 'desk.db'}")
    add(store, "Awa", "analyst")
    add(store, "Binta", "reader", ceiling="CLEAR")
    yield store
    store.close()


def save(browser: TestClient[Any], **form: Any) -> str:
    """A search saved by its form; the path of its feed."""
    answer = send(browser, PAGE, act="save", **{"name": "Diboli", "q": "Diboli", **form})
    assert answer.status_code == 200, answer.text
    found = re.search(r"http://desk\.example(/feeds/recherche/[\w-]{43})<", answer.text)
    assert found
    return found[1]


def number_of(store: SqlStore, owner: str = "Awa") -> int:
    return store.saved.every(owner)[-1].number


def mails(store: SqlStore) -> list[Any]:
    with store._engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT recipient, payload FROM outbox ORDER BY number"))
        return [(row.recipient, msgspec.json.decode(row.payload)) for row in rows]


def told(store: SqlStore, hours: float = 0) -> int:
    settings = Settings(access="public", **MAIL)
    return tell_finds(store, settings, NOW + dt.timedelta(hours=hours), TODAY)


def confirmed(store: SqlStore, browser: TestClient[Any], telling: str = "at-once") -> str:
    """Mail of the last search, its address confirmed; the path of its link."""
    send(browser, PAGE, act="mail", number=str(number_of(store)), telling=telling, email=EMAIL)
    (link,) = re.findall(r"https://desk\.example(/recherches/mail/\S+)", mails(store)[-1][1]["text"])
    assert send(browser_of(store), link, act="confirm").status_code in (200, 201)
    return str(link)


def one_more(store: SqlStore, identifier: str, **given: Any) -> None:
    text = f"Diboli, encore {identifier}\n\nUn poste de Diboli a été visé par des hommes armés {identifier}."
    store.add([reading(identifier, event(f"{identifier}:1"), text=text, **given)], actor="x", at=AT)


def test_a_search_is_saved_from_its_page_with_all_its_filters(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa")
    page = awa.get("/recherche?q=Diboli&kind=incidents&type=ASSAULT&since=2025-06-01").text
    (link,) = re.findall(r'href="(/compte/recherches\?[^"]+)"', page)
    form = awa.get(html.unescape(link)).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    assert fields["type"] == "ASSAULT" and fields["since"] == "2025-06-01" and fields["kind"] == "incidents"
    save(awa, **{name: value for name, value in fields.items() if name not in ("token", "act")})
    listed = html.unescape(awa.get(PAGE).text)
    (address,) = re.findall(r'href="(/recherche\?[^"]+)">Diboli<', listed)
    assert awa.get(address).text.count("/incident/") == awa.get(
        "/recherche?q=Diboli&kind=incidents&type=ASSAULT&since=2025-06-01"
    ).text.count("/incident/")


def test_the_public_and_a_local_desk_save_nothing(desk: SqlStore) -> None:
    assert browser_of(desk).get(PAGE).status_code == 303
    assert PAGE not in browser_of(desk).get("/recherche?q=Diboli").text
    assert "faleme user add" in visit(desk).get(PAGE).text


def test_the_feed_needs_its_address_alone_which_the_store_does_not_keep(desk: SqlStore) -> None:
    path = save(signed_in(desk, "Awa"))
    for browser in (browser_of(desk), browser_of(desk, pages="closed")):
        answer = browser.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml")
        assert "<entry>" in answer.text and "Diboli" in answer.text
    with desk._engine.connect() as connection:
        kept = str(connection.execute(sa.text("SELECT * FROM saved_search")).all())
    token = path.rpartition("/")[2]
    assert token not in kept and digest(token) in kept
    assert token not in signed_in(desk, "Awa").get(PAGE).text


def test_a_renewed_address_makes_the_old_one_useless(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa")
    old = save(awa)
    page = send(awa, PAGE, act="renew", number=str(number_of(desk))).text
    (new,) = re.findall(r"(/feeds/recherche/[\w-]{43})<", page)
    assert browser_of(desk).get(old).status_code == 404
    assert browser_of(desk).get(new).status_code == 200
    desk.people.change("Awa", disabled=True, who="test", at=AT)
    assert browser_of(desk).get(new).status_code == 404


def test_a_search_is_renamed_and_deleted_by_its_owner_alone(desk: SqlStore) -> None:
    awa, binta = signed_in(desk, "Awa"), signed_in(desk, "Binta")
    path, number = save(awa), str(number_of(desk))
    for act in ("rename", "renew", "delete", "mail"):
        assert send(binta, PAGE, act=act, number=number, name="à moi", telling="daily").status_code == 400
    assert "Postes" in send(awa, PAGE, act="rename", number=number, name="Postes").text
    assert send(awa, PAGE, act="rename", number=number, name=" ").status_code == 400
    assert send(awa, PAGE, act="delete", number=number).status_code == 200
    assert browser_of(desk).get(path).status_code == 404


def test_a_search_that_asks_nothing_is_not_kept(desk: SqlStore) -> None:
    assert send(signed_in(desk, "Awa"), PAGE, act="save", name="tout").status_code == 400


def test_feeds_and_mails_hold_what_their_reader_may_see(tmp_path: Any) -> None:
    store = secret_desk(f"sqlite:///{tmp_path / 'secrets.db'}")
    add(store, "Rama", "reader", ceiling="CLEAR")
    add(store, "Sira", "analyst", ceiling="RED")
    secret = "Canarirouge"
    for name, sees in (("Rama", False), ("Sira", True)):
        path = save(signed_in(store, name), q=secret, name="n")
        assert (f"{secret}" in browser_of(store).get(path).text.replace(f"q={secret}", "")) is sees
    store.close()


def test_an_address_is_confirmed_by_a_button_before_anything_is_told(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa", **MAIL)
    save(awa, name="Mots à moi")
    send(awa, PAGE, act="mail", number=str(number_of(desk)), telling="at-once", email=EMAIL)
    ((to, asked),) = mails(desk)
    assert to == EMAIL and "Mots à moi" not in str(asked) and "Awa" not in str(asked)
    (link,) = re.findall(r"https://desk\.example(/recherches/mail/\S+)", asked["text"])
    one_more(desk, "neuf")
    assert told(desk) == 0
    elsewhere = browser_of(desk)
    assert elsewhere.get(link).status_code == 200 and told(desk) == 0  # to look confirms nothing
    assert send(elsewhere, link, act="confirm").status_code < 300
    assert told(desk) == 1 and "Mots à moi" in str(mails(desk)[-1][1])


def test_new_finds_are_told_once(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa", **MAIL)
    save(awa)
    confirmed(desk, awa)
    assert told(desk) == 0
    one_more(desk, "neuf")
    assert told(desk) == 1 and told(desk) == 0
    to, mail = mails(desk)[-1]
    assert to == EMAIL and "Diboli, encore neuf" in mail["text"] and "/article/neuf" in mail["text"]
    one_more(desk, "encore")
    assert told(desk) == 1
    assert "encore encore" in mails(desk)[-1][1]["text"] and "encore neuf" not in mails(desk)[-1][1]["text"]


def test_a_daily_mail_waits_for_its_day(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa", **MAIL)
    save(awa)
    confirmed(desk, awa, "daily")
    one_more(desk, "neuf")
    assert told(desk, hours=23) == 0 and told(desk, hours=24) == 1
    one_more(desk, "encore")
    assert told(desk, hours=30) == 0 and told(desk, hours=48) == 1


def test_what_the_public_may_not_see_is_counted_and_not_named(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa", **MAIL)
    save(awa)
    confirmed(desk, awa)
    one_more(desk, "ouvert")
    one_more(desk, "fermé", marking="AMBER")
    assert told(desk) == 1
    text = mails(desk)[-1][1]["text"]
    assert "encore ouvert" in text and "encore fermé" not in text and "1 autre" in text.replace("\xa0", " ")


def test_a_mail_is_stopped_by_a_button_and_its_link_is_over_then(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa", **MAIL)
    save(awa)
    link = confirmed(desk, awa)
    public = browser_of(desk)
    assert 'value="stop"' in public.get(link).text
    assert "oubliée" in send(public, link, act="stop").text
    one_more(desk, "neuf")
    assert told(desk) == 0 and public.get(link).status_code == 404
    assert desk.saved.every("Awa")[0].address == ""


@pytest.mark.parametrize("link", ["1.x", "x", "1", "99.abc", "%00", "1." + "a" * 40])
def test_a_link_that_is_not_ours_opens_nothing(desk: SqlStore, link: str) -> None:
    awa = signed_in(desk, "Awa", **MAIL)
    save(awa)
    confirmed(desk, awa)
    assert browser_of(desk).get(f"/recherches/mail/{link}").status_code == 404
    assert send(browser_of(desk), f"/recherches/mail/{link}", act="stop").status_code == 404
    assert desk.saved.every("Awa")[0].telling == "at-once"


def test_a_desk_without_mail_offers_none(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa")
    save(awa)
    assert 'name="telling"' not in awa.get(PAGE).text
    answer = send(awa, PAGE, act="mail", number=str(number_of(desk)), telling="daily", email=EMAIL)
    assert answer.status_code == 400 and mails(desk) == []


def test_the_page_speaks_english_too(desk: SqlStore) -> None:
    awa = signed_in(desk, "Awa", **MAIL)
    save(awa)
    page = awa.get(f"{PAGE}?lang=en").text
    assert "My searches" in page and "mail once a day" in page
