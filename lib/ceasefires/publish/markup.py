"""What is text stays text: escaping for the pages made from data, and cleaning for the tables made by notebooks."""

import ast
import re
from html import escape
from html.parser import HTMLParser

TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption figure h2 h3 h4 h5 "
    "h6 hr i ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead time "
    "tr u ul".split()
)
VOID = frozenset({"br", "col", "hr"})
SILENT = frozenset({"script", "style", "iframe", "object", "embed", "noscript", "template", "title", "svg", "math"})
ATTRIBUTES = frozenset(
    "aria-label aria-hidden class colspan rowspan scope title lang dir datetime href id open role span".split()
)
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|#|(?![a-z][a-z0-9+.-]*:|//))", re.IGNORECASE)
NUMBER = re.compile(r"<td>(\s*[-−+±]?\d[\d.,\u202f\u2009\u00a0 ]*\s?%?\s*)</td>")
FRAME = re.compile(r"<table.*?</table>", re.DOTALL)
LINE = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
NUMERIC = ' class="number"'
TABLE_BOX = '<div class="table-box" role="group" aria-label="Table" tabindex="0">'
SENTENCE = re.compile(r"""[^\s\[({<'"][^\n]*\s[^\n]*\s[^\n]*[.!?…»]""")
RECORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9_]+)+")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def text(value):
    """The value as HTML text: markup in it is shown, never run."""
    return escape(" ".join(str(value).split()))


def heading(value):
    """The value as the text of a Markdown heading: markup in it is shown, never run."""
    return PUNCTUATION.sub(r"\\\1", " ".join(str(value).split()))


def address(value):
    """The address if following it can only open a page, else none."""
    plain = re.sub(r"[\x00-\x20\x7f-\x9f]", "", str(value or ""))
    return escape(plain) if SAFE_ADDRESS.match(plain) else None


def sentence(shown):
    """The sentence that an output is, without the quotes that Python puts around it, or none."""
    if shown[:1] in ("'", '"'):
        try:
            shown = ast.literal_eval(shown)
        except (ValueError, SyntaxError):
            return None
    return shown if isinstance(shown, str) and SENTENCE.fullmatch(shown) else None


def linked(escaped, known):
    """Text, already escaped, in which the id of each known record leads to the records page."""

    def link(found):
        return f'<a class="record" href="records.html#{found[0]}">{found[0]}</a>' if found[0] in known else found[0]

    return RECORD.sub(link, escaped) if known else escaped


class _Cleaner(HTMLParser):
    def __init__(self, known):
        super().__init__(convert_charrefs=True)
        self.parts, self.silent, self.opened, self.known = [], 0, [], known

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent += 1
        if self.silent or tag not in TAGS:
            return
        kept = "".join(self._attribute(name, value) for name, value in attrs)
        self.parts.append(f"<{tag}{kept}>")
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag):
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif not self.silent and tag in self.opened:
            while (last := self.opened.pop()) != tag:
                self.parts.append(f"</{last}>")
            self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        if not self.silent:
            shown = escape(data, quote=False)
            self.parts.append(shown if "a" in self.opened else linked(shown, self.known))

    def _attribute(self, name, value):
        if name not in ATTRIBUTES:
            return ""
        if name == "href":
            safe = address(value)
            return f' href="{safe}"' if safe is not None else ""
        return f' {name}="{escape(value or "")}"'


def clean(html, known=frozenset()):
    """A notebook's HTML without anything that runs, styles itself or fetches, each table in a box that scrolls.

    The ids of known records become links to the records page.
    """
    cleaner = _Cleaner(known)
    cleaner.feed(html)
    cleaner.close()
    cleaner.parts += [f"</{tag}>" for tag in reversed(cleaner.opened)]
    body = NUMBER.sub(rf"<td{NUMERIC}>\1</td>", "".join(cleaner.parts))
    return FRAME.sub(lambda table: f"{TABLE_BOX}{_one_head(table[0])}</div>", body)


def _one_head(table):
    # Pandas puts the name of the index on a second line of the head, and every heading to the right.
    head, end, body = table.partition("</thead>")
    lines = [CELL.findall(line) for line in LINE.findall(head)]
    if len(lines) == 2 and len(lines[0]) == len(lines[1]) and not any(a and b for a, b in zip(*lines, strict=True)):
        lines = [[a or b for a, b in zip(*lines, strict=True)]]
    if not end or len(lines) != 1 or "colspan" in head:
        return table
    rows = [re.findall(r"<t[hd]( class=\"number\")?[ >]", line) for line in LINE.findall(body)]
    numeric = [bool(column) and all(column) for column in zip(*rows, strict=False)] + [False] * len(lines[0])
    cells = "".join(
        f"<th{NUMERIC if above else ''}>{cell}</th>" for cell, above in zip(lines[0], numeric, strict=False)
    )
    return f"{head[: head.index('<tr')]}<tr>{cells}</tr>{end}{body}"
