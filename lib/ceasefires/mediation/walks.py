"""From attempt to declaration to breach to renewal: what led to what?"""

import textwrap

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .attempts import each, known_record
from .drawn import nothing

AHEAD = {"produced": "produced"}  # links whose first record came first; all others name the later record first
STEPS = {
    "produced": ("produced", style.GREEN),
    "answers": ("answered by", style.BLUE),
    "reciprocates": ("answered by", style.BLUE),
    "implements": ("carried out by", style.SKY),
    "extended": ("renewed or replaced by", style.PURPLE),
    "renewed": ("renewed or replaced by", style.PURPLE),
    "replaced": ("renewed or replaced by", style.PURPLE),
    "breached": ("breached by", style.ORANGE),
    "broke": ("broken by", style.RED),
}
SEEN = {"mediations": "s", "ceasefires": "o", "events": "X"}


def records(data: Dataset) -> pd.DataFrame:
    """One row per attempt, ceasefire and event: its table, name, and the first and last day on which it can have begun.

    A ceasefire begins when it is declared, an attempt that did not take place on the day planned.
    """
    names = f"name_{words.language()}"
    attempts = each(data)[["name", "start_earliest", "start_latest"]].assign(table="mediations")
    frames = [attempts]
    for table, key, first in (("ceasefires", "ceasefire_id", "declared"), ("events", "event_id", "started")):
        frame = getattr(data, table).set_index(key)
        frames.append(
            pd.DataFrame(
                {
                    "name": frame[names],
                    "start_earliest": frame[f"{first}_earliest"],
                    "start_latest": frame[f"{first}_latest"],
                    "table": table,
                }
            )
        )
    rows = pd.concat(frames)
    for side in ("earliest", "latest"):
        rows[f"start_{side}"] = rows[f"start_{side}"].dt.normalize()
    return rows


def steps(data: Dataset) -> pd.DataFrame:
    """One row per link, earlier record first: before, relation, after, and the days between as [low, high].

    Days run from the first day of the one to the first day of the other; a bound is NaN where a date has none.
    """
    links, rows = data.links, records(data)
    ahead = links["relation"].isin(AHEAD)
    frame = pd.DataFrame(
        {
            "before": links["from_id"].where(ahead, links["to_id"]),
            "relation": links["relation"],
            "after": links["to_id"].where(ahead, links["from_id"]),
        }
    )
    frame = frame[frame["before"].isin(rows.index) & frame["after"].isin(rows.index)]
    first, second = (rows.loc[frame[side]].reset_index(drop=True) for side in ("before", "after"))
    frame = frame.reset_index(drop=True)
    frame["days_low"] = (second["start_earliest"] - first["start_latest"]).dt.days
    frame["days_high"] = (second["start_latest"] - first["start_earliest"]).dt.days
    return frame.sort_values(["before", "after", "relation"], kind="stable", ignore_index=True)


def walk_table(data: Dataset, *, start: str, most: int = 6) -> pd.DataFrame:
    """Follow the links from one record for up to ``most`` steps: one row per link, in order of steps and time.

    Columns: step, the two records with their ids, kinds and first days, the relation, days between as [low, high].
    Raises KeyError with the nearest spelling where there is no such record, ValueError for what is no id.
    """
    asked.whole(most, "most", least=1)
    known_record(data, start)
    every, rows = steps(data), records(data)
    reached, found = [start], []
    front = {start}
    for step in range(1, most + 1):
        ahead = every[every["before"].isin(front)].assign(step=step)
        found.append(ahead)
        front = set(ahead["after"]) - set(reached)
        reached += sorted(front)
    walk = pd.concat(found, ignore_index=True)
    for side in ("before", "after"):
        known = rows.reindex(walk[side])
        for column in ("name", "table", "start_earliest", "start_latest"):
            walk[f"{side}_{column}"] = known[column].to_numpy()
    walk = walk.sort_values(["step", "after_start_earliest", "after", "before", "relation"], kind="stable")
    columns = ["step", "before_name", "relation", "after_name", "days_low", "days_high"]
    walk = walk[[*columns, *(column for column in walk if column not in columns)]].reset_index(drop=True)
    walk.attrs["start"] = str(data.record(start)[f"name_{words.language()}"])
    return walk


def span(low: float, high: float) -> str:
    """A number of days as a reader writes it, from a [low, high] pair."""
    if pd.isna(low) and pd.isna(high):
        return _("an unknown number of days")
    if pd.isna(high) or np.isinf(high):
        return _("at least {n} days").format(n=int(low))
    if pd.isna(low):
        return _("at most {n} days").format(n=int(high))
    return words.count(int(low), "day", "days") if low == high else f"{int(low)}–{int(high)} " + _("days")


def walk_sentence(walk: pd.DataFrame) -> Sentence:
    """What one record led to: truces and calls, breaches and breaks, renewals, with the days to the first of each."""
    start = walk.attrs.get("start", "")
    if walk.empty:
        return say(_("No link leads on from {start}."), start=start or _("this record"))
    parts = []
    for relations, one, many in (
        (("produced", "answers", "reciprocates"), _("truce or call"), _("truces or calls")),
        (("breached", "broke"), _("breach or break"), _("breaches or breaks")),
        (("renewed", "extended", "replaced"), _("renewal or replacement"), _("renewals or replacements")),
        (("implements",), _("step of carrying out"), _("steps of carrying out")),
    ):
        some = walk[walk["relation"].isin(relations)]
        if len(some):
            parts.append(words.count(some["after"].nunique(), one, many))
    return say(
        _("From “{start}” links lead on, in {n}, to {parts}."),
        start=start, n=words.count(int(walk["step"].max()), "step", "steps"), parts=words.listed(parts),
    )  # fmt: skip


def walk_figure(walk: pd.DataFrame, *, most: int = 32):
    """Draw the walk: a row per record in order of time, and a line from each record to what it led to."""
    if walk.empty:
        return nothing(walk_sentence(walk))
    nodes = pd.concat(
        [
            walk[[side, *(f"{side}_{c}" for c in ("name", "table", "start_earliest", "start_latest"))]].set_axis(
                ["id", "name", "table", "earliest", "latest"], axis=1
            )
            for side in ("before", "after")
        ]
    ).drop_duplicates("id")
    nodes = nodes.assign(order=range(len(nodes)), day=nodes["earliest"].fillna(nodes["latest"])).sort_values(
        ["day", "order"], kind="stable"
    )
    left_out = max(len(nodes) - most, 0)
    nodes = nodes.head(most)
    height = {key: y for y, key in enumerate(nodes["id"])}
    days = dict(zip(nodes["id"], nodes["day"]))
    context, picture = style.drawing(width=10, height=0.27 * len(nodes) + 1.3)
    with context:
        axis = picture.subplots()
        seen = {}
        for row in walk.itertuples():
            if row.before in height and row.after in height:
                (x, y), (u, v) = (days[row.before], height[row.before]), (days[row.after], height[row.after])
                label, colour = STEPS[row.relation]
                axis.plot([x, x, u], [y, v, v], color=colour, lw=1.3, alpha=0.8, zorder=2)
                seen.setdefault(label, colour)
        for row in nodes.itertuples():
            y = height[row.id]
            if row.latest > row.earliest:
                axis.plot([row.earliest, row.latest], [y, y], color=style.INK, lw=4, alpha=0.25, zorder=3)
            colour = {"mediations": style.GREEN, "ceasefires": style.BLUE, "events": style.RED}[row.table]
            axis.plot(row.day, y, SEEN[row.table], color=colour, ms=7, mec=style.PAPER, mew=0.6, zorder=4)
        labels = [
            f"{textwrap.shorten(name, 46, placeholder='…')}  {words.days(first, last)}"
            for name, first, last in zip(nodes["name"], nodes["earliest"], nodes["latest"])
        ]
        axis.set_yticks(range(len(nodes)), labels, fontsize=8)
        axis.set_ylim(len(nodes) - 0.5, -0.6)
        axis.grid(axis="y", visible=False)
        axis.tick_params(axis="y", length=0)
        locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
        axis.xaxis.set_major_locator(locator)
        axis.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        kinds = {"mediations": _("attempt"), "ceasefires": _("truce or call"), "events": _("event")}
        looks = {"mediations": style.GREEN, "ceasefires": style.BLUE, "events": style.RED}
        handles = [
            Line2D([], [], ls="", marker=SEEN[table], color=looks[table], label=kinds[table], ms=7)
            for table in SEEN if table in set(nodes["table"])
        ] + [
            Line2D([], [], color=colour, label=_(label)) for label, colour in sorted(seen.items(), key=_order)
        ]  # fmt: skip
        picture.legend(handles=handles, loc="outside lower center", ncols=5, fontsize=8)
        if left_out:
            axis.set_title(_("The first {n} records; {more} later ones are in the table").format(n=most, more=left_out))
    picture.alt = _("What one record led to, in order of time. {what}").format(what=walk_sentence(walk))
    return picture


def _order(step: tuple[str, str]) -> int:
    return list(STEPS.values()).index(step)
