"use strict";

/* One record on its own: what it is, how it ended, what was coded, and on whose word. */
(() => {
  const { LANGUAGES, Parts, bounds, make, hash, outside, width } = ceasefires;
  const ASIDE = /^(name|summary|title_short|text)(_|$)/;

  class RecordView extends Parts {
    constructor(store, row, language, words) {
      super(store, language, words);
      this.row = row;
    }

    render() {
      const { row } = this;
      this.cite([row.values.sources ?? []].flat());
      const view = make(
        "article",
        { class: "record", lang: this.language },
        this.#heading(),
        this.#summary(),
        this.#end(),
        this.roles(),
        this.positions(),
        this.links("led"),
        this.links("followed"),
        this.backing(),
        this.#facts(),
        this.variants(),
        this.references(),
      );
      view.append(...[this.#sources()].filter(Boolean));
      return view;
    }

    #heading() {
      const { table, id, values } = this.row;
      const other = LANGUAGES.find((each) => each !== this.language);
      const second = values[`name_${other}`];
      return [
        make("p", { class: "facts" }, make("span", {}, this.codebook(`table-${table.name}`, this.title(table))), this.day() ? make("span", {}, this.day()) : null),
        make("h2", { tabindex: "-1" }, this.store.name(this.row, this.language)),
        second && second !== values[`name_${this.language}`] ? make("p", { class: "second", lang: other }, second) : null,
        make("p", { class: "facts" }, make("a", { href: hash(id), "aria-label": `${this.words.address}: ${id}` }, make("code", {}, id))),
      ];
    }

    day() {
      const day = this.store.day(this.row);
      return day ? ceasefires.date(day, this.words) : "";
    }

    #summary() {
      const { values } = this.row;
      const summary = values[`summary_${this.language}`] ?? values.summary_en ?? values[`text_${this.language}`];
      return summary ? make("p", { class: "summary" }, summary, " ", this.cite(values.sources)) : null;
    }

    section(title, ...children) {
      return make("section", {}, make("h3", {}, title), ...children);
    }

    #end() {
      const { table, values } = this.row;
      if (!values.end_kind) return null;
      const kind = this.value(table.byField.get("end_kind"), values.end_kind);
      const when = values.ended ? [": ", ceasefires.date(values.ended, this.words)] : [];
      const rule = this.store.rules.has("end") ? [" ", this.codebook("rule-end", this.words.rule)] : [];
      const parts = this.store.parts.filter((part) => values[part]);
      const line = (part) => make("li", {}, this.title(table.byField.get(part)), ": ", ceasefires.date(values[part], this.words));
      return this.section(
        this.words.end,
        make("p", { class: "ended" }, make("strong", {}, kind), ...when, ". ", this.#held(values), this.#surely(values), " ", this.#kept(), this.cite(values.end_sources)),
        parts.length ? make("p", { class: "derived" }, this.words.derived, ...rule, ":") : null,
        parts.length ? make("ul", {}, parts.map(line)) : null,
      );
    }

    /* How many days it held, from calendar day to calendar day, as durations counts them. */
    #held({ effective, ended }) {
      const [[first, start], [end, last]] = [bounds(effective), bounds(ended)];
      if (![first, start, end, last].every(Boolean)) return "";
      const [least, most] = [Math.max(0, width([start, end]) - 1), Math.max(0, width([first, last]) - 1)];
      return `${this.words.held(least, most)} `;
    }

    #kept() {
      const { table, values } = this.row;
      const field = table.byField.get("observance");
      if (!values.observance || values.observance === "unknown") return "";
      return [this.codebook(`${table.name}.observance`, this.title(field)), `: ${ceasefires.label(field.meanings?.[values.observance]?.[LANGUAGES.indexOf(this.language)]) ?? values.observance}. `];
    }

    #surely({ ended, end_kind: kind }) {
      const { surely } = this.words;
      if (kind === "never_effective" || kind === "holding") return surely.none;
      const [first, last] = bounds(ended);
      if (!first || !last) return surely.open;
      return first === last ? surely.day : surely.within(width([first, last]));
    }

    #facts() {
      const { table, values } = this.row;
      const shown = table.fields.filter(
        ({ name, derived, refs }) => values[name] !== undefined && !derived && name !== table.key[0] && !ASIDE.test(name) && !refs?.includes("sources"),
      );
      if (!shown.length) return null;
      const book = this.store.codebooks[this.language];
      const fact = (field) =>
        make(
          "div",
          {},
          make("dt", {}, make("a", { href: `${book}.html#${table.name}.${field.name}`, title: `${this.words.codebook}: ${field.name}` }, this.title(field))),
          make("dd", {}, this.cell(this.row, field.name, true)),
        );
      return this.section(this.words.facts, make("dl", { class: "coded" }, shown.map(fact)));
    }

    #sources() {
      const { words } = this;
      if (!this.numbers.size) return null;
      const item = (id) => {
        const row = this.store.byId.get(id);
        if (!row) return make("li", {}, id);
        const { values } = row;
        const said = (name) => (values[name] ? this.cell(row, name) : null);
        const facts = [
          values.publisher,
          values.published ? ceasefires.date(values.published, words) : words.noDate,
          values.language,
          said("kind"),
          values.partisan_to ? [`${words.partisan} `, ...said("partisan_to")] : null,
        ];
        return make(
          "li",
          {},
          outside(values.url, {}, values.title_short ?? values.url ?? id),
          make("span", { class: "facts" }, facts.filter(Boolean).map((fact) => make("span", {}, fact))),
          make("a", { class: "own", href: hash(id) }, id),
        );
      };
      return this.section(words.sources, make("ol", { class: "sources" }, [...this.numbers.keys()].map(item)));
    }
  }

  ceasefires.RecordView = RecordView;
})();
