# ruff: noqa: E501 - mutants are easier to read on one line
"""Ways in which bad data can enter, each with the rule it breaks and the place that the message must name.

A mutator takes the rows of one folder (lists of dicts by table) and a random generator, changes one thing, and
returns where: table, row (2 = the first below the header; None for the file) and column (None for the row).
It returns None where the folder offers nothing to break.
"""

from ceasefires.schema import tables

FORMS = {name: {field.name: field for field in table.fields} for name, table in tables().items()}


class Mutant:
    """One way to break one rule."""

    def __init__(self, rule, says, act):
        self.rule, self.says, self.act = rule, says, act


def cells(rows, wanted):
    """All cells for which ``wanted(field, value)`` holds, as (table, index, column)."""
    return [
        (name, index, column)
        for name, some in rows.items()
        for column, field in FORMS[name].items()
        for index, row in enumerate(some)
        if wanted(field, row[column])
    ]


def put(wanted, value):
    """A mutator that overwrites one random cell that is ``wanted``; ``value`` makes the new text from the old."""

    def act(rows, random):
        found = cells(rows, wanted)
        if not found:
            return None
        name, index, column = found[random.integers(len(found))]
        rows[name][index][column] = value(rows[name][index][column], random)
        return name, index + 2, column

    return act


def dated(field, text):
    return field.edtf and bool(text) and text != ".."


def numeric(field, text):
    return field.type in ("integer", "number") and bool(text)


def coded(field, text):
    return bool(field.values) and not field.is_list and bool(text)


def words(field, text):
    return (
        field.type == "string" and bool(text) and not (field.edtf or field.is_list or field.values or field.references)
    )


def pointing(field, text):
    return bool(field.references) and not field.is_list and bool(text)


def listing(field, text):
    return bool(field.references) and field.is_list and bool(text)


def fixed(text):
    return lambda old, random: text


def pick(*texts):
    return lambda old, random: texts[random.integers(len(texts))]


def copied_row(rows, random):
    """Append a copy of a row, so that its key stands twice."""
    name = random.choice([name for name, some in rows.items() if some and len(tables()[name].key) == 1])
    some = rows[name]
    some.append(dict(some[random.integers(len(some))]))
    return str(name), len(some) + 1, tables()[str(name)].key[0]


def end_without_start(rows, random):
    found = [i for i, row in enumerate(rows["ceasefires"]) if row["effective"] and row["fighting_resumed"]]
    if not found:
        return None
    index = found[random.integers(len(found))]
    rows["ceasefires"][index]["effective"] = ""
    return "ceasefires", index + 2, "effective"


def start_without_end(rows, random):
    found = [i for i, row in enumerate(rows["ceasefires"]) if row["effective"]]
    index = found[random.integers(len(found))]
    for part in ("term_end", "fighting_resumed", "renounced", "replaced", "mooted", "eroded"):
        rows["ceasefires"][index][part] = ""
    return "ceasefires", index + 2, "fighting_resumed"


def proposal_in_force(rows, random):
    found = [i for i, row in enumerate(rows["ceasefires"]) if row["effective"]]
    index = found[random.integers(len(found))]
    rows["ceasefires"][index]["status"] = "proposed"
    return "ceasefires", index + 2, "effective"


def end_before_start(rows, random):
    found = [i for i, row in enumerate(rows["ceasefires"]) if row["effective"] and row["fighting_resumed"]]
    if not found:
        return None
    index = found[random.integers(len(found))]
    rows["ceasefires"][index]["fighting_resumed"] = "2001-01-01"
    return "ceasefires", index + 2, "fighting_resumed"


def theatre_in_itself(rows, random):
    found = [i for i, row in enumerate(rows["theatres"]) if row["parent_id"]]
    index = found[random.integers(len(found))]
    rows["theatres"][index]["parent_id"] = rows["theatres"][index]["theatre_id"]
    return "theatres", index + 2, "parent_id"


def link_to_itself(rows, random):
    index = random.integers(len(rows["links"]))
    rows["links"][index]["to_id"] = rows["links"][index]["from_id"]
    return "links", int(index) + 2, "to_id"


def variant_of_no_field(rows, random):
    if not rows["variants"]:
        return None
    index = random.integers(len(rows["variants"]))
    rows["variants"][index]["field"] = "colour"
    return "variants", int(index) + 2, "field"


def row_with(name, wanted, **changes):
    """A mutator that overwrites cells of one random row that is ``wanted``; the first cell is the one to name."""

    def act(rows, random):
        found = [index for index, row in enumerate(rows[name]) if wanted(row)]
        if not found:
            return None
        index = found[random.integers(len(found))]
        rows[name][index].update(changes)
        return name, index + 2, next(iter(changes))

    return act


def corrected(name, wanted, field, new, column, *, old=None):
    """A mutator that adds a correction of one random row that is ``wanted``; ``column`` of it is to be named."""

    def act(rows, random):
        found = [row for row in rows[name] if wanted(row)]
        if not found:
            return None
        row = found[random.integers(len(found))]
        record = row[tables()[name].key[0]]
        fix = {"table": name, "record_id": record, "field": field, "old": row.get(field, "") if old is None else old}
        rows["corrections"].append({**fix, "new": new, "reason": "a slip", "corrected_on": "2021-01-01"})
        return "corrections", len(rows["corrections"]) + 1, column

    return act


def every(row):
    return True


def began(row):
    return bool(row["effective"])


def rival_date(row):
    return row["field"] in ("effective", "declared", "started", "ended", "since", "until", "fighting_resumed")


def required(field, text):
    return field.required and field.name != "sources" and bool(text)


MUTANTS = {
    "month in words": Mutant("dates are numbers, year first", "ambiguous", put(dated, pick("Jun-20", "June 2020", "3 March 2019"))),
    "day first": Mutant("dates are numbers, year first", "year first", put(dated, pick("31/02/2020", "1.6.2020", "15-06-2020"))),
    "day that no month has": Mutant("days exist", "days", put(dated, pick("2020-02-30", "2019-02-29", "2021-04-31"))),
    "thirteenth month": Mutant("months run from 1 to 12", "month", put(dated, pick("2020-13", "2020-00", "2020-13-01"))),
    "hour that no day has": Mutant("hours run to 23:59", "hour", put(dated, pick("2020-06-01T24:30", "2020-06-01T12:61"))),
    "reversed interval": Mutant("the earlier day comes first", "reversed", put(dated, fixed("2020-06-02/2020-06-01"))),
    "interval with an empty side": Mutant("an open side is ..", "empty side", put(dated, pick("2020-06/", "/2020-06"))),
    "bare dots": Mutant("two dots alone say nothing", "says nothing", put(lambda f, t: dated(f, t) and not f.may_be_open, fixed(".."))),
    "no date at all": Mutant("a date is a date", "not a date", put(dated, pick("soon", "2020-6-1", "20200601", "2020-06-01 to 03"))),
    "word for a number": Mutant("numbers are numbers", "not a", put(numeric, pick("many", "12 or so", "1,5", "nan"))),
    "number out of range": Mutant("numbers lie in their range", "below", put(lambda f, t: numeric(f, t) and f.minimum is not None, fixed("-999"))),
    "value not in the list": Mutant("coded values are those of the codebook", "not allowed", put(coded, lambda old, r: old + "x")),
    "value in another case": Mutant("coded values are those of the codebook", "not allowed", put(coded, lambda old, r: old.upper() + "_")),
    "value not in a list's list": Mutant("coded lists hold values of the codebook", "not allowed", put(lambda f, t: bool(f.values) and f.is_list and bool(t), lambda old, r: old + ";surprise")),
    "same value twice in a list": Mutant("a list names a value once", "twice", put(lambda f, t: f.is_list and bool(t), lambda old, r: f"{old};{old.split(';')[0]}")),
    "blank inside a list": Mutant("lists are a;b", "between semicolons", put(lambda f, t: f.is_list and bool(t), lambda old, r: old + ";")),
    "unknown id": Mutant("ids exist", "unknown id", put(pointing, lambda old, r: old + "-nowhere")),
    "unknown id in a list": Mutant("ids in lists exist", "unknown id", put(listing, lambda old, r: old + ";nobody-at-all")),
    "missing source": Mutant("every row has a source", "has no source", put(lambda f, t: f.name == "sources" and f.required and bool(t), fixed(""))),
    "required cell left blank": Mutant("required cells are filled", "must not be", put(required, fixed(""))),
    "formula": Mutant("no cell is run by a spreadsheet", "formula", put(words, lambda old, r: pick("=", "+", "@", "-")(old, r) + "SUM(A1)")),
    "blanks around": Mutant("cells have no blanks around them", "blanks around", put(lambda f, t: bool(t), lambda old, r: " " + old)),
    "key twice": Mutant("keys are unique", "already the key", copied_row),
    "end without a start": Mutant("what ended had begun", "has an end and never took effect", end_without_start),
    "start without an end": Mutant("what took effect has a coded end", "no part of its end", start_without_end),
    "proposal in force": Mutant("a proposal binds nobody", "proposal took effect", proposal_in_force),
    "end before the start": Mutant("ends come after starts", "comes before", end_before_start),
    "theatre in itself": Mutant("nothing is part of itself", "part of itself", theatre_in_itself),
    "day first that is none": Mutant("days exist", "impossible", put(dated, pick("31/02/2020", "30.02.2019", "32-01-2020"))),
    "strokes in a date": Mutant("dates are written with hyphens", "write 2020-06", put(dated, pick("2020/06/15", "2020/6", "2020.06.15"))),
    "thousand years too early": Mutant("dates lie in an age with records", "lies before 1800", put(dated, pick("1020", "1020-06-15", "0202-01/0202-03"))),
    "link to itself": Mutant("a link joins two records", "to itself", link_to_itself),
    "year nought": Mutant("years run from 1", "0000", put(dated, pick("0000", "0000-01-01"))),
    "date in other digits": Mutant("dates are in ASCII digits", "not a date", put(dated, fixed("٢٠٢٠-06-15"))),
    "number in other digits": Mutant("numbers are in ASCII digits", "digits 0 to 9", put(numeric, pick("1_000", "٣", "1e3", "+3", "9" * 30))),
    "spreadsheet error": Mutant("no cell holds a spreadsheet's error", "spreadsheet left", put(words, lambda old, r: old + " " + pick("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!")(old, r))),
    "letter misread": Mutant("text was read as UTF-8", "another encoding", put(words, lambda old, r: old + pick(" TrÃªve", " lâ€™accord", " Â«", " Ø§Ù„")(old, r))),
    "character that cannot be shown": Mutant("text has letters alone", "cannot be shown", put(words, lambda old, r: old + pick("\0x", "\x1bx", "\ufffdx")(old, r))),
    "open cut-off": Mutant("the last day coded is known", "open on a side", row_with("conflicts", every, cut_off="2020-12-31/..")),
    "low above best": Mutant("low is at most best", "above best", row_with("violence", every, low="9", best="0", high="")),
    "high below best": Mutant("high is at least best", "below best", row_with("violence", every, high="1", best="3", low="")),
    "grain of another period": Mutant("a period is as long as its grain", "the grain is", row_with("violence", every, grain="month", period="2020")),
    "period of days": Mutant("a period is as long as its grain", "the grain is", row_with("violence", every, grain="year", period="2020-01/2020-12")),
    "in force years before": Mutant("a truce is declared about when it begins", "more than a year before", row_with("ceasefires", began, effective="2010-01-01", declared="2011-02-01")),
    "variant that is no date": Mutant("variants of dates are dates", "impossible", row_with("variants", rival_date, value="31/02/2020")),
    "correction to no date": Mutant("a correction is as sound as its cell", "impossible", corrected("ceasefires", every, "declared", "31/02/2020", "new")),
    "correction to no id": Mutant("a correction is as sound as its cell", "unknown id", corrected("ceasefires", every, "episode_id", "nope", "new")),
    "correction to no value": Mutant("a correction is as sound as its cell", "not allowed", corrected("ceasefires", every, "observance", "mostlly", "new")),
    "correction to a blank": Mutant("a correction is as sound as its cell", "must not be", corrected("events", every, "name_fr", "", "new")),
    "correction against the start": Mutant("a correction is as sound as its cell", "more than a year", corrected("ceasefires", began, "effective", "2001", "new")),
    "stale correction": Mutant("a correction fits the cell", "no longer", corrected("ceasefires", every, "declared", "2020-12-30", "old", old="1999-01-01")),
    "correction of no field": Mutant("a correction names a cell", "no column", corrected("ceasefires", every, "declard", "2020", "field")),
    "correction of a key": Mutant("ids stay as they are", "is the key", corrected("actors", every, "actor_id", "greens", "field")),
    "correction of many rows": Mutant("a correction names a cell", "mend the row itself", corrected("roles", lambda row: row["record_id"] == "ZZZ-C-may", "role", "host", "record_id")),
    "variant of no field": Mutant("variants are of fields that exist", "no column", variant_of_no_field),
}  # fmt: skip


def another_day(rows, random):
    row = next(row for row in rows["ceasefires"] if row["declared"])
    row["declared"] = "2020-01-09" if row["declared"] != "2020-01-09" else "2020-01-08"


def another_actor(rows, random):
    row = rows["roles"][0]
    taken = {(r["record_id"], r["actor_id"], r["role"]) for r in rows["roles"]}
    row["actor_id"] = next(
        actor["actor_id"] for actor in rows["actors"] if (row["record_id"], actor["actor_id"], row["role"]) not in taken
    )


def another_outcome(rows, random):
    row = rows["mediations"][0]
    row["outcome"] = "refused" if row["outcome"] != "refused" else "no_result"


def another_source(rows, random):
    rows["events"][0]["sources"] = next(
        source["source_id"] for source in rows["sources"] if source["source_id"] not in rows["events"][0]["sources"]
    )


def copied_sentence(rows, random):
    rows["events"][0]["summary_en"] = "A sentence lifted from a newspaper, word for word."


def row_left_out(rows, random):
    rows["positions"].pop()


UNSEEN = {
    "a day that is plausible and wrong": another_day,
    "another actor in a role": another_actor,
    "another allowed outcome": another_outcome,
    "a source that does not say so": another_source,
    "a sentence copied from a page": copied_sentence,
    "a record that was left out": row_left_out,
}
