"""Who could have been where: random tables of third parties and attempts that keep both margins."""

import numpy as np

ROUNDS = 24  # each round trades every attempt of a block once; the p-values are exact whatever the number
WORD = 63  # third parties per machine word: a row is kept as bits, which is what makes thousands of draws cheap


def pairings(attempts: int, *, rounds: int, rng: np.random.Generator) -> np.ndarray:
    """Per round a random order of the attempts: the first half trades with the second, one to one."""
    return rng.permuted(np.tile(np.arange(attempts), (rounds, 1)), axis=1)


def curveball(rows: np.ndarray, *, orders: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Trade third parties between attempts at random and return new tables; every margin stays as it is.

    ``rows`` is a stack of tables of true and false: draw, attempt, third party. In each round (a row of ``orders``)
    the attempts are paired, in all tables alike, and each pair deals out anew, at random, the third parties that only
    one of the two has (curveball: Strona et al. 2014; all pairs of a round at once: Carstens, Berger and Strona 2018).
    """
    _draws, attempts, thirds = rows.shape
    half = attempts // 2
    if not half or thirds < 2:
        return rows.copy()
    bits = _packed(rows)
    for order in orders:
        one, other = order[:half], order[half : 2 * half]
        first, second = bits[:, one], bits[:, other]
        dealt = _deal(first, second, rng)
        bits[:, one], bits[:, other] = (first & second) | dealt, (first & second) | (first ^ second ^ dealt)
    return _unpacked(bits, thirds)


def _deal(first: np.ndarray, second: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Of what only one of two rows has, a random part as large as the first row's own; one bit at a time."""
    pool = first ^ second
    dealt = np.zeros(pool.shape, pool.dtype)
    left = np.bitwise_count(pool).sum(axis=0, dtype=np.int32).ravel()
    own = np.bitwise_count(first & pool).sum(axis=0, dtype=np.int32).ravel()
    for bits, hand in zip(pool.reshape(len(pool), -1), dealt.reshape(len(pool), -1), strict=True):
        live = np.flatnonzero(bits)
        rest, wants, stays = bits[live], own[live], left[live]
        while live.size:
            lowest = rest & (~rest + np.uint64(1))
            takes = rng.random(live.size) * stays < wants
            hand[live[takes]] |= lowest[takes]
            rest ^= lowest
            more = rest > 0
            live, rest, wants, stays = live[more], rest[more], (wants - takes)[more], (stays - 1)[more]
        own -= np.bitwise_count(hand)
        left -= np.bitwise_count(bits)
    return dealt


def _packed(rows: np.ndarray) -> np.ndarray:
    """Word, attempt, draw: what all draws have of one attempt lies together."""
    words = [rows[:, :, start : start + WORD] for start in range(0, rows.shape[2], WORD)]
    places = np.uint64(1) << np.arange(WORD, dtype=np.uint64)
    return np.ascontiguousarray([(word.astype(np.uint64) @ places[: word.shape[2]]).T for word in words])


def _unpacked(bits: np.ndarray, thirds: int) -> np.ndarray:
    places = np.arange(thirds)
    return (bits[places // WORD] >> (places % WORD).astype(np.uint64)[:, None, None] & np.uint64(1) > 0).transpose(
        2, 1, 0
    )


def null(observed: np.ndarray, *, draws: int, rng: np.random.Generator, rounds: int = ROUNDS) -> np.ndarray:
    """So many random tables with the margins of the observed one, exchangeable with it if nothing but margins matters.

    The chain first runs backwards from the observed table to a hidden one, and from there forwards once per draw: then
    the observed table is one more draw among the others, and a rank among them is an exact p-value (Besag and Clifford
    1989).
    """
    orders = pairings(len(observed), rounds=rounds, rng=rng)
    hidden = curveball(observed[None], orders=orders[::-1], rng=rng)
    return curveball(np.repeat(hidden, draws, axis=0), orders=orders, rng=rng)


def together(rows: np.ndarray, opposed: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Per draw and pair, in how many attempts both take part and are opposed.

    ``opposed`` says per attempt and pair whether the two would be opposed there; ``pairs`` holds two column numbers.
    """
    counts = np.zeros((len(rows), len(pairs)), np.int32)
    for number in range(rows.shape[1]):
        some = np.flatnonzero(opposed[number])
        attempt = rows[:, number]
        counts[:, some] += attempt[:, pairs[some, 0]] & attempt[:, pairs[some, 1]]
    return counts
