"""Where did talks take place?"""

import json
from functools import cache
from importlib.resources import files
from numbers import Real

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection

from .. import style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .attempts import each
from .drawn import nothing
from .success import SURELY, rated

LAND, HOME, SEA = "#eef0f2", "#dfe7ee", "#ffffff"


@cache
def outlines() -> tuple[str, dict[str, list[np.ndarray]]]:
    """Whom to credit for the country outlines that come with the package, and the rings of each country by ISO code.

    Natural Earth, 1:110m, public domain; each ring is an array of (longitude, latitude) in degrees.
    """
    raw = json.loads(files(__package__).joinpath("outlines.json").read_text(encoding="utf-8"))
    credit = raw.pop("credit")
    return credit, {
        key: [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / 100 for ring in rings] for key, rings in raw.items()
    }


def places_table(data: Dataset, *, actor: str | None = None) -> pd.DataFrame:
    """One row per place: attempts there, of which counted, truces that took effect from these, first and last year.

    Latitude and longitude are the mean of what is coded for the place, NaN where nothing is; a blank country is filled
    where the place has only one. An attempt without a place (a call, a shuttle) is in no row. Raises KeyError with the
    nearest spelling for an unknown actor.
    """
    rows = each(data, actor=actor)
    rows = rows.assign(effective=rated(data, actor=actor)["effective"])
    where = data.mediations.set_index("mediation_id")[["place", "country_iso3", "lat", "lon"]]
    rows = rows.join(where)
    lands = rows[rows["country_iso3"] != ""].groupby("place")["country_iso3"].agg(lambda isos: sorted(set(isos)))
    only = {place: isos[0] for place, isos in lands.items() if len(isos) == 1}
    rows["country_iso3"] = [iso or only.get(place, "") for iso, place in zip(rows["country_iso3"], rows["place"])]
    rows["year"] = rows["day"].dt.year
    rows["truce"] = rows["counted"] & (rows["effective"] == SURELY)
    placed = rows[rows["place"] != ""]
    table = placed.groupby(["place", "country_iso3"]).agg(
        attempts=("counted", "size"), counted=("counted", "sum"), truces=("truce", "sum"), first=("year", "min"),
        last=("year", "max"), lat=("lat", "mean"), lon=("lon", "mean"),
    )  # fmt: skip
    table = table.reset_index().sort_values(["attempts", "place"], ascending=[False, True], kind="stable")
    table.attrs.update(home=tuple(data.conflicts["iso3"]), attempts=len(rows), placed=len(placed))
    return table.reset_index(drop=True)


def places_figure(table: pd.DataFrame, *, reach: float = 32):
    """Draw ``places_table``: the region at the left, the country of the conflict at the right, a dot as large as n.

    What lies more than ``reach`` degrees from the middle of all talks is named below the map; the nearest place is
    always on it. Raises ValueError where ``reach`` is no number of at least 0.
    """
    if not isinstance(reach, Real) or not reach >= 0:
        raise ValueError(f"reach is {reach!r}; give a number of degrees of at least 0")
    rows = table.dropna(subset=["lat", "lon"])
    if rows.empty:
        return nothing(places_sentence(table))
    home = rows[rows["country_iso3"].isin(table.attrs.get("home", ()))]
    weight = np.repeat(rows[["lon", "lat"]].to_numpy(), rows["attempts"].astype(int), axis=0)
    middle = np.median(weight, axis=0)
    away = np.abs(rows[["lon", "lat"]].to_numpy() - middle).max(axis=1)
    near = rows[away <= max(reach, away.min())]
    far = rows.drop(near.index)
    panels = [(near, near.drop(home.index, errors="ignore"), 2.5, _("Abroad and at home"))]
    if len(home):
        panels.append((home, home, 1.2, _("At home")))
    shapes = [_box(some, margin) for some, _named, margin, _title in panels]
    ratios = [(right - left) * np.cos(np.radians((low + high) / 2)) / (high - low) for left, right, low, high in shapes]
    context, picture = style.drawing(width=10, height=min(max(9.6 / sum(ratios), 3), 6.5) + 0.6)
    with context:
        axes = np.atleast_1d(picture.subplots(1, len(panels), width_ratios=ratios))
        largest = rows["attempts"].max()
        for axis, (some, _named, _margin, title), box in zip(axes, panels, shapes):
            _land(axis, box, table.attrs.get("home", ()))
            order = some.sort_values(["attempts", "place"], ascending=[False, True], kind="stable")
            axis.scatter(
                order["lon"], order["lat"], s=_area(order["attempts"], largest), zorder=3, alpha=0.75,
                color=np.where(order["truces"] > 0, style.GREEN, style.ORANGE), ec=style.PAPER, lw=0.5,
            )  # fmt: skip
            axis.set_title(title)
        note = outlines()[0].partition(",")[0]
        if len(far):
            beyond = ", ".join(f"{row.place} ({row.attempts})" for row in far.head(6).itertuples())
            more = _(" and {n} more").format(n=len(far) - 6) if len(far) > 6 else ""
            note = _("Off the map: {places}{more}.\n{note}").format(places=beyond, more=more, note=note)
        for colour, text in ((style.GREEN, _("a truce came of it at least once")), (style.ORANGE, _("none did"))):
            axes[0].scatter([], [], s=50, color=colour, alpha=0.75, label=text)
        picture.legend(*axes[0].get_legend_handles_labels(), loc="outside lower left", ncols=2, fontsize=8)
        picture.supxlabel(note, fontsize=8, color=style.SOFT, x=0.99, ha="right")
        FigureCanvasAgg(picture).draw()  # settles the layout, so that names can be fitted in
        for axis, (some, named, _margin, _title) in zip(axes, panels):
            _label(axis, named, some, largest)
    picture.alt = _("Map of where attempts took place. {what}").format(what=places_sentence(table))
    return picture


def _box(rows: pd.DataFrame, margin: float) -> tuple[float, float, float, float]:
    """West, east, south and north of some places, with a margin in degrees."""
    return (
        rows["lon"].min() - margin, rows["lon"].max() + margin, rows["lat"].min() - margin, rows["lat"].max() + margin
    )  # fmt: skip


def _land(axis, box: tuple[float, float, float, float], home: tuple[str, ...]) -> None:
    for own, face in ((False, LAND), (True, HOME)):
        rings = [ring for key, rings in outlines()[1].items() if (key in home) == own for ring in rings]
        axis.add_collection(PolyCollection(rings, facecolor=face, edgecolor="#b6c0ca", lw=0.6, zorder=1))
    axis.set_xlim(*box[:2])
    axis.set_ylim(*box[2:])
    axis.set_aspect(1 / np.cos(np.radians((box[2] + box[3]) / 2)))
    axis.set_xticks([])
    axis.set_yticks([])
    axis.grid(visible=False)
    axis.spines[:].set_visible(True)
    axis.set_facecolor(SEA)


def _area(attempts, largest: int):
    """The area of a dot in square points."""
    return 12 + 260 * attempts / largest


def _label(axis, rows: pd.DataFrame, dots: pd.DataFrame, largest: int, most: int = 22) -> None:
    """Write the names of the largest places where they cover no dot and no other name; leave out what does not fit."""
    rows = rows.sort_values(["attempts", "place"], ascending=[False, True], kind="stable")
    renderer, frame = axis.figure.canvas.get_renderer(), axis.get_window_extent()
    scale = axis.figure.dpi / 72
    taken = [
        (row.place, *axis.transData.transform((row.lon, row.lat)), scale * _radius(row.attempts, largest))
        for row in dots.itertuples()
    ]
    boxes = []
    for row in rows.head(most).itertuples():
        far = _radius(row.attempts, largest) + 3
        for east, north in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            reach = far if 0 in (east, north) else far * 0.75
            text = axis.annotate(
                f"{row.place} {row.attempts}", (row.lon, row.lat), (reach * east, reach * north),
                textcoords="offset points", fontsize=8, zorder=5, ha=("center", "left", "right")[east],
                va=("center", "bottom", "top")[north],
            )  # fmt: skip
            box = text.get_window_extent(renderer)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            clear = not any(box.overlaps(other) for other in boxes) and not any(
                box.padded(r).contains(x, y) for place, x, y, r in taken if place != row.place
            )
            if inside and clear:
                boxes.append(box)
                break
            text.remove()


def _radius(attempts: int, largest: int) -> float:
    return float(np.sqrt(_area(attempts, largest) / np.pi))


def places_sentence(table: pd.DataFrame) -> Sentence:
    """How many attempts have a place, how many were in the country of the conflict, and where most were, with n."""
    if table.empty:
        return say(_("No attempt in this part of the data has a place."))
    top = words.listed(f"{row.place} ({row.attempts})" for row in table.head(5).itertuples())
    if not {"placed", "attempts", "home"} <= set(table.attrs):
        all_placed = int(table["attempts"].sum())
        placed = words.count(all_placed, "attempt or appeal has a place", "attempts and appeals have a place")
        return say(_("{placed}, most in {top}."), placed=placed, top=top)
    home = table[table["country_iso3"].isin(table.attrs["home"])]
    text = say(
        _(
            "{placed} of {n} attempts and appeals have a place, {home} of these in the country of the conflict; most "
            "in {top}."
        ),
        placed=table.attrs["placed"], n=table.attrs["attempts"], home=int(home["attempts"].sum()), top=top,
    )  # fmt: skip
    came = [
        side.format(k=int(some["truces"].sum()), n=int(some["counted"].sum()))
        for some, side in (
            (home, _("of {k} of {n} attempts there")),
            (table.drop(home.index), _("of {k} of {n} abroad")),
        )
        if some["counted"].sum()
    ]
    return say(_("{placed} A truce came {came}."), placed=text, came=words.listed(came)) if came else text
