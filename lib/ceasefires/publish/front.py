"""What does the front page show first? A picture, a search, and what the notebooks found, in their own sentences."""

from base64 import b64decode

from ceasefires.publish.figures import picture_name
from ceasefires.publish.markup import sentence, text
from ceasefires.publish.pages import opening

HEROES = ("03_timelines", "01_a_news_item")  # whose first picture stands on the front page
EXAMPLES = ("LBY-C-2020-08-21-sarraj", "LBY-M-2020-01-19-berlin", "russia")
PNG = "image/png"


def _outputs(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "solution" not in cell["metadata"].get("tags", []):
            yield from cell["outputs"]


def hero(notebooks):
    """The first picture of the timelines, or of another notebook, leading to where it comes from."""
    for name in (*HEROES, *sorted(notebooks)):
        for output in _outputs(notebooks[name]) if name in notebooks else ():
            if PNG in output.get("data", {}):
                content = b64decode("".join(output["data"][PNG]))
                alt = " ".join(str(output.get("metadata", {}).get(PNG, {}).get("alt", "")).split())
                width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
                image = (
                    f'<img src="_images/{picture_name(content)}" alt="{text(alt)}" width="{width}" height="{height}">'
                )
                link = f'<a href="{text(name)}.html">{text(opening(notebooks[name])[0] or name)}</a>'
                return f'<figure class="hero">{image}<figcaption>{link}</figcaption></figure>'
    return ""


def find(package, tables):
    """A search that leads to the records page, with examples of what it finds."""
    keys = {resource["name"]: resource["schema"].get("primaryKey", [""]) for resource in package["resources"]}
    singles = {name: key[0] for name, key in keys.items() if isinstance(key, list) and len(key) == 1}
    names = {row.get(key): row.get("name_en") for name, key in singles.items() for row in tables[name]}
    links = [f'<a href="records.html#{text(key)}">{text(names[key])}</a>' for key in EXAMPLES if names.get(key)]
    examples = f'<p class="facts">For example: {", ".join(links)}.</p>' if links else ""
    return (
        '<form class="find" action="records.html" method="get" role="search"><label for="find">'
        "Look up a truce, a mediation attempt, an actor, a source</label>"
        '<span><input id="find" name="find" type="search" autocomplete="off"><button>Find</button></span></form>'
        f"{examples}"
    )


def first_sentence(notebook):
    """The first sentence that a notebook computes, or none."""
    for output in _outputs(notebook):
        shown = "".join(output.get("data", {}).get("text/plain", ""))
        if set(output.get("data", {})) == {"text/plain"} and (found := sentence(shown.strip())):
            return found
    return None


def findings(notebooks):
    """What each notebook finds, in the first sentence that it computes, with a link to where it is shown."""
    rows = [
        f'<li><p>{text(found)}</p><p><a href="{text(name)}.html">{text(opening(notebook)[0] or name)}</a></p></li>'
        for name, notebook in sorted(notebooks.items())
        if (found := first_sentence(notebook))
    ]
    return '<ul class="findings">\n' + "\n".join(rows) + "\n</ul>" if rows else ""
