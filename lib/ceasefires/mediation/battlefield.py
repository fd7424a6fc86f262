"""Does acceptance follow the battlefield or the sponsor?"""

import numpy as np
import pandas as pd

from .. import asked, style, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .acceptance import answers, authors
from .attempts import phases
from .drawn import interval, k_of_n, nothing, share

MATERIAL = (
    "air_strikes", "troops", "advisers", "drones", "arms", "mercenaries", "training", "intelligence", "finance",
    "basing",
)  # fmt: skip
DRAWS, SEED = 9999, 20200615
STATES = {
    "battlefield": {"lost": style.RED, "neither": "#9aa5b1", "gained": style.BLUE, "not sure": style.GRID},
    "sponsor": {"a backer asked": style.GREEN, "no backer": "#9aa5b1", "not sure": style.GRID},
}
POLES = {"battlefield": ("lost", "gained"), "sponsor": ("a backer asked", "no backer")}


def battlefield_rule(*, days: int = 30) -> Sentence:
    """How gains, losses and backers are counted, in sentences for a notebook to print."""
    return say(
        _(
            "A stand is the one that counts of one body on one proposal; a person speaks for the body it leads. The "
            "body gained if it took more places than it lost in the {days} days before, lost if fewer; only bodies "
            "that took or lost a place at any time are counted. A backer asked if somebody who then gave it men, arms, "
            "money or bases proposed, mediated, sponsored or guaranteed. What uncertain dates or allegations leave "
            "open is not sure."
        ),
        days=days,
    )


def tested_stands(
    data: Dataset, *, days: int = 30, conditional: bool = True, forms: tuple[str, ...] = MATERIAL
) -> pd.DataFrame:
    """One row per body and proposal: whether it accepted, what it gained and lost before, whether a backer asked.

    ``gained`` and ``lost`` count changes of control that surely lie in the ``days`` before the stand.
    """
    asked.whole(days, "days", least=1)
    forms = asked.some_of(forms, asked.coded("alignments", "form"), "form of backing")
    rows = answers(data, conditional=conditional)
    actors = data.actors.set_index("actor_id")
    leads = actors["parent_id"].where((actors["kind"] == "person") & (actors["parent_id"] != ""))
    rows["body"] = rows["actor_id"].map(leads).fillna(rows["actor_id"])
    rows = rows.assign(other=rows["body"] != rows["actor_id"]).sort_values(["record_id", "body", "other", "actor_id"])
    rows = rows.drop_duplicates(["record_id", "body"]).dropna(subset="day_latest")
    changes = data.events[data.events["kind"] == "control_change"]
    sides = ("control_gain_actor_id", "control_loss_actor_id")
    rows = rows[rows["body"].isin({*changes[sides[0]], *changes[sides[1]]})].reset_index(drop=True)
    conflicts = pd.concat(
        [getattr(data, t).set_index(f"{t[:-1]}_id")["conflict_id"] for t in ("ceasefires", "mediations", "events")]
    )
    rows["phase_id"] = phases(data, rows["day_earliest"], rows["record_id"].map(conflicts))
    span = np.timedelta64(days, "D")
    first, last = (changes[f"started_{side}"].dt.normalize().to_numpy() for side in ("earliest", "latest"))
    who = [changes[side].to_numpy(object) for side in sides]
    counts = []
    for body, early, late in zip(rows["body"], rows["day_earliest"].to_numpy(), rows["day_latest"].to_numpy()):
        surely = (first >= late - span) & (last < early)
        perhaps = ~(last < early - span) & ~(first >= late)
        counts.append([int((when & (side == body)).sum()) for when in (surely, perhaps) for side in who])
    counts = pd.DataFrame(counts, columns=["gained", "lost", "gained_high", "lost_high"], index=rows.index)
    rows = rows.join(counts)
    low, high = rows["gained"] - rows["lost_high"], rows["gained_high"] - rows["lost"]
    sign = np.sign(low).astype(int).map({-1: "lost", 0: "neither", 1: "gained"})
    rows["battlefield"] = sign.where(np.sign(low) == np.sign(high), "not sure")
    rows["sponsor"] = _backed(data, rows, forms)
    return rows


def _backed(data: Dataset, rows: pd.DataFrame, forms: tuple[str, ...]) -> list[str]:
    """Whether a backer of the body was among those who made or carried the proposal, on the day of the stand."""
    links = data.links[data.links["relation"] == "produced"]
    made = links.groupby("to_id")["from_id"].agg(tuple)
    whose = authors(data)
    spells = data.alignments
    spells = spells[(spells["stance"] == "supports") & spells["form"].isin(forms)]
    spells = spells.assign(
        last=spells["until_latest"].fillna(spells["last_seen_latest"]).mask(spells["until"] == ".."),
        firm=spells["attribution"].isin(["established", "claimed"]),
        asking=spells["actor_id"],
        body=spells["target_id"],
    )
    asking = [
        sorted(set(ids).union(*(whose.get(key, ()) for key in made.get(record, ()))))
        for record, ids in zip(rows["record_id"], rows["authors"])
    ]
    stands = rows[["body", "day_earliest", "day_latest"]].assign(asking=asking, stand=rows.index).explode("asking")
    stands = stands.dropna(subset="asking").astype({"body": "str", "asking": "str"})
    runs = stands.merge(spells, on=["body", "asking"])
    runs = runs[~(runs["since_earliest"] > runs["day_latest"]) & ~(runs["last"] < runs["day_earliest"])]
    throughout = (runs["since_latest"] <= runs["day_earliest"]) & ~(runs["until_earliest"] < runs["day_latest"])
    surely = rows.index.isin(runs.loc[runs["firm"] & throughout, "stand"])
    return np.select([surely, rows.index.isin(runs["stand"])], ["a backer asked", "not sure"], "no backer").tolist()


def battlefield_table(
    data: Dataset, *, days: int = 30, conditional: bool = True, forms: tuple[str, ...] = MATERIAL, seed: int = SEED
) -> pd.DataFrame:
    """One row per question (battlefield, sponsor) and state: stands accepted as [low, high] of n, and two tests.

    ``by_actor`` is the share accepted after losses minus after gains, or with a backer minus without, compared within
    each actor (Mantel and Haenszel weights), ``by_phase`` the same within each phase; ``p_actor`` and ``p_phase`` come
    from shuffles of the answers within these, ``free_actor`` and ``free_phase`` count the stands that can move. Unknown
    answers are in the high count only and in no test; p is NaN where nothing can move.
    """
    rows = tested_stands(data, days=days, conditional=conditional, forms=forms)
    cells = []
    for question, states in STATES.items():
        first, second = POLES[question]
        tested = rows[rows["yes"].notna() & rows[question].isin([first, second])]
        yes, side = tested["yes"].to_numpy(), (tested[question] == first).to_numpy()
        tests = [permuted(yes, side, tested[column].to_numpy(), seed=seed) for column in ("body", "phase_id")]
        for state in states:
            some = rows[rows[question] == state]
            n, low, high = len(some), int((some["yes"] == 1).sum()), int((some["yes"] != 0).sum())
            shares = (low / n, high / n) if n else (np.nan, np.nan)
            bounds = interval(low, high, n)
            cells.append((question, state, low, high, n, *shares, *bounds, *tests[0], *tests[1]))
    columns = ["question", "state", "k_low", "k_high", "n", "share_low", "share_high", "low", "high"]
    columns += [f"{column}_{group}" for group in ("actor", "phase") for column in ("by", "p", "free")]
    table = pd.DataFrame(cells, columns=columns)
    table.attrs.update(days=days, bodies=int(rows["body"].nunique()), stands=len(rows))
    return table


def permuted(
    yes: np.ndarray, first: np.ndarray, strata: np.ndarray, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float, int]:
    """The difference of two shares within strata, its two-sided p under shuffles within them, and rows that can move.

    Strata weigh as in Mantel and Haenszel (1959), by n1 n2 / n; one is added to both counts of shuffles (Phipson and
    Smyth 2010). NaN where no stratum has both sides, or where nothing can move.
    """
    both = []
    for name in sorted(set(strata)):
        here = strata == name
        n, taken, good = int(here.sum()), int((here & first).sum()), int(yes[here].sum())
        if 0 < taken < n:
            both.append((n, taken, good, int(yes[here & first].sum())))
    if not both:
        return np.nan, np.nan, 0
    weight = sum(taken * (n - taken) / n for n, taken, _good, _got in both)
    # The weighted difference of one stratum is the yeses on the first side beyond what its size would give.
    observed = sum(got - taken * good / n for n, taken, good, got in both) / weight
    free = [(n, taken, good) for n, taken, good, _got in both if 0 < good < n]
    if not free:
        return observed, np.nan, 0
    random = np.random.default_rng(seed)
    drawn = sum(random.hypergeometric(good, n - good, taken, draws) - taken * good / n for n, taken, good in free)
    extreme = np.abs(drawn / weight) >= abs(observed) - 1e-12
    return observed, (1 + int(extreme.sum())) / (draws + 1), sum(n for n, _taken, _good in free)


def battlefield_figure(table: pd.DataFrame):
    """Draw ``battlefield_table``: shares accepted after losses and gains, and with and without a backer who asks."""
    if table["n"].sum() == 0:
        return nothing(battlefield_sentence(table))
    context, picture = style.drawing(width=9, height=2.5)
    with context:
        axes = picture.subplots(1, 2)
        titles = {
            "battlefield": _("By what it won or lost in the {n} days before").format(n=table.attrs.get("days", 30)),
            "sponsor": _("By who asked"),
        }
        for axis, (question, colours) in zip(axes, STATES.items()):
            rows = table[(table["question"] == question) & (table["n"] > 0)]
            for y, row in enumerate(rows.itertuples()):
                colour = style.SOFT if row.state == "not sure" else colours[row.state]
                share(axis, y, row, colour=colour, at=1.04)
            axis.set_yticks(range(len(rows)), [_(state) for state in rows["state"]])
            axis.set_ylim(len(rows) - 0.4, -0.6)
            axis.set_xlim(0, 1.4)
            axis.set_xticks([0, 0.5, 1], ["0", _("half"), _("all")])
            axis.tick_params(length=0)
            axis.spines["bottom"].set_visible(False)
            axis.set_title(titles[question])
        picture.supxlabel(
            _("share of stands that accept; thick: between the low and the high count, thin: 95 % Jeffreys interval"),
            fontsize=8, color=style.SOFT,
        )  # fmt: skip
    picture.alt = _("Shares accepted by battlefield and by who asked. {what}").format(what=battlefield_sentence(table))
    return picture


def battlefield_sentence(table: pd.DataFrame) -> Sentence:
    """What acceptance goes with: k of n after losses and gains, with and without a backer, differences and their p."""
    if table["n"].sum() == 0:
        return say(_("No stand of a body that won or lost a place is on record in this part of the data."))
    rows = table.set_index(["question", "state"])
    texts = {
        "battlefield": _("After losses bodies accepted {first}, after gains {second}: {test}."),
        "sponsor": _("Where a backer asked {they} accepted {first}, elsewhere {second}: {test}."),
    }
    verdicts = {
        "battlefield": (
            _("Acceptance is not seen to go with the battlefield"),
            _("whether acceptance goes with the battlefield depends on what is held fixed"),
            _("acceptance goes with the battlefield"),
        ),
        "sponsor": (
            _("{it} is not seen to go with the sponsor"),
            _("whether {it} goes with the sponsor depends on what is held fixed"),
            _("{it} goes with the sponsor"),
        ),
    }
    said, found = [], []
    for question, (first, second) in POLES.items():
        one, other = rows.loc[(question, first)], rows.loc[(question, second)]
        if not one["n"] or not other["n"]:
            continue
        counts = [k_of_n(int(row["k_low"]), int(row["k_high"]), int(row["n"])) for row in (one, other)]
        tests = [_test(one, "actor", _("within actors")), _test(one, "phase", _("within phases"))]
        they, it = (_("they"), _("it")) if said else (_("bodies"), _("acceptance"))
        said.append(texts[question].format(first=counts[0], second=counts[1], test="; ".join(tests), they=they))
        found.append(verdicts[question][sum(bool(one[p] < 0.05) for p in ("p_actor", "p_phase"))].format(it=it))
    verdict = "; ".join(found) or _("no stands are on record that could be compared")
    return Sentence(" ".join([*said, f"{verdict[0].upper()}{verdict[1:]}.", *_size(table)]))


def _size(table: pd.DataFrame) -> list[str]:
    """How many stands of how many bodies a table counts, where it still says so itself."""
    if not {"stands", "bodies"} <= set(table.attrs):
        return []
    stands = words.count(table.attrs["stands"], "stand", "stands")
    return [_("{n} of {m}.").format(n=stands, m=words.count(table.attrs["bodies"], "body", "bodies"))]


def _test(row: pd.Series, group: str, where: str) -> str:
    """One comparison with its p, as a reader writes it."""
    if pd.isna(row[f"by_{group}"]):
        return _("nothing to compare {where}").format(where=where)
    if pd.isna(row[f"p_{group}"]):
        return _("{where} {d:+.0f} points, too few to test").format(where=where, d=100 * row[f"by_{group}"])
    return _("{where} {d:+.0f} points, permutation p = {p:.3f} ({free} stands can move)").format(
        where=where, d=100 * row[f"by_{group}"], p=row[f"p_{group}"], free=int(row[f"free_{group}"])
    )
