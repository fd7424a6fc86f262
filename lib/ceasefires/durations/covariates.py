"""What is known of a ceasefire that may go with how long it holds: yes, no, or not known."""

import pandas as pd

from ..dataset import Dataset

COVARIATES = ("agreed", "mediated", "national", "humanitarian", "written", "interposed", "elders")
THIRD_PARTIES = ("mediator", "facilitator", "sponsor", "guarantor")
HUMANITARIAN = {"humanitarian", "holiday", "health", "evacuation"}
POLITICAL = {"peace_process", "election"}


def covariates(data: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per ceasefire of ``frame``: each covariate true, false, or NA where it is not known or neither.

    Mediated: a mediation produced it, or it has a mediator, facilitator, sponsor or guarantor. Humanitarian against
    political: a truce with purposes of both kinds or of neither is NA. Interposed: a third party stood between.
    """
    links = data.links[data.links["relation"] == "produced"]
    produced = set(links.loc[links["from_id"].isin(data.mediations["mediation_id"]), "to_id"])
    roles = data.roles.groupby("role")["record_id"].agg(set)
    produced.update(*(roles.get(role, set()) for role in THIRD_PARTIES))
    key = frame["ceasefire_id"]
    relief = frame["purposes"].map(lambda stated: bool(HUMANITARIAN & set(stated)))
    politics = frame["purposes"].map(lambda stated: bool(POLITICAL & set(stated)))
    between = frame["mechanism"].map(lambda named: "third_party_buffer" in named) | key.isin(roles.get("buffer", set()))
    signed = frame["signatory_kind"].map(lambda kinds: "elders" in kinds)
    return pd.DataFrame(
        {
            "agreed": frame["arrangement"].map({"unilateral": False, "bilateral": True, "multilateral": True}),
            "mediated": key.isin(produced),
            "national": frame["scope"].map({"national": True, "local": False}),
            "humanitarian": relief.where(relief != politics),
            "written": frame["written"].map({"yes": True, "no": False}),
            "interposed": between.where(between | ~frame["mechanism"].map(lambda named: "unknown" in named)),
            "elders": signed.where(frame["signatory_kind"].map(bool)),
        },
        index=frame.index,
    ).astype("boolean")


def mutual(agreed: pd.Series, reciprocal: pd.Series) -> pd.Series:
    """Whether an episode bound both sides: agreed, or declared by one and answered by the other."""
    return agreed.mask(agreed.eq(False).fillna(False) & reciprocal, True)
