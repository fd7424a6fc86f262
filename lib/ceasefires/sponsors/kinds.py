"""Did those who mediated back nobody, one side, both, or opposite sides?"""

from itertools import combinations

import matplotlib.dates as mdates
import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..mediation.attempts import known
from ..mediation.drawn import nothing, wrapped
from ..mediation.success import day_counts, rated
from ..words import Sentence, _, say
from .backing import FORMS
from .sides import COUNTED, Day, camps_of, grade, reachable

KINDS = {
    "no_backing": "#cbd2d9",
    "one_sided": style.SKY,
    "shared": style.GREEN,
    "opposed": style.RED,
    "uncertain": style.PAPER,
}
ORDER = tuple(KINDS)[:4]
STEPS = {1: "M", 5: "Q"}  # months where the attempts span up to a year, quarters up to five, else years


def table(data: Dataset, *, actor: str | None = None, forms=FORMS, days: tuple[int, ...] = (30, 90)) -> pd.DataFrame:
    """One row per mediation attempt with a mediator, sponsor or guarantor: whom these backed, and what followed.

    ``kind_low`` and ``kind_high`` are the least and the most that uncertain days and allegations allow, from no_backing
    and one_sided over shared (both sides, but nobody opposed) to opposed; ``kind`` is *uncertain* where they differ,
    ``possible`` all that they allow.
    ``sides`` and ``backing`` are in words (? is perhaps), ``completed`` says that the camps of the day were read in,
    ``pairs`` and ``perhaps_pairs`` who opposed whom, ``alignments`` the evidence. What followed is graded 2 surely,
    1 perhaps, 0 not, as in ``mediation.success``. ``actor`` keeps the attempts of one third party and of those that
    belong to it. Raises KeyError or ValueError with the nearest spelling for an unknown actor or form.
    """
    known(data, "actors", actor)
    days = day_counts(days)
    camps = camps_of(data, forms)
    names = data.actors.set_index("actor_id")[f"name_{words.language()}"].to_dict()
    keys = [key for key in camps.attempts.index if camps.third[key]]
    keys = [key for key in keys if actor is None or camps.head[actor] in camps.third[key]]
    rows = camps.attempts.loc[keys].join(
        rated(data, days=days, roles=COUNTED)[["text", "effective", *(f"held {number}" for number in days)]]
    )
    found = pd.DataFrame([_kind(camps.of(key), names) for key in keys], index=rows.index, columns=_COLUMNS)
    rows = rows.assign(third_parties=[", ".join(names[third] for third in camps.third[key]) for key in keys])
    return rows.join(found)


_COLUMNS = [
    "sides",
    "completed",
    "backing",
    "pairs",
    "perhaps_pairs",
    "possible",
    "kind_low",
    "kind_high",
    "kind",
    "alignments",
]


def _kind(day: Day, names: dict[str, str]) -> tuple:
    grades = {
        grade(state)
        for loose in (True, False)
        for state in reachable([day.options(third, loose=loose) for third in day.third])
    }
    possible = tuple(ORDER[number] for number in sorted(grades))
    low, high = possible[0], possible[-1]
    couples = [(pair, *day.opposed(*pair)) for pair in combinations(day.third, 2)]
    called = [(" – ".join(names[one] for one in pair), surely) for pair, surely, perhaps in couples if perhaps]
    labels = [" + ".join(names[name] for name in who) for who, _family in day.partitions[0]]
    backing = [_backing(day, third, labels, names) for third in day.third]
    return (
        "; ".join(labels), day.completed, "; ".join(filter(None, backing)),
        tuple(pair for pair, surely in called if surely), tuple(pair for pair, surely in called if not surely),
        possible, low, high, low if low == high else "uncertain", day.evidence(),
    )  # fmt: skip


def _backing(day: Day, third: str, labels: list[str], names: dict[str, str]) -> str:
    """A third party with the sides that it backed, a question mark at those that it backed perhaps."""
    masks = day.options(third, loose=True)
    parts = [
        label + ("" if all(mask >> side & 1 for mask in masks) else "?")
        for side, label in enumerate(labels)
        if any(mask >> side & 1 for mask in masks)
    ]
    return f"{names[third]} → {', '.join(parts)}" if parts else ""


def opposed(rows: pd.DataFrame) -> pd.DataFrame:
    """The attempts of ``table`` whose third parties backed opposite sides, surely or perhaps, in order of time."""
    some = rows[rows["kind_high"] == "opposed"]
    return pd.DataFrame(
        {
            _("attempt"): some["name"],
            _("day"): list(map(words.days, some["start_earliest"], some["start_latest"])),
            _("whom they backed"): some["backing"],
            _("opposed"): some["kind_low"].map({"opposed": _("surely")}).fillna(_("perhaps")),
            _("outcome"): some["outcome"].map(words.label),
        }
    )


def periods(rows: pd.DataFrame) -> pd.DataFrame:
    """Attempts per kind and period: years, or quarters or months where ``table`` spans less; one row per period."""
    when = rows["day"].dropna()
    if when.empty:
        return pd.DataFrame(columns=list(KINDS), dtype=int).rename_axis("period")
    span = (when.max() - when.min()).days / 365.25
    step = next((step for most, step in STEPS.items() if span <= most), "Y")
    period = when.dt.to_period(step)
    counts = pd.crosstab(period, rows.loc[when.index, "kind"])
    return counts.reindex(
        index=pd.period_range(period.min(), period.max(), freq=step), columns=list(KINDS), fill_value=0
    ).rename_axis("period")


def figure(rows: pd.DataFrame, *, most: int = 8):
    """Draw ``table`` over time: attempts per period by kind, below them the attempts of the ``most`` opposed pairs."""
    if rows.empty:
        return nothing(sentence(rows))
    counts = periods(rows)
    marks = _marks(rows)
    pairs = list(dict.fromkeys(marks["pair"]))[:most]
    context, picture = style.drawing(width=9.5, height=3.4 + 0.25 * max(len(pairs), 1))
    with context:
        above, below = picture.subplots(2, 1, sharex=True, height_ratios=[2.3, 0.25 * max(len(pairs), 1) + 0.1])
        left, width = counts.index.start_time, counts.index.end_time - counts.index.start_time
        base = pd.Series(0, index=counts.index)
        for kind, colour in KINDS.items():
            some = counts[kind] > 0
            if some.any():
                above.bar(
                    left[some], counts.loc[some, kind], width=width[some] * 0.92, bottom=base[some], align="edge",
                    color=colour, label=words.label(kind), hatch="////" if kind == "uncertain" else None, lw=0.5,
                    ec=style.SOFT if kind == "uncertain" else style.PAPER,
                )  # fmt: skip
                base = base + counts[kind]
        above.set_title(_("Attempts by whom their third parties backed that day"))
        above.grid(axis="x", visible=False)
        below.set_title(_("Attempts of two who backed opposite sides (hollow: perhaps)"))
        for y, pair in enumerate(pairs):
            for sure, face in ((True, style.RED), (False, style.PAPER)):
                some = marks[(marks["pair"] == pair) & (marks["surely"] == sure)]
                below.plot(some["day"], [y] * len(some), "o", ms=5.5, mfc=face, mec=style.RED, alpha=0.85, ls="")
        below.set_yticks(range(len(pairs)), [wrapped(pair, 32) for pair in pairs], fontsize=8)
        below.set_ylim(max(len(pairs), 1) - 0.4, -0.6)
        below.tick_params(axis="y", length=0)
        if not pairs:
            below.set_yticks([0], [_("no such pair")])
        below.set_xlim(left[0], left[-1] + width[-1])
        below.xaxis.set_major_formatter(mdates.ConciseDateFormatter(below.xaxis.get_major_locator()))
        above.yaxis.get_major_locator().set_params(integer=True)
        picture.legend(*above.get_legend_handles_labels(), loc="outside upper center", ncols=5, fontsize=8)
    picture.alt = _(
        "Bars: mediation attempts per period by whom the third parties backed; marks: {pairs}. {what}"
    ).format(pairs=words.listed(pairs) or _("no opposed pair"), what=sentence(rows))
    return picture


def _marks(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per attempt and opposed pair, the pairs with most attempts first."""
    cells = [
        (pair, day, surely)
        for day, sure, perhaps in zip(rows["day"], rows["pairs"], rows["perhaps_pairs"])
        for surely, pairs in ((True, sure), (False, perhaps))
        for pair in pairs
    ]
    marks = pd.DataFrame(cells, columns=["pair", "day", "surely"])
    often = marks.groupby("pair")["surely"].agg(["sum", "size"])
    marks["often"], marks["all"] = marks["pair"].map(often["sum"]), marks["pair"].map(often["size"])
    return marks.sort_values(["often", "all", "pair", "day"], ascending=[False, False, True, True], kind="stable")


def sentence(rows: pd.DataFrame) -> Sentence:
    """How many attempts had backers of nobody, one side, both or opposite sides, [low, high], and who opposed whom."""
    if rows.empty:
        return say(_("No attempt in this part of the data has a mediator, sponsor or guarantor."))
    counts = []
    for kind in ORDER:
        surely, perhaps = (rows["kind"] == kind).sum(), sum(kind in kinds for kinds in rows["possible"])
        counts.append(str(surely) if surely == perhaps else _("{low} to {high}").format(low=surely, high=perhaps))
    marks = _marks(rows)
    most = marks[marks["surely"]].drop_duplicates("pair").head(1)
    who = [
        _(" The two who were opposed most often are {pair}, in {n}.").format(
            pair=row.pair, n=words.count(row.often, "attempt", "attempts")
        )
        for row in most.itertuples()
    ]
    return say(
        _(
            "Of {n} with a mediator, sponsor or guarantor, {opposed} had opposed backers; in {shared} both sides were "
            "backed but nobody was opposed, in {one} one side, and in {none} no backing of a side is coded.{who}"
        ),
        n=words.count(len(rows), "mediation attempt", "mediation attempts"),
        none=counts[0], one=counts[1], shared=counts[2], opposed=counts[3], who="".join(who),
    )  # fmt: skip
