"""Which two third parties broker together while they back opposite sides, more often than their cases explain?"""

from itertools import combinations

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..mediation.drawn import nothing, wrapped
from ..shares import jeffreys
from ..words import Sentence, _, say
from .backing import FORMS
from .curveball import null, together
from .sides import Camps, camps_of

SEED = 20200615
BLOCKS = ("phase_id", "format", "track_id", "level")
WITHIN = ("phase_id", "format")  # chance deals third parties anew among attempts that agree in these
COLUMNS = ["first_id", "second_id", "first", "second", "together", "opposed", "perhaps"]
CHANCE = [
    "expected", "chance_low", "chance_high", "p", "p_family", "p_family_low", "p_family_high", "family_high", "null",
]  # fmt: skip


def pairs_table(
    data: Dataset, *, forms=FORMS, within: tuple[str, ...] = WITHIN, draws: int = 4000, seed: int = SEED
) -> pd.DataFrame:
    """One row per pair of third parties, ranked by the attempts that they sponsored together while surely opposed.

    ``together`` counts the attempts that both mediated, sponsored or guaranteed, ``opposed`` those in which they surely
    backed opposite sides, ``perhaps`` those in which they may have. Chance deals third parties anew among the attempts
    of one phase and format (``within``), so that each keeps its number of attempts and each attempt its number of
    third parties; alignments stay (curveball: Strona et al. 2014). ``expected`` is the mean by chance, ``chance_low``
    and ``chance_high`` hold the middle 95 % of draws, ``null`` the share of draws with 0, 1, 2, … ``p`` is of this
    pair, ``p_family`` of the largest count of any pair, ``p_family_low`` and ``p_family_high`` hold what so many draws
    leave open of it (95 %, Jeffreys), ``family_high`` is the 95 % point of that largest count. The smallest p that so
    many draws can give is 1 / (draws + 1). Raises ValueError with the nearest spelling for an unknown form or column.
    """
    asked.whole(draws, "draws", least=1)
    found = _tally(data, forms, within, draws, seed)
    names = {key: data.name(key, language=words.language()) for key in {key for pair in found for key in pair}}
    largest = np.max([tally["drawn"] for tally in found.values()], axis=0) if found else np.zeros(draws)
    rows = []
    for (one, other), tally in found.items():
        drawn, seen = tally["drawn"], tally["opposed"]
        low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
        reached, by_any = (int((some >= seen).sum()) for some in (drawn, largest))
        p, family = ((1 + number) / (draws + 1) for number in (reached, by_any))
        shares = tuple(np.bincount(drawn) / draws)
        top = int(np.quantile(largest, 0.95, method="inverted_cdf"))
        chance = drawn.mean(), int(low), int(high), p, family, *jeffreys(by_any, draws), top
        counts = tally["together"], seen, tally["perhaps"]
        rows.append((one, other, names[one], names[other], *counts, *chance, shares))
    table = pd.DataFrame(rows, columns=[*COLUMNS, *CHANCE])
    table = table.sort_values(
        ["opposed", "p", "perhaps", "together", "first_id", "second_id"],
        ascending=[False, True, False, False, True, True],
    )
    return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="rank"))


def _tally(data: Dataset, forms, within, draws: int, seed: int) -> dict[tuple[str, str], dict]:
    """Per pair that ever sponsored together, or could have while opposed: observed counts and those by chance."""
    camps = camps_of(data, forms)
    within = asked.some_of(within, BLOCKS, "column within which chance deals")
    rows = camps.attempts.loc[[key for key in camps.attempts.index if camps.third[key]]].sort_index()
    conflicts = pd.Series(camps.conflict).reindex(rows.index)
    found: dict[tuple[str, str], dict] = {}
    for number, (_block, some) in enumerate(rows.groupby([conflicts, *within], sort=True)):
        thirds = sorted({third for key in some.index for third in camps.third[key]})
        column = {third: place for place, third in enumerate(thirds)}
        names = list(combinations(thirds, 2))
        pairs = np.array([(column[a], column[b]) for a, b in names], int).reshape(-1, 2)
        observed = np.array([[third in camps.third[key] for third in thirds] for key in some.index])
        surely, perhaps = _opposed(camps, some.index, names)
        if observed.sum(axis=1).max() > 1 and surely.any():
            drawn = together(null(observed, draws=draws, rng=np.random.default_rng([seed, number])), surely, pairs)
        else:
            drawn = np.zeros((draws, len(names)), np.int32)
        both = [together(observed[None], grid, pairs)[0] for grid in (np.ones_like(surely), surely, perhaps)]
        for place in np.flatnonzero((both[0] > 0) | drawn.any(axis=0)):
            tally = found.setdefault(
                names[place], {"together": 0, "opposed": 0, "perhaps": 0, "drawn": np.zeros(draws, np.int32)}
            )
            for name, counts in zip(("together", "opposed", "perhaps"), both):
                tally[name] += int(counts[place])
            tally["drawn"] = tally["drawn"] + drawn[:, place]
    return found


def _opposed(camps: Camps, attempts, names) -> tuple[np.ndarray, np.ndarray]:
    """Per attempt and pair, whether the two would be opposed there: surely, and perhaps."""
    surely, perhaps = (np.zeros((len(attempts), len(names)), bool) for _side in range(2))
    for row, key in enumerate(attempts):
        day = camps.of(key)
        active = {third for third in {a for pair in names for a in pair} if third in day.backers}
        for place, (one, other) in enumerate(names):
            if one in active and other in active:
                surely[row, place], perhaps[row, place] = day.opposed(one, other)
    return surely, perhaps


def pairs_figure(rows: pd.DataFrame, *, most: int = 12):
    """Draw the first pairs of ``pairs_table``: a dot for what was seen, grey discs for how often chance gave what."""
    asked.whole(most, "most", least=1)
    if rows.empty:
        return nothing(pairs_sentence(rows))
    some = rows.head(most)
    context, picture = style.drawing(width=9.5, height=0.36 * len(some) + 1.5)
    with context:
        axis = picture.subplots()
        for y, row in enumerate(some.itertuples()):
            shares = np.array(row.null)
            counts = np.flatnonzero(shares > 0.002)
            axis.scatter(counts, [y] * len(counts), s=260 * shares[counts], color="#b8c2cc", lw=0, zorder=2)
            axis.plot(row.opposed, y, "D", ms=6, color=style.RED if row.p_family_high <= 0.05 else style.BLUE, zorder=4)
            text = _("{k} of {n} together, p = {p}").format(k=row.opposed, n=row.together, p=f"{row.p:.2g}")
            axis.text(1.01, y, text, transform=axis.get_yaxis_transform(), va="center", fontsize=8)
        axis.axvline(some["family_high"].iloc[0], color=style.INK, lw=0.9, ls=(0, (3, 3)), zorder=1)
        axis.annotate(
            _("95 % of the largest\ncounts by chance"), (some["family_high"].iloc[0], len(some) - 0.5),
            xytext=(-4, 2), textcoords="offset points", ha="right", va="bottom", fontsize=8, color=style.SOFT,
        )  # fmt: skip
        axis.set_yticks(range(len(some)), [wrapped(f"{a} – {b}", 34) for a, b in zip(some["first"], some["second"])])
        axis.tick_params(axis="y", length=0, labelsize=8)
        axis.set_ylim(len(some) - 0.4, -0.6)
        axis.set_xlim(-0.6, max(axis.get_xlim()[1], some["family_high"].iloc[0] + 1))
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.set_xlabel(_("attempts sponsored together while backing opposite sides"))
        axis.set_title(_("Seen (diamond) and by chance (discs, area by how often)"))
    picture.alt = _(
        "Pairs of third parties by attempts sponsored together while backing opposite sides. {what}"
    ).format(what=pairs_sentence(rows))
    return picture


def pairs_sentence(rows: pd.DataFrame) -> Sentence:
    """Which pair sponsored most attempts while backing opposite sides, and whether that is more than chance gives."""
    if rows.empty:
        return say(_("No two third parties sponsored an attempt together in this part of the data."))
    top = rows.iloc[0]
    if not top["opposed"]:
        return say(
            _("Of {n} that sponsored attempts together, none surely backed opposite sides."),
            n=words.count(len(rows), "pair", "pairs"),
        )
    tied = rows[rows["opposed"] == top["opposed"]]
    pair = words.listed(f"{row.first} – {row.second}" for row in tied.itertuples())
    alone = rows[(rows["p"] <= 0.05) & (rows["opposed"] > 0)]
    if top["p_family_high"] <= 0.05:
        verdict = _("more than their numbers of attempts explain")
    elif top["p_family_low"] > 0.05:
        verdict = _("no more than their numbers of attempts explain")
    else:
        verdict = _("too near to 5 % for so many draws to say whether their numbers of attempts explain it")
    others = [
        _("{pair} ({k}, p = {p})").format(pair=f"{row.first} – {row.second}", k=row.opposed, p=f"{row.p:.2g}")
        for row in alone.itertuples()
    ]
    return say(
        _(
            "Of {n} that sponsored attempts together or could have done so on opposite sides, {pair} did so most "
            "often: in {k}. Chance gives {expected} on average ({low} to {high} in 95 % of draws, at most {most}), and "
            "as many to some pair with p = {family} (the draws leave {family_low} to {family_high} open): {verdict}. "
            "Each by itself, p ≤ 0.05 for {others}."
        ),
        n=words.count(len(rows), "pair", "pairs"), pair=pair,
        k=words.count(top["opposed"], "attempt", "attempts"), expected=f"{top['expected']:.1f}",
        low=top["chance_low"], high=top["chance_high"],
        most=len(top["null"]) - 1, family=f"{top['p_family']:.2g}",
        family_low=f"{top['p_family_low']:.2g}", family_high=f"{top['p_family_high']:.2g}", verdict=verdict,
        others=words.listed(others) or _("no pair"),
    )  # fmt: skip
