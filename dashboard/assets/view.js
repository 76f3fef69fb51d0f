/* The view of the map as one value: read from the address, written to it, asked by everything else on the page.
   ``situation.view`` holds it; ``change(…)`` sets parts of it and tells ``view-changed``. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const ALL = { colour: ["red", "yellow", "green"], stage: ["4", "3", "2", "1", "0"] };
  const TEXTS = ["township", "body", "vote", "post", "layer", "village", "day", "mode"];
  const DAY = 86400e3, LOCAL = 8 * 3600e3;

  const view = (situation.view = {});
  situation.isMap = () => document.documentElement.dataset.page === "map";

  function read() {
    const query = new URLSearchParams(location.search), list = (name) => (query.get(name) || "").split(",").filter(Boolean);
    for (const name of TEXTS) view[name] = query.get(name) || "";
    for (const name of Object.keys(ALL)) view[name] = new Set(query.has(name) ? list(name) : ALL[name]);
    view.mark = new Set(list("mark"));
    view.diff = Number(query.get("diff")) || 0;
    if (!/^\d{4}-\d\d-\d\d$/.test(view.day)) view.day = "";
    return view;
  }

  function search() {
    const query = new URLSearchParams();
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) query.set("lang", lang);
    for (const name of TEXTS) if (view[name]) query.set(name, view[name]);
    for (const [name, all] of Object.entries(ALL)) if (view[name].size !== all.length) query.set(name, all.filter((one) => view[name].has(one)).join(","));
    if (view.mark.size) query.set("mark", [...view.mark].join(","));
    if (view.diff) query.set("diff", view.diff);
    const text = query.toString().replaceAll("%2C", ",");
    return text ? "?" + text : "";
  }
  situation.viewSearch = search;

  /* ``isStep``: a step that the back button undoes (another township, another village). */
  situation.change = (parts, isStep = false) => {
    Object.assign(view, parts);
    const address = location.pathname + search();
    if (address !== location.pathname + location.search) history[isStep ? "pushState" : "replaceState"](history.state, "", address);
    document.dispatchEvent(new CustomEvent("view-changed", { detail: parts }));
  };

  situation.clearView = () => situation.change({ body: "", vote: "", post: "", colour: new Set(ALL.colour), stage: new Set(ALL.stage), mark: new Set() });
  situation.isFiltered = () => Boolean(view.body || view.vote || view.post || view.mark.size || Object.entries(ALL).some(([name, all]) => view[name].size !== all.length));

  /* Days as numbers: days since the campaign's first. */
  const ticks = () => document.querySelector("#map-area [data-first]");
  situation.campaignDays = () => {
    const box = ticks();
    return box ? { first: Date.parse(box.dataset.first), count: Number(box.dataset.days), today: Math.round((Date.parse(box.dataset.today) - Date.parse(box.dataset.first)) / DAY) } : null;
  };
  situation.dayNumber = (iso) => Math.round((Date.parse(iso) - situation.campaignDays().first) / DAY);
  situation.isoDay = (number) => new Date(situation.campaignDays().first + number * DAY).toISOString().slice(0, 10);
  situation.shownDay = () => (view.day ? situation.dayNumber(view.day) : situation.campaignDays().today);

  /* -- what a village is, in the terms of the rail ----------------------------------- */
  const { FLAG, LIGHT } = situation;
  const SLOT = { P: 0, V: 1, R: 1, S: 2, E: 3 };

  /* The stage group of the chosen body; 7 where the place has no such body. */
  situation.stageOf = (v) => {
    if (!view.body || !v.facts || !v.facts.length) return v.stage;
    const isCommunity = Boolean(v.flags & FLAG.COMMUNITY);
    if ((view.body === "V" && isCommunity) || (view.body === "R" && !isCommunity)) return 7;
    return (v.facts[0] >> (3 * SLOT[view.body])) & 7;
  };
  situation.ageOf = (v) => (!v.facts || v.facts[3] === undefined || v.facts[3] < 0 ? Infinity : situation.shownDay() - v.facts[3]);

  const colourName = (v) => (v.light === LIGHT.RED ? "red" : v.light === LIGHT.YELLOW ? "yellow" : "green");
  const MARKS = {
    key: (v) => v.flags & FLAG.KEY, incident: (v) => v.flags & FLAG.INCIDENT, conflict: (v) => v.flags & FLAG.CONFLICT,
    unreported: (v) => v.flags & FLAG.UNREPORTED, stale: (v) => situation.ageOf(v) > 3,
  };
  const hasVoted = (v) => v.facts && v.facts[0] & 4096;
  const VOTES = {
    "": () => true,
    soon: (v) => { const away = v.facts && v.facts[2] >= 0 ? v.facts[2] - situation.shownDay() : -1; return away >= 0 && away <= 3 && !hasVoted(v); },
    past: (v) => Boolean(v.facts && v.facts[2] >= 0 && v.facts[2] < situation.shownDay() && !hasVoted(v)),
  };

  /* One test per group of the rail; a count in a group leaves its own test out. */
  const TESTS = {
    body: (v) => situation.stageOf(v) !== 7,
    colour: (v) => view.colour.has(colourName(v)),
    stage: (v) => view.stage.has(String(situation.stageOf(v))),
    mark: (v) => !view.mark.size || [...view.mark].some((name) => MARKS[name]?.(v)),
    vote: (v) => (VOTES[view.vote] || VOTES[""])(v),
    post: (v) => !view.post || (situation.posts?.[view.post] || []).includes(v.code),
  };
  situation.passes = (v, except) => Object.entries(TESTS).every(([name, test]) => name === except || test(v));
  situation.facets = {
    colour: (v, value) => colourName(v) === value, stage: (v, value) => String(situation.stageOf(v)) === value, mark: (v, value) => Boolean(MARKS[value]?.(v)),
    vote: (v, value) => VOTES[value](v),
  };

  situation.todayMillis = () => { const now = situation.campaign(); return now === null ? null : Math.floor((now + LOCAL) / DAY) * DAY; };
  situation.readView = read;
  read();
})();
