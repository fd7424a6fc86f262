"use strict";

/* The records as they were packed: by table, by id, by what cites them, and by the words in them. */
(() => {
  const { LANGUAGES, WORDS } = ceasefires;
  const CITED = ["roles", "positions"]; // actors here make a record findable
  const NO_WORDS = new Set(["sources"]);

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();
  const spoken = (value) => value.replaceAll("_", " ");

  class Store {
    constructor({ tables, rules, parts, codebooks }) {
      Object.assign(this, { tables, parts, codebooks, rules: new Set(rules) });
      this.byName = new Map(tables.map((table) => [table.name, table]));
      this.byId = new Map();
      this.bySmallId = new Map();
      this.words = new Map();
      tables.forEach((table) => this.#open(table));
    }

    #open(table) {
      table.byField = new Map(table.fields.map((field) => [field.name, field]));
      const key = table.key.length === 1 ? table.key[0] : null;
      table.rows = Array.from({ length: table.count }, (_, number) => ({ table, number, id: "", values: {} }));
      table.fields.forEach((field, at) => {
        const column = table.columns[at];
        if (!column) return;
        const isSource = field.refs?.length === 1 && field.refs[0] === "sources";
        column.forEach((value, number) => {
          if (!value.length) return;
          const cell = isSource ? value.map((one) => this.#sourceId(one)) : field.list ? value.split(";") : value;
          table.rows[number].values[field.name] = isSource && !field.list ? cell[0] : cell;
        });
      });
      delete table.columns;
      if (!key) return;
      table.rows.forEach((row) => {
        row.id = row.values[key] ?? "";
        if (row.id) {
          this.byId.set(row.id, row);
          this.bySmallId.set(row.id.toLowerCase(), row);
        }
      });
    }

    #sourceId(number) {
      const table = this.byName.get("sources");
      const at = table.fields.findIndex((field) => field.name === "source_id");
      return table.columns ? table.columns[at][number] : table.rows[number].id;
    }

    /* A coded value in the reader's language, short enough for a cell. */
    value(field, value, language) {
      const meaning = ceasefires.label(field.meanings?.[value]?.[LANGUAGES.indexOf(language)]);
      if (field.derived && meaning) return meaning;
      return language !== "en" && meaning && meaning.length <= 40 ? meaning : spoken(value);
    }

    /* One field of a row as plain text; a name, title or text is read in the reader's language. */
    text(row, name, language) {
      const value = row.values[`${name}_${language}`] ?? row.values[`${name}_en`] ?? row.values[name];
      if (value === undefined) return "";
      const field = row.table.byField.get(name);
      const said = (one) => {
        if (field?.refs) return this.name(this.byId.get(one), language) || one;
        if (field?.kind === "date") return ceasefires.date(one, WORDS[language]);
        return field?.meanings ? this.value(field, one, language) : one;
      };
      return [value].flat().map(said).join("; ");
    }

    /* What a record is called. */
    name(row, language) {
      if (!row) return "";
      const parts = row.table.named.map((name) => this.text(row, name, language)).filter(Boolean);
      return parts.join(" · ") || row.id;
    }

    /* The day that places a record in time, as coded. */
    day(row) {
      const name = row.table.listed.find((each) => row.table.byField.get(each)?.kind === "date" && row.values[each]);
      return name ? row.values[name] : "";
    }

    /* Every row that names a record, with the field in which it does. */
    citing(id) {
      this.cited ??= this.#cite();
      return this.cited.get(id) ?? [];
    }

    #cite() {
      const cited = new Map();
      const note = (id, row, field) => {
        if (!cited.has(id)) cited.set(id, []);
        cited.get(id).push({ row, field });
      };
      for (const { rows, fields } of this.tables) {
        const pointing = fields.filter((field) => field.refs || field.name === "record_id");
        for (const row of rows) {
          for (const field of pointing) [row.values[field.name] ?? []].flat().forEach((id) => note(id, row, field));
        }
      }
      return cited;
    }

    #wordsOf(row, language) {
      const cache = this.words.get(language) ?? this.words.set(language, new Map()).get(language);
      if (!cache.has(row)) {
        const said = Object.keys(row.values).map((name) => {
          const field = row.table.byField.get(name);
          if (field.refs?.some((table) => NO_WORDS.has(table))) return "";
          const value = [row.values[name]].flat().join(" ");
          return field.refs || field.kind === "date" || field.meanings ? [value, ...LANGUAGES.map((each) => this.text(row, name, each))].join(" ") : value;
        });
        const actors = this.citing(row.id)
          .filter((each) => CITED.includes(each.row.table.name) && each.field.name === "record_id")
          .map((each) => this.text(each.row, "actor_id", language));
        cache.set(row, { name: plain(`${this.name(row, language)} ${row.id}`), all: plain([...said, ...new Set(actors)].join(" ")) });
      }
      return cache.get(row);
    }

    /* The records whose ids share most pairs of letters with an id that nobody has. */
    nearest(id, number = 10) {
      const pairs = (text) => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
      const wanted = pairs(id.toLowerCase());
      const near = ([known, row]) => {
        const found = pairs(known.toLowerCase());
        const shared = [...wanted].filter((pair) => found.has(pair)).length;
        return { row, share: (2 * shared) / (wanted.size + found.size) };
      };
      const ranked = [...this.byId].map(near).sort((a, b) => b.share - a.share);
      return ranked.slice(0, number).map(({ row }) => row);
    }

    /* The rows of one table, or of all that have addresses, that hold every word: those named so first, then those that
       hold the words as they stand. */
    find(table, query, language) {
      const rows = table ? table.rows : this.tables.filter((each) => each.key.length === 1).flatMap((each) => each.rows);
      const iso = query.replace(/\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b/g, (_all, day, month, year) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
      const wanted = plain(iso).split(/\s+/).filter(Boolean);
      if (!wanted.length) return rows;
      const phrase = wanted.join(" ");
      const [named, said, rest] = [[], [], []];
      for (const row of rows) {
        const { name, all } = this.#wordsOf(row, language);
        if (wanted.every((word) => name.includes(word))) named.push(row);
        else if (all.includes(phrase)) said.push(row);
        else if (wanted.every((word) => name.includes(word) || all.includes(word))) rest.push(row);
      }
      return [...named, ...said, ...rest];
    }
  }

  ceasefires.openStore = async () => new Store(JSON.parse(await unpack("records")));
})();
