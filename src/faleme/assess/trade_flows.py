"""Indicators of trade for every country at once, on columns: flows, shares, concentration, advantage.

Each takes the frame of read/trade_tables (ten million rows of BACI are ordinary) and gives a small one. Goods
of a flow are summed at one level only, the coarsest that stands there; groups of countries are told again by
their members, so sums are over countries alone.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from faleme.lexicon.trade import load_groups, section_of_chapter

PERIOD: Final = ("from", "to", "grain", "basis", "source", "currency")
"""What two numbers must have in common to be added or compared."""


def flows(frame: pl.DataFrame) -> pl.DataFrame:
    """Value of all goods by reporter, partner, flow and period; `rows` were summed, `line` is the first."""
    keys = ["reporter", "partner", "flow", *PERIOD]
    by_level = frame.lazy().group_by([*keys, "level"]).agg(
        pl.col("value").sum(), rows=pl.len(), line=pl.col("line").min(), file=pl.col("file").first(),
        final=(pl.col("status") == "final").all(),
    )  # fmt: skip
    found = by_level.collect(engine="streaming")
    # Few rows are left: the coarsest level of each flow is picked here.
    found = found.with_columns(order=pl.col("level").to_physical())
    return found.filter(pl.col("order") == pl.col("order").min().over(keys)).drop("order").sort(keys)


def totals(of_flows: pl.DataFrame) -> pl.DataFrame:
    """Value of all partners by reporter, flow and period: as told of the world, else the sum of countries."""
    keys = ["reporter", "flow", *PERIOD]
    name = pl.col("partner").cast(pl.String)
    told = of_flows.filter(name == "WLD").group_by(keys).agg(world=pl.col("value").sum())
    summed = of_flows.filter(~name.is_in(list(load_groups()))).group_by(keys).agg(
        summed=pl.col("value").sum(), partners=pl.len()
    )  # fmt: skip
    both = summed.join(told, on=keys, how="full", coalesce=True, nulls_equal=True)
    return both.with_columns(total=pl.coalesce("world", "summed")).drop("world", "summed")


def shares(of_flows: pl.DataFrame) -> pl.DataFrame:
    """Share (0 to 1) and rank of each country among the partners of a reporter, with the total."""
    keys = ["reporter", "flow", *PERIOD]
    countries = of_flows.filter(~pl.col("partner").cast(pl.String).is_in(list(load_groups())))
    beside = countries.join(totals(of_flows), on=keys, how="left", nulls_equal=True)
    return beside.with_columns(
        share=pl.when(pl.col("total") > 0).then(pl.col("value") / pl.col("total")),
        rank=pl.col("value").rank("min", descending=True).over(keys).cast(pl.UInt32),
    )


def concentration(of_shares: pl.DataFrame) -> pl.DataFrame:
    """Herfindahl–Hirschman index of a reporter's partners (0 to 1): the sum of their squared shares."""
    return of_shares.group_by("reporter", "flow", *PERIOD).agg(
        hhi=(pl.col("share") ** 2).sum(), partners=pl.len()
    )


def growth(of_flows: pl.DataFrame) -> pl.DataFrame:
    """Change of each flow against the year before (−1 to ∞), for years and for months."""
    keys = ["reporter", "partner", "flow", "grain", "basis", "source", "currency"]
    before = of_flows.select(*keys, pl.col("from").dt.offset_by("1y"), before="value")
    beside = of_flows.join(before, on=[*keys, "from"], how="inner", nulls_equal=True)
    return beside.with_columns(
        change=pl.when(pl.col("before") > 0).then(pl.col("value") / pl.col("before") - 1)
    )


def balances(of_flows: pl.DataFrame) -> pl.DataFrame:
    """Exports less imports of each pair; imports as the reporter tells them, else as the partner does."""
    keys = ["reporter", "partner", *PERIOD]
    out = of_flows.filter(pl.col("flow") == "export").select(*keys, exports="value")
    told = of_flows.filter(pl.col("flow") == "import").select(*keys, told="value")
    mirror = out.rename({"reporter": "partner", "partner": "reporter", "exports": "mirrored"})
    both = out.join(told, on=keys, how="full", coalesce=True, nulls_equal=True)
    both = both.join(mirror, on=keys, how="full", coalesce=True, nulls_equal=True)
    imports = pl.coalesce("told", "mirrored")
    balance = pl.col("exports").fill_null(0) - imports.fill_null(0)
    return both.with_columns(imports=imports, mirror=pl.col("told").is_null(), balance=balance)


def product_mix(frame: pl.DataFrame, by: str = "section") -> pl.DataFrame:
    """Exports and imports of each pair by section ('S05') or chapter ('27'), in value."""
    code = pl.col("product").cast(pl.String)
    chapter = code.str.slice(0, 2)
    if by == "section":
        section = chapter.replace_strict(section_of_chapter(), default=None, return_dtype=pl.String)
        goods = pl.when(code.str.starts_with("S")).then(code).otherwise(section)
    else:
        goods = chapter
    # One lookup for each code, not for each row.
    codes = frame.select("product").unique().with_columns(goods=goods.cast(pl.Categorical()))
    keys = ["reporter", "partner", "flow", "goods", *PERIOD]
    by_level = (
        frame.lazy().filter(pl.col("level") != "total")
        .join(codes.lazy(), on="product", how="left")
        .filter(pl.col("goods").is_not_null())
        .group_by([*keys, "level"])
        .agg(pl.col("value").sum(), rows=pl.len())
        .collect(engine="streaming")
    )  # fmt: skip
    pair = ["reporter", "partner", "flow", *PERIOD]
    by_level = by_level.with_columns(order=pl.col("level").to_physical())
    return by_level.filter(pl.col("order") == pl.col("order").min().over(pair)).drop("order", "level")


def advantage(mix: pl.DataFrame) -> pl.DataFrame:
    """Revealed comparative advantage: the share of goods in a country's exports by that in the world's.

    More than 1: it sells more of them than the world does. (Balassa 1965.)
    """
    keys = list(PERIOD)
    countries = ~pl.col("partner").cast(pl.String).is_in(list(load_groups()))
    made = mix.filter(pl.col("flow") == "export", countries).group_by("reporter", "goods", *keys).agg(
        part=pl.col("value").sum()
    )  # fmt: skip
    return made.with_columns(
        whole=pl.col("part").sum().over("reporter", *keys),
        world_part=pl.col("part").sum().over("goods", *keys),
        world=pl.col("part").sum().over(keys),
        reporters=pl.col("reporter").n_unique().over(keys),
    ).with_columns(rca=(pl.col("part") / pl.col("whole")) / (pl.col("world_part") / pl.col("world")))
