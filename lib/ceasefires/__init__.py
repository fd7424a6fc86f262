"""Ceasefires, mediation and alignments: sourced data and the questions asked of it.

>>> import ceasefires
>>> data = ceasefires.load()
>>> data.ceasefires

One module answers one question (`ceasefires.timelines`, …): `table(data)`, `figure(table)`, `sentence(table)`.
"""

__version__ = "0.1.0"
__all__ = ["Dataset", "load"]


def __getattr__(name):
    """Import pandas and the data only when they are asked for, so that `import ceasefires` costs nothing."""
    if name in __all__:
        from . import dataset

        return getattr(dataset, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
