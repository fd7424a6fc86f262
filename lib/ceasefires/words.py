"""The words that figures and sentences use, in the reader's language."""

import gettext
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pandas as pd

LANGUAGES = ("en", "fr")
LOCALE = Path(__file__).parents[2] / "locale"
_catalog: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def speak(language: str) -> None:
    """Choose the language of figures and sentences; English is what stands where a catalog has no word.

    Raises ValueError for a language in which the data have no names.
    """
    global _catalog, _language
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is no language of the data; use {' or '.join(LANGUAGES)}")
    _catalog = gettext.translation("ceasefires", LOCALE, [language], fallback=True)
    _language = language


def language() -> str:
    """The language now spoken, en or fr; also the ending of the name and summary columns to read."""
    return _language


class Sentence(str):
    """A computed sentence; shows itself without quotes, so that it reads as prose and a test can compare it."""

    def __repr__(self) -> str:
        return str(self)


def say(text: str, **values) -> Sentence:
    """Fill a sentence with computed values."""
    return Sentence(text.format(**values))


def _(text: str) -> str:
    return _catalog.gettext(text)


def count(number: int, one: str, many: str) -> str:
    """A number with its noun in the right form, as in '3 truces'."""
    return f"{number} {_catalog.ngettext(one, many, number)}"


def day(moment: date | datetime | pd.Timestamp | None) -> str:
    """A day as a reader writes it, as in '21 Aug 2020'; with the hour where one is known."""
    if moment is None or pd.isna(moment):
        return _("not known")
    moment = pd.Timestamp(moment)
    hour = f" {moment:%H:%M}" if (moment.hour, moment.minute) != (0, 0) else ""
    months = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return f"{moment.day} {months[moment.month - 1]} {moment.year}{hour}"


def days(earliest, latest) -> str:
    """An uncertain day as a reader writes it: one day, 'between … and …', 'after …' or 'not known'."""
    if pd.isna(earliest) and pd.isna(latest):
        return _("not known")
    if pd.isna(latest):
        return _("on or after {day}").format(day=day(earliest))
    if pd.isna(earliest):
        return _("by {day}").format(day=day(latest))
    if earliest == latest:
        return day(earliest)
    return _("{first} – {last}").format(first=day(earliest), last=day(latest))


def listed(items) -> str:
    """Names as a list in a sentence: 'a, b and c'."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return _("{most} and {last}").format(most=", ".join(items[:-1]), last=items[-1])


def label(code: str) -> str:
    """A coded value in a word or two, for labels and legends; the code itself where it has none."""
    return _labels(_catalog).get(code, code.replace("_", " "))


@lru_cache(maxsize=4)
def _labels(catalog: gettext.NullTranslations) -> dict[str, str]:
    return LABELS(catalog.gettext)


def LABELS(_) -> dict[str, str]:  # noqa: N802 - a table that is read anew when the language changes
    """Short words for coded values."""
    return {
        "expired": _("term served"),
        "broken": _("broken by fighting"),
        "renounced": _("called off"),
        "replaced": _("replaced by a later text"),
        "moot": _("a party beaten or dissolved"),
        "lapsed": _("wore away"),
        "holding": _("holding at the cut-off"),
        "unknown": _("not known"),
        "never_effective": _("never took effect"),
        "ceasefire": _("a ceasefire"),
        "partial_text": _("a text on security"),
        "political_text": _("a political text"),
        "statement_only": _("a statement"),
        "no_result": _("no result"),
        "refused": _("refused"),
        "cancelled": _("called off"),
        "postponed": _("put off"),
        "ongoing": _("still going on"),
        "accepts": _("accepts"),
        "accepts_conditionally": _("accepts on a condition"),
        "noncommittal": _("leaves it open"),
        "rejects": _("rejects"),
        "withdraws": _("takes its acceptance back"),
        "denies_being_party": _("says it is not a party"),
        "supports": _("supports"),
        "criticises": _("criticises"),
        "silent": _("nothing found"),
        "mediator": _("mediator"),
        "facilitator": _("facilitator"),
        "sponsor": _("sponsor"),
        "guarantor": _("guarantor"),
        "host": _("host"),
        "proposer": _("proposer"),
        "monitor": _("monitor"),
        "buffer": _("buffer"),
        "split": _("split into several of ours"),
        "merged": _("merged into one of ours"),
        "left_out": _("left out"),
        "un_document": _("UN document"),
        "agreement_text": _("agreement text"),
        "official": _("official statement"),
        "wire": _("news agency"),
        "press": _("press"),
        "think_tank": _("institute or monitor"),
        "academic": _("scholarly work"),
        "reference": _("reference work"),
        "dataset": _("dataset"),
        "blog": _("blog"),
        "social": _("post"),
        "supported": _("supported"),
        "partly": _("in part"),
        "not_in_the_data": _("not in the data"),
        "contradicted": _("contradicted"),
        "surely": _("yes"),
        "perhaps": _("perhaps"),
        "not": _("no"),
        "same": _("the same"),
        "overlap": _("partly the same"),
        "different": _("different"),
        "opposes": _("opposes"),
        "engages": _("deals with"),
        "air_strikes": _("air strikes"),
        "advisers": _("advisers"),
        "troops": _("troops"),
        "drones": _("drones"),
        "arms": _("arms"),
        "mercenaries": _("mercenaries"),
        "training": _("training"),
        "intelligence": _("intelligence"),
        "finance": _("finance"),
        "basing": _("use of bases"),
        "recognition": _("recognition"),
        "diplomacy": _("diplomacy"),
        "established": _("established"),
        "alleged": _("alleged"),
        "claimed": _("claimed"),
        "took_place": _("it took place"),
        "offensive": _("offensive"),
        "breach": _("breach of a truce"),
        "control_change": _("a place changes hands"),
        "none": _("never observed"),
        "partial": _("in part"),
        "mostly": _("mostly"),
        "full": _("in full"),
        "contested": _("contested"),
        "no_backing": _("no coded backing"),
        "one_sided": _("one side backed"),
        "shared": _("both sides, not opposed"),
        "opposed": _("opposed backers"),
        "uncertain": _("uncertain"),
        "complete": _("complete cases"),
        "worst": _("worst"),
        "best": _("best"),
        "turnbull": _("Turnbull"),
        "open_ended": _("no term"),
        "running": _("still running"),
        "after_cut_off": _("starts after the cut-off"),
        "start_too_uncertain": _("start and end too uncertain"),
        "fell": _("fewer died after"),
        "rose": _("more died after"),
        "unclear": _("depends on the reading"),
        "no_deaths": _("no death on either side"),
        "not_counted": _("not counted"),
        "truce": _("the truce"),
        "placebo": _("a placebo date"),
    }
