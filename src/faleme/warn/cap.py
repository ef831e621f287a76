"""An alert as CAP 1.2 (OASIS, 2010): XML that the schema accepts, and a strict reader of it.

The marking goes with the message: CLEAR is scope Public, anything above is Restricted with the label of the
Traffic Light Protocol as the restriction. Event codes are OASIS Event Terms v1.2.
"""

from __future__ import annotations

import re
from typing import Any, Final, get_args

from lxml import etree

from faleme.errors import InputError
from faleme.records.alert import (
    Alert,
    AlertText,
    Area,
    Category,
    Certainty,
    MessageStatus,
    MessageType,
    Point,
    Severity,
    Urgency,
)
from faleme.records.text import Marking

NAMESPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
EVENT_TERMS: Final = "OET:v1.2"
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RESTRICTION: Final = "TLP:"


def cap_xml(alert: Alert) -> bytes:
    """The message as UTF-8 XML; the same alert gives the same bytes."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _add(root, "identifier", alert.id)
    _add(root, "sender", alert.sender)
    _add(root, "sent", alert.sent)
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.message)
    if alert.marking == "CLEAR":
        _add(root, "scope", "Public")
    else:
        _add(root, "scope", "Restricted")
        _add(root, "restriction", _RESTRICTION + alert.marking)
    if alert.references:
        _add(root, "references", " ".join(alert.references))
    if alert.incidents:
        _add(root, "incidents", " ".join(_quoted(each) for each in alert.incidents))
    for text in alert.texts:
        _info(root, alert, text)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _info(root: Any, alert: Alert, text: AlertText) -> None:
    info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
    _add(info, "language", text.language)
    for category in alert.categories:
        _add(info, "category", category)
    _add(info, "event", text.event)
    _add(info, "responseType", "Monitor" if alert.message != "Cancel" else "AllClear")
    _add(info, "urgency", alert.urgency)
    _add(info, "severity", alert.severity)
    _add(info, "certainty", alert.certainty)
    for code in alert.event_codes:
        _named(info, "eventCode", EVENT_TERMS, code)
    _add(info, "effective", alert.sent)
    _add(info, "expires", alert.expires)
    _add(info, "senderName", "Falémé")
    _add(info, "headline", text.headline)
    _add(info, "description", text.description)
    _add(info, "instruction", text.instruction)
    if alert.web:
        _add(info, "web", alert.web)
    _named(info, "parameter", "faleme:rule", alert.rule)
    _named(info, "parameter", "faleme:key", alert.key)
    _named(info, "parameter", "TLP", alert.marking)
    for area in alert.areas:
        node = etree.SubElement(info, f"{{{NAMESPACE}}}area")
        _add(node, "areaDesc", area.name)
        for polygon in area.polygons:
            _add(node, "polygon", " ".join(_point(each) for each in polygon))
        for middle, radius in area.circles:
            _add(node, "circle", f"{_point(middle)} {radius:g}")


def _add(parent: Any, name: str, value: str) -> None:
    etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", value)


def _named(parent: Any, name: str, value_name: str, value: str) -> None:
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    _add(node, "valueName", value_name)
    _add(node, "value", value)


def _point(point: Point) -> str:
    return f"{point[0]:g},{point[1]:g}"


def _quoted(name: str) -> str:
    """An incident's name; one with a space is in quotes, as CAP asks."""
    return f'"{name}"' if " " in name else name


def read_cap(data: bytes, *, source: str = "CAP") -> Alert:
    """A message of ours read back; raises InputError where it breaks the standard or lacks a field."""
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise InputError(f"no XML: {error}", source=source) from error
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise InputError(f"no CAP 1.2 alert but {root.tag}", source=source)
    reader = _Reader(root, source)
    infos = reader.all(root, "info")
    if not infos:
        raise InputError("the alert has no info", source=source)
    first = infos[0]
    told = dict(reader.named(first, "parameter"))
    return Alert(
        id=reader.one(root, "identifier"), sender=reader.one(root, "sender"), sent=reader.time(root, "sent"),
        status=reader.among(root, "status", MessageStatus),
        message=reader.among(root, "msgType", MessageType),
        marking=reader.marking(), rule=told.get("faleme:rule", ""), key=told.get("faleme:key", ""),
        expires=reader.time(first, "expires"),
        categories=tuple(reader.value(node, Category) for node in reader.all(first, "category")),
        event_codes=tuple(value for name, value in reader.named(first, "eventCode") if name == EVENT_TERMS),
        severity=reader.among(first, "severity", Severity), urgency=reader.among(first, "urgency", Urgency),
        certainty=reader.among(first, "certainty", Certainty),
        texts=tuple(reader.text(info) for info in infos),
        areas=tuple(reader.area(node) for node in reader.all(first, "area")),
        incidents=tuple(
            quoted or plain
            for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', reader.maybe(root, "incidents") or "")
        ),
        references=tuple((reader.maybe(root, "references") or "").split()), web=reader.maybe(first, "web"),
    )  # fmt: skip


class _Reader:
    """Fields of a message, each refused in one line where it is missing or not what the standard allows."""

    def __init__(self, root: Any, source: str) -> None:
        self._root, self._source = root, source

    def all(self, node: Any, name: str) -> list[Any]:
        return list(node.findall(f"{{{NAMESPACE}}}{name}"))

    def maybe(self, node: Any, name: str) -> str | None:
        found = self.all(node, name)
        if len(found) > 1:
            raise InputError(f"more than one {name}", source=self._source, line=found[1].sourceline)
        return (found[0].text or "").strip() if found else None

    def one(self, node: Any, name: str) -> str:
        if not (found := self.maybe(node, name)):
            raise InputError(f"no {name}", source=self._source, line=node.sourceline)
        return found

    def time(self, node: Any, name: str) -> str:
        if not _TIME.fullmatch(found := self.one(node, name)):
            raise InputError(
                f"{name} is no time of CAP: {found!r}", source=self._source, line=node.sourceline
            )
        return found

    def value(self, node: Any, kind: Any) -> Any:
        found = (node.text or "").strip()
        if found not in get_args(kind):
            raise InputError(f"not of the standard: {found!r}", source=self._source, line=node.sourceline)
        return found

    def among(self, node: Any, name: str, kind: Any) -> Any:
        self.one(node, name)
        return self.value(self.all(node, name)[0], kind)

    def named(self, node: Any, name: str) -> list[tuple[str, str]]:
        return [(self.one(each, "valueName"), self.one(each, "value")) for each in self.all(node, name)]

    def marking(self) -> Marking:
        scope, restriction = self.one(self._root, "scope"), self.maybe(self._root, "restriction") or ""
        if scope == "Public":
            return "CLEAR"
        label = restriction.removeprefix(_RESTRICTION)
        if scope != "Restricted" or label not in get_args(Marking):
            raise InputError(f"scope {scope} with the restriction {restriction!r}", source=self._source)
        return label  # type: ignore[return-value]

    def text(self, info: Any) -> AlertText:
        names = ("language", "event", "headline", "description", "instruction")
        return AlertText(**{name: self.one(info, name) for name in names})

    def area(self, node: Any) -> Area:
        polygons = tuple(
            tuple(self._at(pair, each) for pair in (each.text or "").split())
            for each in self.all(node, "polygon")
        )
        for polygon in polygons:
            if len(polygon) < 4 or polygon[0] != polygon[-1]:
                raise InputError("a polygon is not closed", source=self._source, line=node.sourceline)
        circles = []
        for each in self.all(node, "circle"):
            middle, _, radius = (each.text or "").strip().rpartition(" ")
            circles.append((self._at(middle, each), float(radius)))
        return Area(name=self.one(node, "areaDesc"), polygons=polygons, circles=tuple(circles))

    def _at(self, pair: str, node: Any) -> Point:
        try:
            lat, lon = (float(each) for each in pair.split(","))
        except ValueError:
            raise InputError(f"no point: {pair!r}", source=self._source, line=node.sourceline) from None
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            raise InputError(f"no point on earth: {pair}", source=self._source, line=node.sourceline)
        return lat, lon
