"""The pages of a news item taken apart: verdicts, what changed, who stood where, what came after."""

import pandas as pd

from .. import asked, words
from ..dataset import Dataset, moment
from ..dates import widen
from ..lengths import days
from ..words import Sentence, _, say
from . import proposals
from .bearing import ABSENT, CONTRADICTED, PARTLY, SUPPORTED, together
from .deeds import THIRD_PARTIES
from .standing import spells
from .verdicts import judge

LAST_MOMENT = pd.Timedelta(days=1) - pd.Timedelta(seconds=1)  # of a day, for records with an hour
BEFORE = 90  # days before the item in which a war's turn is looked for


def table(data: Dataset, *, claims: pd.DataFrame) -> pd.DataFrame:
    """One row per claim: its place in the item, its text, the verdict of the data, why, and the records it rests on."""
    rows = []
    for _i, claim in claims.iterrows():
        verdict = judge(data, claim)
        text = claim[f"text_{words.language()}"]
        rows.append((claim["claim_id"], claim["order"], claim["layer"], text, *verdict))
    columns = ["claim_id", "order", "layer", "claim", "verdict", "records", "why"]
    frame = pd.DataFrame(rows, columns=columns).set_index("claim_id")
    return frame[["order", "layer", "claim", "verdict", "why", "records"]]


def by_claim(rows: pd.DataFrame, *, layer: str = "told") -> pd.Series:
    """The verdict on each numbered claim of the item, its parts taken together."""
    some = rows[rows["layer"] == layer]
    return some.groupby("order")["verdict"].agg(lambda verdicts: together(list(verdicts)))


def sentence(rows: pd.DataFrame) -> Sentence:
    """How many of the item's claims the data support, in one sentence; and what the second question adds."""
    told, checked = by_claim(rows), rows[rows["layer"] == "checked"]["verdict"]
    if told.empty:
        return say(_("The item makes no claim."))
    return say(
        _(
            "Of {n}, {supported} are supported, {partly} in part, {absent} not in the data and {contradicted} "
            "contradicted; asked a second time whether it was so, {yes} of {asked} answers are yes, {half} in part, "
            "{none} not in the data."
        ),
        n=words.count(len(told), "claim", "claims"),
        supported=(told == SUPPORTED).sum(),
        partly=(told == PARTLY).sum(),
        absent=(told == ABSENT).sum(),
        contradicted=(told == CONTRADICTED).sum(),
        yes=(checked == SUPPORTED).sum(),
        asked=len(checked),
        half=(checked == PARTLY).sum(),
        none=(checked == ABSENT).sum(),
    )


def changes(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """One row per claim whose verdict or reason a later reader has differently: verdict and reason then and now."""
    both = then.join(now[["verdict", "why", "records"]], rsuffix="_now")
    both = both[(both["verdict"] != both["verdict_now"]) | (both["why"] != both["why_now"])]
    return pd.DataFrame(
        {
            _("claim"): both["claim"],
            _("then"): both["verdict"].map(words.label),
            _("why then"): both["why"],
            _("now"): both["verdict_now"].map(words.label),
            _("why now"): both["why_now"],
        }
    )


def stands(data: Dataset, *, claims: pd.DataFrame, day: str) -> pd.DataFrame:
    """One row per pair of the item's actors and stance on that day: the forms, since when, on whose word.

    ``sure`` is false where the dates allow that the spell had not begun or was over.
    """
    when = pd.Timestamp(moment(day))
    actors = list(dict.fromkeys(key for cell in [*claims["actor_id"], *claims["target_id"]] for key in cell))
    found = [spells(data, actor, target, when) for actor in actors for target in actors]
    found = [frame for frame in found if len(frame)]
    if not found:
        return pd.DataFrame(columns=["actor", "target", "stance", "forms", "since", "attribution", "sure", "records"])
    frame = pd.concat(found).sort_values(["since_latest", "alignment_id"], kind="stable")
    groups = frame.groupby(["actor_id", "target_id", "stance"], sort=False)
    rows = [
        {
            "actor": data.name(actor, language=words.language()),
            "target": data.name(target, language=words.language()),
            "stance": stance,
            "forms": ", ".join(dict.fromkeys(words.label(form) for form in group["form"])),
            "since": words.days(group["since_earliest"].iloc[0], group["since_latest"].iloc[0]),
            "attribution": ", ".join(dict.fromkeys(group["attribution"])),
            "sure": bool(group["sure"].any()),
            "records": tuple(group["alignment_id"]),
        }
        for (actor, target, stance), group in groups
    ]
    return pd.DataFrame(rows).sort_values(["actor", "stance", "target"], kind="stable").reset_index(drop=True)


def failed(data: Dataset, *, claims: pd.DataFrame) -> pd.DataFrame:
    """One row per earlier truce of the actors of a ``lasted`` claim: when, how and after how many days it ended."""
    some = claims[claims["predicate"] == "lasted"]
    if some.empty:
        raise ValueError(_("no claim of this item says that truces lasted or failed"))
    frame = proposals.earlier(data, some.iloc[0])
    return pd.DataFrame(
        {
            _("truce"): frame[f"name_{words.language()}"],
            _("took effect"): list(map(words.days, frame["effective_earliest"], frame["effective_latest"])),
            _("ended"): list(map(words.days, frame["ended_earliest"], frame["ended_latest"])),
            _("how"): frame["end_kind"].map(words.label),
            _("days, at least"): _whole(frame["days_low"]),
            _("days, at most"): _whole(frame["days_high"]),
            _("failed"): frame["failed"].map(words.label),
        }
    ).set_index(frame["ceasefire_id"].rename(_("id")))


def _whole(days: pd.Series) -> list[str]:
    return ["–" if pd.isna(number) else f"{number:.0f}" for number in days]


def lead(data: Dataset, *, claims: pd.DataFrame) -> pd.DataFrame:
    """One row per form of a ``supplied`` claim: since when, the first place won, and the days between, [low, high].

    The turn is the first place that the supplied side won from anybody in the 90 days before the item's day.
    """
    some = claims[(claims["predicate"] == "supplied") & (claims["forms"].map(len) > 0)]
    if some.empty:
        raise ValueError(_("no claim of this item says that somebody was supplied with something"))
    claim, rows = some.iloc[0], []
    gains = data.events[data.events["kind"] == "control_change"]
    gains = gains[gains["control_gain_actor_id"].isin(claim["target_id"])]
    window = claim["on_earliest"] - pd.Timedelta(days=BEFORE), claim["on_latest"]
    gains = gains[gains["started_earliest"].between(*window)].sort_values(["started_earliest", "event_id"])
    if gains.empty:
        raise ValueError(_("no place is on record as won in the weeks before"))
    turn = gains.iloc[0]
    for form in claim["forms"]:
        spell = data.alignments[
            data.alignments["actor_id"].isin(claim["actor_id"])
            & data.alignments["target_id"].isin(claim["target_id"])
            & (data.alignments["form"] == form)
        ].sort_values("since_earliest")
        for row in spell.head(1).itertuples():
            days = (
                (turn["started_earliest"] - row.since_latest).days,
                (turn["started_latest"] - row.since_earliest).days,
            )
            since = words.days(row.since_earliest, row.since_latest)
            rows.append((words.label(form), since, turn[f"name_{words.language()}"], *days, row.alignment_id))
    columns = ["form", "since", "first place won", "days_low", "days_high", "record"]
    return pd.DataFrame(rows, columns=columns).set_index("form")


def terms(data: Dataset, *, claims: pd.DataFrame) -> pd.DataFrame:
    """One row per term of the proposals of a ``compared`` claim, side by side, with whether they agree."""
    some = claims[claims["predicate"] == "compared"]
    if some.empty:
        raise ValueError(_("no claim of this item compares two proposals"))
    keys = some.iloc[0]["record_ids"][:2]
    frame = proposals.terms(data, keys)
    frame["compared"] = frame["compared"].map(words.label)
    for key in keys:
        frame[key] = [_said(field, value) for field, value in frame[key].items()]
    return frame.rename(columns={key: data.name(key, language=words.language()) for key in keys})


def _said(field: str, value: str) -> str:
    """The value of a term in a reader's words; of a start there may be several reports."""
    parts = filter(None, value.split("; "))
    if field == "start":
        return "; ".join(words.days(*widen(part)) for part in parts)
    return "; ".join(_("none") if part == "none" else words.label(part) for part in parts)


def after(data: Dataset, *, claims: pd.DataFrame, day: str, until: str) -> pd.DataFrame:
    """What came after: a row per truce (with the days it held), per text, per attempt of two of the item's actors.

    Raises ValueError where ``until`` lies before the day.
    """
    asked.period(day, until)
    first, last = pd.Timestamp(moment(day)) + pd.Timedelta(days=1), pd.Timestamp(moment(until)) + LAST_MOMENT
    actors = {key for cell in claims["actor_id"] for key in cell}
    thirds = data.roles[data.roles["role"].isin(THIRD_PARTIES) & data.roles["actor_id"].isin(actors)]
    shared = thirds.groupby("record_id")["actor_id"].nunique()
    tries = data.mediations[data.mediations["started_earliest"].between(first, last)]
    texts = tries["outcome"].isin(["ceasefire", "partial_text", "political_text"])
    tries = tries[texts | (tries["mediation_id"].map(shared).fillna(0) > 1)]
    truces = data.ceasefires[data.ceasefires["declared_earliest"].between(first, last)]
    end = truces["ended_earliest"].clip(upper=data.cut_off)
    held = days(truces["effective_latest"], end, start_hour=truces["effective"].str.contains("T"))
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "id": tries["mediation_id"],
                    "day": tries["started_earliest"],
                    "what": tries[f"name_{words.language()}"],
                    "came of it": tries["outcome"].map(words.label),
                    "held, days": "",
                }
            ),
            pd.DataFrame(
                {
                    "id": truces["ceasefire_id"],
                    "day": truces["declared_earliest"],
                    "what": truces[f"name_{words.language()}"],
                    "came of it": truces["end_kind"].map(words.label),
                    "held, days": _whole(held),
                }
            ),
        ]
    ).sort_values(["day", "id"], kind="stable")
    return rows.assign(day=rows["day"].map(words.day)).set_index("id")
