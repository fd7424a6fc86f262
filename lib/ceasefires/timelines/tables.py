"""The rows behind every timeline, and what they say in a sentence."""

import pandas as pd

from .. import asked, words
from ..dataset import Dataset, moment
from ..words import Sentence, _, say

THIRD_PARTIES = ("mediator", "facilitator", "sponsor", "guarantor", "host", "proposer", "monitor", "buffer")
SIDES = ("party", "declarer", "addressee")
TURNS = ("offensive", "breach", "control_change")
FAILED = ("broken", "renounced", "lapsed")
UNMADE = ("cancelled", "postponed", "refused")
PEOPLE = ("parties", "third_parties", "positions")


def table(data: Dataset) -> pd.DataFrame:
    """One row per thing on the time axis, by id: a ceasefire, a mediation attempt, an event, a month's deaths.

    ``lane`` says which of the four it is, ``group`` the theatre or track, ``how`` the kind of end, the outcome or
    the kind of event; starts and ends are first and last possible day, NaT where open. A proposal starts on the day
    it was made, an attempt that did not take place on the day for which it was planned.
    """
    named = f"name_{words.language()}"
    theatres = data.theatres.set_index("theatre_id")[named]
    tracks = data.tracks.set_index("track_id")[named]
    turns = data.events[data.events["kind"].isin(TURNS)]
    rows = pd.concat(
        [
            _lane("ceasefires", data.ceasefires, data.ceasefires["theatre_id"].map(theatres), "end_kind", "declared"),
            _lane("mediations", data.mediations, data.mediations["track_id"].map(tracks), "outcome", "planned"),
            _lane("events", turns, turns["theatre_id"].map(theatres), "kind", "started"),
            _deaths(data),
        ],
        ignore_index=True,
    )
    people = _people(data)
    for column in PEOPLE:
        rows[column] = pd.array([people[column].get(key, "") for key in rows["id"]], dtype="str")
    return rows.sort_values(["lane", "start_earliest", "id"], kind="stable").set_index("id")


def _lane(lane: str, frame: pd.DataFrame, group: pd.Series, how: str, before: str) -> pd.DataFrame:
    """Rows of one lane; where the thing has no start of its own, the day ``before`` it stands in."""
    begin = "effective" if lane == "ceasefires" else "started"
    start = {side: frame[f"{begin}_{side}"].fillna(frame[f"{before}_{side}"]) for side in ("earliest", "latest")}
    brief = (frame["ended"] == "") if lane != "ceasefires" else pd.Series(False, index=frame.index)
    return pd.DataFrame(
        {
            "id": frame[{"ceasefires": "ceasefire_id", "mediations": "mediation_id", "events": "event_id"}[lane]],
            "lane": lane,
            "group": group.astype("str"),
            "name": frame[f"name_{words.language()}"],
            "how": frame[how],
            "start_earliest": start["earliest"],
            "start_latest": start["latest"],
            "end_earliest": frame["ended_earliest"].mask(brief, start["earliest"]),
            "end_latest": frame["ended_latest"].mask(brief, start["latest"]),
            "summary": frame[f"summary_{words.language()}"],
            "deaths": pd.array([None] * len(frame), dtype="Int64"),
        }
    )


def _deaths(data: Dataset) -> pd.DataFrame:
    monthly = data.violence[data.violence["grain"] == "month"]
    return pd.DataFrame(
        {
            "id": monthly["violence_id"],
            "lane": "deaths",
            "group": monthly["dataset"] + " " + monthly["version"],
            "name": monthly["period"],
            "how": "month",
            "start_earliest": monthly["period_earliest"],
            "start_latest": monthly["period_earliest"],
            "end_earliest": monthly["period_latest"],
            "end_latest": monthly["period_latest"],
            "summary": "",
            "deaths": monthly["best"],
        }
    )


def _people(data: Dataset) -> dict[str, dict[str, str]]:
    """Who took part, on which side and as what third party, and who thought what of it: text by record."""
    names = data.actors.set_index("actor_id")[f"name_{words.language()}"].to_dict()
    roles = data.roles.assign(name=data.roles["actor_id"].map(names))
    sides = roles[roles["role"].isin(SIDES)].drop_duplicates(["record_id", "name"])
    thirds = roles[roles["role"].isin(THIRD_PARTIES)]
    thirds = thirds.assign(name=thirds["name"] + " (" + thirds["role"].map(words.label) + ")")
    stands = data.positions.sort_values(["on_earliest", "position_id"], kind="stable")
    when = map(words.days, stands["on_earliest"], stands["on_latest"])
    stands = stands.assign(
        name=[
            f"{names[actor]}: {words.label(stand)} ({day})"
            for actor, stand, day in zip(stands["actor_id"], stands["position"], when)
        ]
    )
    return {
        column: frame.groupby("record_id", sort=False)["name"].agg("; ".join).to_dict()
        for column, frame in zip(PEOPLE, (sides, thirds, stands))
    }


def truces(data: Dataset) -> pd.DataFrame:
    """One row per ceasefire in order of declaration: where, who, declared, took effect, ended, how, observed."""
    frame = data.ceasefires.sort_values(["declared_earliest", "ceasefire_id"], kind="stable")
    theatres = data.theatres.set_index("theatre_id")[f"name_{words.language()}"]
    rows = pd.DataFrame(
        {
            _("ceasefire"): frame[f"name_{words.language()}"],
            _("where"): frame["theatre_id"].map(theatres),
            _("who"): frame["ceasefire_id"].map(_people(data)["parties"]).fillna(""),
            _("declared"): _days(frame, "declared"),
            _("took effect"): _days(frame, "effective"),
            _("ended"): _days(frame, "ended"),
            _("how"): frame["end_kind"].map(words.label),
            _("observed"): frame["observance"].map(words.label),
        }
    )
    rows.loc[frame["end_kind"] == "never_effective", [_("took effect"), _("ended")]] = "–"
    return rows.set_index(frame["ceasefire_id"].rename(_("id")))


def attempts(data: Dataset) -> pd.DataFrame:
    """One row per mediation attempt in order of time: track, days, who mediated between whom, what came of it."""
    rows = table(data).query("lane == 'mediations'")
    return pd.DataFrame(
        {
            _("attempt"): rows["name"],
            _("track"): rows["group"],
            _("first day"): _days(rows, "start"),
            _("last day"): _days(rows, "end"),
            _("third parties"): rows["third_parties"],
            _("sides"): rows["parties"],
            _("outcome"): rows["how"].map(words.label),
        }
    )


def _days(frame: pd.DataFrame, column: str) -> list[str]:
    return list(map(words.days, frame[f"{column}_earliest"], frame[f"{column}_latest"]))


def known_within(data: Dataset, *, days: int = 31) -> tuple[int, int]:
    """How many of the ceasefires that are over end on a day known to within so many days, and of how many."""
    asked.whole(days, "days")
    frame = data.ceasefires
    over = frame[~frame["end_kind"].isin(["never_effective", "holding"])]
    width = (over["ended_latest"] - over["ended_earliest"]).dt.days
    return int((width <= days).sum()), len(over)


def known_sentence(data: Dataset) -> Sentence:
    """How surely the ends are known, in a sentence with numerator and denominator."""
    known, over = known_within(data)
    exact, _over = known_within(data, days=0)
    return say(
        _(
            "Of {n} that took effect and are over, {known} ended on a day known to within a month, {exact} of them "
            "on a known day."
        ),
        n=words.count(over, "truce", "truces"),
        known=known,
        exact=exact,
    )


def in_force(data: Dataset, day: str) -> pd.DataFrame:
    """The truces that were or may have been in force on a day: surely, or only perhaps, since a date is uncertain."""
    when = pd.Timestamp(moment(day))
    frame = data.ceasefires
    begun, over = frame["effective_earliest"] <= when, frame["ended_latest"] < when
    surely = (frame["effective_latest"] <= when) & (frame["ended_earliest"] > when)
    rows = truces(data).loc[list(frame.loc[begun & ~over, "ceasefire_id"])]
    certain = surely[begun & ~over].map({True: _("surely"), False: _("perhaps")})
    return rows.assign(**{_("in force"): list(certain)})


def turns(data: Dataset) -> pd.DataFrame:
    """One row per offensive, breach and change of control in order of time: where, when, who gained and who lost."""
    frame = data.events[data.events["kind"].isin(TURNS)].sort_values(["started_earliest", "event_id"], kind="stable")
    names = data.actors.set_index("actor_id")[f"name_{words.language()}"]
    return pd.DataFrame(
        {
            _("event"): frame[f"name_{words.language()}"],
            _("kind"): frame["kind"].map(words.label),
            _("first day"): _days(frame, "started"),
            _("gained by"): frame["control_gain_actor_id"].map(names).fillna(""),
            _("lost by"): frame["control_loss_actor_id"].map(names).fillna(""),
        }
    ).set_index(frame["event_id"].rename(_("id")))


def sentence(rows: pd.DataFrame) -> Sentence:
    """The time axis in a sentence or two: how many truces took effect, how they ended, how many attempts were made."""
    truces = rows[rows["lane"] == "ceasefires"]
    if truces.empty:
        return say(_("There is no ceasefire in this part of the data."))
    took = truces[truces["how"] != "never_effective"]
    tries = rows[rows["lane"] == "mediations"]
    return say(
        _(
            "{took} took effect and {never} never got beyond words. Of the {n}, {failed} ended in fighting, "
            "renunciation or erosion; at the cut-off {holding} held. {tries} on {tracks} went before, between and "
            "after; {unmade} of them were refused, called off or put off."
        ),
        took=words.count(len(took), "truce", "truces"),
        never=words.count(len(truces) - len(took), "proposal", "proposals"),
        n=len(took),
        failed=took["how"].isin(FAILED).sum(),
        holding=(took["how"] == "holding").sum(),
        tries=words.count(len(tries), "mediation attempt", "mediation attempts"),
        tracks=words.count(tries["group"].nunique(), "track", "tracks"),
        unmade=tries["how"].isin(UNMADE).sum(),
    )
