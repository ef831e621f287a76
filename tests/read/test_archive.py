"""Inputs of every kind through `read_inputs`: what is read, what is set aside and why; nothing raises."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.read.archive import read_inputs
from faleme.records.text import Article, SetAside

TITLE = "Un pont rouvert"
BODY = (
    "Le pont de la rivière a rouvert jeudi aux camions, après trois semaines de travaux menés par le génie."
)
LINE = {"id": "x-1", "title": TITLE, "published": "2025-03-06", "url": None, "source": "L’Écho d’essai",
        "language": "fr", "section": ["Transports"], "authors": [], "text": f"{TITLE}\n\n{BODY}"}  # fmt: skip
PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{BODY}</p>"
    f"<p>{BODY[:-1]} civil.</p></body></html>"
)
ARABIC = (
    "أعلن الجيش المالي أن قافلة من الشاحنات وصلت إلى مدينة كايس بعد ظهر أمس دون أي حادث يذكر على الطريق. "
)


def articles(*inputs: str | Path, **given: object) -> list[Article]:
    found = list(read_inputs([str(item) for item in inputs], **given))  # type: ignore[arg-type]
    assert all(isinstance(item, Article) for item in found), found
    return found  # type: ignore[return-value]


def set_aside(*inputs: str | Path, **given: object) -> SetAside:
    (found,) = read_inputs([str(item) for item in inputs], **given)  # type: ignore[arg-type]
    assert isinstance(found, SetAside), found
    return found


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


# --- JSON Lines ------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.strip())))
def test_the_text_of_a_line_is_taken_to_the_letter(text: str) -> None:
    stdin = io.BytesIO(lines(LINE | {"text": text}))
    (article,) = read_inputs(["-"], stdin=stdin)
    assert isinstance(article, Article)
    assert article.text == text


def test_wrong_letters_of_a_line_are_not_mended_because_offsets_point_into_them(tmp_path: Path) -> None:
    text = "Titre\n\nL‚Äôarm\u00e9e\u2028 dÃ©fend  e\u0301t\u00ad\u200b \r\n"
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(LINE | {"text": text}))
    assert articles(path)[0].text == text


def test_a_line_keeps_its_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(LINE))
    assert articles(path) == [
        Article(
            id="x-1", title=TITLE, text=LINE["text"], published="2025-03-06", source="L’Écho d’essai",
            language="fr", section=("Transports",),
        )
    ]  # fmt: skip


def test_a_whole_reading_a_zipped_file_and_a_byte_order_mark_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines({"article": LINE, "events": []})))
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + lines(LINE | {"id": "x-2"}, LINE | {"id": 3}))
    assert [article.id for article in articles(tmp_path)] == ["x-1", "x-2", "3"]


def test_a_document_of_one_article_or_a_list_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(LINE, indent=1), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([LINE, LINE | {"id": "x-2"}]), encoding="utf-8")
    assert [article.id for article in articles(tmp_path)] == ["x-1", "x-1", "x-2"]


def test_bad_lines_are_set_aside_with_their_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = [
        b'{"id": "cut',
        b"[1]\n",
        lines({"title": TITLE}),
        lines(LINE | {"text": " \n"}),
        b'{"a": 1}\n',
        b'"x"\n',
    ]
    path.write_bytes(lines(LINE) + b"\n" + bad[0] + b"\n" + b"".join(bad[1:]) + lines(LINE | {"id": "x-2"}))
    found = list(read_inputs([str(path)]))
    aside = [item for item in found if isinstance(item, SetAside)]
    assert [item.id for item in found if isinstance(item, Article)] == ["x-1", "x-2"]
    assert [(item.line, item.reason) for item in aside] == [
        (3, "not-json"), (4, "not-an-article"), (5, "no-text"), (6, "no-text"), (7, "not-an-article"),
        (8, "not-an-article"),
    ]  # fmt: skip
    assert all(item.source == str(path) and item.message for item in aside)


def test_a_first_line_that_is_no_json_does_not_make_the_file_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"# un commentaire\n" + lines(LINE))
    first, second = read_inputs([str(path)])
    assert isinstance(first, SetAside) and (first.line, first.reason) == (1, "not-json")
    assert isinstance(second, Article)


def test_a_line_that_is_not_utf_8_or_holds_half_a_character_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        lines(LINE) + b'{"text": "caf\xe9"}\n' + b'{"text": "\\ud83d demi"}\n' + lines(LINE | {"id": "x-2"})
    )
    found = list(read_inputs([str(path)]))
    assert [type(item) for item in found] == [Article, SetAside, SetAside, Article]


def test_a_date_that_does_not_exist_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    dates = ["2025-02-31", "2025-13-01", "hier", 20250301, "2025-03-06T25:00", "2025-03", "0000-00-00"]
    path.write_bytes(lines(*[LINE | {"published": value} for value in dates]))
    assert [article.published for article in articles(path)] == [None] * len(dates)


@pytest.mark.parametrize(
    "stamp", ["2025-03-06", "2025-03-06T22:05", "2025-03-06T22:05:10Z", "2025-03-06T22:05:10+01:00"]
)
def test_an_iso_date_is_kept_as_it_is(stamp: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(LINE | {"published": stamp}))
    assert articles(path)[0].published == stamp


def test_an_article_without_id_gets_one_from_its_address_else_from_its_words(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bare = {"title": TITLE, "text": LINE["text"]}
    address = "https://exemple.test/a/b.html"
    path.write_bytes(
        lines(
            bare, bare, bare | {"url": address}, bare | {"url": address + "?utm_source=x#haut", "text": BODY}
        )
    )
    first, again, by_address, shared_on = articles(path)
    assert first.id == again.id != by_address.id == shared_on.id


def test_a_marking_is_kept_and_an_unknown_one_is_the_strictest(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(LINE, LINE | {"marking": "TLP:AMBER"}, LINE | {"marking": "secret"}))
    assert [article.marking for article in articles(path)] == ["CLEAR", "AMBER", "RED"]


# --- Other forms -----------------------------------------------------------------------------------------


def test_content_and_not_the_suffix_tells_what_an_input_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html").write_text(f"{TITLE}\n\n{BODY}\n", encoding="utf-8")
    page, text = articles(tmp_path / "a.txt", tmp_path / "b.html")
    assert page.title == text.title == TITLE
    assert text.text == f"{TITLE}\n\n{BODY}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_a_text_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = f"{TITLE}\n\nÀ l’été, l’armée a libéré les routes où les convois étaient bloqués. {BODY}\n"
    path.write_bytes(text.encode(encoding))
    assert articles(path)[0].text == text.strip()


def test_a_declared_encoding_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    declared = PAGE.replace("<head>", "<head><meta charset='iso-8859-15'>").replace("rivière", "cœur rivière")
    path.write_bytes(declared.encode("iso-8859-15"))
    assert "cœur rivière" in articles(path)[0].text


def test_globs_folders_and_standard_input(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        (tmp_path / f"{name}.jsonl").write_bytes(lines(LINE | {"id": name}))
    assert [article.id for article in articles(tmp_path / "*.jsonl")] == ["a", "b"]
    assert [article.id for article in articles(tmp_path)] == ["a", "b"]
    zipped = io.BytesIO(gzip.compress(lines(LINE)))
    assert [article.id for article in articles("-", stdin=zipped)] == ["x-1"]


# --- Bad inputs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, content, reason",
    [
        ("a.html", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary"),
        ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        ("a.txt", b"PK\x03\x04\x14\x00", "binary"),
        ("a.txt", bytes(range(256)) * 4, "binary"),
        ("a.html", f"<html><body><p>{ARABIC * 6}</p></body></html>".encode(), "language"),
        ("a.txt", (ARABIC * 3).encode(), "language"),
        ("a.xml", b"<?xml version='1.0'?><plist><a>1</a></plist>", "not-an-article"),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "broken"),
        ("a.json", b"{\n'id': 1\n}", "not-json"),
        (
            "a.jsonl.gz",
            gzip.compress(lines(*[LINE | {"text": BODY * n} for n in range(1, 90)]))[:300],
            "broken",
        ),
        ("a.html", b"<html><body></body></html>", "no-text"),
        ("a.html", b"<html><title>Accueil</title><body><div><a href='/'>x</a></div>", "no-text"),
    ],
)
def test_a_bad_input_is_set_aside_with_its_reason(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = [item for item in read_inputs([str(path)]) if isinstance(item, SetAside)]
    assert [(item.source, item.reason) for item in found] == [(str(path), reason)]
    assert len(found[0].message) > 10 and "\n" not in found[0].message


def test_a_page_of_50_mb_is_not_read_and_a_limit_is_an_argument(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    with path.open("wb") as file:
        file.write(b"<html><body><p>")
        file.truncate(50_000_000)
    assert set_aside(path).reason == "too-large"
    small = tmp_path / "small.html"
    small.write_text(PAGE, encoding="utf-8")
    assert set_aside(small, max_bytes=100).reason == "too-large"


def test_a_line_that_is_too_long_is_set_aside_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(LINE, LINE | {"text": BODY * 100}, LINE | {"id": "x-2"}))
    found = list(read_inputs([str(path)], max_bytes=2000))
    assert [item.id if isinstance(item, Article) else (item.reason, item.line) for item in found] == [
        "x-1", ("too-large", 2), "x-2",
    ]  # fmt: skip


def test_a_zipped_file_that_swells_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(b"<html><body>" + b"<p>x</p>" * 500_000))
    assert set_aside(path, max_bytes=100_000).reason == "too-large"


def test_a_missing_file_is_one_input_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(LINE))
    missing, article = read_inputs([str(tmp_path / "nowhere.html"), str(path)])
    assert isinstance(missing, SetAside) and missing.reason == "fetch"
    assert isinstance(article, Article)
    assert set_aside(tmp_path / "*.nothing").reason == "fetch"


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<html>", b"<rss>", b"{", b'{"text": ', b"\x1f\x8b", b"<?xml "]),
)
def test_no_bytes_at_all_make_it_raise(content: bytes, start: bytes) -> None:
    for item in read_inputs(["-"], stdin=io.BytesIO(start + content)):
        assert isinstance(item, Article | SetAside)


# --- The web ---------------------------------------------------------------------------------------------


def web(answer: httpx.Response | Exception) -> httpx.Client:
    def respond(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return httpx.Client(transport=httpx.MockTransport(respond), follow_redirects=True)


def test_an_address_is_fetched_and_read() -> None:
    answer = httpx.Response(
        200, content=PAGE.encode("cp1252"), headers={"content-type": "text/html; charset=cp1252"}
    )
    (article,) = articles(
        "https://www.senenews.com/a/un-pont_1.html", client=web(answer), as_of=dt.date(2026, 1, 1)
    )
    assert (article.source, article.url) == ("SeneNews", "https://www.senenews.com/a/un-pont_1.html")
    assert BODY in article.text


@pytest.mark.parametrize(
    "answer, reason",
    [
        (httpx.Response(404), "fetch"),
        (httpx.Response(503), "fetch"),
        (httpx.ConnectError("no route"), "fetch"),
        (httpx.ReadTimeout("slow"), "fetch"),
        (httpx.Response(200, content=b"x" * 5000), "too-large"),
        (httpx.Response(200, content=b""), "empty"),
    ],
)
def test_an_address_that_fails_is_set_aside(answer: httpx.Response | Exception, reason: str) -> None:
    found = set_aside("https://exemple.test/a", client=web(answer), max_bytes=1000)
    assert (found.source, found.reason) == ("https://exemple.test/a", reason)


def test_a_malformed_address_is_set_aside() -> None:
    assert set_aside("http://[x").reason == "fetch"


# --- Real archives ---------------------------------------------------------------------------------------


@pytest.mark.shared
def test_every_article_of_the_press_archives_is_read(shared: Path) -> None:
    found = list(read_inputs([str(shared / "press" / "*.jsonl.gz")]))
    assert len(found) == 3884
    assert all(isinstance(item, Article) and item.published for item in found)
