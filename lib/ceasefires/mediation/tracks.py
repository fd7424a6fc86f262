"""Rival tracks: which were open, which were tried, which carried the truce?"""

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..dates import widen
from ..words import Sentence, _, say
from .attempts import OUTCOMES, each, known
from .drawn import nothing, wrapped
from .success import TRUCES, truces

MOST = 3  # names spelt out in a sentence
WIDE = 0.3  # of the width: room for the title of a window on one line
SIDES = ("opened_earliest", "opened_latest", "closed_earliest", "closed_latest")
EVER = pd.Timestamp("0001-01-01").as_unit("s"), pd.Timestamp("9999-12-31").as_unit("s")
OPEN, HALF = "#b9c4ce", pd.Timedelta(hours=12)


def rivals_table(
    data: Dataset, *, windows: tuple[str, ...], level: str | None = None, track: str | None = None,
    classes: tuple[str, ...] = TRUCES,
) -> pd.DataFrame:  # fmt: skip
    """One row per window and track that was open or tried in it: open surely or perhaps, attempts, truces it carried.

    A window is a day, a month, a year or ``first/last``, as in ``"2020-01"`` or ``"2020-09/2020-10"``. ``attempts`` and
    ``outside`` (appeals, sponsors' contacts) count starts within it. A track carried a truce that took effect in the
    window if one of its attempts, of whatever day, produced it: ``carried_low`` surely, ``carried_high`` perhaps.
    Raises ValueError for no window or what is none, KeyError with the nearest spelling for an unknown track.
    """
    known(data, "tracks", track)
    windows = asked.several(map(asked.text, asked.at_least_one(windows, "window")))
    if level is not None:
        asked.one_of(level, asked.coded("tracks", "level"), "level of tracks")
    frame = data.tracks
    frame = frame[frame["level"] == level] if level else frame
    frame = frame[frame["track_id"] == track] if track else frame
    tries, calm = each(data), truces(data, classes=classes)
    calm = calm[calm["took_effect"]]
    made = data.links[(data.links["relation"] == "produced") & data.links["to_id"].isin(calm.index)]
    made = made.assign(track_id=made["from_id"].map(tries["track_id"]))
    rows = []
    for window in windows:
        left, right = bounds(window)
        opened = {side: frame[f"opened_{side}"].fillna(EVER[0]) for side in ("earliest", "latest")}
        closed = {side: frame[f"closed_{side}"].fillna(EVER[1]) for side in ("earliest", "latest")}
        perhaps = (opened["earliest"] <= right) & (closed["latest"] >= left)
        surely = (opened["latest"] <= right) & (closed["earliest"] >= left)
        began = tries[tries["day"].between(left, right)]
        low, high = within(calm, "effective", left, right)
        for number, name in enumerate(frame[f"name_{words.language()}"]):
            key = frame["track_id"].iloc[number]
            mine = began[began["track_id"] == key]
            carried = sorted(set(made.loc[made["track_id"] == key, "to_id"]) & set(calm.index[high]))
            if not perhaps.iloc[number] and mine.empty and not carried:
                continue
            state = "surely" if surely.iloc[number] else "perhaps" if perhaps.iloc[number] else "not"
            sure = int(low[carried].sum())
            tried = tuple(mine[["day", "outcome", "counted"]].itertuples(index=False, name=None))
            stars = tuple(calm.loc[carried, "effective_earliest"].dt.normalize())
            rows.append(
                (window, key, name, state, int(mine["counted"].sum()), int((~mine["counted"]).sum()), sure,
                 len(carried), tuple(carried), stars, tried, *(frame[side].iloc[number] for side in SIDES))
            )  # fmt: skip
    columns = ["window", "track_id", "track", "open", "attempts", "outside", "carried_low", "carried_high"]
    table = pd.DataFrame(rows, columns=[*columns, "truces", "days", "tried", *SIDES])
    order = table["window"].map({window: place for place, window in enumerate(windows)})
    table = table.assign(order=order).sort_values(
        ["order", "carried_high", "attempts", "outside", "track_id"], ascending=[True, False, False, False, True],
        kind="stable", ignore_index=True,
    ).drop(columns="order")  # fmt: skip
    table.attrs["truces"] = {w: calm.index[within(calm, "effective", *bounds(w))[1]].tolist() for w in windows}
    return table


def bounds(window: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day of a window; raise ValueError with a sentence where a side is missing."""
    edges = widen(window)
    if edges.earliest is None or edges.latest is None:
        raise ValueError(f"{window!r} is no window; write a day, a month, a year, or two of them as in 2020-09/2020-10")
    return pd.Timestamp(edges.earliest).normalize(), pd.Timestamp(edges.latest).normalize()


def within(frame: pd.DataFrame, date: str, left, right) -> tuple[pd.Series, pd.Series]:
    """Which rows have a date surely, and which perhaps, between two days."""
    first, last = frame[f"{date}_earliest"].dt.normalize(), frame[f"{date}_latest"].dt.normalize()
    surely = (first >= left) & (last <= right)
    return surely, ~(first > right) & ~(last < left)


def rivals_figure(table: pd.DataFrame, *, most: int = 6):
    """Draw ``rivals_table``: a column per window, a row per track, a line while open, marks for attempts and truces.

    The windows after the first ``most`` are left to the table.
    """
    asked.whole(most, "most", least=1)
    if table.empty:
        return nothing(rivals_sentence(table))
    every = list(dict.fromkeys(table["window"]))
    windows = every[:most]
    drawn = table[table["window"].isin(windows)]
    weight = drawn.groupby(["track_id", "track"]).agg(
        {"carried_high": "sum", "attempts": "sum", "outside": "sum", "opened_earliest": "first"}
    )
    weight = weight.sort_values(["opened_earliest", "track_id"], kind="stable").reset_index()
    busy = weight["carried_high"] + weight["attempts"] + weight["outside"] > 0
    shown = weight if len(weight) <= 20 or not busy.any() else weight[busy]
    context, picture = style.drawing(width=10, height=0.36 * len(shown) + 1.7)
    with context:
        days = [(bounds(window)[1] - bounds(window)[0]).days + 4 for window in windows]
        narrow = min(days) < WIDE * sum(days)
        axes = np.atleast_1d(picture.subplots(1, len(windows), sharey=True, width_ratios=None if narrow else days))
        for axis, window in zip(axes, windows):
            _window(axis, drawn[drawn["window"] == window], shown, window, narrow=narrow)
        axes[0].set_yticks(range(len(shown)), [wrapped(name, 34) for name in shown["track"]], fontsize=8)
        axes[0].set_ylim(len(shown) - 0.4, -0.6)
        for outcome, (colour, _codes) in OUTCOMES.items():
            axes[0].plot([], [], "o", color=colour, mec=style.SOFT, mew=0.5, ms=6, label=_(outcome))
        axes[0].plot([], [], "o", mfc=style.PAPER, mec=style.SOFT, ms=5, label=_("appeal or sponsors’ contact"))
        axes[0].plot([], [], "*", color=style.INK, ms=11, label=_("a truce it carried took effect"))
        axes[0].plot([], [], color=OPEN, lw=3, label=_("track open"))
        picture.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=5, fontsize=8)
        left_out = _left_out(len(every) - len(windows), len(weight) - len(shown))
        if left_out:
            picture.suptitle(left_out, fontsize=8, color=style.SOFT)
    picture.alt = _("Tracks, when they were open, and what was tried on them, by window. {what}").format(
        what=rivals_sentence(table)
    )
    return picture


def _left_out(windows: int, tracks: int) -> str:
    """What a picture leaves to the table, in a line."""
    more = words.count(windows, "later window", "later windows"), words.count(tracks, "idle track", "idle tracks")
    left_out = words.listed(text for number, text in zip((windows, tracks), more) if number)
    return _("only in the table: {what}").format(what=left_out) if left_out else ""


def _window(axis, rows: pd.DataFrame, shown: pd.DataFrame, window: str, *, narrow: bool) -> None:
    left, right = bounds(window)
    for y, key in enumerate(shown["track_id"]):
        row = rows[rows["track_id"] == key]
        if row.empty:
            continue
        row = row.iloc[0]
        for first, last, alpha in (("opened_latest", "closed_earliest", 1), ("opened_earliest", "closed_latest", 0.45)):
            start = left if pd.isna(row[first]) else max(left, row[first])
            end = right if pd.isna(row[last]) else min(right, row[last])
            if end >= start:
                edges = [start - HALF, end + HALF]
                axis.plot(edges, [y, y], color=OPEN, lw=3, alpha=alpha, zorder=1, solid_capstyle="butt")
        for day in sorted({day for day, _outcome, _counted in row["tried"]}):
            same = [one for one in row["tried"] if one[0] == day]
            for rank, (_day, outcome, counted) in enumerate(same):
                colour = next(colour for colour, codes in OUTCOMES.values() if outcome in codes)
                edge = style.SOFT if counted or colour == style.GRID else colour
                axis.plot(
                    day, y - 0.26 * (rank - (len(same) - 1) / 2), "o", mfc=colour if counted else style.PAPER, mec=edge,
                    mew=0.5 if counted else 1.2, ms=6 if counted else 5, zorder=3,
                )  # fmt: skip
        for day in row["days"]:
            axis.plot(max(day, left), y, "*", color=style.INK, mec=style.PAPER, mew=0.6, ms=13, zorder=4)
    axis.set_xlim(left - pd.Timedelta(days=1), right + pd.Timedelta(days=1))
    ticks = pd.date_range(left, right, periods=min((right - left).days // 15 + 1, 2 if narrow else 4)).normalize()
    axis.set_xticks(ticks, [words.day(day)[:-5] for day in ticks], fontsize=8)
    if narrow:
        axis.set_title(named(window).replace(" – ", " –\n"), fontsize=8)
    else:
        axis.set_title(named(window))
    axis.grid(axis="y", visible=False)
    axis.tick_params(axis="y", length=0)


def named(window: str) -> str:
    """A window as a reader writes it."""
    left, right = bounds(window)
    return words.days(left, right)


def rivals_sentence(table: pd.DataFrame) -> Sentence:
    """Per window: how many tracks were open, how many were tried, and which carried how many of the truces."""
    if table.empty:
        return say(_("No track was open or tried in these windows."))
    parts = []
    for window, rows in table.groupby("window", sort=False):
        low, high = int((rows["open"] == "surely").sum()), int((rows["open"] != "not").sum())
        tried = int(((rows["attempts"] + rows["outside"]) > 0).sum())
        carried = rows[rows["carried_high"] > 0]
        all_truces = table.attrs["truces"][window]
        got = {key for keys in carried["truces"] for key in keys}
        what = _("no truce took effect")
        if all_truces:
            by = words.listed(
                _("{track} ({n})").format(track=row.track, n=_pair(row.carried_low, row.carried_high))
                for row in carried.head(MOST).itertuples()
            )
            if len(carried) > MOST:
                by += _(" and {n} more").format(n=len(carried) - MOST)
            took = _("{n} took effect, {m} of them carried by a track").format(
                n=words.count(len(all_truces), "truce (declaration)", "truces (declarations)"), m=len(got)
            )
            what = f"{took}: {by}" if by else took
        parts.append(
            _("{window}: {n} open, {tried} tried; {what}").format(
                window=named(window), n=_tracks(low, high), tried=tried, what=what
            )
        )
    return Sentence(". ".join(parts) + ".")


def _tracks(low: int, high: int) -> str:
    return words.count(low, "track", "tracks") if low == high else _("{n} tracks").format(n=_pair(low, high))


def _pair(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
