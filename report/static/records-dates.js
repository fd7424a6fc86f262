"use strict";

/* Uncertain dates, as the codebook defines them: A/B is one day in A..B, A/.. has no last day, .. runs at the cut-off. */
(() => {
  const POINT = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?[~?%]?$/;

  const point = (text, words, short) => {
    const match = POINT.exec(text);
    if (!match) return text;
    const [, year, month, day, time, zone] = match;
    const name = month && (short ? words.shortMonths : words.months)[month - 1];
    const plain = day ? words.day(String(Number(day)), name, year) : month ? `${name} ${year}` : year;
    const timed = time ? words.time(plain, time) + (zone ? ` (UTC${zone === "Z" ? "" : zone.replace("-", "−")})` : "") : plain;
    return /[~?%]$/.test(text) ? words.about(timed) : timed;
  };

  /* A date as a reader writes it; the words say whether a language wants an article before a day. */
  ceasefires.date = (text, words, short = false) => {
    if (text === "..") return words.running;
    const [start, end] = text.split("/");
    const said = (part) => (POINT.exec(part)?.[3] ? words.the(point(part, words, short)) : point(part, words, short));
    if (end === undefined) return point(start, words, short);
    if (end === "..") return words.after(said(start));
    if (start === "..") return words.by(said(end));
    return words.between(said(start), said(end));
  };

  const side = (text, last) => {
    const match = POINT.exec(text);
    if (!match) return null;
    const [, year, month, day] = match;
    if (!last) return `${year}-${month ?? "01"}-${day ?? "01"}`;
    const length = month ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 31;
    return `${year}-${month ?? "12"}-${day ?? length}`;
  };

  /* The first and the last day that a date allows; null where a side is open or nothing is given. */
  ceasefires.bounds = (text) => {
    if (!text || text === "..") return [null, null];
    const [start, end] = text.split("/");
    return [side(start, false), side(end ?? start, true)];
  };

  /* What puts dates in order: the first day that one allows, else its last; running ones come last. */
  ceasefires.order = (text) => (text === ".." ? "9999" : (ceasefires.bounds(text).find(Boolean) ?? "")) + text;

  /* How many days a date leaves open: 1 is known to the day. */
  ceasefires.width = ([first, last]) => (Date.parse(last) - Date.parse(first)) / 86400000 + 1;
})();
