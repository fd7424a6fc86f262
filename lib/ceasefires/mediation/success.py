"""What counts as success: a text, a truce that took effect, a truce that held?"""

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .attempts import ROLES, each, grouped
from .drawn import interval, k_of_n, nothing, share, wrapped

TRUCES = ("cessation", "preliminary", "definitive", "pause")  # not safe exits, surrenders, ultimatums, economic deals
KINDS = {"text": style.BLUE, "effective": style.SKY, "held": style.GREEN}
TEXTS = ("partial_text", "political_text")
OPEN = ("unknown", "ongoing")
SURELY, PERHAPS, NOT = 2, 1, 0


def success_rule() -> Sentence:
    """What counts as which success, in sentences for a notebook to print."""
    return say(
        _(
            "An attempt brought a text if it ended in one, on security or politics, or in a written truce; a truce "
            "that took effect, or held so many days, if a `produced` link leads to one. An attempt whose outcome is "
            "not known counts in the upper number only, and so does a truce whose dates or writing leave it open. "
            "Appeals and sponsors’ contacts are in no denominator; safe exits, surrenders, ultimatums and economic "
            "deals are no truces here."
        )
    )


def truces(data: Dataset, *, classes: tuple[str, ...] = TRUCES) -> pd.DataFrame:
    """One row per ceasefire of the given classes: whether it took effect, and for how many days it held, [low, high].

    ``days_high`` is infinite where no last possible day of its end is known; both are NaN where it never took effect.
    """
    classes = asked.some_of(classes, asked.coded("ceasefires", "ceasefire_class"), "class of ceasefires")
    frame = data.ceasefires[data.ceasefires["ceasefire_class"].isin(classes)].set_index("ceasefire_id")
    day = pd.Timedelta(days=1)
    start = {side: frame[f"effective_{side}"].dt.normalize() for side in ("earliest", "latest")}
    end = {side: frame[f"ended_{side}"].dt.normalize() for side in ("earliest", "latest")}
    took = frame["end_kind"] != "never_effective"
    low = ((end["earliest"] - start["latest"].fillna(end["earliest"])) / day).clip(lower=0).fillna(0)
    high = ((end["latest"] - start["earliest"]) / day).fillna(np.inf)
    return frame.assign(took_effect=took, days_low=low.where(took), days_high=high.where(took))


def day_counts(days) -> tuple[int, ...]:
    """The numbers of days that a truce may have to hold, as a tuple; raise ValueError for what is none."""
    return tuple(asked.whole(number, "days") for number in asked.several(days))


def rated(
    data: Dataset, *, actor: str | None = None, days: tuple[int, ...] = (30, 90), roles: tuple[str, ...] = ROLES,
    classes: tuple[str, ...] = TRUCES,
) -> pd.DataFrame:  # fmt: skip
    """The attempts of ``attempts.each`` with 2 (surely), 1 (perhaps) or 0 per kind of success; see ``success_rule()``.

    ``text`` and ``effective`` are joined by ``held 30`` and the like; the best of several truces counts.
    """
    rows = each(data, actor=actor, roles=roles)
    calm = truces(data, classes=classes)
    links = data.links[data.links["relation"] == "produced"]
    made = links.merge(calm, left_on="to_id", right_index=True)
    grades = {"effective": made["took_effect"] * SURELY}
    for number in day_counts(days):
        grades[f"held {number}"] = (made["days_low"] >= number) * 1 + (made["days_high"] >= number) * 1
    grades["text"] = made["written"].map({"yes": SURELY, "unknown": PERHAPS, "no": NOT})
    best = pd.DataFrame(grades).groupby(made["from_id"]).max().reindex(rows.index).fillna(0).astype(int)
    agreed = rows["outcome"] == "ceasefire"
    text = np.where(rows["outcome"].isin(TEXTS), SURELY, np.where(agreed, best["text"], NOT))
    unlinked = agreed & ~rows.index.isin(links["from_id"])
    doubtful = (rows["outcome"].isin(OPEN) | unlinked).astype(int)
    columns = {"text": text, **{name: best[name] for name in best if name != "text"}}
    return rows.assign(**{name: np.maximum(grade, doubtful) for name, grade in columns.items()})


def success_table(
    data: Dataset, *, by: str | None = None, actor: str | None = None, days: tuple[int, ...] = (30, 90),
    at_least: int = 1, roles: tuple[str, ...] = ROLES, classes: tuple[str, ...] = TRUCES,
) -> pd.DataFrame:  # fmt: skip
    """One row per kind of success and group: k as [low, high], n attempts, shares and the 95 % Jeffreys interval.

    The interval runs from the lower end for the low k to the upper end for the high k (Brown, Cai and DasGupta 2001).
    Groups (``by`` track, third party, phase, format, level) of fewer than ``at_least`` attempts are left out.
    """
    days = day_counts(days)
    asked.whole(at_least, "at_least")
    rows = rated(data, actor=actor, days=days, roles=roles, classes=classes)
    rows = grouped(data, rows[rows["counted"]], by)
    sizes = rows["group"].value_counts()
    order = sorted((g for g in sizes.index if sizes[g] >= at_least), key=lambda group: (-sizes[group], group))
    cells = []
    for kind in ("text", "effective", *(f"held {number}" for number in days)):
        for group in order:
            grade = rows.loc[rows["group"] == group, kind]
            low, high, n = int((grade == SURELY).sum()), int((grade >= PERHAPS).sum()), len(grade)
            bounds = interval(low, high, n)
            cells.append((kind, group, low, high, n, low / n, high / n, *bounds))
    columns = ["success", "group", "k_low", "k_high", "n", "share_low", "share_high", "low", "high"]
    return pd.DataFrame(cells, columns=columns).astype({"k_low": int, "k_high": int, "n": int})


def title(kind: str) -> str:
    """A kind of success in a few words."""
    if kind.startswith("held "):
        return _("a truce held {n} days").format(n=kind[5:])
    return {"text": _("a text"), "effective": _("a truce took effect")}[kind]


def success_figure(table: pd.DataFrame):
    """Draw ``success_table``: a column per kind of success, a row per group, [low, high], interval and k of n."""
    if table.empty:
        return nothing(success_sentence(table))
    kinds, groups = list(dict.fromkeys(table["success"])), list(dict.fromkeys(table["group"]))
    alone = len(groups) == 1  # then the kinds of success are the rows of one panel
    lines = [title(kind) for kind in kinds] if alone else [wrapped(group) for group in groups]
    context, picture = style.drawing(width=9 if alone else 10, height=0.36 * len(lines) + 1.2)
    with context:
        axes = np.atleast_1d(picture.subplots(1, 1 if alone else len(kinds), sharey=True))
        for number, kind in enumerate(kinds):
            axis = axes[0 if alone else number]
            for row in table[table["success"] == kind].itertuples():
                y = number if alone else groups.index(row.group)
                share(axis, y, row, colour=KINDS[kind.split()[0]])
            if not alone:
                axis.set_title(title(kind))
        for axis in axes:
            axis.set_xlim(0, 1.2 if alone else 1.62)
            axis.set_xticks([0, 0.5, 1], ["0", _("half"), _("all")])
            axis.set_ylim(len(lines) - 0.4, -0.6)
            axis.tick_params(length=0)
            axis.spines["bottom"].set_visible(False)
        axes[0].set_yticks(range(len(lines)), lines)
        picture.supxlabel(
            _("share of attempts; thick: between the low and the high count, thin: 95 % Jeffreys interval"),
            fontsize=8, color=style.SOFT,
        )  # fmt: skip
    picture.alt = _("Shares of attempts that succeeded, by what counts as success. {what}").format(
        what=success_sentence(table)
    )
    return picture


def success_sentence(table: pd.DataFrame) -> Sentence:
    """How many attempts succeeded by each meaning of the word; by group, where most and fewest truces took effect."""
    if table.empty:
        return say(_("There is no attempt in this part of the data that belongs in a denominator."))
    groups = list(dict.fromkeys(table["group"]))
    if len(groups) == 1:
        parts = [
            _("{kind}: {k} ({low:.0%} to {high:.0%})").format(
                kind=title(row.success), k=k_of_n(row.k_low, row.k_high, row.n), low=row.low, high=row.high
            )
            for row in table.itertuples()
        ]
        return say(
            _("Of {n}, with 95 % interval: {parts}."),
            n=words.count(table["n"].iloc[0], "attempt", "attempts"),
            parts="; ".join(parts),
        )
    took = table[table["success"] == "effective"].sort_values(["share_low", "share_high"], kind="stable")
    few, many = took.iloc[0], took.iloc[-1]
    apart = few["high"] < many["low"]
    return say(
        _(
            "Of {n} groups, a truce took effect most often for {many} ({k}) and least often for {few} ({j}); the "
            "intervals of these two, picked as the extremes, {apart}."
        ),
        n=len(groups),
        many=many["group"], k=k_of_n(many["k_low"], many["k_high"], many["n"]),
        few=few["group"], j=k_of_n(few["k_low"], few["k_high"], few["n"]),
        apart=_("do not overlap") if apart else _("overlap"),
    )  # fmt: skip
