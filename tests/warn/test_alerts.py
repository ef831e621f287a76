"""Alerts over a store: proposed once, confirmed by a person, sent with the act, acknowledged, called off."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from faleme.cli import main
from faleme.deliver.channels import ways
from faleme.deliver.courier import Courier
from faleme.deliver.file import File
from faleme.deliver.webhook import SIGNATURE, Webhook
from faleme.errors import DataError, JudgementError
from faleme.lexicon.alert_rules import load_alert_rules
from faleme.lexicon.receivers import Receiver, read_receivers
from faleme.pipeline import load, read_article
from faleme.read.feed import articles_of_feed
from faleme.records.text import Article
from faleme.settings import Secret, Settings
from faleme.store.sql import SqlStore
from faleme.warn.cap import read_cap
from faleme.warn.desk import Warner
from faleme.warn.send import messages_of
from tests.made import DIBOLI, day, event, reading
from tests.warn.made import placed

NOW = dt.datetime(2025, 7, 2, 9, tzinfo=dt.UTC)
DAY = NOW.date()
AT = "2025-07-02T08:00:00+00:00"


def told(store: SqlStore, **given: Any) -> None:
    """An attack at Diboli, reported."""
    attack = event("e1", place=placed(DIBOLI), time=day("2025-07-01"), **given)
    store.add([reading("a1", attack)], actor="t", at=AT)


def warner(store: SqlStore, *receivers: Receiver) -> Warner:
    rules = [rule for rule in load_alert_rules() if rule.id == "attack-10km"]
    return Warner(store, rules, receivers, sender="veille@exemple.org")


FOLDER = Receiver(name="salle", channel="file", to="/nowhere", ceiling="AMBER")


def test_what_a_rule_sees_is_proposed_once(store: SqlStore) -> None:
    told(store)
    first = warner(store).propose(DAY, NOW)
    assert [each.state for each in first] == ["proposed"]
    assert first[0].reported == "2025-07-02"
    assert warner(store).propose(DAY, NOW + dt.timedelta(hours=1)) == []
    assert store.outbox.waiting() == {}


def test_nothing_leaves_before_a_person_confirms(store: SqlStore, tmp_path: Path) -> None:
    told(store)
    folder = msgspec.structs.replace(FOLDER, to=str(tmp_path))
    desk = warner(store, folder)
    kept = desk.propose(DAY, NOW)[0]
    courier = Courier(store, [File()], lambda: NOW)
    assert courier.once().sent == 0
    desk.confirm(kept.alert.id, who="awa", now=NOW)
    assert courier.once().sent == 1
    (written,) = tmp_path.glob("*.xml")
    assert read_cap(written.read_bytes()) == kept.alert
    acts = store.alerts.get(kept.alert.id)
    assert acts is not None and [(each.act, each.who) for each in acts.acts] == [("confirm", "awa")]


def test_a_rule_may_send_by_itself(store: SqlStore, tmp_path: Path) -> None:
    told(store)
    rule = msgspec.structs.replace(load_alert_rules()[0], sends_itself=True)
    desk = Warner(store, [rule], [msgspec.structs.replace(FOLDER, to=str(tmp_path))], sender="x@exemple.org")
    assert [each.state for each in desk.propose(DAY, NOW)] == ["sent"]
    assert store.outbox.waiting() == {"file": 1}


def test_a_receiver_gets_nothing_above_its_ceiling(store: SqlStore) -> None:
    told(store, marking="AMBER")
    kept = warner(store).propose(DAY, NOW)[0]
    public = Receiver(name="public", channel="file", to="/x", ceiling="GREEN")
    assert messages_of(kept.alert, [public], NOW) == []
    assert len(messages_of(kept.alert, [FOLDER], NOW)) == 1


def test_states_cannot_be_skipped(store: SqlStore) -> None:
    told(store)
    desk = warner(store)
    kept = desk.propose(DAY, NOW)[0]
    with pytest.raises(JudgementError, match="is proposed: acknowledge is for one that is sent"):
        desk.acknowledge(kept.alert.id, who="awa", now=NOW)
    desk.dismiss(kept.alert.id, who="awa", now=NOW)
    with pytest.raises(JudgementError, match="is dismissed"):
        desk.confirm(kept.alert.id, who="awa", now=NOW)
    with pytest.raises(JudgementError, match="no alert"):
        desk.confirm("nothing", who="awa", now=NOW)


def test_a_cancel_names_what_it_calls_off_and_goes_out(store: SqlStore) -> None:
    told(store)
    desk = warner(store, FOLDER)
    kept = desk.propose(DAY, NOW)[0]
    desk.confirm(kept.alert.id, who="awa", now=NOW)
    called_off = desk.cancel(kept.alert.id, who="awa", now=NOW + dt.timedelta(hours=1), note="Démenti.")
    assert called_off.references == (kept.alert.reference,)
    assert called_off.texts[0].headline.startswith("Annulé")
    assert store.outbox.waiting() == {"file": 2}
    states = {each.alert.id: each.state for each in store.alerts.list()}
    assert states == {kept.alert.id: "cancelled", called_off.id: "sent"}


def test_time_from_report_to_acknowledgement_is_kept(store: SqlStore) -> None:
    told(store)
    desk = warner(store)
    kept = desk.propose(DAY, NOW)[0]
    desk.confirm(kept.alert.id, who="awa", now=NOW + dt.timedelta(minutes=4))
    desk.acknowledge(kept.alert.id, who="poste de Kidira", now=NOW + dt.timedelta(minutes=9))
    again = desk.told(
        kept.alert.id, "outcome", who="awa", now=NOW + dt.timedelta(hours=5), note="Route rouverte"
    )
    assert again.first("confirm") == "2025-07-02T09:04:00+00:00"
    assert again.first("acknowledge") == "2025-07-02T09:09:00+00:00"
    assert again.acts[-1].note == "Route rouverte"


def test_quiet_hours_hold_back_what_can_wait(store: SqlStore) -> None:
    told(store)
    alert = warner(store).propose(DAY, NOW)[0].alert
    night = dt.datetime(2025, 7, 2, 23, 30, tzinfo=dt.UTC)
    quiet = msgspec.structs.replace(FOLDER, quiet="22:00-06:00")
    mild = msgspec.structs.replace(alert, severity="Minor")
    assert messages_of(mild, [quiet], night)[0].due == "2025-07-03T06:00:00+00:00"
    assert messages_of(mild, [quiet], NOW)[0].due is None
    assert messages_of(alert, [quiet], night)[0].due is None


FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Flux</title><item>
<title>Un poste attaqué à Diboli</title><link>https://exemple.org/1</link><guid>https://exemple.org/1</guid>
<pubDate>Wed, 02 Jul 2025 07:00:00 GMT</pubDate>
<description>Des hommes du JNIM ont attaqué mardi un poste de l’armée malienne à Diboli, au Mali. Deux soldats
ont été tués. La ville se trouve à la frontière du Sénégal, sur la route de Kayes.</description>
</item></channel></rss>""".encode()


class _Mails:
    def __init__(self) -> None:
        self.got: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        self.got.append(envelope.content)
        return "250 kept"


def smtp() -> Any:
    """A mail server on a free port of loopback."""
    from aiosmtpd.controller import Controller

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(_Mails(), hostname="127.0.0.1", port=port)
    controller.start()
    return controller


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]], list[int]]]:
    """A web server that keeps what is posted and answers what it is told to."""
    got: list[tuple[dict[str, str], bytes]] = []
    answers: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(answers.pop(0) if answers else 204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/alertes", got, answers
    server.shutdown()
    server.server_close()


def test_a_webhook_is_signed_and_a_repeat_bears_its_key(store: SqlStore, receiver: Any) -> None:
    address, got, answers = receiver
    answers.append(503)
    told(store)
    desk = warner(store, Receiver(name="partenaire", channel="webhook", to=address, ceiling="AMBER"))
    kept = desk.propose(DAY, NOW)[0]
    desk.confirm(kept.alert.id, who="awa", now=NOW)
    moment = [NOW]
    courier = Courier(store, [Webhook(secret=Secret("clef"))], lambda: moment[0])
    assert courier.once().put_off == 1
    moment[0] = NOW + dt.timedelta(days=1)
    assert courier.once().sent == 1
    assert len({headers["idempotency-key"] for headers, _ in got}) == 1 and len(got) == 2
    headers, body = got[-1]
    signed = "sha256=" + hmac.new(b"clef", body, hashlib.sha256).hexdigest()
    assert headers[SIGNATURE.lower()] == signed
    assert read_cap(json.loads(body)["cap"].encode()) == kept.alert


def test_receivers_are_read_and_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "receivers.toml"
    path.write_text('[[receiver]]\nname="a"\nchannel="webhook"\nto="ftp://x"\n')
    with pytest.raises(DataError, match="a: a webhook has a web address"):
        read_receivers(path)
    path.write_text('[[receiver]]\nname="a"\nchannel="mail"\nto="a@exemple.org"\nquiet="22-6"\n')
    with pytest.raises(DataError, match="quiet hours"):
        read_receivers(path)
    path.write_text('[[receiver]]\nname="a"\nchannel="mail"\nto="a@exemple.org"\nquiet="22:00-06:00"\n')
    assert read_receivers(path)[0].quiet_until(NOW) is None


def test_the_command_line_proposes_confirms_and_prints_cap(tmp_path: Path) -> None:
    from faleme.store.sql import open_store

    url = f"sqlite:///{tmp_path}/desk.db"
    store = open_store(url)
    told(store)
    store.close()
    start = ["--store", url, "--as-of", "2025-07-02", "--as", "awa", "alerts"]
    run = CliRunner().invoke(main, [*start, "propose", "--json"])
    assert run.exit_code == 0, run.output
    identifier = json.loads(run.stdout.splitlines()[0])["alert"]["id"]
    assert "Attaque à Diboli" in CliRunner().invoke(main, [*start, "list"]).stdout
    assert CliRunner().invoke(main, [*start, "confirm", identifier]).exit_code == 0
    assert CliRunner().invoke(main, [*start, "acknowledge", identifier]).exit_code == 0
    assert read_cap(CliRunner().invoke(main, [*start, "cap", identifier]).stdout.encode()).id == identifier
    wrong = CliRunner().invoke(main, [*start, "confirm", identifier])
    assert wrong.exit_code != 0 and "confirm is for one that is proposed" in wrong.output


def test_from_a_feed_item_to_mail_and_webhook_in_five_seconds(store: SqlStore, receiver: Any) -> None:
    controller = smtp()
    address, got, _ = receiver
    resources = load()
    # What watches has read before: models are loaded once, not for each item.
    read_article(Article(id="0", title="", text="Le ministre a reçu hier son homologue."), resources)
    start = time.perf_counter()
    items = [each for each in articles_of_feed(FEED) if isinstance(each, Article)]
    store.add([read_article(each, resources) for each in items], actor="veille", at=AT)
    rule = msgspec.structs.replace(load_alert_rules()[0], sends_itself=True)
    receivers = [
        Receiver(name="salle", channel="mail", to="salle@exemple.org", ceiling="AMBER"),
        Receiver(name="partenaire", channel="webhook", to=address, ceiling="AMBER"),
    ]
    desk = Warner(store, [rule], receivers, sender="veille@exemple.org")
    assert [each.state for each in desk.propose(DAY, NOW)] == ["sent"]
    settings = Settings(
        smtp_host="127.0.0.1", smtp_port=controller.port, smtp_tls="none", mail_from="veille@exemple.org"
    )
    assert Courier(store, ways(settings), lambda: NOW).once().sent == 2
    took = time.perf_counter() - start
    controller.stop()
    mail = email.message_from_bytes(controller.handler.got[0], policy=email.policy.default)
    assert "Attaque à Diboli" in mail["Subject"] and "TLP:CLEAR" in mail.get_content()
    assert len(got) == 1 and took < 5
