"""How lib/ceasefires/mediation/outlines.json was made; nothing runs this, it is kept so that it can be made again.

In an environment of its own: pip download --no-deps geopandas==0.14.4; unzip geopandas-0.14.4-*.whl; pip install pyshp;
python outlines.py geopandas/datasets/naturalearth_lowres/naturalearth_lowres lib/ceasefires/mediation/outlines.json
"""

import json
import sys

CREDIT = (
    "Made with Natural Earth, 1:110m Admin 0 countries, as shipped in geopandas 0.14.4; public domain, "
    "naturalearthdata.com. Boundaries are drawn as there, de facto, and say nothing on anybody's claims."
)


def packed(points: list[tuple[float, float]]) -> list[int]:
    """One ring in hundredths of a degree: the first point, then the steps from point to point."""
    whole = [(round(100 * lon), round(100 * lat)) for lon, lat in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(whole, whole[1:])]
    return [number for pair in (whole[0], *(step for step in steps if step != (0, 0))) for number in pair]


def main(shapes: str, target: str) -> None:
    """Write one line per country: its ISO code (its name where it has none) and its rings."""
    import shapefile

    countries = {}
    for row in shapefile.Reader(shapes).shapeRecords():
        key = row.record["name"] if row.record["iso_a3"] == "-99" else row.record["iso_a3"]
        ends = [*row.shape.parts, len(row.shape.points)]
        countries[key] = [packed(row.shape.points[a:b]) for a, b in zip(ends, ends[1:])]
    lines = [f"{json.dumps('credit')}: {json.dumps(CREDIT)}"]
    lines += [
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(countries[key], separators=(',', ':'))}"
        for key in sorted(countries)
    ]
    with open(target, "w", encoding="utf-8", newline="\n") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
