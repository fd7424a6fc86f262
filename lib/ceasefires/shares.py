"""How sure is a share? Its Jeffreys interval."""

from scipy.special import betaincinv


def jeffreys(count: int, of: int, *, level: float = 0.95) -> tuple[float, float]:
    """The interval of a share of `count` in `of`, from a beta prior of a half each, closed at 0 and 1.

    Source: Brown, Cai and DasGupta 2001, Statistical Science 16(2).
    """
    if not of:
        return 0.0, 1.0
    tail = (1 - level) / 2
    shape = count + 0.5, of - count + 0.5
    return (
        float(betaincinv(*shape, tail)) if count else 0.0,
        float(betaincinv(*shape, 1 - tail)) if count < of else 1.0,
    )
