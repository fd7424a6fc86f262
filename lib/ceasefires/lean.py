"""Imports nbformat without the grammar of addresses that jsonschema builds for it, which takes seconds.

Notebooks hold no addresses to check; whoever imports the grammar afterwards gets it as ever.
"""

import sys

_late = "rfc3987_syntax" not in sys.modules
if _late:
    sys.modules["rfc3987_syntax"] = None
try:
    import nbformat  # noqa: F401
finally:
    if _late:
        del sys.modules["rfc3987_syntax"]
