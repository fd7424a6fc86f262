"""The size test of the placebo method in full, and its power: python tests/bench_violence.py (about five minutes).

A war in which no truce does anything is judged 500 times for each way in which truce days can be chosen. A correct test
at 5 % calls more than 37 of 500 significant with a probability below 1 %; the script ends with an error if one does.
"""

import sys
import time

import numpy as np
import pandas as pd

from ceasefires import violence
from ceasefires.violence import changes, effects, placebos, simulated, size

SEEDS = 500
WARS = {
    "lasting bursts": {"mean": 10, "dispersion": 0.5, "persistence": 0.95},
    "rare bursts": {"mean": 3, "dispersion": 0.3, "persistence": 0.9},
    "rare, very lasting": {"mean": 3, "dispersion": 0.3, "persistence": 0.98},
    "few deaths": {"mean": 1, "dispersion": 0.1, "persistence": 0.8},
}


def sizes() -> list[str]:
    """The number of false alarms for each war, choice of days and window; returns those that are too many."""
    bound, failed = size.most_allowed(SEEDS), []
    print(f"False alarms of {SEEDS} at 5 % (at most {bound}), and what each method estimates on average (1 is right)")
    print(f"{'war':<20}{'truces begin':<14}{'window':>7}{'placebos':>10}{'HAC':>6}{'ours':>7}{'naive':>7}{'blank':>7}")
    for name, options in WARS.items():
        for when in simulated.CHOICES:
            for window in (14, 28):
                table = violence.size_table(seeds=SEEDS, when=when, window=window, **options)
                found, hac = ((table[column] <= placebos.ALPHA).sum() for column in ("p", "hac_p"))
                ours, naive = (np.exp(np.log(table[column].dropna()).mean()) for column in ("effect", "naive"))
                blank = table["p"].isna().sum()
                print(
                    f"{name:<20}{when:<14}{window:>7}{found:>10}{hac:>6}{ours:>7.2f}{naive:>7.2f}{blank:>7}", flush=True
                )
                if found > bound:
                    failed.append(f"{name}, {when}, window {window}: {found}")
    return failed


def pooled() -> list[str]:
    """The same for six truces judged together."""
    wars, failed = SEEDS // 2, []
    bound = size.most_allowed(wars)
    print(f"\nSix truces together, of {wars} wars at 5 % (at most {bound} without an effect)")
    for fall in (0.0, 0.5, 0.8):
        found = 0
        for seed in range(wars):
            war = violence.war(seed, truces=6, fall=fall)
            found += effects.together(violence.effects_table(war.starts, deaths=war.deaths))[1] <= placebos.ALPHA
        print(f"{'a fall of ' + format(fall, '.0%'):<41}{found:>10}", flush=True)
        if fall == 0 and found > bound:
            failed.append(f"six truces together: {found}")
    return failed


def power() -> None:
    """How often one truce that lowers deaths is found."""
    print("\nOne truce, of 200 wars at 5 %")
    for fall in (0.5, 0.8, 0.95):
        table = violence.size_table(seeds=200, fall=fall)
        print(f"{'a fall of ' + format(fall, '.0%'):<41}{(table['p'] <= placebos.ALPHA).sum():>10}", flush=True)


def shifts() -> None:
    """How often a series without a change gets a change-point, and how often a planted one is found."""
    print("\nSeries of 365 weeks of 20, with a change-point, without and with a fall of 90 % in the middle")
    for persistence in (0.0, 0.6, 0.85):
        false, true = 0, 0
        for seed in range(20):
            rng = np.random.default_rng([7, seed])
            weeks = simulated.counts(365, mean=70, dispersion=0.8, persistence=persistence, rng=rng)
            lower = np.where(np.arange(365) < 182, weeks, rng.binomial(weeks.astype(int), 0.1)).astype(float)
            for values, planted in ((weeks, False), (lower, True)):
                scatter = changes.noise(values)
                penalty = changes.calibrate(scatter, len(values), seeds=49)
                found = changes.partition(changes.costs(values, scatter.dispersion), penalty)
                false += bool(found) and not planted
                true += planted and any(abs(at - 182) <= changes.SHORTEST for at in found)
        print(f"{'persistence ' + format(persistence, '.2f'):<41}{false:>10}{true:>6}", flush=True)


def speed() -> None:
    """Three million events around 2,203 truces, as in SCIENCE.md."""
    rng = np.random.default_rng(1)
    day = np.datetime64("1990-01-01", "s") + rng.integers(0, 12_000, 3_000_000) * np.timedelta64(86400, "s")
    deaths = pd.DataFrame({"date": day, "best": rng.integers(0, 20, 3_000_000)})
    begun = pd.DataFrame({"start_earliest": np.datetime64("1990-06-01") + rng.integers(0, 11_000, 2_203)})
    began = time.perf_counter()
    violence.around(begun, deaths=deaths, window=28, grain="day")
    print(f"\nDeaths around 2,203 truces from 3 million events: {time.perf_counter() - began:.2f} s")


def main() -> int:
    began = time.perf_counter()
    failed = sizes() + pooled()
    power()
    shifts()
    speed()
    print(f"{time.perf_counter() - began:.0f} s in all")
    for complaint in failed:
        print(f"too many false alarms: {complaint}")
    return len(failed) > 0


if __name__ == "__main__":
    sys.exit(main())
