"""The pictures of the pages as Altair charts: each takes the table of `Opened` that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from faleme.notebook.needed import need

if TYPE_CHECKING:
    import altair as alt
    import pyarrow as pa

STRANDS: Final = ("defence", "diplomacy", "economy", "other")
_COLOURS: Final = ("#b3402a", "#2f5d8a", "#3d7a4f", "#8a8578")


def relation(table: pa.Table) -> alt.Chart:
    """`Opened.relation` by strand: bars of a month, cooperation above the line, conflict below."""
    need("altair")
    import altair as alt
    import pyarrow.compute as pc

    shown = table.filter((pc.field("way") == "all") & (pc.field("strand") != "all"))
    made: alt.Chart = (
        alt.Chart(shown, title="Relation by strand, sum of PLOVER's scores a month")
        .mark_bar()
        .encode(
            x=alt.X("yearmonth(month):T", title=None),
            y=alt.Y("total:Q", title="sum of scores"),
            color=alt.Color("strand:N", scale=alt.Scale(domain=list(STRANDS), range=list(_COLOURS))),
            tooltip=["yearmonth(month):T", "strand:N", "count:Q", "total:Q", "low:Q", "high:Q"],
        )
    )
    return made


def border(table: pa.Table, band_km: float = 50.0) -> alt.Chart:
    """`Opened.border` within one band: threats a week, a row a segment."""
    need("altair")
    import altair as alt
    import pyarrow.compute as pc

    shown = table.filter(pc.field("band_km") == band_km)
    made: alt.Chart = (
        alt.Chart(shown, title=f"Threats within {band_km:g} km of the border, a week")
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(week):T", title=None),
            y=alt.Y("threats:Q", title=None),
            row=alt.Row("name:N", title=None),
            tooltip=["yearmonthdate(week):T", "name:N", "threats:Q", "dead:Q"],
        )
        .properties(height=60)
    )
    return made


def trade(table: pa.Table) -> alt.Chart:
    """`Opened.trade` of two countries: a line for what each side tells of each flow; one panel a currency."""
    need("altair")
    import altair as alt

    made: alt.Chart = (
        alt.Chart(table, title="Trade as each side tells it")
        .transform_calculate(told="datum.reporter + ' ' + datum.flow + ' ' + datum.partner")
        .mark_line(point=True)
        .encode(
            x=alt.X("from:T", title=None),
            y=alt.Y("value:Q", title="value"),
            color=alt.Color("told:N", title=None),
            row=alt.Row("currency:N", title=None),
            tooltip=["told:N", "from:T", "to:T", "value:Q", "currency:N", "source:N", "basis:N"],
        )
    )
    return made
