"""Was it said, agreed, planned, and did it happen?"""

import numpy as np
import pandas as pd

from .. import words
from ..dataset import Dataset
from ..words import _, say
from .bearing import CONTRADICTED, PARTLY, SUPPORTED, Verdict, absent, actors, bearing, named, within

THIRD_PARTIES = ("mediator", "facilitator", "sponsor", "guarantor", "host", "proposer")
DISOWNS = ("rejects", "withdraws", "denies_being_party")
AGREED = ("ceasefire", "partial_text", "political_text", "statement_only")


def said(data: Dataset, claim: pd.Series) -> Verdict:
    """A record that the actor said it, on that day; contradicted where the actor disowns every such record."""
    records = bearing(data, claim, "events", "mediations", "positions")
    if not records:
        return absent(_("No record of the statement."))
    keys = tuple(row.iloc[0] for _name, row in records)
    stands = data.positions[data.positions["record_id"].isin(keys) & data.positions["actor_id"].isin(claim["actor_id"])]
    if len(stands) and stands["position"].isin(DISOWNS).all():
        return Verdict(CONTRADICTED, keys, say(_("{who} disowned it."), who=named(data, claim["actor_id"])))
    good = [
        row.iloc[0]
        for name, row in records
        if set(claim["actor_id"]) <= ({row["actor_id"]} if name == "positions" else actors(data, row.iloc[0]))
        and within(claim, *_days(name, row))
    ]
    if not good:
        return Verdict(PARTLY, keys, _("A record bears on it, by another actor or of another day."))
    cited = {source for _name, row in records for source in row["sources"]}
    return Verdict(
        SUPPORTED, tuple(good), say(_("It is on record in {n}."), n=words.count(len(cited), "source", "sources"))
    )


def _days(name: str, row: pd.Series):
    column = "on" if name == "positions" else "started"
    if name == "mediations" and pd.isna(row["started_earliest"]):
        column = "planned"
    return row[f"{column}_earliest"], row[f"{column}_latest"]


def agreed(data: Dataset, claim: pd.Series) -> Verdict:
    """A meeting, call or event of the actors from which an agreement came; contradicted where it was refused."""
    records = bearing(data, claim, "mediations", "events")
    if not records:
        return absent(_("No record of the agreement."))
    keys = tuple(row.iloc[0] for _name, row in records)
    outcomes = {row["outcome"] if name == "mediations" else row["kind"] for name, row in records}
    if outcomes & {*(claim["outcomes"] or AGREED), "agreement"}:
        missing = [actor for actor in claim["actor_id"] if not any(actor in actors(data, key) for key in keys)]
        if missing:
            return Verdict(PARTLY, keys, say(_("{who} has no part in the record."), who=named(data, missing)))
        return Verdict(SUPPORTED, keys, _("The record says that they agreed."))
    if outcomes <= {"unknown", "ongoing"}:
        return Verdict(PARTLY, keys, _("What came of it is not known."))
    return Verdict(
        CONTRADICTED, keys, say(_("It ended otherwise: {what}."), what=words.listed(map(words.label, sorted(outcomes))))
    )


def planned(data: Dataset, claim: pd.Series) -> Verdict:
    """An attempt planned for that day with the actors in it; contradicted where it was planned for another day."""
    records = [row for _name, row in bearing(data, claim, "mediations") if row["planned"]]
    if not records:
        return absent(_("No record of such a plan."))
    keys = tuple(row["mediation_id"] for row in records)
    if not any(within(claim, row["planned_earliest"], row["planned_latest"]) for row in records):
        days = words.listed(words.days(row["planned_earliest"], row["planned_latest"]) for row in records)
        return Verdict(CONTRADICTED, keys, say(_("It was planned for {day}."), day=days))
    missing = [actor for actor in claim["actor_id"] if not any(actor in actors(data, key) for key in keys)]
    if missing:
        return Verdict(PARTLY, keys, say(_("{who} has no part in the record."), who=named(data, missing)))
    return Verdict(SUPPORTED, keys, _("It was planned for that day."))


def happened(data: Dataset, claim: pd.Series) -> Verdict:
    """With named records: they happened then, with the outcomes claimed. With two sides: one gained from the other.
    With neither: attempts in which all the actors took part as third parties."""
    if claim["record_ids"]:
        return _named_happened(data, claim)
    if claim["target_id"]:
        return _gains(data, claim)
    roles = data.roles[data.roles["role"].isin(THIRD_PARTIES)].groupby("record_id")["actor_id"].agg(set)
    frame = data.mediations
    tries = frame[
        _during(claim, frame)
        & np.array([set(claim["actor_id"]) <= roles.get(key, set()) for key in frame["mediation_id"]], bool)
    ]
    if tries.empty:
        return absent(_("No such attempt is on record."))
    keys = tuple(tries.sort_values(["started_earliest", "mediation_id"])["mediation_id"])
    return Verdict(SUPPORTED, keys, say(_("{n} on record."), n=words.count(len(keys), "such attempt", "such attempts")))


def _named_happened(data: Dataset, claim: pd.Series) -> Verdict:
    records = bearing(data, claim, "mediations", "events")
    if not records:
        return absent(_("No record of it."))
    keys = tuple(row.iloc[0] for _name, row in records)
    outcomes = {row["outcome"] if name == "mediations" else "took_place" for name, row in records}
    wanted = set(claim["outcomes"])
    if wanted and outcomes & wanted:
        return Verdict(
            SUPPORTED, keys, say(_("The record says: {what}."), what=words.listed(map(words.label, sorted(outcomes))))
        )
    if not wanted and any(
        pd.notna(row["started_earliest"]) and within(claim, *_days(name, row)) for name, row in records
    ):
        return Verdict(SUPPORTED, keys, _("It took place."))
    if outcomes <= {"unknown", "ongoing"}:
        return Verdict(PARTLY, keys, _("What came of it is not known."))
    return Verdict(
        CONTRADICTED,
        keys,
        say(_("The record says otherwise: {what}."), what=words.listed(map(words.label, sorted(outcomes)))),
    )


def _during(claim: pd.Series, frame: pd.DataFrame) -> np.ndarray:
    days = zip(frame["started_earliest"], frame["started_latest"])
    return np.array([within(claim, first, last) for first, last in days], bool)


def _gains(data: Dataset, claim: pd.Series) -> Verdict:
    moves = data.events[(data.events["kind"] == "control_change")]
    moves = moves[_during(claim, moves)]
    sides, others = set(claim["actor_id"]), set(claim["target_id"])
    won = moves["control_gain_actor_id"].isin(sides) & moves["control_loss_actor_id"].isin(others)
    lost = moves["control_gain_actor_id"].isin(others) & moves["control_loss_actor_id"].isin(sides)
    if not (won | lost).any():
        return absent(_("No place is on record as changing hands between them."))
    why = say(_("{won} won, {lost} lost."), won=words.count(won.sum(), "place", "places"), lost=lost.sum())
    keys = tuple(moves.loc[won | lost].sort_values(["started_earliest", "event_id"])["event_id"])
    if lost.sum() >= won.sum():
        return Verdict(CONTRADICTED, keys, why)
    return Verdict(SUPPORTED if won.sum() > 2 * lost.sum() and won.sum() > 1 else PARTLY, keys, why)
