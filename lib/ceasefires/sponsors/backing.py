"""Whom did an actor back on that day, in what form, and how surely?"""

from datetime import date

import numpy as np
import pandas as pd

from .. import asked, words
from ..dataset import Dataset, moment
from ..words import Sentence, _, say

FORMS = asked.coded("alignments", "form")
WITHOUT_RECOGNITION = tuple(form for form in FORMS if form != "recognition")
FIRM = ("established", "claimed")
COLUMNS = ["target_id", "target", "belongs_to", "forms", "surely", "since", "until", "attribution", "alignment_ids"]


def roots(data: Dataset) -> dict[str, str]:
    """The actor at the head of each actor: itself, or whom it belongs or answers to, step by step."""
    parent = dict(zip(data.actors["actor_id"], data.actors["parent_id"]))
    found = {}
    for actor in parent:
        seen = [actor]
        while parent.get(seen[-1]) and parent[seen[-1]] not in seen:
            seen.append(parent[seen[-1]])
        found[actor] = seen[-1]
    return found


def chosen(forms) -> tuple[str, ...]:
    """The forms of backing to count; raise ValueError with the nearest spelling for an unknown one."""
    return asked.some_of(forms, FORMS, "form of backing")


class Spells:
    """Spells of one stance as arrays, to ask which of them ran in an interval of days, surely or perhaps.

    The rule is that of ``news.standing.spells``, for a day that may itself be uncertain: a spell perhaps ran if it
    ran on some day of the interval, surely if on every one and not merely alleged.
    """

    def __init__(self, frame: pd.DataFrame, head: dict[str, str]):
        self.frame = frame = frame.sort_values("alignment_id", kind="stable")
        last = frame["until_latest"].fillna(frame["last_seen_latest"]).mask(frame["until"] == "..")
        self.since = [frame[f"since_{side}"].to_numpy("datetime64[D]") for side in ("earliest", "latest")]
        self.until = frame["until_earliest"].to_numpy("datetime64[D]"), last.to_numpy("datetime64[D]")
        self.firm = frame["attribution"].isin(FIRM).to_numpy()
        ids = frame["alignment_id"], frame["conflict_id"], frame["actor_id"], frame["target_id"], frame["form"]
        self.rows = [(*row, head[row[2]], head[row[3]]) for row in zip(*ids)]

    def running(self, first, last) -> tuple[np.ndarray, np.ndarray]:
        """For each spell, whether it ran between two days: perhaps, and surely."""
        first, last = np.datetime64(first, "D"), np.datetime64(last, "D")
        perhaps = ~(self.since[0] > last) & ~(self.until[1] < first)
        return perhaps, perhaps & (self.since[1] <= first) & ~(self.until[0] < last) & self.firm


def backing_table(data: Dataset, *, actor: str, day: str | date, forms=FORMS) -> pd.DataFrame:
    """One row per actor whom a third party, or one that belongs to it, backed on a day: in what forms, how surely.

    ``surely`` is false where a date leaves the day open or the backing is only alleged. ``since`` and ``until`` say
    in words when the first of the spells that ran began, and the last ended. Nobody backs, or is backed, before being
    founded or once dissolved, and nothing is known beyond the cut-off. Raises KeyError with the nearest spelling for
    an unknown actor.
    """
    head = roots(data)
    asked.known(actor, head, "actor")
    when = pd.Timestamp(moment(day))
    frame = data.alignments[(data.alignments["stance"] == "supports") & data.alignments["form"].isin(chosen(forms))]
    frame = frame[frame["actor_id"].map(head).isin([head[actor]]) & (frame["target_id"].map(head) != head[actor])]
    absent, cut_off = data.absent(day), pd.to_datetime(frame["conflict_id"].map(data.cut_offs))
    frame = frame[~frame["actor_id"].isin(absent) & ~frame["target_id"].isin(absent) & (cut_off >= when)]
    spells = Spells(frame, head)
    perhaps, surely = spells.running(when, when)
    frame = spells.frame.assign(surely=surely)[perhaps]
    rows = []
    for target, some in frame.groupby("target_id", sort=True):
        firm = bool(some["surely"].any())
        since = words.days(some["since_earliest"].min(skipna=False), some["since_latest"].min())
        until = words.days(some["until_earliest"].max(), some["until_latest"].max(skipna=False))
        until = words.label("ongoing") if (some["until"] == "..").any() else until
        kinds = ", ".join(sorted({words.label(form) for form in some["form"]}))
        known = ", ".join(sorted(set(some["attribution"])))
        name = data.name(target, language=words.language())
        top = data.name(head[target], language=words.language())
        rows.append((target, name, top, kinds, firm, since, until, known, tuple(some["alignment_id"])))
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values(["surely", "target_id"], ascending=[False, True])
    table.attrs = {"actor": data.name(head[actor], language=words.language()), "day": words.day(when)}
    return table.set_index("target_id")


def backing_sentence(rows: pd.DataFrame) -> Sentence:
    """Whom an actor backed on the day of ``backing_table``, surely and perhaps."""
    if rows.empty:
        return say(_("No support by {actor} is coded for {day}."), **rows.attrs)
    parts = [
        _("{target} ({forms})").format(target=row.target, forms=row.forms) + ("" if row.surely else _(", perhaps"))
        for row in rows.itertuples()
    ]
    return say(_("On {day}, {actor} backed {parts}."), parts=words.listed(parts), **rows.attrs)
