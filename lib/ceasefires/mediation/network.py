"""Who mediates together, phase by phase?"""

from itertools import combinations

import numpy as np
import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .attempts import ROLES, each, known
from .drawn import nothing, wrapped

BADGE = {"boxstyle": "circle,pad=0.12", "fc": style.PAPER, "ec": "none", "alpha": 0.85}


def network_table(
    data: Dataset, *, phase: str | None = None, actor: str | None = None, counted: bool = False,
    roles: tuple[str, ...] = ROLES,
) -> pd.DataFrame:  # fmt: skip
    """One row per phase and pair of third parties that shared an attempt: how many attempts, and how many tracks.

    ``weight`` counts an attempt of k third parties as 1 / (k - 1) for each pair (Newman 2001), so that one conference
    of many does not outweigh the few that meet often; pairs of a phase come in this order.
    All attempts count, appeals and sponsors' contacts too, unless ``counted`` asks for those of the denominators.
    Organs of one organisation count as one (the UN's mission and its Secretary-General as the UN). Hosts and witnesses
    are no third parties here. Raises KeyError with the nearest spelling for an unknown phase or actor.
    """
    known(data, "phases", phase), known(data, "actors", actor)
    rows = each(data, roles=roles)
    rows = rows[rows["counted"]] if counted else rows
    rows = rows[rows["phase_id"] == phase] if phase else rows
    actors = data.actors.set_index("actor_id")
    organs = actors["parent_id"].where((actors["kind"] == "organization") & (actors["parent_id"] != "")).dropna()
    names = actors[f"name_{words.language()}"]
    phases = data.phases.set_index("phase_id")[f"name_{words.language()}"]
    together, alone = {}, {}
    for _key, row in rows.iterrows():
        ids = sorted({organs.get(one, one) for one in row["third_parties"]})
        alone.setdefault(row["phase_id"], []).append(len(ids))
        for pair in combinations(ids, 2):
            if actor is None or organs.get(actor, actor) in pair:
                together.setdefault((row["phase_id"], *pair), []).append((row["track_id"], 1 / (len(ids) - 1)))
    order = {name: place for place, name in enumerate(data.phases.sort_values("since_earliest")["phase_id"])}
    cells = [
        (
            phases.get(when, _("none")),
            names[a],
            names[b],
            len(of),
            round(sum(share for _track, share in of), 3),
            len({track for track, _share in of}),
            when,
            a,
            b,
        )
        for (when, a, b), of in together.items()
    ]
    columns = ["phase", "a", "b", "attempts", "weight", "tracks", "phase_id", "a_id", "b_id"]
    table = pd.DataFrame(cells, columns=columns).astype({"attempts": int, "weight": float, "tracks": int})
    place = table["phase_id"].map(order).fillna(len(order))
    table = table.assign(place=place, less=-table["weight"], fewer=-table["attempts"])
    table = table.sort_values(["place", "less", "fewer", "a_id", "b_id"], kind="stable", ignore_index=True)
    sizes = [size for sizes in alone.values() for size in sizes]
    table.attrs.update(attempts=len(sizes), shared=sum(size > 1 for size in sizes))
    return table.drop(columns=["place", "less", "fewer"])


def network_figure(table: pd.DataFrame, *, most: int = 12):
    """Draw ``network_table``: a circle per phase, each actor at one place, wider lines for closer pairs."""
    if table.empty:
        return nothing(network_sentence(table))
    rank = table.groupby("phase", sort=False).cumcount()
    chosen: dict[str, str] = {}
    for row in (
        table.assign(rank=rank).sort_values(["rank", "weight"], ascending=[True, False], kind="stable").itertuples()
    ):
        new = {row.a_id: row.a, row.b_id: row.b}
        if len(chosen | new) <= most:
            chosen |= new
    angle = 2 * np.pi * np.arange(len(chosen)) / len(chosen) + np.pi / 2
    place = {key: (np.cos(a), np.sin(a)) for key, a in zip(sorted(chosen), angle)}
    label = chosen
    drawn = table[table["a_id"].isin(place) & table["b_id"].isin(place)]
    phases = list(dict.fromkeys(table["phase"]))
    columns = min(len(phases), 2)
    lines = -(-len(phases) // columns)
    widest = max(drawn["weight"].max(), 1)
    context, picture = style.drawing(width=10 if columns > 1 else 6.5, height=3.1 * lines + 0.3)
    with context:
        axes = np.atleast_1d(picture.subplots(lines, columns)).ravel()
        for axis in axes:
            axis.set_axis_off()
        for axis, phase in zip(axes, phases):
            rows = drawn[drawn["phase"] == phase]
            for number, row in enumerate(rows.itertuples()):
                (x, y), (u, v) = place[row.a_id], place[row.b_id]
                axis.plot([x, u], [y, v], color=style.BLUE, lw=0.7 + 6 * row.weight / widest, alpha=0.55, zorder=2)
                if row.attempts > 1 and number < 5:
                    axis.text(
                        x + 0.42 * (u - x), y + 0.42 * (v - y), row.attempts, fontsize=8, ha="center", va="center",
                        zorder=4, in_layout=False, bbox=BADGE,
                    )  # fmt: skip
            here = {*rows["a_id"], *rows["b_id"]}
            for key, (x, y) in place.items():
                on = key in here
                axis.plot(x, y, "o", ms=8 if on else 4, color=style.BLUE if on else "#cbd2d9", zorder=5)
                axis.text(
                    1.13 * x, 1.13 * y, wrapped(label[key], 16, 2), fontsize=8, color=style.INK if on else "#7b8794",
                    ha="left" if x > 0.2 else "right" if x < -0.2 else "center",
                    va="bottom" if y > 0.9 else "top" if y < -0.9 else "center", in_layout=False,
                )  # fmt: skip
            axis.set_xlim(-2.3, 2.3)
            axis.set_ylim(-1.5, 1.5)
            axis.set_aspect("equal")
            axis.set_title(wrapped(phase, 46), loc="center")
        left = len({*table["a_id"], *table["b_id"]}) - len(place)
        if left:
            picture.supxlabel(
                _("{n} of the closest pairs by phase; {left} more are in the table").format(n=len(place), left=left),
                fontsize=8, color=style.SOFT,
            )  # fmt: skip
    picture.alt = _("Third parties that shared attempts, a circle per phase. {what}").format(
        what=network_sentence(table)
    )
    return picture


def network_sentence(table: pd.DataFrame) -> Sentence:
    """How many attempts had several third parties, and which pair was closest in each phase."""
    if table.empty:
        return say(_("No two third parties shared an attempt in this part of the data."))
    parts = []
    for phase, rows in table.groupby("phase", sort=False):
        top = rows[rows["weight"] == rows["weight"].max()]
        pairs = [f"{row.a} – {row.b}" for row in top.head(2).itertuples()]
        others = words.count(len(top) - 2, "other pair", "other pairs")
        more = _(" and {n}").format(n=others) if len(top) > 2 else ""
        parts.append(
            _("{phase}: {pairs}{more} ({n})").format(
                phase=phase,
                pairs=words.listed(pairs) if not more else ", ".join(pairs),
                more=more,
                n=int(top["attempts"].max()),
            )  # fmt: skip
        )
    return say(
        _("{k} of {n} had more than one third party. Closest pairs, by phase, with the attempts shared: {parts}."),
        k=table.attrs.get("shared"),
        n=words.count(table.attrs.get("attempts", 0), "attempt or appeal", "attempts and appeals"),
        parts="; ".join(parts),
    )
