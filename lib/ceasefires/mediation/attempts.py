"""Who tried, when, along which track, and what came of it?"""

from functools import lru_cache

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .drawn import nothing, shaded, wrapped

ROLES = ("mediator", "facilitator", "sponsor", "guarantor")
OUTSIDE = ("appeal", "sponsors_contact")  # formats that no denominator of a success share holds
OUTCOMES = {
    "ceasefire": (style.GREEN, ("ceasefire",)),
    "a text": (style.BLUE, ("partial_text", "political_text")),
    "a statement": ("#9aa5b1", ("statement_only",)),
    "no result": (style.ORANGE, ("no_result",)),
    "refused or called off": (style.RED, ("refused", "cancelled", "postponed")),
    "not known": (style.GRID, ("unknown", "ongoing")),
}
PER = {"year": "Y", "quarter": "Q", "month": "M"}
RECORDS = ("ceasefires", "mediations", "events")
BY = ("track", "third party", "phase", "format", "level")


def known(data: Dataset, table: str, key: str | None) -> str | None:
    """The id itself; raise KeyError with the nearest spelling where the table has no such id."""
    what = table[:-1]
    return None if key is None else asked.known(key, list(getattr(data, table)[f"{what}_id"]), what)


def known_record(data: Dataset, key: str) -> str:
    """The id itself; raise KeyError with the nearest spelling where no ceasefire, attempt or event has it."""
    ids = [one for table in RECORDS for one in getattr(data, table)[f"{table[:-1]}_id"]]
    return asked.known(key, ids, "ceasefire, attempt or event")


def known_roles(roles) -> tuple[str, ...]:
    """The roles as a tuple; raise ValueError with the nearest spelling for an unknown one."""
    return asked.some_of(roles, asked.coded("roles", "role"), "role")


def where(answers) -> np.ndarray:
    """Truth values as a mask, also where there are none: pandas reads an empty list as columns."""
    return np.fromiter(answers, bool)


def each(data: Dataset, *, actor: str | None = None, roles: tuple[str, ...] = ROLES) -> pd.DataFrame:
    """One row per mediation attempt, in order of time: name, track, phase, third parties, days, outcome.

    A third party is who had one of ``roles``; ``counted`` is false for appeals and sponsors' contacts, which no
    denominator holds. An attempt starts on its first day or, where it did not take place, on the one planned; ``day``
    is the earliest such day, or the latest where only that is known. Raises KeyError with the nearest spelling for an
    unknown actor.
    """
    known(data, "actors", actor)
    rows = _each(data, known_roles(roles), words.language())
    return rows.copy() if actor is None else rows[where(actor in ids for ids in rows["third_parties"])]


@lru_cache(maxsize=8)
def _each(data: Dataset, roles: tuple[str, ...], language: str) -> pd.DataFrame:
    frame = data.mediations
    unmade = frame["started"] == ""
    start = {side: frame[f"started_{side}"].mask(unmade, frame[f"planned_{side}"]) for side in ("earliest", "latest")}
    day = start["earliest"].fillna(start["latest"])
    thirds = data.roles[data.roles["role"].isin(roles)].groupby("record_id")["actor_id"].agg(set)
    tracks = data.tracks.set_index("track_id")
    rows = pd.DataFrame(
        {
            "mediation_id": frame["mediation_id"],
            "name": frame[f"name_{language}"],
            "track_id": frame["track_id"],
            "level": frame["track_id"].map(tracks["level"]).fillna(""),
            "phase_id": phases(data, day, frame["conflict_id"]),
            "format": frame["format"],
            "day": day,
            "counted": ~frame["format"].isin(OUTSIDE),
            "start_earliest": start["earliest"],
            "start_latest": start["latest"],
            "outcome": frame["outcome"],
        }
    )
    rows["third_parties"] = [tuple(sorted(thirds.get(key, ()))) for key in rows["mediation_id"]]
    return rows.sort_values(["day", "mediation_id"], kind="stable").set_index("mediation_id")


def phases(data: Dataset, days: pd.Series, conflicts: pd.Series) -> pd.Series:
    """The phase of each day, by its earliest possible date; blank where it lies in none."""
    found = pd.Series("", index=days.index, dtype="str")
    for phase in data.phases.itertuples():
        ended = days.dt.normalize() > phase.until_latest
        within = (days >= phase.since_earliest) & ~ended & (conflicts == phase.conflict_id)
        found = found.mask(within, phase.phase_id)
    return found


def grouped(data: Dataset, rows: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """The attempts once per group they belong to (column ``group``, a name); an attempt of two third parties twice."""
    if by is None:
        return rows.assign(group=_("all attempts"))
    asked.one_of(by, BY, "way to group attempts")
    if by == "third party":
        alone = [ids or ("",) for ids in rows["third_parties"]]
        rows = rows.assign(group=alone).explode("group")
        return rows.assign(group=_named(rows["group"], data.actors, "actor_id", _("nobody named")))
    if by in ("format", "level"):
        return rows.assign(group=rows[by].map(words.label))
    frame = data.tracks if by == "track" else data.phases
    return rows.assign(group=_named(rows[f"{by}_id"], frame, f"{by}_id", _("none")))


def _named(keys: pd.Series, frame: pd.DataFrame, key: str, missing: str) -> list[str]:
    names = dict(zip(frame[key], frame[f"name_{words.language()}"]))
    return [names.get(one, missing) for one in keys]


def attempts_table(
    data: Dataset, *, by: str = "track", actor: str | None = None, per: str | None = None, most: int = 16,
    roles: tuple[str, ...] = ROLES,
) -> pd.DataFrame:  # fmt: skip
    """One row per track (or third party, phase, format, level): its attempts, what came of them, and when they were.

    ``attempts`` counts those that belong in a denominator, ``outside`` appeals and sponsors' contacts; outcomes and
    the columns per year, quarter or month (``per``; by default as the span asks) count the former. The groups after
    the first ``most`` share one row. An attempt counts once for each of its third parties.
    """
    asked.whole(most, "most", least=1)
    if per is not None:
        asked.one_of(per, PER, "period")
    rows = grouped(data, each(data, actor=actor, roles=roles), by)
    size = rows.groupby("group")["counted"].agg(["sum", "size"]).sort_index(kind="stable")
    size = size.sort_values(["sum", "size"], ascending=False, kind="stable")
    if len(size) > most:
        rest = _("{n} others").format(n=len(size) - most + 1)
        keep = set(size.index[: most - 1])
        rows = rows.assign(group=[group if group in keep else rest for group in rows["group"]])
        rows = rows.rename_axis("id").reset_index().drop_duplicates(["id", "group"]).set_index("id")
    order = rows.groupby("group", sort=False)["day"].min() if by in ("track", "phase") else -size["sum"]
    order = sorted(rows["group"].unique(), key=lambda group: (group not in size.index, order.get(group, 0), group))
    counted = rows[rows["counted"]]
    table = {("attempts", "n"): counted["group"].value_counts(), ("outside", "n"): rows["group"].value_counts()}
    for outcome, (_colour, codes) in OUTCOMES.items():
        table["outcome", outcome] = counted[counted["outcome"].isin(codes)]["group"].value_counts()
    for period, some in _periods(counted["day"], per):
        table["period", str(period)] = counted.loc[some, "group"].value_counts()
    frame = pd.DataFrame(table, index=pd.Index(order, name=_(by))).fillna(0).astype(int)
    frame["outside", "n"] -= frame["attempts", "n"]
    frame.attrs["rest"] = [name for name in order if name not in size.index]
    return frame


def _periods(days: pd.Series, per: str | None):
    """Every period from the first day to the last, with which days lie in it."""
    if days.dropna().empty:
        return
    span = (days.max() - days.min()).days
    unit = PER.get(per) or ("Y" if span > 1100 else "Q" if span > 400 else "M")
    periods = days.dt.to_period(unit)
    for period in pd.period_range(periods.min(), periods.max(), freq=unit):
        yield period, np.asarray(periods == period)


def attempts_figure(table: pd.DataFrame):
    """Draw the groups of ``attempts_table``: at the left how many attempts when, at the right what came of them."""
    if "period" not in table:  # nothing counted, or not one day known
        return nothing(attempts_sentence(table))
    context, picture = style.drawing(width=10, height=0.33 * len(table) + 1.7)
    with context:
        left, right = picture.subplots(1, 2, width_ratios=(1.5, 1))
        when = table["period"]
        shaded(left, when.to_numpy(), columns=_short(when.columns), rows=[wrapped(name, 44) for name in table.index])
        left.set_title(_("Attempts, by day of their start"))
        spent = np.zeros(len(table))
        for outcome, (colour, _codes) in OUTCOMES.items():
            number = table["outcome", outcome].to_numpy()
            right.barh(range(len(table)), number, left=spent, height=0.66, color=colour, label=_(outcome))
            spent = spent + number
        for y, (counted, outside) in enumerate(zip(table["attempts", "n"], table["outside", "n"])):
            more = _(" (+{n})").format(n=outside) if outside else ""
            right.text(spent[y] + spent.max() * 0.02, y, f"{counted}{more}", va="center", fontsize=8)
        right.set_yticks([])
        right.set_ylim(len(table) - 0.5, -0.5)
        right.set_xlim(0, max(spent.max(), 1) * 1.32)
        right.set_title(_("… and what came of them"))
        right.set_xlabel(_("in brackets: appeals and sponsors’ contacts besides"), fontsize=8)
        right.grid(axis="y", visible=False)
        picture.legend(*right.get_legend_handles_labels(), loc="outside lower right", ncols=6, fontsize=8)
    picture.alt = _("Attempts by {by}, over time and by outcome. {what}").format(
        by=table.index.name, what=attempts_sentence(table)
    )
    return picture


def _short(periods) -> list[str]:
    """Column labels that fit: 2020 as ’20 where there are many, 2020Q3 as Q3 ’20, 2020-09 as 9 ’20."""
    return [f"{part[4:].strip('-').lstrip('0')}\n’{part[2:4]}".strip() for part in periods]


def attempts_sentence(table: pd.DataFrame) -> Sentence:
    """Which groups tried most and how often a ceasefire came of it, with n."""
    if table.empty or not table[["attempts", "outside"]].to_numpy().sum():
        return say(_("There is no mediation attempt in this part of the data."))
    named = table[[name not in table.attrs.get("rest", ()) for name in table.index]]
    if not table["attempts", "n"].sum():
        return _only_outside(named)
    top = named[named["attempts", "n"] > 0]
    top = top.sort_values(("attempts", "n"), ascending=False, kind="stable").head(3)
    parts = [
        _("{name} ({k} of {n})").format(name=name, k=row["outcome", "ceasefire"], n=row["attempts", "n"])
        for name, row in top.iterrows()
    ]
    return say(
        _(
            "Most attempts by {by}, and of how many of them a ceasefire came: {parts}. Appeals and sponsors’ "
            "contacts are counted apart."
        ),
        by=table.index.name,
        parts=words.listed(parts),
    )


def _only_outside(table: pd.DataFrame) -> Sentence:
    top = table.sort_values(("outside", "n"), ascending=False, kind="stable").head(3)
    parts = [_("{name} ({n})").format(name=name, n=row["outside", "n"]) for name, row in top.iterrows()]
    return say(
        _("There is no attempt that counts in this part of the data, only appeals and sponsors’ contacts: {parts}."),
        parts=words.listed(parts),
    )
