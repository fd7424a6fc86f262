"""How is a site replaced so that a reader never finds half of one?"""

import ctypes
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from ceasefires.publish import PublishError

HOUR = 3600
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@contextmanager
def workspace(target):
    """A folder of one's own beside the target, removed at the end whatever happens."""
    if target.exists() and not (target / "searchindex.js").is_file() and any(target.iterdir()):
        raise PublishError(f"{target} holds something other than a report: choose an empty or a new folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}-*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > HOUR:
            shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def swap(fresh, target):
    """Put the fresh folder in the target's place; what stood there ends up where the fresh one was, or beside it."""
    if target.exists() and _exchange(fresh, target):
        return
    former = fresh.with_name(f"former-{fresh.name}")
    with suppress(FileNotFoundError):
        target.rename(former)
    try:
        fresh.rename(target)
    except OSError:
        if former.exists() and not target.exists():
            former.rename(target)
        raise


def _exchange(one, other):
    """Swap two folders in one step where the system can (Linux)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0
