"""Who accepts whose proposals, and what do those say who were not asked?"""

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .attempts import known, known_roles, where
from .drawn import interval, k_of_n, nothing, wrapped

AUTHORS = ("proposer", "declarer", "mediator", "sponsor", "guarantor")
FOR = ("supports", "accepts", "accepts_conditionally")
POLES = LinearSegmentedColormap.from_list("poles", [style.RED, "#f3f4f6", style.BLUE])
AGAINST = ("criticises", "rejects", "withdraws", "denies_being_party")


def acceptance_rule() -> Sentence:
    """How a stand is counted, in sentences for a notebook to print."""
    return say(
        _(
            "An actor was asked if a position of its own says that the proposal was addressed to it. Its latest "
            "position before the proposal’s end counts (on its last day, where there is none before). If uncertain "
            "dates leave open which was the latest and the candidates differ, the answer is unknown, as it is where "
            "the actor left it open or nothing was found. Acceptance on a condition is acceptance unless said "
            "otherwise. Nobody is asked for a stand on a proposal of its own."
        )
    )


def authors(data: Dataset, *, roles: tuple[str, ...] = AUTHORS) -> pd.Series:
    """Whose a proposal is: by record, the ids of those who proposed, declared, mediated, sponsored or guaranteed it."""
    rows = data.roles[data.roles["role"].isin(known_roles(roles))]
    return rows.groupby("record_id")["actor_id"].agg(lambda ids: tuple(sorted(set(ids))))


def answers(data: Dataset, *, addressed: bool = True, conditional: bool = True) -> pd.DataFrame:
    """One row per actor and proposal: the stand that counts (1 yes, 0 no, NaN unknown), its day, and whose proposal.

    With ``addressed`` those who were asked, who accept or not; without, the others, who support or criticise. Actors
    whose own proposal it is are left out. ``acceptance_rule()`` says which position counts.
    """
    frame = data.positions
    pair = ["record_id", "actor_id"]
    asked = frame.loc[frame["addressed"] == "yes", pair].drop_duplicates()
    whether = pd.MultiIndex.from_frame(frame[pair]).isin(pd.MultiIndex.from_frame(asked))
    frame = frame[whether] if addressed else frame[~whether & (frame["addressed"] == "no")]
    whose = authors(data)
    frame = frame.assign(authors=[whose.get(key, ()) for key in frame["record_id"]])
    frame = frame[where(actor not in ids for actor, ids in zip(frame["actor_id"], frame["authors"]))]
    ends = data.ceasefires.set_index("ceasefire_id")["ended_latest"].reindex(frame["record_id"]).to_numpy()
    first, last = frame["on_earliest"].dt.normalize(), frame["on_latest"].dt.normalize()
    ends = pd.Series(ends, index=frame.index).dt.normalize()
    frame = frame.assign(first=first.fillna(last), last=last.fillna(first), before=~(first >= ends), at=~(first > ends))
    pairs: dict[tuple, list] = {}
    for row in frame.sort_values(["last", "first", "position_id"], kind="stable").itertuples():
        pairs.setdefault((row.record_id, row.actor_id), []).append(row)
    rows = [_stand(pairs[key], conditional) for key in sorted(pairs)]
    columns = ["record_id", "actor_id", "authors", "day_earliest", "day_latest", "stand", "yes"]
    days = {f"day_{side}": "datetime64[s]" for side in ("earliest", "latest")}
    return pd.DataFrame(rows, columns=columns).astype({"yes": float, **days})


def _stand(some: list, conditional: bool) -> tuple:
    """The stand that counts of one actor on one proposal, from its positions in order of time."""
    pair = some[0].record_id, some[0].actor_id, some[0].authors
    some = [row for row in some if row.position != "silent"] or some
    some = [row for row in some if row.before] or [row for row in some if row.at]
    if not some:
        return *pair, pd.NaT, pd.NaT, "silent", np.nan
    first = max(row.first for row in some)
    latest = [row for row in some if row.last >= first]
    values = {_value(row.position, conditional) for row in latest}
    return *pair, first, latest[-1].last, latest[-1].position, values.pop() if len(values) == 1 else np.nan


def _value(position: str, conditional: bool) -> float:
    """1 for yes, 0 for no, NaN (always the same one, so that a set holds it once) for an unknown answer."""
    if position in FOR:
        return float(conditional or position != "accepts_conditionally")
    return 0.0 if position in AGAINST else np.nan


def acceptance_table(
    data: Dataset, *, actor: str | None = None, author: str | None = None, at_least: int = 1, conditional: bool = True,
) -> pd.DataFrame:  # fmt: skip
    """One row per actor and author of proposals: how many it was asked about, and how many it accepted as [low, high].

    The low count is what it accepted, the high one adds what is unknown; the shares are of those asked, the interval
    is Jeffreys's from the low to the high share (Brown, Cai and DasGupta 2001). A proposal of two authors counts for
    both; the author blank stands for all. Actors asked fewer than ``at_least`` times are left out. Raises KeyError with
    the nearest spelling for an unknown actor.
    """
    known(data, "actors", actor), known(data, "actors", author)
    return crossed(data, answers(data, conditional=conditional), actor, author, at_least)


def outsiders_table(
    data: Dataset, *, actor: str | None = None, author: str | None = None, at_least: int = 1
) -> pd.DataFrame:
    """One row per actor that was not asked and author: proposals it took a stand on, and how many it supported.

    The columns are those of ``acceptance_table``: the low count is what it supported; what it left open is in the high
    count only, and the rest it criticised. Nothing is known of those on which no stand is coded.
    """
    known(data, "actors", actor), known(data, "actors", author)
    return crossed(data, answers(data, addressed=False), actor, author, at_least)


def crossed(data: Dataset, rows: pd.DataFrame, actor: str | None, author: str | None, at_least: int) -> pd.DataFrame:
    """Count stands by actor and author."""
    asked.whole(at_least, "at_least")
    rows = rows[rows["actor_id"] == actor] if actor else rows
    rows = rows[where(author in ids for ids in rows["authors"])] if author else rows
    often = rows["actor_id"].value_counts()
    rows = rows[rows["actor_id"].isin(often.index[often >= at_least])]
    alone = rows.assign(author_id=[ids or ("?",) for ids in rows["authors"]]).explode("author_id")
    alone = alone[alone["author_id"] == author] if author else alone
    both = pd.concat([rows.assign(author_id=""), alone]) if len(rows) else rows.assign(author_id="")
    cells = []
    for (who, whose), some in both.groupby(["actor_id", "author_id"], sort=True):
        n, low, high = len(some), int((some["yes"] == 1).sum()), int((some["yes"] != 0).sum())
        bounds = interval(low, high, n)
        cells.append((who, whose, n, low, high, low / n, high / n, *bounds))
    columns = ["actor_id", "author_id", "n", "k_low", "k_high", "share_low", "share_high", "low", "high"]
    table = pd.DataFrame(cells, columns=columns)
    names = {**data.actors.set_index("actor_id")[f"name_{words.language()}"], "": _("all"), "?": _("nobody named")}
    table.insert(0, "actor", table["actor_id"].map(names))
    table.insert(1, "author", table["author_id"].map(names))
    size = table["actor_id"].map(often)
    order = table.assign(size=-size, first=table["author_id"] != "", less=-table["n"])
    order = order.sort_values(["size", "actor_id", "first", "less", "author_id"], kind="stable")
    return table.loc[order.index].reset_index(drop=True)


def acceptance_figure(table: pd.DataFrame, *, most: int = 9):
    """Draw ``acceptance_table``: a row per actor, a column per author, in each k of n and a dot from red to blue."""
    return _matrix(table, acceptance_sentence(table), (_("accepts"), _("refuses")), _("asked by"), most)


def outsiders_figure(table: pd.DataFrame, *, most: int = 9):
    """Draw ``outsiders_table``: a row per actor, a column per author, in each k of n and a dot from red to blue."""
    words_for = (_("supports"), _("criticises"))
    return _matrix(table, outsiders_sentence(table), words_for, _("proposals of"), most)


def _matrix(table: pd.DataFrame, sentence: Sentence, poles: tuple[str, str], title: str, most: int):
    if table.empty:
        return nothing(sentence)
    rows = list(dict.fromkeys(table["actor"]))
    size = (
        table.groupby(["author", "author_id"])["n"].sum().reset_index().sort_values(["n", "author_id"], kind="stable")
    )
    named = [name for name in size["author"][::-1] if name not in (_("all"), _("nobody named"))]
    columns = [_("all"), *named[:most], *({_("nobody named")} & set(size["author"]))]
    place = {name: x - 0.3 * (x == 0) for x, name in enumerate(columns)}
    context, picture = style.drawing(width=10, height=0.46 * len(rows) + 1.9)
    with context:
        axis = picture.subplots()
        shown = table[table["author"].isin(columns)]
        x, y = shown["author"].map(place), shown["actor"].map({name: y for y, name in enumerate(rows)})
        axis.scatter(
            x, y - 0.14, s=24 + 14 * shown["n"].clip(upper=16), ec=style.SOFT, lw=0.5, zorder=3,
            c=POLES(((shown["share_low"] + shown["share_high"]) / 2).to_numpy()),
        )  # fmt: skip
        for right, down, row in zip(x, y, shown.itertuples()):
            text = k_of_n(row.k_low, row.k_high, row.n)
            axis.text(right, down + 0.33, text, fontsize=8, ha="center", va="center", in_layout=False)
        axis.set_xticks(list(place.values()), [wrapped(name, 11, 3) for name in columns], fontsize=8)
        axis.set_yticks(range(len(rows)), [wrapped(name, 32) for name in rows], fontsize=8)
        axis.xaxis.tick_top()
        axis.set_xlim(-0.8, len(columns) - 0.4)
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.axvline(0.4, color=style.SOFT, lw=0.8)
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)
        axis.set_title(title, loc="center", pad=8)
        for share, label in ((1, poles[0]), (0.5, _("half and half")), (0, poles[1])):
            axis.scatter([], [], s=90, color=POLES(float(share)), ec=style.SOFT, lw=0.5, label=label)
        picture.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=8)
    picture.alt = sentence
    return picture


def acceptance_sentence(table: pd.DataFrame) -> Sentence:
    """How many proposals each of the most asked accepted, of all authors, with the interval."""
    if table.empty:
        return say(_("Nobody was asked to accept a proposal in this part of the data."))
    return say(_("Accepted of what was proposed to them: {parts}."), parts=_parts(table))


def outsiders_sentence(table: pd.DataFrame) -> Sentence:
    """How many proposals of others the most outspoken outsiders supported."""
    if table.empty:
        return say(_("No stand of anybody who was not asked is on record in this part of the data."))
    return say(_("Supported of what they were not asked about but took a stand on: {parts}."), parts=_parts(table))


def _parts(table: pd.DataFrame, most: int = 4) -> str:
    everyone = table[table["author_id"] == ""].head(most)
    return "; ".join(
        _("{name} {k} ({low:.0%} to {high:.0%})").format(
            name=row.actor, k=k_of_n(row.k_low, row.k_high, row.n), low=row.low, high=row.high
        )
        for row in everyone.itertuples()
    )
