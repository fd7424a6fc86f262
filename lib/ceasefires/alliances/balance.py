"""Structural balance: how far the ties of a day are from two camps, and what that forces."""

from datetime import date

import networkx as nx
import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset, moment
from ..words import Sentence, _, say
from . import optima, programme
from .network import WINDOW, evidence, network, signed

WINDOWS = (90, 180, 365)
DRAWS = 199
SEED = 1954


def graph_of(
    data: Dataset, *, day: str | date, window: int = WINDOW, opposed: str = "leave_out", firm: bool = False, **choice
) -> nx.Graph:
    """The undirected signed graph of a day, a state and its instruments as one; ``firm`` keeps what is beyond doubt.

    Beyond doubt are ties that are established and whose dates leave no doubt; ``choice`` passes on what ``network``
    takes, ``opposed`` what ``signed`` takes.
    """
    choice = {"fold": True} | choice | ({"sure": True, "attribution": ("established",)} if firm else {})
    return signed(network(data, day=day, window=window, **choice), opposed=opposed)


def balance_table(
    data: Dataset, *, day: str | date, windows: tuple[int, ...] = WINDOWS, draws: int = DRAWS, **choice
) -> pd.DataFrame:
    """One row per window: how large the graph of the day is, its cycle rank, and its frustration L, as [low, high].

    ``low`` counts only ties beyond doubt, ``high`` all; ``opposed`` is how many pairs were left out since their ties
    oppose each other. Between ``permuted_low`` and ``permuted_high`` lie nine tenths of the L that ``draws`` shuffles
    of the signs over the same ties give; ``as_low`` is the share of shuffles, the real signs among them, that are as
    balanced.
    ``choice`` passes on what ``network`` and ``signed`` take. Raises ValueError where there is no window.
    """
    asked.whole(draws, "draws")
    rows = [_row(data, day, window, draws, choice) for window in evidence(windows)]
    table = pd.DataFrame(rows).set_index("window")
    table.attrs = {"day": f"{moment(day)}", "draws": draws}
    return table


def _row(data: Dataset, day, window: int, draws: int, choice: dict) -> dict:
    graph = graph_of(data, day=day, window=window, **choice)
    firm = graph_of(data, day=day, window=window, firm=True, **choice)
    high = programme.frustration(graph)
    parts = optima.optima(graph)
    numbers = [part.number for part in parts]
    balanced, triangles = programme.triangles(graph)
    shuffled = optima.permuted(graph, draws=draws, seed=SEED)
    bounds = np.quantile(shuffled, [0.05, 0.95], method="nearest").tolist() if draws else [pd.NA] * 2
    return {
        "window": window,
        "actors": len(graph),
        "ties": graph.number_of_edges(),
        "hostile": sum(sign < 0 for *_pair, sign in graph.edges(data="sign")),
        "opposed": len(graph.graph["opposed"]),
        "cycle_rank": programme.cycle_rank(graph) if len(graph) else 0,
        "triangles": triangles,
        "balanced": balanced,
        "low": min(programme.frustration(firm), high),
        "high": high,
        "optima": int(np.prod(numbers, dtype=object)) if None not in numbers else pd.NA,
        "permuted_low": bounds[0],
        "permuted_high": bounds[1],
        "as_low": (1 + int((shuffled <= high).sum())) / (1 + draws) if draws else np.nan,
    }


def balance_sentence(table: pd.DataFrame) -> Sentence:
    """Whether the ties can be balanced at all, how far they are from it, and whether chance would come as close."""
    day = words.day(pd.Timestamp(table.attrs["day"]))
    if not table["ties"].any():
        return say(_("No tie with a sign is on record on {day}."), day=day)
    if not table["cycle_rank"].any():
        return say(
            _(
                "On {day} the ties form no cycle (cycle rank 0), so that any signs on them are balanced: "
                "L = 0 says nothing."
            ),
            day=day,
        )
    row = table.reset_index().astype(object).iloc[(len(table) - 1) // 2]
    found = say(
        _(
            "On {day}, with evidence of the last {window} days, {ties} among {actors} form {rank}; "
            "L = {frustration} of them fit no division into two camps ({range} over the windows of {windows} days)."
        ),
        day=day,
        window=row["window"],
        ties=words.count(int(row["ties"]), "tie", "ties"),
        actors=words.count(int(row["actors"]), "actor", "actors"),
        rank=words.count(int(row["cycle_rank"]), "independent cycle", "independent cycles"),
        frustration=_interval(row["low"], row["high"]),
        range=_interval(table["low"].min(), table["high"].max()),
        windows=words.listed(map(str, table.index)),
    )
    if pd.notna(row["optima"]):
        best = words.count(int(row["optima"]), "division comes that close", "divisions come that close")
        found = Sentence(f"{found} {best}.")
    if not table.attrs["draws"]:
        return found
    chance = say(
        _(
            "Of {shuffles} with the signs shuffled over the same ties, {as_low} are as balanced; "
            "nine tenths have L from {a} to {b}."
        ),
        shuffles=words.count(int(table.attrs["draws"]), "graph", "graphs"),
        as_low=round(row["as_low"] * (1 + table.attrs["draws"])) - 1,
        a=row["permuted_low"],
        b=row["permuted_high"],
    )
    return Sentence(f"{found} {chance}")


def _interval(low, high) -> str:
    low, high = int(low), int(high)
    return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)


def balance_figure(table: pd.DataFrame):
    """Draw ``balance_table``: L by window as a bar from low to high, over the band that shuffled signs give."""
    context, picture = style.drawing(width=9, height=0.55 * len(table) + 1.8)
    with context:
        axis = picture.subplots()
        for y, row in enumerate(table.itertuples()):
            if not row.cycle_rank:
                axis.text(0, y, _("no cycle: L says nothing"), va="center", fontsize=8, color=style.SOFT)
                continue
            if pd.notna(row.permuted_low):
                axis.barh(y, row.permuted_high - row.permuted_low + 0.3, left=row.permuted_low - 0.15, height=0.62,
                          color=style.GRID, zorder=1)  # fmt: skip
            axis.barh(y, row.high - row.low + 0.3, left=row.low - 0.15, height=0.34, color=style.BLUE, zorder=3)
            axis.text(row.high + 0.25, y, f"L = {_interval(row.low, row.high)}", va="center", fontsize=8, zorder=4)
        labels = [
            _("{window} days\n{ties} ties, rank {rank}").format(window=row.Index, ties=row.ties, rank=row.cycle_rank)
            for row in table.itertuples()
        ]
        axis.set_yticks(range(len(table)), labels)
        axis.set_ylim(len(table) - 0.4, -0.6)
        axis.set_xlim(-0.6, max([4, *table["high"], *table["permuted_high"].dropna()]) + 0.9)
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="y", visible=False)
        axis.set_xlabel(_("ties that fit no division into two camps (L)"))
        axis.set_title(
            _("How far from two camps on {day}, by days of evidence; grey: nine tenths of shuffled signs").format(
                day=words.day(pd.Timestamp(table.attrs["day"]))
            )
        )
    picture.alt = _("Bars of frustration by window, over what shuffled signs give. {what}").format(
        what=balance_sentence(table)
    )
    return picture
