"""Choose a place, a period, actors and a track, and see the timeline, the table and who stands where follow."""

import json
from html import escape

import ipywidgets as widgets
import pandas as pd
import plotly.graph_objects as go

from . import news, timelines, words
from .dataset import Dataset, moment
from .words import _

PARTS = ("theatre", "since", "until", "actors", "track")


class Explorer:
    """The controls and what follows from them; in a page without Python it shows what it would do in the lab."""

    def __init__(self, data: Dataset, *, theatre="", since="", until="", actors=(), track=""):
        self.data = data
        conflict = data.conflicts.iloc[0]
        named = f"name_{words.language()}"
        places = [(_("everywhere"), ""), *zip(data.theatres[named], data.theatres["theatre_id"])]
        tracks = [(_("every track"), ""), *zip(data.tracks[named], data.tracks["track_id"])]
        present = data.actors[data.actors["actor_id"].isin(data.roles["actor_id"])].sort_values(named)
        width = {"layout": {"width": "98%"}, "style": {"description_width": "5em"}}
        typed = {**width, "continuous_update": False}
        people = list(zip(present[named], present["actor_id"]))
        self.controls = {
            "theatre": widgets.Dropdown(options=places, value=theatre, description=_("Place"), **width),
            "track": widgets.Dropdown(options=tracks, value=track, description=_("Track"), **width),
            "since": widgets.Text(value=str(since or conflict["start"]), description=_("Since"), **typed),
            "until": widgets.Text(value=str(until or conflict["cut_off"]), description=_("Until"), **typed),
            "actors": widgets.SelectMultiple(
                options=people, value=tuple(actors), rows=6, description=_("Actors"), **width
            ),
        }
        self.line = widgets.HTML()
        self.said = widgets.HTML()
        self.pages = [widgets.Output() for _page in range(3)]
        tabs = widgets.Tab(self.pages, titles=(_("Timeline"), _("Truces"), _("Who stood where")))
        left = [self.controls[name] for name in ("theatre", "track", "since", "until")]
        self.widget = widgets.VBox(
            [widgets.HBox([widgets.VBox(left), self.controls["actors"]]), self.line, self.said, tabs]
        )
        for control in self.controls.values():
            control.observe(lambda _change: self.refresh(), "value")
        self.refresh()

    def state(self) -> dict:
        """What is chosen, as the arguments that would choose it again."""
        chosen = {name: self.controls[name].value for name in PARTS}
        return {name: list(value) if name == "actors" else value for name, value in chosen.items() if value}

    def code(self) -> str:
        """The one line of Python that restores what is chosen."""
        return "explore(data{})".format("".join(f", {name}={value!r}" for name, value in self.state().items()))

    def selection(self) -> Dataset:
        """The part of the dataset that is chosen; raises ValueError with a sentence for a day that can't be read."""
        return self.data.only(**self.state())

    def refresh(self) -> None:
        """Draw everything anew; what cannot be read or holds nothing is said in a sentence."""
        self.line.value = f"<code>{escape(self.code())}</code>"
        for page in self.pages:
            page.outputs = ()
        try:
            part = self.selection()
            rows = timelines.table(part)
            self.said.value = f"<p>{escape(timelines.sentence(rows))}</p>"
            until = self.controls["until"].value
            limits = {"since": self.controls["since"].value, "until": until}
            shown = [timelines.interactive(rows, **limits), timelines.truces(part), self._stands(until)]
        except (ValueError, KeyError) as problem:
            self.said.value = f"<p>{escape(str(problem.args[0]))}</p>"
            return
        for page, thing in zip(self.pages, shown):
            page.append_display_data(_Shown(thing) if isinstance(thing, go.Figure) else thing)

    def _stands(self, day: str):
        chosen = list(self.controls["actors"].value) or _most_present(self.data)
        claims = pd.DataFrame({"actor_id": [tuple(chosen)], "target_id": [()]})
        rows = news.stands(self.data, claims=claims, day=str(moment(day)))
        return news.stands_figure(rows) if len(rows) else _("Nothing is on record between these actors on that day.")

    def _repr_mimebundle_(self, include=None, exclude=None):
        note = _(
            "In JupyterLab this cell shows controls: choose a place, a track, a period and actors, and the timeline, "
            "the truces and who stood where follow. This is what it starts with: {what}"
        ).format(what=self.code())
        shown = self.widget._repr_mimebundle_() or {}
        return {**shown, "text/html": f"<p>{escape(note)}</p>", "text/plain": f"<Explorer: {self.code()}>"}


class _Shown:
    """A plotly figure that hands its data over instead of displaying itself at once."""

    def __init__(self, chart: go.Figure):
        self.chart = chart

    def _repr_mimebundle_(self, include=None, exclude=None):
        plot, alt = json.loads(self.chart.to_json()), self.chart.layout.meta["alt"]
        return {"application/vnd.plotly.v1+json": plot, "text/plain": alt}


def explore(data: Dataset, *, theatre="", since="", until="", actors=(), track="") -> Explorer:
    """Open the controls on a dataset, with these choices made; ``.code()`` writes the choices as one line to keep.

    Raises KeyError with the nearest spelling when a place, an actor or a track is not known.
    """
    data.only(theatre=theatre or None, actors=list(actors), track=track or None)
    return Explorer(data, theatre=theatre, since=since, until=until, actors=actors, track=track)


def _most_present(data: Dataset, *, most: int = 10) -> list[str]:
    """The actors with most alignments, for whoever has chosen none."""
    both = pd.concat([data.alignments["actor_id"], data.alignments["target_id"]]).value_counts()
    return list(both.sort_index().sort_values(ascending=False, kind="stable").index[:most])
