/* The map page at work: the rail filters, the sums over the map follow, layers colour, a township opens. Nothing here
   asks the server; the arrays of the stream know enough. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const { FLAG, LIGHT, view } = situation, at = (id) => document.getElementById(id);
  const land = () => situation.lands[situation.lands.length - 1];
  const write = (element, text) => { if (element && element.textContent !== String(text)) element.textContent = text; };
  let isHome = true; // nobody has moved the map since it was fitted
  situation.mapWords = {};
  const say = (name, values) => (situation.mapWords[name] || name).replace(/\{(\w+)\}/g, (all, key) => (values && key in values ? values[key] : all));
  situation.sayMap = say;

  const isIn = (v) => !view.township || land().townships[v.township]?.code === view.township;

  /* -- colours of the layers ------------------------------------------------------- */
  const grade = (value, edges) => edges.findIndex((edge) => value < edge);
  const PAINTS = {
    "": (v, c) => (v.light === LIGHT.RED ? c["red-fill"] : v.light === LIGHT.YELLOW ? c["amber-fill"] : v.light === LIGHT.GREY ? c.s0 : c["s" + stage(v)]),
    stage: (v, c) => c["s" + stage(v)],
    turnout: (v, c) => { const share = v.facts?.[1] ?? -1, n = share < 0 ? 0 : grade(share, [500, 800, 900]); return c["s" + (share < 0 ? 0 : n < 0 ? 4 : n + 1)]; },
    age: (v, c) => { const days = situation.ageOf(v); return c["s" + (days === Infinity ? 0 : Math.max(1, 4 - Math.max(0, days)))]; },
    incident: (v, c) => [c.s0, c["amber-dim"], c["amber-fill"], c["red-fill"], c["red-fill"]][v.facts?.[4] ?? (v.flags & FLAG.INCIDENT ? 2 : 0)],
  };
  const stage = (v) => { const group = situation.stageOf(v); return group === 7 ? 0 : group; };

  function applyView(parts) {
    const map = land();
    if (!map || !map.base) return;
    const focus = view.township ? map.townships.findIndex((t) => t.code === view.township) : -1, before = map.focus;
    map.colours["amber-dim"] ||= getComputedStyle(document.documentElement).getPropertyValue("--amber-dim").trim();
    map.focus = focus < 0 ? null : focus;
    const differs = situation.difference;
    map.test = differs ? (v) => differs.has(v.index) && situation.passes(v) : situation.isFiltered() ? (v) => situation.passes(v) : null;
    map.isToned = Boolean(view.layer) && !differs;
    map.paintOf = differs ? PAINTS[""] : PAINTS[view.layer] || PAINTS[""];
    map.selected = view.village || null;
    map.refresh(before !== map.focus);
    if (before !== map.focus) goHome();
    if (!parts || "layer" in parts || "diff" in parts || "township" in parts) dress();
    count();
  }
  situation.applyView = applyView;

  function dress() {
    const page = document.querySelector(".map-page");
    if (!page) return;
    page.dataset.layer = differsNow() ? "changes" : view.layer;
    page.dataset.scope = view.township ? "township" : "county";
  }
  const differsNow = () => Boolean(situation.difference);

  /* -- numbers ------------------------------------------------------------------------ */
  function count() {
    const map = land(), scope = map.villages.filter(isIn), shown = scope.filter((v) => situation.passes(v));
    for (const [group, has] of Object.entries(situation.facets)) {
      const others = scope.filter((v) => situation.passes(v, group));
      for (const element of document.querySelectorAll(`[data-count^="${group}:"]`)) {
        const value = element.dataset.count.slice(group.length + 1), n = others.filter((v) => has(v, value)).length;
        write(element, n);
        const bar = document.querySelector(`[data-bar="${group}:${value}"]`);
        if (bar) bar.style.width = (scope.length ? (100 * n) / scope.length : 0) + "%";
      }
    }
    const of = (test) => shown.filter(test).length;
    write(at("map-scope-count"), say("villages", { n: scope.length }));
    write(at("map-export-count"), say("rows", { n: situation.difference ? of((v) => situation.difference.has(v.index)) : shown.length }));
    write(at("map-done"), `${of((v) => (view.body ? stage(v) === 4 : v.stage === 4))}/${shown.length}`);
    write(at("map-red"), of((v) => v.light === LIGHT.RED));
    write(at("map-yellow"), of((v) => v.light === LIGHT.YELLOW));
    const here = map.townships.find((t) => t.code === view.township);
    write(at("map-here"), here ? here.name : "");
    at("map-rail")?.classList.toggle("is-filtered", situation.isFiltered());
    for (const box of document.querySelectorAll("[data-change]")) write(box, of((v) => situation.difference?.get(v.index) === box.dataset.change));
    situation.shownVillages = situation.difference ? shown.filter((v) => situation.difference.has(v.index)) : shown;
  }

  /* -- the rail's controls follow the view, and the other way round ------------------------ */
  function fill() {
    for (const control of document.querySelectorAll(".map-page [name]")) {
      const { name, value, type } = control;
      if (type === "checkbox") control.checked = view[name]?.has(value) ?? false;
      else if (type === "radio") control.checked = (view[name] ?? "") === value;
      else if (control.tagName === "SELECT" && name in view) control.value = view[name];
    }
  }

  function changed(event) {
    const control = event.target, { name, value, type } = control;
    if (!control.closest(".map-page") || !(name in view) || name === "day") return;
    if (type === "checkbox") { const set = new Set(view[name]); control.checked ? set.add(value) : set.delete(value); situation.change({ [name]: set }); }
    else if (name === "diff") situation.change({ diff: Number(value) });
    else situation.change({ [name]: value }, name === "township");
  }

  /* -- where the map looks ------------------------------------------------------------------- */
  function goHome() {
    const map = land();
    map.fit();
    isHome = true;
  }
  const moved = () => { isHome = false; };

  function zoom(kind) {
    const map = land().map;
    if (kind !== "whole") { moved(); map.zoomIn(kind === "in" ? 1 : -1, { animate: !calm() }); }
    else if (view.township) situation.change({ township: "" }, true); else goHome();
  }

  /* The drawer came or went: a fitted view is fitted again, a chosen one keeps its middle. */
  function resized() {
    const map = land();
    if (!map) return;
    map.map.invalidateSize({ animate: false });
    if (isHome && map.base) goHome(); else showChosen();
  }
  function showChosen() {
    const v = land().byCode?.get(view.village);
    if (!v) return;
    const box = land().map.latLngToContainerPoint(v.place), size = land().map.getSize(), edge = 60;
    if (box.x < edge || box.y < edge || box.x > size.x - edge || box.y > size.y - edge) land().map.panTo(v.place, { animate: !calm() });
  }
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  situation.showVillage = (code) => {
    const v = land().byCode.get(code);
    if (!v) return;
    if (view.township && land().townships[v.township]?.code !== view.township) situation.change({ township: land().townships[v.township].code }, true);
    moved();
    land().map.setView(v.place, land().map.getZoom(), { animate: !calm() });
  };

  /* -- hands ------------------------------------------------------------------------------------- */
  function chosen(event) {
    const v = land().byCode.get(event.detail.code);
    if (!situation.isMap() || !v) return;
    if (land().focus !== null && v.township !== land().focus) situation.change({ township: land().townships[v.township].code }, true);
    else situation.change({ village: v.code }, true);
  }

  const tip = document.createElement("div");
  tip.className = "map-tip"; tip.setAttribute("role", "tooltip"); tip.hidden = true;
  let under = ""; // the village below the pointer
  function hovered(event) {
    under = event.detail.isOver ? event.detail.code : "";
    const map = land(), v = map && map.byCode.get(event.detail.code);
    if (!situation.isMap() || !v) return;
    tip.hidden = !event.detail.isOver;
    if (tip.hidden) return;
    const place = map.townships[v.township], isApart = map.isApart(v);
    const lines = isApart ? [place.name, say("township_tip", { done: place.done ?? 0, of: place.count ?? 0 })]
      : [v.name, [place ? place.name : "", say("light_" + colourKey(v)), view.layer === "turnout" && v.facts?.[1] >= 0 ? (v.facts[1] / 10).toFixed(1) + "%" : say("progress", { n: v.progress })].filter(Boolean).join(" · ")];
    tip.replaceChildren(...lines.map((text, i) => { const line = document.createElement(i ? "span" : "b"); line.textContent = text; return line; }));
    if (!tip.isConnected) map.map.getContainer().append(tip);
  }
  const colourKey = (v) => ["grey", "done", "green", "yellow", "red"][v.light];
  function followTip(event) {
    if (tip.hidden || !tip.isConnected) return;
    const box = tip.parentElement.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    tip.style.transform = `translate(${Math.min(x + 14, box.width - tip.offsetWidth - 8)}px, ${Math.min(y + 14, box.height - tip.offsetHeight - 8)}px)`;
  }

  /* n and p walk through what is shown, worst first; the map need not be seen to be used. */
  function walk(step) {
    const order = [...(situation.shownVillages || [])].sort((a, b) => b.light - a.light || (b.flags & FLAG.KEY) - (a.flags & FLAG.KEY) || a.index - b.index);
    if (!order.length) return;
    const now = order.findIndex((v) => v.code === view.village), next = order[(now + step + order.length) % order.length];
    situation.change({ village: (now < 0 ? order[step > 0 ? 0 : order.length - 1] : next).code }, true);
    setTimeout(showChosen, 50);
  }

  function pressed(event) {
    if (!situation.isMap() || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = /INPUT|TEXTAREA|SELECT/.test(event.target.tagName) && !/^(checkbox|radio|range)$/.test(event.target.type);
    if (isTyping) return;
    if (event.key === "/") { event.preventDefault(); at("map-search")?.focus(); }
    else if (event.key === "n" || event.key === "p") walk(event.key === "n" ? 1 : -1);
    else if (event.key === "Escape" && view.township && !view.village) situation.change({ township: "" }, true);
  }

  function clicked(event) {
    if (!situation.isMap()) return;
    const button = event.target.closest("button, [data-drill]");
    if (!button) return;
    if (button.dataset.zoom) zoom(button.dataset.zoom);
    else if (button.dataset.drill) { event.preventDefault(); situation.change({ township: button.dataset.drill }, true); }
    else if (button.dataset.showVillage) situation.showVillage(button.dataset.showVillage);
    else if (button.id === "map-clear") situation.clearView();
    else if (button.id === "map-export") exportRows();
    else if (button.id === "map-county") { if (view.township) situation.change({ township: "" }, true); else goHome(); }
    else if (button.id === "map-filters") button.setAttribute("aria-expanded", String(document.querySelector(".map-page").classList.toggle("with-rail")));
  }

  /* The rows of what is shown, by a form: the answer is a file, the page stays. */
  function exportRows() {
    const form = document.createElement("form");
    form.method = "post"; form.action = "/map/rows?lang=" + situation.screen.lang; form.hidden = true;
    const values = { codes: (situation.shownVillages || []).map((v) => v.code).join(","), ...(view.day ? { on: view.day } : {}), ...(view.day && view.mode === "known" ? { known: "1" } : {}) };
    for (const [name, value] of Object.entries(values)) { const field = document.createElement("input"); field.type = "hidden"; field.name = name; field.value = value; form.append(field); }
    document.body.append(form); form.submit(); form.remove();
  }

  /* -- beginnings ---------------------------------------------------------------------------------- */
  function takePosts() {
    const box = document.querySelector("[data-posts]");
    situation.posts = box ? JSON.parse(box.dataset.posts) : {};
  }

  /* An old or mistyped address shows what of it there is. */
  function mend(map) {
    const parts = {}, days = situation.campaignDays();
    if (view.village && !map.byCode.has(view.village)) parts.village = "";
    if (view.township && !map.townships.some((t) => t.code === view.township)) parts.township = "";
    if (view.day && days && !(situation.dayNumber(view.day) < days.today)) parts.day = "";
    if (Object.keys(parts).length) situation.change(parts);
  }

  function begin(map) {
    const page = document.querySelector(".map-page"), words = document.querySelector("[data-words]");
    if (!page || map.begun) return;
    map.begun = true;
    situation.mapWords = JSON.parse(words.dataset.words);
    takePosts(); mend(map); fill(); applyView();
    goHome();
    if (view.village) setTimeout(() => document.dispatchEvent(new CustomEvent("view-changed", { detail: { village: view.village } })));
    map.map.on("dragstart boxzoomend", moved);
    map.map.getContainer().addEventListener("wheel", moved, { passive: true });
    map.map.getContainer().addEventListener("touchmove", moved, { passive: true });
    map.map.getContainer().addEventListener("keydown", (e) => { if (/^(Arrow|[-+=])/.test(e.key)) moved(); });
    map.map.doubleClickZoom.disable();
    map.map.on("dblclick", () => { const own = map.townships[map.byCode.get(under)?.township]; if (own) situation.change({ township: own.code }, true); });
    map.map.on("mousemove", (e) => followTip(e.originalEvent));
    map.map.getContainer().setAttribute("role", "application");
    map.map.getContainer().setAttribute("aria-label", say("map_label"));
    new ResizeObserver(resized).observe(map.map.getContainer());
  }

  document.addEventListener("land-taken", (event) => {
    if (!situation.isMap()) return;
    begin(event.detail.land);
    if (event.detail.isChange && (view.layer || view.body || situation.isFiltered())) land().restyle(land().villages, false);
    count();
  });
  document.addEventListener("situation-news", (event) => { if (situation.isMap() && event.detail.panels["map-posts"]) setTimeout(() => { takePosts(); fill(); }, 100); });
  document.addEventListener("view-changed", (event) => { if (situation.isMap()) { fill(); applyView(event.detail); } });
  document.addEventListener("village-chosen", chosen);
  document.addEventListener("village-hovered", hovered);
  document.addEventListener("change", changed);
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  addEventListener("popstate", () => { if (situation.isMap()) { situation.readView(); document.dispatchEvent(new CustomEvent("view-changed", { detail: { ...view } })); } });
})();
