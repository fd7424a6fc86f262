"""How does a notebook travel by e-mail? As one HTML file with its pictures, its look and its scripts inside."""

import re
from base64 import b64encode
from html import escape

from ceasefires.publish import PublishError, cite
from ceasefires.publish.figures import SCRIPTS

ARTICLE = re.compile(r'<article class="bd-article">(.*?)</article>', re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
PICTURE = re.compile(r'src="(_images/[^"]+)"')
LINK = re.compile(r' href="(?!https?:|mailto:|#)[^"]*"(?: download(?:="")?)?')
STYLES = ("pygments.css", "report.css", "records.css", "single.css")
KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
THEME = (
    'const dark = matchMedia("(prefers-color-scheme: dark)");'
    'const follow = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };'
    'follow(); dark.addEventListener("change", follow);'
)


def singles(site, names, folder, citation):
    """Write each notebook's page of a rendered site into a new folder, as one file of its own that asks for nothing."""
    folder.mkdir()
    styles = "\n".join((site / "_static" / name).read_text(encoding="utf-8") for name in STYLES)
    said = cite.line(citation.read_text(encoding="utf-8")) if citation.is_file() else ""
    for name in names:
        page = (site / f"{name}.html").read_text(encoding="utf-8")
        (folder / f"{name}.html").write_text(_single(site, page, name, styles, said), encoding="utf-8", newline="\n")


def _single(site, page, name, styles, said):
    article, title = ARTICLE.search(page), TITLE.search(page)
    if not article or not title:
        raise PublishError(f"{name}.html has no article to put into a file of its own.")
    body = PICTURE.sub(lambda found: f'src="{_data(site / found[1])}"', LINK.sub("", article[1]))
    body = body.replace(' loading="lazy"', "")
    wanted = SCRIPTS if "data-figure=" in body else ()
    scripts = "\n".join(f"<script>{_script(site / '_static' / script)}</script>" for script in wanted)
    footer = f"<footer><p>{escape(said)}</p></footer>" if said else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-theme="light">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title[1].strip()}</title>\n'
        f'<link rel="icon" href="data:,">\n<script>{THEME}</script>\n<style>\n{styles}\n</style>\n</head>\n'
        f'<body class="single"><main class="bd-content"><article class="bd-article">{body}</article></main>'
        f"{footer}\n{scripts}</body>\n</html>\n"
    )


def _data(path):
    return f"data:{KINDS[path.suffix]};base64,{b64encode(path.read_bytes()).decode()}"


def _script(path):
    content = path.read_text(encoding="utf-8")
    if "</script" in content.lower():
        raise PublishError(f"{path.name} ends a script early and cannot stand inside a page.")
    return content
