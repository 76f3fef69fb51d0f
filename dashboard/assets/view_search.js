/* The search box as a combobox: the list follows what is typed, arrows move, Enter opens, Escape leaves. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const at = (id) => document.getElementById(id), WAIT = 90;
  let found = [], active = -1, timer = null, request = null;

  const isBox = (target) => target && target.id === "map-search";

  async function look(text) {
    request?.abort();
    request = new AbortController();
    if (!text.trim()) return show([]);
    try {
      const answer = await fetch(`/map/search?lang=${situation.screen.lang}&q=${encodeURIComponent(text.trim().slice(0, 60))}`, { signal: request.signal });
      if (answer.ok) show(await answer.json(), text);
    } catch (error) { if (error.name !== "AbortError") show([]); }
  }

  function show(places, text) {
    found = places; active = places.length ? 0 : -1;
    const list = at("map-found"), box = at("map-search");
    list.replaceChildren(...places.map(row), ...(text && !places.length ? [line("li", situation.sayMap("nothing_found"), "none")] : []));
    list.querySelector(".none")?.setAttribute("role", "presentation");
    list.classList.toggle("is-open", Boolean(text));
    box.setAttribute("aria-expanded", String(Boolean(places.length)));
    mark();
  }

  const line = (kind, text, name) => { const element = document.createElement(kind); element.textContent = text; if (name) element.className = name; return element; };
  function row(place, i) {
    const element = document.createElement("li");
    element.id = "found-" + i; element.setAttribute("role", "option"); element.dataset.index = i;
    element.append(line("b", place.name), line("span", [place.township, place.by].filter(Boolean).join(" · ")));
    return element;
  }

  function mark() {
    for (const element of at("map-found").children) element.setAttribute("aria-selected", String(Number(element.dataset.index) === active));
    if (active >= 0) at("map-search").setAttribute("aria-activedescendant", "found-" + active); else at("map-search").removeAttribute("aria-activedescendant");
    at("found-" + active)?.scrollIntoView({ block: "nearest" });
  }

  function take(place) {
    leave();
    if (!place) return;
    const isTownship = place.kind === "township", land = situation.lands[situation.lands.length - 1];
    if (isTownship) return situation.change({ township: place.code }, true);
    const v = land.byCode.get(place.code), own = v && land.townships[v.township];
    situation.change({ village: place.code, township: own ? own.code : situation.view.township }, true);
  }

  function leave() {
    clearTimeout(timer); request?.abort();
    at("map-search").value = "";
    show([]);
  }

  document.addEventListener("input", (event) => { if (isBox(event.target)) { clearTimeout(timer); timer = setTimeout(() => look(event.target.value), WAIT); } });
  document.addEventListener("keydown", (event) => {
    if (!isBox(event.target)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { event.preventDefault(); active = (active + step + found.length) % found.length; mark(); }
    else if (event.key === "Enter") { event.preventDefault(); if (found[active]) take(found[active]); else look(event.target.value).then(() => take(found[0])); }
    else if (event.key === "Escape") { event.preventDefault(); leave(); event.target.blur(); }
  });
  document.addEventListener("pointerdown", (event) => {
    const hit = event.target.closest("#map-found [role=option]");
    if (hit) { event.preventDefault(); take(found[Number(hit.dataset.index)]); }
    else if (situation.isMap() && at("map-found") && !event.target.closest(".map-search")) at("map-found").classList.remove("is-open");
  });
})();
