"""Who backed, armed or turned down whom, on that day?"""

import pandas as pd

from .. import words
from ..dataset import Dataset
from ..words import _, say
from .bearing import ABSENT, CONTRADICTED, PARTLY, SUPPORTED, Verdict, absent, named, together

FOR = ("accepts", "accepts_conditionally", "supports")
AGAINST = ("rejects", "criticises", "withdraws")


def spells(data: Dataset, actor: str, target: str, day, *, forms=()) -> pd.DataFrame:
    """The alignments of an actor towards a target that ran on a day, surely or perhaps (column ``sure``)."""
    frame = data.alignments
    frame = frame[(frame["actor_id"] == actor) & (frame["target_id"] == target)]
    frame = frame[frame["form"].isin(forms)] if len(forms) else frame
    last = frame["until_latest"].fillna(frame["last_seen_latest"]).mask(frame["until"] == "..")
    frame = frame[~(frame["since_earliest"] > day) & ~(last < day)]
    return frame.assign(sure=(frame["since_latest"] <= day) & ~(frame["until_earliest"] < day))


def backs(data: Dataset, claim: pd.Series) -> Verdict:
    """A spell of support on that day for every pair; contradicted where a pair only shows opposition."""
    verdicts, keys, open_pairs = [], [], []
    for actor in claim["actor_id"]:
        for target in claim["target_id"]:
            found = spells(data, actor, target, claim["on_latest"], forms=claim["forms"])
            good, bad = found[found["stance"] == "supports"], found[found["stance"] == "opposes"]
            keys += list(good["alignment_id"]) + list(bad["alignment_id"])
            firm = good["sure"] & good["attribution"].isin(["established", "claimed"])
            pair = (
                SUPPORTED if firm.any() and bad.empty else PARTLY if len(good) else CONTRADICTED if len(bad) else ABSENT
            )
            verdicts.append(pair)
            if pair != SUPPORTED:
                open_pairs.append(f"{named(data, [actor])} → {named(data, [target])}: {words.label(pair)}")
    verdict = together(verdicts)
    why = "; ".join(open_pairs) or say(
        _("{n} on that day."), n=words.count(len(keys), "spell of support", "spells of support")
    )
    return Verdict(verdict, tuple(sorted(keys)), why)


def supplied(data: Dataset, claim: pd.Series) -> Verdict:
    """A spell of support in every form named, begun by that day; contradicted where it is only opposition."""
    verdicts, keys, missing = [], [], []
    for actor in claim["actor_id"]:
        for target in claim["target_id"]:
            for form in claim["forms"] or ("arms",):
                frame = data.alignments
                frame = frame[(frame["actor_id"] == actor) & (frame["target_id"] == target) & (frame["form"] == form)]
                frame = frame[~(frame["since_earliest"] > claim["on_latest"])]
                good, bad = frame[frame["stance"] == "supports"], frame[frame["stance"] == "opposes"]
                keys += list(frame["alignment_id"])
                firm = good["attribution"].isin(["established", "claimed"]) & (
                    good["since_latest"] <= claim["on_latest"]
                )
                verdicts.append(
                    SUPPORTED if firm.any() else PARTLY if len(good) else CONTRADICTED if len(bad) else ABSENT
                )
                missing += [words.label(form)] if verdicts[-1] != SUPPORTED else []
    why = (
        say(_("Not borne out: {forms}."), forms=words.listed(missing))
        if missing
        else _("Each form is on record by then.")
    )
    return Verdict(together(verdicts), tuple(sorted(keys)), why)


def rejects(data: Dataset, claim: pd.Series) -> Verdict:
    """The last position that the actor had taken by that day on the proposal."""
    stands = data.positions
    stands = stands[stands["record_id"].isin(claim["record_ids"]) & stands["actor_id"].isin(claim["actor_id"])]
    stands = stands[stands["on_earliest"] <= claim["on_latest"]].sort_values(["on_latest", "position_id"])
    if stands.empty:
        return absent(_("No position on the proposal is on record."))
    last = stands.iloc[-1]
    why = say(
        _("On {day}: {stand}."),
        day=words.days(last["on_earliest"], last["on_latest"]),
        stand=words.label(last["position"]),
    )
    verdict = SUPPORTED if last["position"] in AGAINST else CONTRADICTED if last["position"] in FOR else PARTLY
    return Verdict(verdict, tuple(stands["position_id"]), why)
