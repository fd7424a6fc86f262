"""What a reader asks with: days, periods, names and numbers; each is read in one way or refused in a sentence."""

from datetime import date
from numbers import Integral, Real

from .dates import Bounds, widen
from .rules import hint
from .schema import tables

FEW = 6  # ids that a sentence can list
MOST = 100_000  # days (or draws, rows, seeds): more than any war or patience has


def text(value: str | date | int | None) -> str:
    """A date as text: text as it is, a date (or a pandas Timestamp) as its day, a whole number as a year."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date) and value == value:  # NaT equals nothing
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Integral) and not isinstance(value, bool):
        return f"{value:04d}"
    raise ValueError(f"{value!r} is not a date; give text as in '2020-06-15', a date or a year")


def day(value: str | date) -> date:
    """One day; raise ValueError with a sentence if the value is none."""
    bounds = widen(text(value))
    if bounds.earliest is None or bounds.earliest != bounds.latest:
        raise ValueError(f"{value!r} is not one day; write it as in 2020-06-15")
    return bounds.earliest.date()


def period(since: str | date | int | None, until: str | date | int | None) -> Bounds:
    """The first and the last moment of a period, None where a side is open; raise ValueError if it is reversed."""
    first, last = widen(text(since)).earliest, widen(text(until)).latest
    if first and last and first.date() > last.date():
        raise ValueError(f"since {text(since)} comes after until {text(until)}; write the earlier day as since")
    return Bounds(first, last)


def several(values) -> tuple:
    """One value or several as a tuple, each once; a text is one value and not its letters."""
    if values is None:
        return ()
    return (values,) if isinstance(values, (str, date, Integral)) else tuple(dict.fromkeys(values))


def at_least_one(values, what: str) -> tuple:
    """The same, each once; raise ValueError with a sentence if there is none."""
    values = several(values)
    if not values:
        raise ValueError(f"there is no {what} among what was given; give at least one")
    return values


def one_of(value, allowed, what: str):
    """The value itself; raise ValueError with the nearest spelling if it is not among those allowed."""
    if value not in tuple(allowed):
        near = hint(value, allowed) if isinstance(value, str) else ""
        raise ValueError(f"{value!r} is no {what}; use {', '.join(map(str, allowed))}{near}")
    return value


def some_of(values, allowed, what: str) -> tuple:
    """The values as a tuple, each among those allowed."""
    return tuple(one_of(value, allowed, what) for value in several(values))


def coded(table: str, field: str) -> tuple[str, ...]:
    """The values that the codebook allows in a column."""
    return next(column.values for column in tables()[table].fields if column.name == field)


def known(key, ids, what: str):
    """The id itself; raise KeyError with the nearest spelling if there is no such id, ValueError if it is no text."""
    if not isinstance(key, str):
        raise ValueError(f"{key!r} is not the id of one {what}; give one id as text")
    if key not in ids:
        near = hint(key, ids) or (f"; there is {', '.join(ids)}" if 0 < len(ids) <= FEW else "")
        raise KeyError(f"there is no {what} {key!r}{near}")
    return key


def whole(value, what: str, *, least: int = 0, most: int = MOST) -> int:
    """A whole number; raise ValueError with a sentence if it is none, or below or above what makes sense."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise ValueError(f"{what} is {value!r}; give a whole number of at least {least}")
    if value > most:
        raise ValueError(f"{what} is {value!r}; give a whole number of at most {most}")
    return int(value)


def share(value, what: str) -> float:
    """A number from 0 to below 1; raise ValueError with a sentence otherwise."""
    if not isinstance(value, Real) or not 0 <= value < 1:
        raise ValueError(f"{what} is {value!r}; give a number from 0 to below 1")
    return value
