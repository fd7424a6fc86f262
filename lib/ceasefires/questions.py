"""What is asked in each notebook, and how the answer follows from the data.

Modules that are slow to import are imported by the question that needs them.
"""

from . import news, timelines
from .exercises import exercise

STORY_DAY = "2020-06-15"
AGAINST = ["rejects", "criticises", "withdraws"]


@exercise(
    "00-1", hint="Ask the dataset as of that day, and look at how the truce of the LNA ended as far as was known then."
)
def known_end(data):
    return data.as_of(STORY_DAY).record("LBY-C-2020-01-12-lna")["end_kind"]


@exercise("00-2", hint="Every theatre has an id in the theatres table, and `only` takes it.")
def tripoli_truces(data):
    return len(data.only(theatre="LBY-tripoli").ceasefires)


@exercise("00-3", hint="Positions hang on the record of the proposal; look for those that reject or criticise it.")
def against_cairo(data):
    stands = data.positions[data.positions["record_id"] == "LBY-C-2020-06-06-cairo"]
    return set(stands.loc[stands["position"].isin(AGAINST), "actor_id"])


@exercise("01-1", hint="The second paragraph says what was agreed, what was planned and what became of it.")
def predicates_of_the_second_claim(data):
    claims = news.claims(data, item="wire-2020-06-15")
    return set(claims.loc[claims["order"] == 2, "predicate"])


@exercise("01-2", hint="Each row of the stands names a form of backing. Which rows fall away, and who has no other?")
def more_than_recognition(data):
    stands = news.stands(data, claims=news.claims(data, item="wire-2020-06-15"), day=STORY_DAY)
    stands = stands[(stands["stance"] == "supports") & (stands["target"] == data.name("gna"))]
    return set(stands.loc[stands["forms"] != "recognition", "actor"])


@exercise("01-3", hint="Count the terms of the comparison that are not known of at least one of the two.")
def terms_not_comparable(data):
    terms = news.terms(data, claims=news.claims(data, item="wire-2020-06-15"))
    return int((terms["compared"] == "not known").sum())


@exercise(
    "01-4", hint="Attempts in which Egypt has any role or took a position, made public by that day, since 1 June."
)
def seen_from_cairo(data):
    return len(data.as_of(STORY_DAY).only(actors="egypt", since="2020-06-01").mediations)


@exercise(
    "02-1", hint="Keep the rows that took effect and whose text is known to be written, and count the unilateral ones."
)
def written_unilateral(data):
    frame = data.ceasefires[(data.ceasefires["end_kind"] != "never_effective") & (data.ceasefires["written"] == "yes")]
    return int((frame["arrangement"] == "unilateral").sum())


@exercise("02-2", hint="The table of coverage takes the unit as an argument; sum what it shows.")
def episodes_covered(data):
    from . import coding

    return int(coding.coverage_table(data, unit="episodes").to_numpy().sum())


@exercise("02-3", hint="The table of variants has a row per report; one status marks the value in the record.")
def adopted_start(data):
    rows = data.variants[
        (data.variants["record_id"] == "LBY-C-2020-06-06-cairo") & (data.variants["field"] == "effective")
    ]
    return rows.loc[rows["status"] == "adopted", "value"].iloc[0]


@exercise("03-1", hint="A truce is in force from its first day until it ends; uncertain ones count too.")
def in_force(data):
    return len(timelines.in_force(data.only(since="2020-01-01", until="2020-10-31"), STORY_DAY))


@exercise("03-2", hint="Look at the column of third parties in January 2020, and leave out both names.")
def tracks_without_the_pair(data):
    tries = timelines.attempts(data.only(since="2020-01-01", until="2020-01-31"))
    return set(tries.loc[~tries["third parties"].str.contains("Russia|Turkey"), "track"])


@exercise("03-3", hint="Every theatre has an id. A truce that never began has a kind of end of its own.")
def tripoli_alone(data):
    part = data.only(theatre="LBY-tripoli", since="2020-01-01", until="2020-10-31").ceasefires
    return int((part["end_kind"] != "never_effective").sum())


@exercise("04-1", hint="The fixed terms are asked about apart; count the declarations that have none.")
def without_a_term(data):
    from . import durations

    truces = durations.table(data)
    return int((~truces["fixed"] & (truces["left_out"] == "")).sum())


@exercise("04-2", hint="The row for all terms says how many declarations it rests on.")
def terms_with_ultimatums(data):
    from . import durations

    more = durations.table(data, also=("ultimatum", "surrender", "safe_exit"))
    return int(durations.terms_table(more).loc["all", "declarations"])


@exercise("04-3", hint="Keep one theatre before you ask for the table of durations, and count its rows.")
def durations_in_sebha(data):
    from . import durations

    return len(durations.table(data.only(theatre="LBY-sebha")))


@exercise(
    "05-1", hint="The table of rival tracks takes a day as its window; one column says how surely a track was open."
)
def tracks_open(data):
    from . import mediation

    june = mediation.rivals_table(data, windows=(STORY_DAY,))
    return set(june.loc[june["open"] == "surely", "track"])


@exercise("05-2", hint="Look at the row of the battlefield question for those who had gained, and at its lower count.")
def strict_acceptance_after_gains(data):
    from . import mediation

    rows = mediation.battlefield_table(data, conditional=False)
    return int(rows.loc[(rows["question"] == "battlefield") & (rows["state"] == "gained"), "k_low"].iloc[0])


@exercise("05-3", hint="The table of attempts of one actor has a row per track.")
def turkish_tracks(data):
    from . import mediation

    return len(mediation.attempts_table(data, actor="turkey"))


@exercise("06-1", hint="Only mediators, sponsors and guarantors count; whoever sits at the table as a guest does not.")
def kind_of_berlin(data):
    from . import sponsors

    return sponsors.table(data).loc["LBY-M-2020-01-19-berlin", "kind"]


@exercise("06-2", hint="The pairs are ranked; look at the first row with only these forms.")
def armed_pair(data):
    from . import sponsors

    armed = ("troops", "advisers", "drones", "arms", "mercenaries", "air_strikes")
    first = sponsors.pairs_table(data, forms=armed, draws=500).iloc[0]
    return {first["first_id"], first["second_id"]}


@exercise("06-3", hint="One function lists the attempts with opposed backers of a table made for one actor.")
def egyptian_oppositions(data):
    from . import sponsors

    return len(sponsors.opposed(sponsors.table(data, actor="egypt")))


@exercise("07-1", hint="The table has a row per window of evidence; take that of half a year, and its upper bound.")
def unfit_ties_of_the_last_day(data):
    from . import alliances

    last = alliances.balance_table(data, day=data.cut_off, without=("recognition",), draws=0)
    return int(last.loc[180, "high"])


@exercise("07-2", hint="Compare the ties in the rows of half a year, with the pairs left out and with them counted.")
def ties_that_oppose_each_other(data):
    from . import alliances

    every = alliances.balance_table(data, day=STORY_DAY, draws=0)
    hostile = alliances.balance_table(data, day=STORY_DAY, opposed="opposes", draws=0)
    return int(hostile.loc[180, "ties"] - every.loc[180, "ties"])


@exercise("07-3", hint="Whoever stood with both camps in a phase has a row of that phase in which no camp is named.")
def inside_with_both_camps(data):
    from . import alliances

    inside = alliances.river_table(data, who="inside")
    return set(inside.loc[inside["camp"] == "", "backer"])


@exercise(
    "08-1", hint="Persistence is an argument of the table; count the series whose p-value is below one in twenty."
)
def significant_without_persistence(data):
    from . import violence

    return int((violence.hac_table(data, until="2020-06", persistence=0)["p"] < 0.05).sum())


@exercise("08-2", hint="Make the table with both windows, keep what is not local, and compare the two by truce.")
def changed_by_the_window(data):
    from . import violence

    long, short = (violence.around(data, window=window) for window in (3, 1))
    return set(long.index[(long["scope"] != "local") & (long["change"] != short["change"])])


@exercise("08-3", hint="Keep the local ones and count those whose highest number after lies below their lowest before.")
def fewer_after_local_truces(data):
    from . import violence

    rows = violence.around(data, window=3)
    return int(((rows["scope"] == "local") & (rows["change"] == "fell")).sum())


@exercise("11-1", hint="A proposal that bound nobody is a row too; leave those out.")
def in_force_around_tripoli(data):
    chosen = data.only(theatre="LBY-tripoli", since="2018-08-01", until="2019-06-30")
    return int((chosen.ceasefires["end_kind"] != "never_effective").sum())


@exercise("11-2", hint="Change the place alone: the larger theatre has an id of its own.")
def attempts_in_tripolitania(data):
    return len(data.only(theatre="LBY-tripolitania", since="2018-08-01", until="2019-06-30").mediations)


@exercise("11-3", hint="The year has a first and a last day, and the actor is chosen by its id.")
def attempts_with_turkey(data):
    return len(data.only(actors="turkey", since="2020-01-01", until="2020-12-31").mediations)
