"""How does a large script stay small on disk? Deflated and in base64; unpack.js in the browser opens it again."""

import base64
import zlib


def packed(name, content):
    """A script that holds the content under a name, about a third of its size."""
    body = base64.b64encode(zlib.compress(content.encode(), 9)).decode()
    return f'(window.packed ??= {{}}).{name} = "{body}";\n'
