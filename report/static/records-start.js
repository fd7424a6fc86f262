"use strict";

/* Opens the page: which record or list the address names, the language, the search. */
(async () => {
  const { LANGUAGES, ListView, RecordView, WORDS, make } = ceasefires;
  const place = document.getElementById("records");
  const title = document.title;
  const asked = new URLSearchParams(location.search);
  let store;

  const remembered = () => {
    try {
      return localStorage.getItem("language");
    } catch {
      return null;
    }
  };
  const remember = (language) => {
    try {
      localStorage.setItem("language", language);
    } catch {
      /* A page opened from a file may not remember. */
    }
  };

  const state = { table: "", query: asked.get("find") ?? "", sort: "", down: false, change };
  let language = [asked.get("lang"), remembered(), "en"].find((each) => LANGUAGES.includes(each));
  let view = make("div");
  const controls = make("form", { class: "controls", role: "search", onsubmit: (event) => event.preventDefault() });

  function change(changes) {
    Object.assign(state, changes);
    const address = state.table ? `#table-${state.table}` : "#";
    if ((location.hash || "#") !== address) history.pushState(null, "", address);
    show();
    if (changes.sort) view.querySelector(`[data-sort="${CSS.escape(changes.sort)}"]`)?.focus();
  }

  function named() {
    let hash = location.hash.slice(1);
    try {
      hash = decodeURIComponent(hash);
    } catch {
      /* A hash that is not encoded stands for itself. */
    }
    if (!hash) return { kind: "list" };
    const row = store.byId.get(hash) ?? store.bySmallId.get(hash.toLowerCase());
    if (row) return { kind: "record", row };
    if (hash.startsWith("table-") && store.byName.has(hash.slice(6))) return { kind: "table", table: hash.slice(6) };
    return document.getElementById(hash) ? { kind: "elsewhere" } : { kind: "unknown", id: hash };
  }

  function choices() {
    const words = WORDS[language];
    const at = LANGUAGES.indexOf(language);
    const option = (value, text) => make("option", { value, selected: value === state.table }, text);
    const tables = store.tables.filter(({ count }) => count).map(({ name, title: titles, count }) => option(name, `${titles[at] || titles[0]} (${count})`));
    const table = make("select", { id: "records-table", onchange: (event) => change({ table: event.target.value, sort: "" }) }, option("", words.everything), tables);
    let waiting;
    const typed = (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => change({ query: event.target.value }), 120);
    };
    const search = make("input", { id: "records-search", type: "search", value: state.query, placeholder: words.searchHint, autocomplete: "off", oninput: typed });
    const button = (each) =>
      make("button", { type: "button", lang: each, "aria-pressed": String(each === language), onclick: () => speak(each) }, each === "en" ? "English" : "Français");
    controls.replaceChildren(
      make("p", {}, make("label", { for: "records-search" }, words.search), search),
      make("p", {}, make("label", { for: "records-table" }, words.table), table),
      make("p", { class: "languages", role: "group", "aria-label": words.language }, LANGUAGES.map(button)),
    );
    controls.lang = language;
    for (const lead of document.querySelectorAll(".lead[lang]")) lead.hidden = lead.lang !== language;
    const heading = document.querySelector("h1");
    heading.firstChild.data = words.heading;
    heading.lang = language;
  }

  function speak(chosen) {
    language = chosen;
    remember(language);
    choices();
    show();
    controls.querySelector(`button[lang="${language}"]`).focus();
  }

  function render(target) {
    const words = WORDS[language];
    if (target.kind === "record") {
      const record = new RecordView(store, target.row, language, words).render();
      const back = make("p", { class: "back" }, make("a", { href: `#${state.table && `table-${state.table}`}` }, words.back));
      document.title = `${store.name(target.row, language)} — ${title}`;
      return make("div", { lang: language }, back, record);
    }
    document.title = title;
    if (target.kind === "unknown") {
      const near = store.nearest(target.id).map(({ id }) => make("li", {}, make("a", { href: ceasefires.hash(id) }, id)));
      return make("div", { lang: language }, make("p", { role: "alert" }, words.unknownRecord(target.id)), make("ul", {}, near));
    }
    return new ListView(store, state, language, words).render();
  }

  function show(moved = false) {
    const target = named();
    if (target.kind === "elsewhere") {
      if (view.isConnected && view.childElementCount) return;
      target.kind = "list";
    }
    if (target.kind === "table" && moved && state.table !== target.table) {
      Object.assign(state, { table: target.table, sort: "" });
      choices();
    }
    const fresh = render(target);
    view.replaceWith(fresh);
    view = fresh;
    place.classList.toggle("one", target.kind === "record");
    if (moved && target.kind === "record") {
      place.scrollIntoView();
      view.querySelector("h2").focus({ preventScroll: true });
    }
  }

  try {
    store = await ceasefires.openStore();
  } catch (error) {
    const words = WORDS[language];
    place.replaceChildren(make("p", { role: "alert" }, words.failed, " ", make("a", { href: "data.html" }, words.data), "."));
    throw error;
  }
  choices();
  place.replaceChildren(controls, view);
  show(true);
  window.addEventListener("hashchange", () => show(true));
  place.dataset.ready = "";
})();
