"""Who stood with or against whom on a day, tie by tie."""

from datetime import date

import pandas as pd

from .. import words
from ..dataset import Dataset, moment
from ..words import Sentence, _, say
from .network import WINDOW, find, network


def ties_table(
    data: Dataset, *, day: str | date, window: int = WINDOW, actor: str | None = None, **choice
) -> pd.DataFrame:
    """One row per tie of the network of a day: from whom, stance, to whom, in what forms, since when, on what records.

    ``actor`` keeps the ties from and to one of them, and ``choice`` passes on what ``network`` takes. Raises KeyError
    with the nearest spelling for an unknown actor.
    """
    graph = network(data, day=day, window=window, **choice)
    actor = find(data, actor) if actor else None
    rows = [
        {
            "from": graph.nodes[one]["name"],
            "stance": words.label(tie["stance"]),
            "to": graph.nodes[other]["name"],
            "forms": ", ".join(map(words.label, tie["forms"])),
            "since": words.days(*tie["since"]),
            "attribution": words.label(tie["attribution"]),
            "dates": _("sure") if tie["sure"] else _("uncertain"),
            "records": ", ".join(tie["records"]),
        }
        for one, other, tie in sorted(graph.edges(data=True), key=lambda edge: (*edge[:2], edge[2]["stance"]))
        if actor in (None, one, other)
    ]
    columns = ["from", "stance", "to", "forms", "since", "attribution", "dates", "records"]
    table = pd.DataFrame(rows, columns=columns)
    table.attrs = {
        "day": moment(day),
        "window": window,
        "actor": data.name(actor, language=words.language()) if actor else None,
    }
    return table


def ties_sentence(table: pd.DataFrame) -> Sentence:
    """How many ties of which stance the day shows, among how many actors, and how many are only alleged."""
    about = {"day": words.day(table.attrs["day"]), "window": table.attrs["window"]}
    who = table.attrs["actor"]
    if table.empty:
        return say(
            _("No tie {of}is on record on {day} or in the {window} days before."),
            of=_("of {who} ").format(who=who) if who else "",
            **about,
        )
    stances = [
        _("{n} “{stance}”").format(n=n, stance=stance)
        for stance, n in sorted(table["stance"].value_counts().items(), key=lambda item: (-item[1], item[0]))
    ]
    return say(
        _("On {day}, with evidence of the last {window} days, {n} of {who}: {stances}; {weak} not established."),
        n=words.count(len(table), "tie", "ties"),
        who=who or words.count(len({*table["from"], *table["to"]}), "actor", "actors"),
        stances=words.listed(stances),
        weak=int((table["attribution"] != words.label("established")).sum()),
        **about,
    )
