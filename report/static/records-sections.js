"use strict";

/* What other tables say of a record: who took part, what they said, what led to it, who stood behind whom. */
(() => {
  const { RecordView, bounds, hash, make, outside } = ceasefires;
  const SHOWN = 50;
  const OPEN = 20;
  const WORDS_ONLY = new Set(["recognition", "diplomacy"]);
  const OWN = new Set(["roles", "positions", "links", "variants"]);
  const EARLIER = new Set(["produced"]); // relations whose first record comes first; in all others it comes later
  const SIDES = ["party", "declarer", "addressee"];
  const THIRDS = ["mediator", "facilitator", "sponsor", "guarantor"];
  const FIRM = ["established", "claimed"];

  const OWN_FIELDS = new Set(["record_id", "from_id", "to_id"]);
  const PUBLISHERS = 2;
  const SAME = 2;

  const order = (store, rows) =>
    [...rows].sort((one, other) => {
      const [a, b] = [one, other].map((row) => ceasefires.order(store.day(row) || ".."));
      return a < b ? -1 : a > b ? 1 : one.number - other.number;
    });

  Object.assign(RecordView.prototype, {
    of(table, field = "record_id") {
      return this.store
        .citing(this.row.id)
        .filter((each) => each.row.table.name === table && each.field.name === field)
        .map((each) => each.row);
    },

    hung(table, title, names) {
      const rows = order(this.store, this.of(table));
      if (!rows.length) return null;
      const cited = { head: this.words.sources, cell: (row) => this.hungSources(row) };
      const held = names.filter((name) => rows.some((row) => row.values[name]));
      return this.section(title, this.table(rows, held, { label: title, extra: [cited] }));
    },

    hungSources({ values }) {
      const ids = [values.sources ?? values.source_id ?? []].flat();
      const own = this.row.values.sources ?? [];
      const same = ids.length > SAME && ids.length === own.length && ids.every((id) => own.includes(id));
      return same ? [this.words.sameSources] : this.cite(ids);
    },

    roles() {
      return this.hung("roles", this.words.roles, ["actor_id", "role", "since", "until"]);
    },

    positions() {
      return this.hung("positions", this.words.positions, ["on", "actor_id", "position", "condition", "means", "stated_by"]);
    },

    variants() {
      return this.hung("variants", this.words.variants, ["field", "value", "status", "why"]);
    },

    links(what) {
      const item = (row, side) => {
        const other = row.values[side === "from_id" ? "to_id" : "from_id"];
        const { relation, dyad } = row.values;
        const said = this.words.relations[relation]?.[side === "from_id" ? 0 : 1] ?? relation;
        const target = this.store.byId.get(other);
        const day = target && this.store.day(target);
        const only = dyad ? [` (${this.words.onlyFor} `, ...this.cell(row, "dyad"), ")"] : [];
        return make(
          "li",
          {},
          make("span", { class: "relation" }, said),
          " ",
          this.record(other),
          day ? make("span", { class: "facts" }, ` ${ceasefires.date(day, this.words)}`) : null,
          ...only,
          ...(EARLIER.has(relation) && what === "led" ? this.thirdParties(other) : []),
          " ",
          this.cite(row.values.sources),
        );
      };
      const found = ["from_id", "to_id"].flatMap((side) =>
        this.of("links", side)
          .filter((row) => (EARLIER.has(row.values.relation) === (side === "from_id")) === (what === "followed"))
          .map((row) => item(row, side)),
      );
      return found.length ? this.section(this.words[what], make("ul", { class: "links" }, found)) : null;
    },

    /* Who mediated an attempt, in brackets. */
    thirdParties(id) {
      const roles = this.store.citing(id).filter(({ row, field }) => row.table.name === "roles" && field.name === "record_id" && THIRDS.includes(row.values.role));
      const actors = [...new Set(roles.map(({ row }) => row.values.actor_id))];
      if (!actors.length) return [];
      return [" (", ...actors.flatMap((actor, at) => (at ? [", ", this.record(actor)] : [this.record(actor)])), ")"];
    },

    /* Whose support ran on the first day of a truce or an attempt: the rule of ceasefires.news.spells. */
    backing() {
      const roles = this.of("roles");
      const sides = new Set(roles.filter((row) => SIDES.includes(row.values.role)).map((row) => row.values.actor_id));
      const others = new Set([...roles, ...this.of("positions")].map((row) => row.values.actor_id));
      const table = this.store.byName.get("alignments");
      const date = this.row.values.effective ?? this.row.values.declared ?? this.row.values.started;
      const [day] = bounds(date);
      if (!table || !others.size || !day) return null;
      const sure = new Map();
      for (const row of table.rows) {
        const { since, until, last_seen: seen, attribution, stance, actor_id: actor, target_id: target } = row.values;
        if (stance !== "supports" || !(sides.has(target) || others.has(actor))) continue;
        const [begun, known] = bounds(since);
        const [first, end] = bounds(until);
        const last = until === ".." ? null : (end ?? bounds(seen)[1]);
        if ((begun && begun > day) || (last && last < day)) continue;
        sure.set(row, known && known <= day && !(first && first < day) && FIRM.includes(attribution));
      }
      const title = this.words.backing(ceasefires.date(day, this.words));
      if (!sure.size) return null;
      const rows = [...sure.keys()].sort((one, other) => {
        const [a, b] = [one, other].map((row) => (name) => this.store.text(row, name, this.language));
        const alike = (name) => a(name).localeCompare(b(name));
        const deeds = WORDS_ONLY.has(one.values.form) - WORDS_ONLY.has(other.values.form);
        return alike("actor_id") || deeds || alike("target_id") || alike("form");
      });
      const certain = { head: this.words.certain, cell: (row) => (sure.get(row) ? this.words.yes : this.words.perhaps) };
      const cited = { head: this.words.sources, cell: (row) => this.publishers(row) };
      return this.fold(`${title} (${rows.length})`, rows.length <= OPEN, () => [
        make("p", { class: "facts" }, this.words.backingNote),
        this.table(rows, ["actor_id", "target_id", "form", "since", "until"], { label: title, extra: [certain, cited] }),
      ]);
    },

    publishers(row) {
      const ids = row.values.sources ?? [];
      const link = (id) => {
        const { url, publisher } = this.store.byId.get(id)?.values ?? {};
        return [outside(url, {}, publisher ?? id), " "];
      };
      const more = ids.length > PUBLISHERS ? make("a", { href: hash(row.id) }, `+ ${ids.length - PUBLISHERS}`) : null;
      return [...ids.slice(0, PUBLISHERS).flatMap(link), more];
    },

    /* All other rows that name this record, table by table. */
    references() {
      const groups = new Map();
      for (const { row, field } of this.store.citing(this.row.id)) {
        if (OWN.has(row.table.name) && OWN_FIELDS.has(field.name)) continue;
        const key = `${row.table.name} ${field.name}`;
        if (!groups.has(key)) groups.set(key, { field, rows: new Set() });
        groups.get(key).rows.add(row);
      }
      return [...groups.values()].map(({ field, rows }) => {
        const sorted = order(this.store, [...rows]);
        const [{ table }] = sorted;
        const title = `${this.words.as(this.title(field), this.title(table))} (${sorted.length})`;
        const names = table.listed.filter((name) => name !== field.name);
        return this.fold(title, sorted.length <= OPEN, () => this.some(sorted, names, title));
      });
    },

    some(rows, names, title) {
      const table = this.table(rows.slice(0, SHOWN), names, { label: title });
      if (rows.length <= SHOWN) return [table];
      const all = make("button", { type: "button", class: "more" }, this.words.all(rows.length));
      all.addEventListener("click", () => {
        const whole = this.table(rows, names, { label: title });
        table.replaceWith(whole);
        all.remove();
        whole.focus();
      });
      return [table, all];
    },

    fold(title, open, content) {
      const fold = make("details", { class: "references" }, make("summary", {}, make("h3", {}, title)));
      const fill = () => fold.childElementCount === 1 && fold.append(...[content()].flat());
      if (open) fill();
      fold.open = open;
      fold.addEventListener("toggle", fill);
      return fold;
    },
  });
})();
