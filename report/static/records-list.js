"use strict";

/* The list of records: one table or all, the words wanted, the order, a hundred rows at a time. */
(() => {
  const { Parts, make } = ceasefires;
  const STEP = 100;
  const ALL = ["name", "kind", "date"];

  class ListView extends Parts {
    constructor(store, state, language, words) {
      super(store, language, words);
      this.state = state;
      this.chosen = store.byName.get(state.table);
      this.names = this.chosen?.listed ?? ALL;
    }

    render() {
      const { chosen, state, words } = this;
      this.rows = this.#sorted(this.store.find(chosen, state.query, this.language));
      const all = chosen ? chosen.count : this.store.byId.size;
      const found = make("p", { class: "facts", role: "status" }, words.found(this.rows.length, all));
      const what = chosen && make("p", { class: "what" }, chosen.what[this.language === "fr" ? 1 : 0], " ", this.codebook(`table-${chosen.name}`, words.codebook), ".");
      if (!this.rows.length) return make("div", { lang: this.language }, what, found, make("p", {}, words.none));
      const label = chosen ? this.title(chosen) : words.everything;
      this.body = make("tbody");
      this.more = make("button", { type: "button", class: "more", onclick: () => this.#grow(true) });
      const head = make("thead", {}, make("tr", {}, this.names.map((name) => this.#head(name))));
      const table = make("div", { class: "table-box", role: "group", "aria-label": label, tabindex: "0" }, make("table", {}, head, this.body));
      this.shown = 0;
      this.#grow(false);
      return make("div", { lang: this.language }, what, found, table, this.more);
    }

    #grow(asked) {
      const next = this.rows.slice(this.shown, this.shown + STEP).map((row) => this.#line(row));
      this.body.append(...next);
      this.shown += next.length;
      const left = this.rows.length - this.shown;
      this.more.hidden = left === 0;
      this.more.textContent = this.words.more(Math.min(left, STEP));
      if (asked) next[0]?.querySelector("a")?.focus();
    }

    #head(name) {
      const { sort, down } = this.state;
      const said = this.chosen ? this.head(this.chosen, name) : this.words[name];
      const order = sort === name ? (down ? "descending" : "ascending") : null;
      const toggle = () => this.state.change({ sort: name, down: sort === name && !down });
      return make("th", { scope: "col", "aria-sort": order }, make("button", { type: "button", "data-sort": name, onclick: toggle }, said));
    }

    #line(row) {
      const cell = (name, at) => {
        if (name === "kind" && !this.chosen) return this.title(row.table);
        if (name === "date" && !this.chosen) return this.#day(row);
        if (at === 0 && row.id) return this.own(row, name);
        return this.cell(row, name);
      };
      return make("tr", {}, this.names.map((name, at) => make("td", { class: this.kind(row.table, name) }, cell(name, at))));
    }

    own(row, name) {
      return this.chosen ? super.own(row, name) : this.record(row.id);
    }

    #day(row) {
      const day = this.store.day(row);
      return day ? ceasefires.date(day, this.words) : "";
    }

    #sorted(rows) {
      const { sort, down } = this.state;
      if (!sort || !this.names.includes(sort)) return rows;
      const key = (row) => {
        if (sort === "kind" && !this.chosen) return this.title(row.table);
        if (sort === "date" && !this.chosen) return this.store.day(row) && ceasefires.order(this.store.day(row));
        if (!this.chosen) return this.store.name(row, this.language);
        const field = row.table.byField.get(sort);
        const value = row.values[sort] ?? "";
        if (field?.kind === "date") return value && ceasefires.order(value);
        return field?.kind === "number" ? value : this.store.text(row, sort, this.language);
      };
      const number = this.chosen?.byField.get(sort)?.kind === "number";
      const collator = new Intl.Collator(this.language);
      const isDate = sort === "date" || this.chosen?.byField.get(sort)?.kind === "date";
      const compare = (a, b) => (number ? a - b : isDate ? (a < b ? -1 : a > b ? 1 : 0) : collator.compare(a, b));
      const keyed = rows.map((row) => [key(row), row]);
      return keyed
        .sort(([a], [b]) => (a === "" || b === "" ? (a === "") - (b === "") : down ? compare(b, a) : compare(a, b)))
        .map(([, row]) => row);
    }
  }

  ceasefires.ListView = ListView;
})();
