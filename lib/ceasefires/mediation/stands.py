"""Who said what of one proposal, day by day: those who were asked, and those who were not?"""

import matplotlib.dates as mdates
import pandas as pd

from .. import style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .acceptance import AGAINST, authors
from .attempts import known_record
from .drawn import nothing, wrapped

LOOKS = {
    "for": (style.BLUE, "o"),
    "on a condition": (style.SKY, "o"),
    "left open": ("#9aa5b1", "s"),
    "against": (style.RED, "X"),
}


def kind(position: str) -> str:
    """A position as one of four: for, on a condition, left open, against."""
    if position in ("accepts", "supports"):
        return "for"
    return (
        "on a condition" if position == "accepts_conditionally" else "against" if position in AGAINST else "left open"
    )


def stands_table(data: Dataset, *, record: str) -> pd.DataFrame:
    """One row per position on a proposal (a ceasefire or an attempt), in order of time: who, asked or not, what, when.

    Raises KeyError with the nearest spelling where there is no such record, ValueError for what is no id.
    """
    name = str(data.record(known_record(data, record))[f"name_{words.language()}"])
    names = data.actors.set_index("actor_id")[f"name_{words.language()}"]
    frame = data.positions[data.positions["record_id"] == record]
    frame = frame.sort_values(["on_earliest", "on_latest", "position_id"], kind="stable")
    table = pd.DataFrame(
        {
            "actor_id": frame["actor_id"],
            "actor": frame["actor_id"].map(names),
            "asked": frame["addressed"].map({"yes": "yes", "no": "no"}).fillna("unknown"),
            "position": frame["position"],
            "day_earliest": frame["on_earliest"].dt.normalize(),
            "day_latest": frame["on_latest"].dt.normalize(),
            "condition": frame["condition"],
        }
    ).reset_index(drop=True)
    table.attrs["name"] = name
    table.attrs["authors"] = [names[key] for key in authors(data).get(record, ())]
    return table


def stands_figure(table: pd.DataFrame):
    """Draw ``stands_table``: a row per actor, those who were asked above, a mark per position, the last one named."""
    if table.empty:
        return nothing(stands_sentence(table))
    last = table.drop_duplicates("actor_id", keep="last").set_index("actor_id")
    asked = table.groupby("actor_id")["asked"].agg(lambda values: "yes" in set(values))
    ranks = {name: rank for rank, name in enumerate(LOOKS)}
    order = sorted(last.index, key=lambda key: (not asked[key], ranks[kind(last.loc[key, "position"])], key))
    gap = {key: y + (0 if asked[key] else 1) for y, key in enumerate(order)}
    context, picture = style.drawing(width=9, height=0.27 * (max(gap.values()) + 1) + 1.4)
    with context:
        axis = picture.subplots()
        for row in table.itertuples():
            y = gap[row.actor_id]
            colour, mark = LOOKS[kind(row.position)]
            if row.day_latest > row.day_earliest:
                axis.plot([row.day_earliest, row.day_latest], [y, y], color=colour, lw=3, alpha=0.4, zorder=2)
            axis.plot(row.day_latest, y, mark, color=colour, ms=8, mec=style.PAPER, mew=0.6, zorder=3)
        for key, row in last.iterrows():
            axis.text(
                1.01, gap[key], words.label(row["position"]), fontsize=8, va="center",
                transform=axis.get_yaxis_transform(), color=style.INK,
            )  # fmt: skip
        for side, title in ((True, _("asked")), (False, _("not asked"))):
            rows = [gap[key] for key in order if asked[key] == side]
            if rows:
                axis.axhspan(min(rows) - 0.5, max(rows) + 0.5, color="#f3f4f6", zorder=0)
                axis.text(
                    0, min(rows) - 0.55, " " + title, fontsize=8, weight="bold", va="bottom", color=style.SOFT,
                    transform=axis.get_yaxis_transform(),
                )  # fmt: skip
        axis.set_yticks([gap[key] for key in order], [wrapped(last.loc[key, "actor"], 40, 1) for key in order])
        axis.set_ylim(max(gap.values()) + 0.6, -1.2)
        locator = mdates.AutoDateLocator(minticks=3, maxticks=7)
        axis.xaxis.set_major_locator(locator)
        axis.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        axis.tick_params(axis="y", length=0)
        axis.grid(axis="y", visible=False)
        present = {kind(position) for position in table["position"]}
        for name, (colour, mark) in LOOKS.items():
            if name in present:
                axis.plot([], [], mark, color=colour, ms=8, label=_(name))
        picture.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize=8)
        axis.set_title(table.attrs.get("name", ""))
    picture.alt = _("Positions on one proposal over time, by actor. {what}").format(what=stands_sentence(table))
    return picture


def stands_sentence(table: pd.DataFrame) -> Sentence:
    """Who in the end accepted and refused a proposal, and which others supported and criticised it, with counts."""
    name = table.attrs.get("name", "")
    if table.empty:
        return say(_("No position on “{name}” is on record."), name=name)
    last = table.drop_duplicates("actor_id", keep="last")
    asked = set(table.loc[table["asked"] == "yes", "actor_id"])
    parts = []
    for side, texts in (
        (True, (("accepts", "accept"), ("refuses", "refuse"), ("leaves it open", "leave it open"))),
        (
            False,
            (("supports it", "support it"), ("criticises it", "criticise it"), ("leaves it open", "leave it open")),
        ),
    ):
        some = last[last["actor_id"].isin(asked) == side]
        found = some["position"].map(kind)
        groups = (found.isin(["for", "on a condition"]), found == "against", found == "left open")
        said = [
            _("{n} ({who})").format(n=words.count(int(group.sum()), *text), who=words.listed(some.loc[group, "actor"]))
            for group, text in zip(groups, texts)
            if group.any()
        ]
        if said:
            who = ("who was asked", "who were asked") if side else ("other who spoke", "others who spoke")
            of = _("of {n}").format(n=words.count(len(some), *who))
            parts.append(f"{of}, {words.listed(said)}")
    by = words.listed(table.attrs.get("authors", [])) or _("nobody named")
    text = "; ".join(parts)
    return say(_("“{name}”, by {by}. {parts}."), name=name, by=by, parts=text[0].upper() + text[1:])
