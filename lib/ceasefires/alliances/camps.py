"""What balance forces: who must stand with whom in every best division, and which single tie decides it."""

from datetime import date
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd

from .. import style, words
from ..dataset import Dataset, moment
from ..words import Sentence, _, say
from . import optima, programme
from .balance import WINDOWS, graph_of
from .network import WINDOW, evidence, find, short

STANDS = {"with": style.BLUE, "against": style.ORANGE, "open": style.PURPLE, "apart": "#9aa5b1", "absent": style.PAPER}
Places = dict[str, tuple[int, int]]
ROW = 0.2  # inches


def places(graph: nx.Graph) -> Places:
    """Each actor's class (those whose relation is forced) and side in it, over every best division."""
    classes = [group for part in optima.optima(graph) for group in part.classes]
    return {actor: (number, side) for number, group in enumerate(classes) for actor, side in group.items()}


def forced(place: Places) -> dict[tuple[str, str], int]:
    """The pairs forced to one camp (1) or to opposite camps (-1) by every best division."""
    return {
        (one, other): 1 if place[one][1] == place[other][1] else -1
        for one, other in combinations(sorted(place), 2)
        if place[one][0] == place[other][0]
    }


def camps_table(
    data: Dataset,
    *,
    day: str | date,
    windows: tuple[int, ...] = WINDOWS,
    anchor: str | None = None,
    **choice,
) -> pd.DataFrame:
    """One row per actor: how it must stand towards the ``anchor`` by window, and what survives all windows.

    ``with`` and ``against``: in the same or the opposite camp in every best division; ``open``: best divisions differ;
    ``apart``: no path of ties joins the two; ``absent``: no tie in that window. The anchor is the best-tied actor
    unless one is named. ``attrs['pairs']`` counts the pairs forced together and apart, by window and in all alike.
    Raises KeyError with the nearest spelling for an unknown anchor, ValueError where there is no window.
    """
    windows = evidence(windows)
    graphs = {window: graph_of(data, day=day, window=window, **choice) for window in windows}
    place = {window: places(graph) for window, graph in graphs.items()}
    widest = graphs[max(windows)]
    best = max(widest, key=lambda node: (widest.degree(node), node), default=None)
    anchor = find(data, anchor) if anchor else best
    rows = {}
    for actor in sorted(set().union(*graphs.values())):
        stands = [_stand(graphs[window], place[window], anchor, actor) for window in windows]
        rows[actor] = [short(data, actor), *stands, stands[0] if len(set(stands)) == 1 else _("differs")]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["actor", *windows, "all"]).set_index("actor")
    order = {"with": 0, "against": 1}
    table = table.iloc[sorted(range(len(table)), key=lambda row: (order.get(table["all"].iloc[row], 2), row))]
    every = [forced(place[window]) for window in windows]
    both = {pair: sign for pair, sign in every[0].items() if all(some.get(pair) == sign for some in every)}
    counts = {
        str(name): [sum(sign > 0 for sign in pairs.values()), sum(sign < 0 for sign in pairs.values())]
        for name, pairs in [*zip(windows, every), ("all", both)]
    }
    table.attrs = {"day": f"{moment(day)}", "anchor": short(data, anchor) if anchor else "", "pairs": counts}
    return table


def _stand(graph: nx.Graph, place: Places, anchor: str, actor: str) -> str:
    if actor not in graph or anchor not in graph:
        return "absent"
    if place[actor][0] == place[anchor][0]:
        return "with" if place[actor][1] == place[anchor][1] else "against"
    return "open" if nx.has_path(graph, actor, anchor) else "apart"


def camps_sentence(table: pd.DataFrame) -> Sentence:
    """How many pairs every best division puts into one camp or into opposite ones, in all windows alike."""
    day = words.day(pd.Timestamp(table.attrs["day"]))
    if table.empty:
        return say(_("No tie with a sign is on record on {day}, and nothing is forced."), day=day)
    counts = table.attrs["pairs"]
    others = table.loc[table.index != table.attrs["anchor"], "all"]
    same, opposite = counts["all"]
    return say(
        _(
            "On {day}, whichever window is taken, every best division puts {same} into one camp and {opposite} into "
            "opposite camps ({most} in the window with most): {n} stand with {anchor} and {against} against; "
            "{open} differ or stay open."
        ),
        day=day,
        same=words.count(same, "pair", "pairs"),
        opposite=opposite,
        most=max(sum(pair) for pair in counts.values()),
        n=int((others == "with").sum()),
        anchor=table.attrs["anchor"],
        against=int((others == "against").sum()),
        open=int((~others.isin(["with", "against"])).sum()),
    )


def camps_figure(table: pd.DataFrame):
    """Draw ``camps_table``: a row per actor, a square per window, coloured by where it must stand."""
    windows = [column for column in table.columns if column != "all"]
    half = (len(table) + 1) // 2
    context, picture = style.drawing(width=9, height=max(half, 2) * ROW + 1.6)
    with context:
        for axis, some in zip(picture.subplots(1, 2), (table.iloc[:half], table.iloc[half:])):
            held: dict[str, list[tuple[int, int]]] = {}
            for (y, x), stand in np.ndenumerate(some[windows].to_numpy(object)):
                held.setdefault(stand, []).append((x, y))
            for stand, spots in held.items():
                edge = style.GRID if stand == "absent" else "none"
                axis.scatter(*zip(*spots), s=95, marker="s", fc=STANDS[stand], ec=edge)
            axis.set_yticks(range(len(some)), some.index, fontsize=8)
            axis.set_xticks(range(len(windows)), [str(window) for window in windows], fontsize=8)
            axis.xaxis.tick_top()
            axis.set_xlim(-0.7, len(windows) - 0.3)
            axis.set_ylim(max(half, 1) - 0.3, -0.7)
            axis.tick_params(length=0)
            axis.grid(visible=False)
            axis.spines[:].set_visible(False)
        names = {
            "with": _("with {anchor}"), "against": _("against {anchor}"), "open": _("not forced"),
            "apart": _("not connected"), "absent": _("no tie"),
        }  # fmt: skip
        shown = [stand for stand in STANDS if (table[windows] == stand).to_numpy().any()]
        for stand in shown:
            axis.scatter([], [], s=80, marker="s", fc=STANDS[stand], ec=style.GRID,
                         label=names[stand].format(anchor=table.attrs["anchor"]))  # fmt: skip
        if not shown:
            picture.text(0.5, 0.4, _("no tie on record"), ha="center", color=style.SOFT)
        else:
            picture.legend(loc="outside lower left", ncols=len(shown), fontsize=8)
        day = words.day(pd.Timestamp(table.attrs["day"]))
        picture.suptitle(
            _("Where each must stand on {day}, by days of evidence").format(day=day),
            x=0.01, ha="left", fontsize=10, weight="bold",
        )  # fmt: skip
    picture.alt = _("A square per actor and window. {what}").format(what=camps_sentence(table))
    return picture


def reversals_table(data: Dataset, *, day: str | date, window: int = WINDOW, **choice) -> pd.DataFrame:
    """One row per tie that decides: reversed alone, it changes what every best division forces.

    ``frustration`` now and ``reversed``; how many forced pairs would turn over (one camp becomes opposite ones, or the
    other way), come undone, or become forced; and who would stand otherwise towards the best-tied actor. Ties on no
    cycle are left out: reversing them always moves what hangs on them, and costs nothing.
    """
    graph = graph_of(data, day=day, window=window, **choice)
    now, pairs = programme.frustration(graph), forced(places(graph))
    anchor = max(graph, key=lambda node: (graph.degree(node), node), default=None)
    bridges = {frozenset(tie) for tie in nx.bridges(graph)}
    rows = []
    for one, other, sign in sorted((*sorted(tie[:2]), tie[2]) for tie in graph.edges(data="sign")):
        if frozenset((one, other)) in bridges:
            continue
        turned = graph.copy()
        turned[one][other]["sign"] = -sign
        after = forced(places(turned))
        over = [pair for pair in pairs if after.get(pair) == -pairs[pair]]
        undone = [pair for pair in pairs if pair not in after]
        new = [pair for pair in after if pair not in pairs]
        if over or undone or new:
            moved = sorted({next(iter({*pair} - {anchor})) for pair in (*over, *undone, *new) if anchor in pair})
            rows.append(
                {
                    "tie": f"{short(data, one)} – {short(data, other)}",
                    "stance": words.label("supports" if sign > 0 else "opposes"),
                    "frustration": now,
                    "reversed": programme.frustration(turned),
                    "turned_over": len(over),
                    "undone": len(undone),
                    "new": len(new),
                    "stand_otherwise": ", ".join(short(data, actor) for actor in moved),
                    "records": graph[one][other]["records"],
                }
            )
    columns = [
        "tie", "stance", "frustration", "reversed", "turned_over", "undone", "new", "stand_otherwise", "records",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    table = table.sort_values(["turned_over", "undone", "new", "tie"], ascending=[False, False, False, True])
    table.attrs = {"day": f"{moment(day)}", "cycles": graph.number_of_edges() - len(bridges)}
    return table.reset_index(drop=True)


def reversals_sentence(table: pd.DataFrame) -> Sentence:
    """How many of the ties on a cycle decide alone, and which would turn over most."""
    day = words.day(pd.Timestamp(table.attrs["day"]))
    if table.empty:
        return say(_("On {day} no single tie, reversed, would change what is forced."), day=day)
    first = table.iloc[0]
    lower = int((table["reversed"] < table["frustration"]).sum())
    return say(
        _(
            "On {day}, {n} of {all} on a cycle would, reversed alone, change who must stand with whom; "
            "{lower} of them would lower L. First of the list is {tie} (“{stance}”): {over} turned over, "
            "{undone} undone, {new} newly forced."
        ),
        day=day,
        n=len(table),
        all=words.count(int(table.attrs["cycles"]), "tie", "ties"),
        lower=lower,
        tie=first["tie"],
        stance=first["stance"],
        over=words.count(int(first["turned_over"]), "forced pair", "forced pairs"),
        undone=first["undone"],
        new=first["new"],
    )
