"""Text that a program damaged on its way: spreadsheet errors, control characters, UTF-8 read as something else."""

import re

FAULT = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|#####)")
TAIL = "[\u0080-\u00bf" + "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)) + "]"
MISREAD = re.compile(f"[ÂÃ]{TAIL}|â€|(?:[ÄÅØÙÐÑ]{TAIL}){{2}}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
MARKS = ("#", "Â", "Ã", "â€", "Ä", "Å", "Ø", "Ù", "Ð", "Ñ", "\0", "\ufffd")
CONTROLS = bytes(byte for byte in [*range(9), 11, 12, *range(14, 32), 127])


def suspect(values: list[str]) -> bool:
    """Whether one of these texts may be garbled; quick, so that sound columns cost nothing."""
    text = "".join(values)
    if any(mark in text for mark in MARKS):
        return True
    raw = text.encode("utf-8", "replace")
    return len(raw.translate(None, CONTROLS)) < len(raw)


def garbled(value: str) -> str | None:
    """What damaged a text, as a sentence, or None."""
    if found := FAULT.search(value):
        return f"{found[0]!r} is an error that a spreadsheet left; write the value itself"
    if found := MISREAD.search(value):
        around = value[max(0, found.start() - 10) : found.end() + 10]
        return f"{around!r} is UTF-8 that was read as another encoding{_meant(found[0])}; type the letters anew"
    if found := CONTROL.search(value):
        return f"character U+{ord(found[0]):04X} cannot be shown; remove it, or type the letter that was meant"
    return None


def _meant(text: str) -> str:
    raw = b"".join(_byte(letter) for letter in text)
    meant = raw.decode("utf-8", "ignore")
    return f" ({text!r} is {meant!r})" if meant else ""


def _byte(letter: str) -> bytes:
    return letter.encode("latin-1") if ord(letter) < 256 else letter.encode("cp1252")
