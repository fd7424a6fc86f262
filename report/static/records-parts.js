"use strict";

/* Small parts of the page. Everything from the data goes in as text; only http and https addresses become links. */
(() => {
  const { LANGUAGES } = ceasefires;

  const make = (tag, attributes, ...children) => {
    const found = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) found.setAttribute(name, value === true ? "" : value);
    }
    found.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return found;
  };

  const web = (address) => {
    if (!/^https?:\/\//i.test(address ?? "")) return null;
    try {
      const { protocol, href } = new URL(address);
      return protocol === "http:" || protocol === "https:" ? href : null;
    } catch {
      return null;
    }
  };

  const outside = (address, attributes, ...children) => {
    const href = web(address);
    return href ? make("a", { ...attributes, href, rel: "noopener noreferrer", class: "outside" }, ...children) : make("span", {}, ...children);
  };

  const hash = (id) => `#${encodeURIComponent(id)}`;

  class Parts {
    constructor(store, language, words) {
      Object.assign(this, { store, language, words });
      this.numbers = new Map();
    }

    title(thing) {
      return thing.title[LANGUAGES.indexOf(this.language)] || thing.title[0];
    }

    codebook(anchor, ...children) {
      return make("a", { href: `${this.store.codebooks[this.language]}.html#${anchor}` }, ...children);
    }

    /* A link to a record, under its name. */
    record(id) {
      const row = this.store.byId.get(id);
      return row ? make("a", { href: hash(id) }, this.store.name(row, this.language)) : id;
    }

    /* One value as a reader reads it; a coded one with what it means where there is room for it. */
    value(field, value, roomy) {
      if (field.refs) return this.record(value);
      if (field.kind === "date") return ceasefires.date(value, this.words, !roomy);
      if (web(value)) return outside(value, {}, value);
      const meaning = field.meanings?.[value]?.[LANGUAGES.indexOf(this.language)];
      if (!meaning) return value;
      if (!roomy || field.derived) return make("span", { title: meaning }, this.store.value(field, value, this.language));
      return make("span", { title: meaning }, ceasefires.label(meaning), " ", make("code", {}, value));
    }

    cell(row, name, roomy = false) {
      const field = row.table.byField.get(name);
      if (!field) return this.store.text(row, name, this.language);
      if (field.refs?.includes("sources") && field.list) return this.cite(row.values[name]);
      const values = [row.values[name] ?? []].flat();
      return values.flatMap((value, at) => [at ? "; " : "", this.value(field, value, roomy)]);
    }

    /* Numbers of sources as links to what they number; the list of sources at the end says what each is. */
    cite(ids) {
      return (ids ?? []).flatMap((id) => {
        if (!this.numbers.has(id)) this.numbers.set(id, this.numbers.size + 1);
        const source = this.store.byId.get(id);
        const number = `[${this.numbers.get(id)}]`;
        const said = `${this.words.source} ${this.numbers.get(id)}: ${source?.values.publisher ?? id}`;
        const inside = web(source?.values.url) ? { "aria-label": said, title: said } : { title: said };
        return [outside(source?.values.url, inside, number), " "];
      });
    }

    head(table, name) {
      const field = table.byField.get(name);
      return field ? this.title(field) : this.words.name;
    }

    /* The look of a column: dates want room, numbers stand to the right. */
    kind(table, name) {
      return table.byField.get(name)?.kind;
    }

    /* Rows as a table; the first that names a record leads to it. */
    table(rows, names, { label, extra = [] }) {
      const [{ table }] = rows;
      const heads = [...names.map((name) => this.head(table, name)), ...extra.map(({ head }) => head)];
      const line = (row) =>
        make(
          "tr",
          {},
          names.map((name, at) => make("td", { class: this.kind(table, name) }, at === 0 && row.id ? this.own(row, name) : this.cell(row, name))),
          extra.map(({ cell }) => make("td", {}, cell(row))),
        );
      const head = make("thead", {}, make("tr", {}, heads.map((text) => make("th", { scope: "col" }, text))));
      return make(
        "div",
        { class: "table-box", role: "group", "aria-label": label, tabindex: "0" },
        make("table", {}, head, make("tbody", {}, rows.map(line))),
      );
    }

    own(row, name) {
      return make("a", { href: hash(row.id) }, this.store.text(row, name, this.language) || row.id);
    }
  }

  Object.assign(ceasefires, { make, web, outside, hash, Parts });
})();
