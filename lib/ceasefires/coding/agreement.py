"""Would another coder agree? Krippendorff's alpha of two independent codings, field by field."""

import krippendorff
import numpy as np
import pandas as pd

from .. import style
from ..dataset import Dataset
from ..schema import package
from ..words import Sentence, _, say

DRAWS, SEED = 1000, 20200615


def agreement_table(data: Dataset, *, leave_out: frozenset[str] = frozenset()) -> pd.DataFrame:
    """One row per field and round of double coding: records, share coded alike, alpha and its bootstrap interval.

    Alpha is nominal (Krippendorff 2019): a list counts as alike only if it is the same list, and a blank is a value.
    The interval is the 2.5th to 97.5th percentile over resampled records; alpha is NaN where all values are alike.
    Records in `leave_out` are not counted.
    """
    rows = []
    codings = data.codings[~data.codings["record_id"].isin(leave_out)]
    for (number, field), some in codings.groupby(["round", "field"], sort=True):
        pairs = some.pivot(index="record_id", columns="coder", values="value").dropna()
        rows.append((int(number), field, *reliability(pairs)))
    return pd.DataFrame(rows, columns=["round", "field", "n", "alike", "alpha", "low", "high"])


def reliability(pairs: pd.DataFrame) -> tuple[int, float, float, float, float]:
    """Records, share alike, alpha and its bootstrap interval of codings with one column per coder."""
    codes = pd.factorize(pairs.to_numpy().ravel())[0].reshape(pairs.shape)
    drawn = np.random.default_rng(SEED).integers(len(codes), size=(DRAWS, len(codes)))
    draws = drawn_alphas(codes, drawn)
    draws = draws[~np.isnan(draws)]
    low, high = np.percentile(draws, [2.5, 97.5]) if draws.size else (np.nan, np.nan)
    alike = float((codes == codes[:, :1]).all(axis=1).mean())
    return len(codes), alike, alpha(codes), float(low), float(high)


def alpha(codes: np.ndarray) -> float:
    """Krippendorff's nominal alpha of codes with a row per record and a column per coder; NaN where nothing varies."""
    if len(np.unique(codes)) < 2:
        return float("nan")
    return float(krippendorff.alpha(codes.T.astype(float), level_of_measurement="nominal"))


def drawn_alphas(codes: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Alpha of many samples of records at once, a row of record numbers each: what `alpha` gives for every one.

    With two coders and nothing missing nominal alpha is one less the share coded unlike over the share of unlike pairs
    among all values (Krippendorff 2011).
    """
    unlike = (codes[:, 0] != codes[:, 1])[drawn].mean(axis=1)
    counts = np.stack([(codes == value).sum(axis=1)[drawn].sum(axis=1) for value in np.unique(codes)])
    size = codes.shape[1] * drawn.shape[1]
    by_chance = 1 - (counts * (counts - 1)).sum(axis=0) / (size * (size - 1))
    return 1 - np.divide(unlike, by_chance, out=np.full(len(drawn), np.nan), where=by_chance > 0)


def agreement_figure(rows: pd.DataFrame):
    """Draw alpha per field with its interval, one colour per round; no dot where nothing varied."""
    if rows.empty:
        return style.nothing(agreement_sentence(rows))
    context, picture = style.drawing(width=8, height=0.28 * rows["field"].nunique() + 1.3)
    with context:
        axis = picture.subplots()
        fields = list(rows.groupby("field")["alpha"].min().sort_values(kind="stable", na_position="first").index)
        colours = dict(zip(sorted(rows["round"].unique()), (style.BLUE, style.ORANGE, style.GREEN)))
        for row in rows.itertuples():
            y = fields.index(row.field) + (row.round - 1.5) * 0.22
            axis.plot([row.low, row.high], [y, y], color=colours[row.round], lw=2, alpha=0.5)
            axis.plot(row.alpha, y, "o", color=colours[row.round], ms=5)
        for number, colour in colours.items():
            axis.plot([], [], "o-", color=colour, label=_("round {number}").format(number=number))
        axis.axvline(0.8, color=style.SOFT, lw=0.8, ls=":")
        axis.text(0.8, len(fields) - 0.4, _("0.8, the usual mark"), fontsize=7, color=style.SOFT, ha="center")
        axis.set_yticks(range(len(fields)), fields)
        axis.set_xlim(min(-0.1, rows["low"].min(skipna=True) if rows["low"].notna().any() else 0), 1.05)
        axis.set_xlabel(_("Krippendorff’s alpha: 1 is full agreement, 0 is what chance gives"))
        picture.legend(loc="outside upper right", ncols=3)
        axis.tick_params(length=0)
    picture.alt = _("Agreement of two coders by field. {what}").format(what=agreement_sentence(rows))
    return picture


def agreement_sentence(rows: pd.DataFrame) -> Sentence:
    """In how many fields two coders agree well, and where least, by round."""
    if rows.empty:
        return say(_("No record has been coded twice yet."))
    parts = []
    for number, some in rows.groupby("round"):
        known = some.dropna(subset="alpha")
        if known.empty:
            continue
        worst = known.loc[known["alpha"].idxmin()]
        parts.append(
            _("round {number}: alpha of at least 0.8 in {good} of {n} fields, lowest for {field} ({alpha:.2f})").format(
                number=number,
                good=(known["alpha"] >= 0.8).sum(),
                n=len(known),
                field=worst["field"],
                alpha=worst["alpha"],
            )
        )
    return say(_("Two coders, {parts}."), parts="; ".join(parts))


def cases_sentence(data: Dataset) -> Sentence:
    """How many records of the last round the codebook itself names as a case, and what alpha is without them."""
    if data.codings.empty:
        return agreement_sentence(agreement_table(data))
    last = data.codings["round"].max()
    again = set(data.codings.loc[data.codings["round"] == last, "record_id"])
    cases = frozenset(rule["case"] for rule in package()["coding_rules"])
    full, rest = (
        table[table["round"] == int(last)].set_index("field")["alpha"]
        for table in (agreement_table(data), agreement_table(data, leave_out=cases))
    )
    moved = (rest - full).dropna()
    if not again & cases or moved.empty:
        return say(_("The codebook names none of the records of round {number}."), number=last)
    field = moved.abs().idxmax()
    return say(
        _(
            "The codebook names {k} of the {n} records of round {number} as cases of a rule, so that the second coder"
            " may have read of them; without these alpha moves most for {field}, from {full:.2f} to {rest:.2f}."
        ),
        k=len(again & cases),
        n=len(again),
        number=last,
        field=field,
        full=full[field],
        rest=rest[field],
    )
