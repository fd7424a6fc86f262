"""Which style rules does no page use? Those for a class that occurs in no page and no script are left out."""

import re

WORD = re.compile(rb"[\w-]+")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
CHOICE = re.compile(r":(?:not|is|where|has|host|nth-child)\([^()]*\)|\[[^\]]*\]")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
GROUPS = ("@media", "@supports", "@layer", "@container")
OURS = ("report.css", "records.css", "single.css")  # these also style what plotly draws


def slim(site):
    """Rewrite the theme's style sheets of a site with the rules that its pages and scripts can use."""
    words = set()
    for path in [*site.glob("*.html"), *site.glob("_static/**/*.js")]:
        if not path.name.endswith(("-packed.js", "-data.js")):
            words.update(word.decode() for word in WORD.findall(path.read_bytes()))
    for path in sorted(site.glob("_static/**/*.css")):
        if path.name not in OURS:
            path.write_text(used(path.read_text(encoding="utf-8"), words), encoding="utf-8", newline="\n")


def used(sheet, words):
    """The style sheet without rules that need a class outside `words`."""
    return "".join(_blocks(COMMENT.sub("", sheet), words))


def _blocks(sheet, words):
    at = 0
    while (opened := sheet.find("{", at)) >= 0:
        start = sheet.rfind(";", at, opened) + 1 or at  # what ends in a semicolon outside a block stays
        closed = _end(sheet, opened)
        head, body = sheet[start:opened], sheet[opened + 1 : closed]
        yield sheet[at:start]
        at = closed + 1
        if head.strip().startswith(GROUPS):
            if (inside := used(body, words)).strip():
                yield f"{head}{{{inside}}}"
        elif head.strip().startswith("@"):
            yield sheet[start:at]
        elif kept := [one for one in _selectors(head) if _needed(one) <= words]:
            yield f"{','.join(kept)}{{{body}}}"
    yield sheet[at:]


def _needed(selector):
    """The classes without which a selector matches nothing: not those in `:is()`, `:not()` or an attribute."""
    while (outer := CHOICE.sub("", selector)) != selector:
        selector = outer
    return set(CLASS.findall(selector))


def _end(sheet, opened):
    depth = 0
    for brace in re.compile(r"""[{}]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""").finditer(sheet, opened):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.start()
    return len(sheet)


def _selectors(head):
    parts, depth = [""], 0
    for character in head:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts
