"""Composes the brief of a window of days from incidents and their sources: a pure function over records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from faleme.brief.groups import Group, grouped
from faleme.brief.note import Brief, Paragraph, Section, Sentence
from faleme.brief.reading import press_facts
from faleme.brief.sections import Sorted, into_sections
from faleme.brief.sources import Footnotes
from faleme.brief.telling import Teller
from faleme.brief.tolls import toll_remarks
from faleme.brief.window import Chosen, chosen, day_of
from faleme.brief.words import BriefWords, brief_words, capitalised
from faleme.lexicon.brief_rules import BriefRules, load_brief_rules
from faleme.link.incidents import MARKINGS
from faleme.records.incident import Incident
from faleme.records.press import Press
from faleme.store.base import Source
from faleme.words.wording import DeskLanguage

SECTIONS = ("border", "corridors", "relation", "elsewhere")


def compose(
    incidents: Iterable[Incident],
    sources: Mapping[str, Source],
    press: Press,
    since: dt.date,
    until: dt.date,
    *,
    language: DeskLanguage,
    public: bool = False,
    last: dt.date | None = None,
) -> Brief:
    """The brief of the days from `since` to `until`, both included.

    `incidents` are those that the asker may see, of the window or more; `sources` their articles that may be
    named, by id: what has none of them is not told. `last` is the last day that has something, offered where
    the window has nothing.
    """
    return _Composer(sources, since, until, language).brief(incidents, press, public=public, last=last)


class _Composer:
    def __init__(
        self, sources: Mapping[str, Source], since: dt.date, until: dt.date, language: DeskLanguage
    ) -> None:
        self._since, self._until, self._sources = since, until, sources
        self._rules: BriefRules = load_brief_rules()
        self._words: BriefWords = brief_words(language)
        self._teller = Teller(self._words, self._rules, since, until)
        self._notes = Footnotes(sources, self._words, self._rules.most_sources)

    def brief(
        self, incidents: Iterable[Incident], press: Press, *, public: bool, last: dt.date | None
    ) -> Brief:
        words, rules = self._words, self._rules
        items = chosen(incidents, self._sources, self._since, self._until, rules)
        found = into_sections(items, rules)
        sections = self._sections(found) if items else ()
        labels = [item.incident.marking for item in items] + [s.marking for s in self._notes.named]
        days = words.days(self._since, self._until)
        closing = [words.say("quiet"), words.say("own_words")]
        return Brief(
            language=words.language, since=self._since, until=self._until, public=public,
            marking=max(labels, key=MARKINGS.index, default="CLEAR"),
            name=words.say("name"), title=days,
            file_title=words.say("file_title", days=days[:1].lower() + days[1:]),
            lead=self._lead(items, found) if items else "",
            sections=sections, footnotes=self._notes.notes,
            press=press_facts(press, self._until, words, rules, self._teller),
            closing=tuple([*closing, words.say("public")] if public else closing),
            empty="" if items else self._empty(last), last=None if items else last,
        )  # fmt: skip

    def _empty(self, last: dt.date | None) -> str:
        words = self._words
        if last is None:
            return f"{words.say('empty')} {words.say('empty_never')}"
        return f"{words.say('empty')} {words.say('empty_last', day=words.wording.day(last, weekday=True))}"

    def _lead(self, items: Sequence[Chosen], found: Sorted) -> str:
        """How many, where, and how sure: the first thing that is read."""
        words, total = self._words, len(items)
        parts = [
            words.say(f"lead_{section}", n=n, km=words.wording.number(self._rules.border_km))
            for section in SECTIONS
            if (n := found.count(section))
        ]
        head = words.say("colon", head=words.say("lead", n=total), rest=", ".join(parts))
        alone = sum(self._is_one_voice(item) for item in items)
        reviewed = sum(item.incident.reviewed for item in items)
        sure = words.say("lead_reviewed", n=reviewed) if reviewed else words.say("lead_reviewed_none")
        if not alone:
            return f"{head}. {capitalised(sure)}."
        voice = words.say("lead_all_one_voice" if alone == total else "lead_one_voice", n=alone)
        return f"{head}. {voice}{words.say('lead_then')}{sure}."

    @staticmethod
    def _is_one_voice(item: Chosen) -> bool:
        return min(item.incident.voices, len(item.articles)) < 2

    def _sections(self, found: Sorted) -> tuple[Section, ...]:
        words, rules = self._words, self._rules
        built = [
            self._section("border", [("", found.border, {})], distances=True),
            self._section(
                "corridors",
                [(capitalised(each.corridor), each.items, each.segments) for each in found.corridors],
            ),
            self._section(
                "relation",
                [(words.label("strand", strand), items, {}) for strand, items in found.relation],
            ),
        ]
        if found.elsewhere:
            built.append(self._section("elsewhere", [("", found.elsewhere, {})], short=True))
        none = words.wording.number(rules.border_km)
        return tuple(
            s
            if s.paragraphs
            else Section(id=s.id, title=s.title, note=words.say(f"none_{s.id}", km=none))
            if s.id == "border"
            else Section(id=s.id, title=s.title, note=words.say(f"none_{s.id}"))
            for s in built
        )

    def _section(
        self,
        name: str,
        parts: Sequence[tuple[str, Sequence[Chosen], Mapping[str, str]]],
        *,
        distances: bool = False,
        short: bool = False,
    ) -> Section:
        """A section of paragraphs, each with its heading, its incidents and the segments of their places."""
        left = self._rules.most[name]
        paragraphs, untold = [], 0
        for heading, items, segments in parts:
            groups = grouped(items, self._rules)
            told, rest = groups[:left], groups[left:]
            left -= len(told)
            untold += sum(len(group) for group in rest)
            if told:
                sentences = tuple(self._sentence(group, segments, distances, short) for group in told)
                paragraphs.append(Paragraph(sentences=sentences, heading=heading))
        note = self._words.say("more", n=untold) if untold else ""
        return Section(
            id=name, title=self._words.say(f"section_{name}"), paragraphs=tuple(paragraphs), note=note
        )

    def _sentence(self, group: Group, segments: Mapping[str, str], distances: bool, short: bool) -> Sentence:
        notes = self._notes.of(group)
        return Sentence(
            text=self._teller.sentence(group, distances=distances),
            incidents=tuple(item.incident.id for item in group),
            notes=notes,
            remarks=tuple(self._remarks(group, short)),
            label=self._label(group, segments),
            reviewed=all(item.incident.reviewed for item in group),
        )

    def _label(self, group: Group, segments: Mapping[str, str]) -> str:
        """'Diboli–Kayes, carburant': where on its corridor, and what it has to do with."""
        words = self._words
        where = list(dict.fromkeys(segments[i.incident.id] for i in group if i.incident.id in segments))
        tags = dict.fromkeys(t for i in group for t in i.incident.tags if t in ("fuel", "hostage"))
        parts = [*(where if len(where) == 1 else ()), *(words.label("tag", tag) for tag in tags)]
        return capitalised(", ".join(parts))

    def _remarks(self, group: Group, short: bool) -> list[str]:
        """What is new, contradictory, thin or decided about a group."""
        words, first = self._words, group[0]
        remarks = []
        if first.why in ("late", "fresh") and first.reported and day_of(first.incident):
            remarks.append(words.say(first.why, day=self._teller.day(first.reported)))
        if first.incident.status == "occurred":
            remarks += toll_remarks(group, words, self._rules)
        if not short:
            remarks.append(self._notes.voices_remark(group))
        day = day_of(first.incident)
        if first.incident.status == "planned" and first.incident.time and day and day < self._until:
            remarks.append(words.say("past_plan"))
        if first.incident.verdict == "unverifiable":
            remarks.append(words.say("unverifiable"))
        elif first.incident.reviewed:
            remarks.append(words.say("reviewed"))
        return remarks
