"use strict";

/* Draws the plotly figures of a page in the page's own colours, again when the reader changes between light and dark. */
(() => {
  const root = document.documentElement;
  const phone = window.matchMedia("(max-width: 36rem)");
  const fingers = window.matchMedia("(pointer: coarse)").matches;

  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  const probe = document.createElement("canvas").getContext("2d");

  /* Near-black and near-white change places in the dark; hues, which carry meaning, and middle greys stay. */
  const flipped = (colour) => {
    const found = /^(?:rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?([\d.]+))?\)|#([0-9a-f]{3}|[0-9a-f]{6}))$/i;
    probe.fillStyle = "#010203";
    probe.fillStyle = colour;
    if (probe.fillStyle === "#010203") return colour;
    const match = found.exec(probe.fillStyle);
    if (!match) return colour;
    const hex = match[5];
    const [r, g, b] = hex
      ? [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16))
      : match.slice(1, 4).map(Number);
    const lightness = (r + g + b) / 765;
    if (Math.max(r, g, b) - Math.min(r, g, b) > 24 || Math.abs(lightness - 0.55) < 0.2) return colour;
    const level = Math.round(28 + (1 - lightness) * 202);
    return `rgba(${level}, ${level}, ${level}, ${match[4] ?? 1})`;
  };

  const recoloured = (value, key, inside) => {
    if (Array.isArray(value)) return value.map((item) => recoloured(item, key, inside));
    if (value && typeof value === "object") {
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, recoloured(item, name, inside || name === "insidetextfont")]),
      );
    }
    return typeof value === "string" && /color$/i.test(key) && !inside ? flipped(value) : value;
  };

  /* What a figure does not say about its look, the page does. */
  const completed = (template) => {
    const [text, line, raised] = ["--report-text", "--report-line", "--report-raised"].map(css);
    const button = { bgcolor: raised, activecolor: line, bordercolor: line };
    const axis = { color: text, gridcolor: line, linecolor: line, zerolinecolor: line };
    const layout = { ...template?.layout };
    layout.xaxis = { ...axis, rangeselector: button, ...layout.xaxis };
    layout.yaxis = { ...axis, ...layout.yaxis };
    layout.margin = { l: 60, r: 20, t: 50, b: 50, ...layout.margin };
    layout.updatemenudefaults = { ...button, ...layout.updatemenudefaults };
    return { ...template, layout };
  };

  /* On a phone the legend goes under the figure, which then has the whole width. */
  const narrowed = (layout) => {
    const legend = { orientation: "h", x: 0, xref: "container", xanchor: "left", y: 0, yref: "container", yanchor: "bottom" };
    layout.legend = { ...layout.legend, ...legend };
    layout.margin = { ...layout.template.layout.margin, ...layout.margin };
    layout.margin.l = Math.min(layout.margin.l, 48);
    layout.margin.r = 12;
    layout.template.layout.yaxis.automargin = true;
  };

  const themed = (figure, dark, narrow) => {
    const { data, layout } = dark ? recoloured(figure, "", false) : structuredClone(figure);
    const [text, line, raised] = ["--report-text", "--report-line", "--report-raised"].map(css);
    const words = { family: css("--report-sans"), color: text };
    delete layout.width;
    layout.template = completed(layout.template);
    layout.autosize = true;
    layout.uirevision = "kept";
    layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.font = { size: 13, ...layout.template.layout.font, ...layout.font, ...words };
    layout.hoverlabel = { ...layout.hoverlabel, bgcolor: raised, bordercolor: line, font: words };
    if (fingers) layout.dragmode = false;
    if (narrow) narrowed(layout);
    return { data, layout };
  };

  /* Long labels can leave a phone no room for the figure itself: then it keeps a readable width and scrolls in its box. */
  const roomy = (target) => {
    if (target.style.minWidth || target._fullLayout._size.w > 200) return false;
    target.style.minWidth = "40rem";
    return true;
  };

  /* A view box lets the print style sheet scale a drawn figure to the paper. */
  const scalable = (target) => {
    const { width, height } = target._fullLayout;
    target.style.setProperty("--drawn-width", width);
    target.style.setProperty("--drawn-height", height);
    for (const drawing of target.querySelectorAll("svg.main-svg")) {
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
  };

  const config = {
    responsive: true,
    displaylogo: false,
    scrollZoom: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
    toImageButtonOptions: { format: "svg" },
  };

  /* The library comes packed; it becomes a script of this page when the first figure comes near. */
  let library = "";
  const ready = () => {
    if (window.Plotly || !library) return Boolean(window.Plotly);
    const script = document.createElement("script");
    script.textContent = library;
    document.head.append(script);
    library = "";
    return true;
  };

  const figures = [];
  const draw = ({ target, figure }) => {
    const { data, layout } = themed(figure, root.dataset.theme === "dark", phone.matches);
    return Plotly.react(target, data, layout, config);
  };
  const redraw = () => figures.filter((item) => item.drawn).forEach(draw);

  const first = (item) => {
    if (item.drawn || !ready()) return;
    item.drawn = true;
    draw(item).then(() => {
      if (roomy(item.target)) Plotly.Plots.resize(item.target);
      scalable(item.target);
      item.target.on("plotly_afterplot", () => scalable(item.target));
    });
  };

  /* A picture to take away is drawn on white, whatever the page looks like. */
  const take = ({ target, figure }) => {
    if (!ready()) return;
    const { data, layout } = structuredClone(figure);
    layout.template = completed(layout.template);
    layout.paper_bgcolor = "#fff";
    const { width, height } = target.getBoundingClientRect();
    Plotly.downloadImage({ data, layout }, { format: "png", scale: 2, width, height, filename: document.title });
  };

  const offer = (item) => {
    const button = document.querySelector(`button[data-take="${item.target.id}"]`);
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => take(item));
  };

  /* Where the library cannot be opened, the words that describe a figure stand in its place. */
  const spoken = () => {
    for (const target of document.querySelectorAll(".plotly-figure")) {
      target.style.height = "auto";
      target.textContent = target.getAttribute("aria-label");
    }
  };

  const start = async () => {
    try {
      library = await unpack("plotly");
    } catch {
      spoken();
      return;
    }
    for (const script of document.querySelectorAll("script[data-figure]")) {
      const item = { target: document.getElementById(script.dataset.figure), figure: JSON.parse(script.textContent) };
      figures.push(item);
      offer(item);
    }
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (isIntersecting) first(figures.find((item) => item.target === target));
        }
      },
      { rootMargin: "600px" },
    );
    figures.forEach((item) => near.observe(item.target));
    new MutationObserver(redraw).observe(root, { attributeFilter: ["data-theme"] });
    phone.addEventListener("change", redraw);
    let before;
    window.addEventListener("beforeprint", () => {
      before = root.dataset.theme;
      root.dataset.theme = "light";
      figures.forEach(first);
      redraw();
    });
    window.addEventListener("afterprint", () => {
      root.dataset.theme = before;
      redraw();
    });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
