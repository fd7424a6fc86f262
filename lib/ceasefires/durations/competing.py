"""Competing ends: what ends open-ended truces, and by when."""

import textwrap

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..ends import PARTS
from ..words import Sentence, _, say
from .axes import days_axis, say_so
from .counted import open_ended
from .estimators import aalen_johansen
from .survival import HORIZONS
from .tables import table
from .wording import between, number, percent, unit_of

SEED = 2020
NEVER = np.inf
KINDS = tuple(PARTS.values())
DAY = np.timedelta64(1, "D")
GRID = np.unique(np.r_[HORIZONS, np.round(np.geomspace(1, 3650, 60))])


def ends_table(
    data: Dataset, *, unit: str = "declaration", draws: int = 200, seed: int = SEED, **options
) -> pd.DataFrame:
    """One row per kind of end and day: the share of open-ended truces that had ended so within that many days.

    ``low`` to ``high`` is the range of Aalen and Johansen's (1978) estimate over draws of every uncertain day within
    its interval; an end nobody reports falls on any day up to the cut-off, by any kind of end in the data or by none,
    with equal chance. ``least`` and ``most`` are the extremes without such chance: all that is unknown assigned away
    from the kind, and to it. ``surely`` truces ended so for certain, ``perhaps`` may have. Options are those of
    ``durations.table``; raises ValueError if ``draws`` is below one.
    """
    asked.whole(draws, "draws", least=1)
    rows = open_ended(table(data, unit=unit, **options))
    possible = _possible(data, rows)
    kinds = [kind for kind in KINDS if any(kind in names for names in possible)]
    if rows.empty or not kinds:
        return _shape({}, unit_of(rows))
    every = [set(kinds) if "unknown" in names else names for names in possible]
    lengths, causes = _drawn(data, rows, kinds, np.random.default_rng(seed), draws)
    curves = np.stack([_incidence(days, cause, len(kinds)) for days, cause in zip(lengths, causes)])
    low, high = rows["low"].to_numpy()[None, :], rows["high"].to_numpy()[None, :]
    found = {}
    for place, kind in enumerate(kinds):
        may = np.array([kind in names for names in every])
        must = may & np.array([len(names) == 1 for names in possible]) & np.isfinite(high[0])
        drawn = curves[:, :, place]
        found[kind] = {
            unit_of(rows): len(rows),
            "surely": int(must.sum()),
            "perhaps": int(may.sum() - must.sum()),
            "least": (must & (high <= GRID[:, None])).mean(1),
            "low": drawn.min(0),
            "middle": np.median(drawn, axis=0),
            "high": drawn.max(0),
            "most": (may & (low <= GRID[:, None])).mean(1),
        }
    return _shape(found, unit_of(rows))


def _shape(found: dict, unit: str) -> pd.DataFrame:
    columns = [unit, "surely", "perhaps", "least", "low", "middle", "high", "most"]
    if not found:
        index = pd.MultiIndex.from_arrays([[], []], names=["end_kind", "days"])
        return pd.DataFrame({column: [] for column in columns}, index=index)
    frames = {kind: pd.DataFrame(values, index=pd.Index(GRID, name="days")) for kind, values in found.items()}
    return pd.concat(frames, names=["end_kind"])


def _incidence(days: np.ndarray, causes: np.ndarray, kinds: int) -> np.ndarray:
    curve = aalen_johansen(days, causes, kinds=kinds)
    step = np.searchsorted(curve.index.to_numpy(), GRID, side="right")
    return np.vstack([np.zeros(kinds), curve.to_numpy()])[step]


def _members(data: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """The ceasefires behind the rows, in a fixed order, each with the place of its row."""
    place = {key: number for number, key in enumerate(rows.index)}
    key = "episode_id" if rows.index.name == "episode_id" else "ceasefire_id"
    frame = data.ceasefires.sort_values("ceasefire_id", kind="stable").assign(place=lambda each: each[key].map(place))
    return frame[frame["place"].notna() & frame["effective_earliest"].notna()].astype({"place": int})


def _possible(data: Dataset, rows: pd.DataFrame) -> list[set[str]]:
    """For each row the kinds of end that its coded parts allow; ``unknown`` where no last day is known."""
    found: list[set[str]] = [set() for _row in range(len(rows))]
    sooner = rows["end_earliest"].to_numpy()
    for each in _members(data, rows).to_dict("records"):
        if not each["ended_latest"] < sooner[each["place"]]:  # else another declaration surely outlasted it
            found[each["place"]] |= _allowed(each)
    return found


def _allowed(each: dict) -> set[str]:
    """The kinds that may have come first in one truce; on one day the order of the printed rule decides."""
    if pd.isna(each["ended_latest"]):
        return {"unknown"}
    found, decided, end = set(), False, each["ended_latest"].date()
    for part, kind in PARTS.items():
        if not each[part]:
            continue
        first, last = each[f"{part}_earliest"], each[f"{part}_latest"]
        if pd.isna(first) or first.date() < end or (first.date() == end and not decided):
            found.add(kind)
        decided |= pd.notna(last) and last.date() == end
    return found


def _drawn(data: Dataset, rows: pd.DataFrame, kinds: list[str], rng: np.random.Generator, draws: int):
    """Lengths in days and causes (0 for an end not seen) of every row, one line per draw."""
    frame = _members(data, rows)
    cut_off = np.array([data.cut_offs[key] for key in frame["conflict_id"]], "datetime64[s]")
    limit = _number(pd.Series(cut_off, frame.index))
    first, last = _number(frame["effective_earliest"]), _number(frame["effective_latest"].fillna(frame["ended_latest"]))
    start = _uniform(first, np.where(np.isnan(last), limit, last), rng, draws)
    closed = np.column_stack([frame[f"{part}_latest"].notna() for part in PARTS]).any(1)
    end, cause = np.full(start.shape, NEVER), np.zeros(start.shape, int)
    for part, kind in PARTS.items():
        coded = ((frame[part] != "") & closed).to_numpy()
        low = np.where(frame[f"{part}_earliest"].isna(), first, _number(frame[f"{part}_earliest"]))
        high = np.where(frame[f"{part}_latest"].isna(), limit, _number(frame[f"{part}_latest"]))
        day = np.where(coded, _uniform(low, np.maximum(low, high), rng, draws), NEVER)
        sooner = np.floor(day) < np.floor(end)
        end, cause = np.where(sooner, day, end), np.where(sooner, kinds.index(kind) + 1 if kind in kinds else 0, cause)
    silent = (~closed & (frame["end_kind"] != "holding")).to_numpy()
    low = _number(frame["ended_earliest"])
    day, lot = _uniform(low, np.maximum(low, limit), rng, draws), rng.integers(0, len(kinds) + 1, start.shape)
    end = np.where(silent, np.where(lot > 0, day, NEVER), end)
    cause = np.where(silent, lot, cause)
    return _whole(rows, frame["place"].to_numpy(), start, end, cause, limit)


def _whole(rows: pd.DataFrame, place: np.ndarray, start, end, cause, limit):
    """Gather declarations into rows: the first start, the last end and its cause; the length within its bounds."""
    lengths, causes = np.zeros((len(start), len(rows))), np.zeros((len(start), len(rows)), int)
    low, high = rows["low"].to_numpy(), rows["high"].to_numpy()
    for row in range(len(rows)):
        some = np.flatnonzero(place == row)
        begun, over = start[:, some].min(1), end[:, some].max(1)
        last = some[end[:, some].argmax(1)]
        seen = np.isfinite(over)
        length = np.where(seen, over, limit[some[0]]) - begun
        lengths[:, row] = np.clip(length, low[row], high[row])
        causes[:, row] = np.where(seen, cause[np.arange(len(start)), last], 0)
    return lengths, causes


def _number(moments: pd.Series) -> np.ndarray:
    stamps = moments.to_numpy().astype("datetime64[s]")
    return np.where(np.isnat(stamps), np.nan, (stamps - np.datetime64(0, "s")) / DAY)


def _uniform(low: np.ndarray, high: np.ndarray, rng: np.random.Generator, draws: int) -> np.ndarray:
    """Days drawn evenly from [low, high], ends included; a moment known exactly stays as it is."""
    chance = rng.random((draws, len(low)))
    return np.where(high > low, np.floor(low + chance * (np.floor(high) - np.floor(low) + 1)), low)


def ends_at(curves: pd.DataFrame, *, days: tuple[float, ...] = (7, 90, 1095)) -> pd.DataFrame:
    """How many had ended in which way within some days, as a reader writes it: range over draws, then the extremes."""
    unit = unit_of(curves)
    shown = {}
    for kind, curve in curves.groupby("end_kind", sort=False):
        curve = curve.droplevel("end_kind")
        sure, n = int(curve["surely"].iloc[0]), int(curve[unit].iloc[0])
        cells = {_("seen to end so"): f"{between(sure, sure + int(curve['perhaps'].iloc[0]))} / {n}"}
        for day in days:
            at = curve[curve.index <= day].iloc[-1]
            shares = f"{percent(at['low'], at['high'])} ({percent(at['least'], at['most'])})"
            cells[_("within {day} days").format(day=f"{day:g}")] = shares
        shown[words.label(kind)] = cells
    return pd.DataFrame.from_dict(shown, orient="index").rename_axis(_("how it ended"))


def ends_figure(curves: pd.DataFrame):
    """Draw one panel per kind of end: the range over draws in its colour, the extremes as a pale band."""
    kinds = list(curves.index.unique("end_kind"))
    context, picture = style.drawing(width=9.5, height=3.4)
    with context:
        axes = np.atleast_1d(picture.subplots(1, max(len(kinds), 1), sharey=True))
        if not kinds:
            say_so(axes[0], ends_sentence(curves))
        axes[0].yaxis.set_major_formatter(lambda share, _place: f"{share:.0%}")
        for axis, kind in zip(axes, kinds):
            curve = curves.loc[kind]
            colour = style.ENDS[kind]
            axis.fill_between(curve.index, curve["least"], curve["most"], step="post", color=colour, alpha=0.18, lw=0)
            axis.fill_between(curve.index, curve["low"], curve["high"], step="post", color=colour, alpha=0.6, lw=0)
            axis.step(curve.index, curve["middle"], where="post", color=style.INK, lw=1)
            days_axis(axis, curve.index[-1], sparse=True)
            axis.set_ylim(0, 1)
            axis.set_title(textwrap.fill(words.label(kind), 17), fontsize=9)
        picture.suptitle(
            _("Share of open-ended truces that had ended so, by time since the start"),
            x=0.01,
            ha="left",
            fontsize=10,
            fontweight="bold",
        )
    picture.alt = _("Cumulative incidence of each kind of end, over draws and at the extremes. {what}").format(
        what=ends_sentence(curves)
    )
    return picture


def ends_sentence(curves: pd.DataFrame, *, days: float = 365) -> Sentence:
    """What had ended open-ended truces within some days, each kind as the range over draws and its extremes."""
    if curves.empty:
        return say(_("No end of an open-ended truce is known here."))
    unit = unit_of(curves)
    parts = []
    for kind, curve in curves.groupby("end_kind", sort=False):
        at = curve.droplevel("end_kind")
        at = at[at.index <= days].iloc[-1]
        parts.append(
            say(
                _("{how} {drawn} (at the extremes {extremes})"),
                how=words.label(kind),
                drawn=percent(at["low"], at["high"]),
                extremes=percent(at["least"], at["most"]),
            )
        )
    return say(
        _("Within {days} days, of {n} without a term: {parts}."),
        days=f"{days:g}",
        n=number(curves[unit].iloc[0], unit),
        parts="; ".join(parts),
    )
