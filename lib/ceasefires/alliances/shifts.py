"""Who moved, from where to where, when, and on what evidence: spells that end and begin."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations

import pandas as pd

from .. import asked, words
from ..dataset import Dataset
from ..words import Sentence, _, say
from .network import ATTRIBUTIONS, DAY, OUTSIDE, find, patrons
from .runs import SAME_RUN, Run, begin, dated, end, gives_way, runs

KINDS = ("turn", "switch", "both", "reversal", "handover")
SUCCESSION = 183 * DAY
TOGETHER = 31 * DAY  # beginnings this close are one move


def shifts_table(
    data: Dataset, *, actor: str | None = None, kinds: tuple[str, ...] = KINDS, within: int | None = None
) -> pd.DataFrame:
    """One row per shift: who, of which kind, from what to what, the first and last day it can have happened, on what.

    A *turn* is another stance towards the same target; a *switch* goes from backing one to backing its rival; *both*
    is backing a rival while still backing the first (a divided town, or a foot in each camp), dated from when the two
    were rivals; a *reversal* is the one once backed now backing its backer; a *handover* passes from one instrument
    of a state to another. ``kinds`` may add *succession*, where the one backed was dissolved. Rivals are two in the
    war of whom one opposed the other within a year. Recognition alone is no backing; a state and its instruments are
    one actor, except in handovers. ``actor`` keeps shifts by or towards one actor and its parts, ``within`` those
    dated to so many days. Raises KeyError with the nearest spelling when the actor is not known.
    """
    kinds = asked.some_of(kinds, (*KINDS, "succession"), "kind of shift")
    if within is not None:
        asked.whole(within, "within")
    moves = [move for move in _moves(data, words.language()) if move["kind"] in kinds]
    columns = ["who", "kind", "from", "to", "low", "high", "evidence", "attribution", "records", "move"]
    if actor:
        own = {find(data, actor)}
        own |= set(data.actors.loc[data.actors["parent_id"].isin(own), "actor_id"])
        moves = [move for move in moves if own & move["about"]]
    table = pd.DataFrame(moves, columns=columns)
    table = table[(table["high"] - table["low"]) <= within * DAY] if within is not None else table
    return table.sort_values(["high", "who", "from", "to"], ignore_index=True, kind="stable")


@lru_cache(maxsize=8)
def _moves(data: Dataset, _language: str) -> tuple[dict, ...]:
    patron, war = patrons(data), _War(data)
    stances, backings = runs(data, fold=patron), runs(data, fold=patron, backing=True)
    moves = []
    for actor in sorted({run.actor for run in stances}):
        held, backed = ([run for run in some if run.actor == actor] for some in (stances, backings))
        steps: dict[tuple, list[tuple[Run, Run]]] = {}
        for kind, old, new in (*_turned(held), *war.left(backed)):
            family = "move" if kind in ("turn", "switch") else (kind, new.target)
            steps.setdefault((family, old.target, old.stance, old.ended_low), []).append((old, new))
        for (family, *_old), pairs in steps.items():
            first = min((new for _old, new in pairs), key=begin)
            news = sorted({new for _old, new in pairs if new.began_high <= first.began_high + TOGETHER}, key=begin)
            old = pairs[0][0]
            away = any(run.target != old.target for run in news)
            kind = family[0] if family != "move" else "switch" if away else "turn"
            interval = war.both(old, first) if kind == "both" else dated(old, first)
            moves.append(_move(data, actor, kind, old, news, interval))
    for old, new in permutations(backings, 2):
        back = (old.actor, old.target) == (new.target, new.actor)
        if back and gives_way(old, new) and old.ended_high < new.began_low:
            moves.append(_move(data, new.actor, "reversal", old, [new], dated(old, new)))
    for old, new in permutations(runs(data), 2):
        one, other = patron.get(old.actor), patron.get(new.actor)
        same = (old.target, old.stance) == (new.target, new.stance) and one and one == other and old.actor != new.actor
        if same and gives_way(old, new) and new.began_low <= old.ended_high + SAME_RUN:
            moves.append(_move(data, one, "handover", old, [new], dated(old, new)))
    return tuple(moves)


def _turned(held: list[Run]) -> Iterator[tuple[str, Run, Run]]:
    """Each new stance of an actor, with the last other stance towards the same target that it followed."""
    for new in held:
        olds = [old for old in held if old.target == new.target and old.stance != new.stance and gives_way(old, new)]
        if olds:
            yield "turn", max(olds, key=end), new


class _War:
    """Who was hostile to whom when, and who was dissolved when."""

    def __init__(self, data: Dataset):
        self.hostile = [run for run in runs(data) if run.stance == "opposes"]
        self.gone = dict(zip(data.actors["actor_id"], data.actors["active_until_latest"]))
        kinds = dict(zip(data.actors["actor_id"], data.actors["kind"]))
        self.inside = {actor for actor, kind in kinds.items() if kind not in OUTSIDE}

    def left(self, backed: list[Run]) -> Iterator[tuple[str, Run, Run]]:
        """Each new backing of an actor, with the backing of a rival that it followed or stands beside."""
        for old, new in permutations([run for run in backed if run.target in self.inside], 2):
            if old.target == new.target:
                continue
            rivals = self.rivals(old, new)
            if rivals and gives_way(old, new):
                yield "switch", old, new
            elif rivals and begin(old) < begin(new) and new.began_high < old.ended_low and self.both(old, new):
                yield "both", old, new
            dissolved = self.gone.get(old.target)
            over = pd.notna(dissolved) and abs(dissolved - old.ended_high) <= TOGETHER
            if over and not rivals and abs(new.began_high - old.ended_high) <= SUCCESSION and gives_way(old, new):
                yield "succession", old, new

    def rivals(self, old: Run, new: Run, *, within: pd.Timedelta = SAME_RUN) -> list[Run]:
        """The hostility between two targets while one backing passed into the other, or within a year of that."""
        since = min(old.ended_low, new.began_high) - within
        until = max(old.ended_high, new.began_high) + within
        pair = {old.target, new.target}
        return [
            run
            for run in self.hostile
            if {run.actor, run.target} == pair and run.began_low <= until and run.ended_high >= since
        ]

    def both(self, old: Run, new: Run) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and last day on which an actor can have come to stand on both sides, if it ever did."""
        found = [
            (max(new.began_low, run.began_low), max(new.began_high, run.began_high))
            for run in self.rivals(old, new)
            if run.began_high <= min(old.ended_low, new.ended_low) and run.ended_low >= new.began_high
        ]
        return min(found, key=lambda days: days[::-1]) if found else None


def _move(data: Dataset, actor: str, kind: str, old: Run, news: list[Run], interval) -> dict:
    through = kind in ("handover", "reversal")
    evidence = [words_of_end(data, old, through), *(words_of_start(data, run, through) for run in news)]
    every = (old, *news)
    return {
        "who": data.name(actor, language=words.language()),
        "kind": kind,
        "from": stance(data, old, through),
        "to": words.listed(stance(data, run, through) for run in news),
        "low": interval[0],
        "high": interval[1],
        "evidence": "; ".join(evidence),
        "attribution": max((run.attribution for run in every), key=ATTRIBUTIONS.index),
        "records": tuple(sorted({key for run in every for key in run.records})),
        "move": in_short(data, kind, old, news),
        "about": {actor, *(run.target for run in every), *(run.actor for run in every)},
    }


def in_short(data: Dataset, kind: str, old: Run, news: list[Run]) -> str:
    """A move in a few words, as in 'opposes → deals with Turkey', without what stands in brackets in names."""
    names = {
        key: data.name(key, language=words.language()).partition(" (")[0]
        for run in (old, *news)
        for key in (run.actor, run.target)
    }
    now = [names[run.target] for run in news if run.target != old.target and run.stance == "supports"]
    texts = {
        "turn": _("{was} → {stances} {target}"),
        "switch": _("{target} → {now}"),
        "both": _("{target} and {now}"),
        "reversal": _("backed by {actor} → backs it"),
        "handover": _("{actor} → {next} beside {target}"),
        "succession": _("{target} → {now}"),
    }
    return texts[kind].format(
        was=words.label(old.stance),
        stances=words.listed(dict.fromkeys(words.label(run.stance) for run in news)),
        target=names[old.target],
        now=words.listed(now),
        actor=names[old.actor],
        next=names[news[0].actor],
    )


def stance(data: Dataset, run: Run, through: bool = False) -> str:
    """A stance and its target in words, as in 'supports Egypt'."""
    name = {key: data.name(key, language=words.language()) for key in (run.actor, run.target)}
    text = _("{actor} {stance} {target}") if through else _("{stance} {target}")
    return text.format(stance=words.label(run.stance), target=name[run.target], actor=name[run.actor])


def words_of_end(data: Dataset, run: Run, through: bool = False) -> str:
    """What is known of the end of a run, in words."""
    what = f"{stance(data, run, through)} ({_forms(run)})"
    if run.running:
        return _("{what} still at the cut-off").format(what=what)
    text = _("{what} last seen {day}") if run.open_end else _("{what} until {day}")
    return text.format(what=what, day=words.days(run.ended_low, run.ended_high))


def words_of_start(data: Dataset, run: Run, through: bool = False) -> str:
    """What is known of the start of a run, in words."""
    what = f"{stance(data, run, through)} ({_forms(run)})"
    if run.open_start:
        return _("{what} by {day}").format(what=what, day=words.day(run.began_high))
    return _("{what} from {day}").format(what=what, day=words.days(run.began_low, run.began_high))


def _forms(run: Run) -> str:
    return ", ".join(words.label(form) for form in sorted(run.forms))


def shifts_sentence(table: pd.DataFrame) -> Sentence:
    """How many shifts of which kind, how many are dated to within a month, and which can have come last."""
    if table.empty:
        return say(_("No shift is on record in this part of the data."))
    counts = table["kind"].value_counts()
    kinds = [
        words.count(int(counts[kind]), *names)
        for kind, names in {
            "turn": (_("turn towards the same actor"), _("turns towards the same actor")),
            "switch": (_("switch to a rival"), _("switches to a rival")),
            "both": (_("case of standing on both sides"), _("cases of standing on both sides")),
            "reversal": (_("reversal of who backs whom"), _("reversals of who backs whom")),
            "handover": (_("handover inside one state"), _("handovers inside one state")),
            "succession": (_("succession"), _("successions")),
        }.items()
        if kind in counts
    ]
    close = int(((table["high"] - table["low"]) <= TOGETHER).sum())
    last = table.iloc[-1]
    return say(
        _(
            "{n}: {kinds}. {close} of them can be dated to within {span} days. "
            "The one that can be latest: {who}, from “{old}” to “{new}”, {when}."
        ),
        n=words.count(len(table), "shift", "shifts"),
        kinds=words.listed(kinds),
        close=close,
        span=TOGETHER.days,
        who=last["who"],
        old=last["from"],
        new=last["to"],
        when=words.days(last["low"], last["high"]),
    )
