/* The county day by day. Marks of all days are fetched once and played here; a day at rest is fetched in full, so that
   drawer, filters and layers speak of the very same day. “当时所知” asks the server for each day as it was known then. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const { view } = situation, at = (id) => document.getElementById(id), { FLAG } = situation;
  const land = () => situation.lands[situation.lands.length - 1], days = () => situation.campaignDays();
  const MOST_KEPT = 90;
  let replay = null, replayVersion = null, timer = null, shown = null, turn = 0;
  let speed = 200;
  const full = new Map(); // "day|mode|version" → arrays

  async function marks() {
    if (!replay || replayVersion !== situation.version) {
      const version = situation.version, answer = await fetch("/map/replay");
      if (answer.ok) { replay = await answer.json(); replay.offset = situation.dayNumber(replay.first); replayVersion = version; }
    }
    return replay;
  }

  /* The mark of a village on a day: the last turn not after it. */
  function markOn(turns, day) {
    let low = 0, high = turns.length / 2 - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (turns[2 * middle] <= day) low = middle; else high = middle - 1; }
    return turns.length && turns[2 * low] <= day ? turns[2 * low + 1] : 0;
  }
  const unpacked = (mark) => ({ light: mark & 7, stage: (mark >> 3) & 7, progress: (mark >> 6) & 127, flags: mark >> 13 });

  /* Arrays of the wire for one day, from the marks alone: what has no mark is left unknown. */
  function arraysFromMarks(day) {
    const offset = Math.max(0, day - replay.offset);
    return replay.villages.map((turns, i) => {
      const { light, stage, progress, flags } = unpacked(markOn(turns, offset)), kind = land().villages[i]?.flags & FLAG.COMMUNITY;
      return [i, light, stage, progress, flags | kind, progress, -1, -1, -1, stage | (stage << 3) | (stage << 6) | (stage << 9), -1, -1, -1, flags & FLAG.INCIDENT ? 2 : 0];
    });
  }

  async function arraysInFull(day) {
    const key = [day, view.mode, view.mode === "known" ? "" : situation.version].join("|");
    if (!full.has(key)) {
      const asked = fetch(`/map/day?on=${situation.isoDay(day)}${view.mode === "known" ? "&known=1" : ""}`).then(async (answer) => (answer.ok ? (await answer.json()).villages : null));
      full.set(key, asked);
      asked.catch(() => full.delete(key));
      if (full.size > MOST_KEPT) full.delete(full.keys().next().value);
    }
    return full.get(key);
  }

  function townshipArrays(villages) {
    const sums = land().townships.map((_, i) => [i, 0, 0, 0, 0, 0]);
    for (const [index, light, stage] of villages) {
      const sum = sums[land().villages[index]?.township];
      if (sum) { sum[1] += stage === 4; sum[2] += 1; sum[3] += light === 4; sum[4] += light === 3; }
    }
    return sums;
  }

  const needsAll = () => view.mode === "known" || view.body || !["", "stage", "incident"].includes(view.layer);

  async function show(isResting) {
    const mine = ++turn;
    if (!view.day) return void goLive();
    const day = situation.shownDay();
    banner();
    if (!land()?.base) return;
    try {
      if (!needsAll() && !isResting) { await marks(); if (mine === turn && replay) put(arraysFromMarks(day), day); return; }
      if (!needsAll()) { await marks(); if (mine === turn && replay && shown !== day) put(arraysFromMarks(day), day); }
      document.documentElement.dataset.fetching = "1";
      const villages = await arraysInFull(day);
      if (mine === turn && villages) put(villages, day);
    } finally { if (mine === turn) delete document.documentElement.dataset.fetching; }
  }

  function put(villages, day) {
    shown = day;
    situation.isUnknown = villages.every((array) => array[12] < 0); // nobody's last report is known
    compare(villages, day).then(() => { land().show(villages, townshipArrays(villages)); situation.applyView({}); banner(); document.documentElement.dataset.shownDay = situation.isoDay(day); });
  }

  function goLive() {
    shown = null;
    delete document.documentElement.dataset.shownDay;
    banner();
    if (!land()?.latest) return;
    compare(land().latest.villages, days().today).then(() => { land().live(); situation.applyView({}); });
  }

  /* -- two days compared ---------------------------------------------------------------- */
  async function compare(villages, day) {
    if (!view.diff) { situation.difference = null; document.querySelector(".map-page").dataset.layer = view.layer; return; }
    await marks();
    if (!replay) return;
    const before = Math.max(0, day - view.diff - replay.offset), found = new Map();
    for (const [index, light, stage] of villages) {
      const was = unpacked(markOn(replay.villages[index] || [], before)), kind = changeOf(was, light, stage);
      if (kind) found.set(index, kind);
    }
    situation.difference = found;
    document.querySelector(".map-page").dataset.layer = "changes";
  }
  function changeOf(was, light, stage) {
    if (light === 4 && was.light !== 4) return "red";
    if (light === 3 && was.light !== 3) return "yellow";
    if (was.light >= 3 && light < 3) return "calm";
    if (stage === 4 && was.stage !== 4) return "done";
    return stage > was.stage ? "forward" : "";
  }

  /* -- the bar ------------------------------------------------------------------------------ */
  function dayText(number) {
    const on = new Date(days().first + number * 86400e3);
    return situation.sayMap("day", { month: on.getUTCMonth() + 1, day: on.getUTCDate(), weekday: situation.sayMap("weekdays").split(",")[(on.getUTCDay() + 6) % 7] });
  }

  function banner() {
    const box = at("map-banner"), span = days();
    if (!box || !span) return;
    const number = situation.shownDay(), isPast = Boolean(view.day);
    document.documentElement.dataset.past = isPast ? "yes" : "no";
    const parts = [];
    if (isPast && !view.diff) parts.push(dayText(number));
    if (view.diff) parts.push(situation.sayMap("compared", { before: dayText(Math.max(0, number - view.diff)), day: dayText(number) }));
    if (isPast && view.mode === "known" && situation.isUnknown) parts.push(situation.sayMap("nothing_known"));
    else if (isPast && (!view.diff || view.mode === "known")) parts.push(situation.sayMap(view.mode === "known" ? "as_known" : "as_it_was"));
    const back = at("map-live"), doing = situation.sayMap(isPast ? "to_live" : "no_diff");
    if (back.textContent !== doing) back.textContent = doing;
    box.hidden = !parts.length;
    const text = at("map-banner-text");
    if (text.textContent !== parts.join(" · ")) text.textContent = parts.join(" · ");
    const slider = at("map-slider");
    slider.max = span.count - 1; slider.value = number;
    slider.style.setProperty("--at", `${(100 * number) / Math.max(1, span.count - 1)}%`);
    slider.style.setProperty("--today", `${(100 * span.today) / Math.max(1, span.count - 1)}%`);
    slider.setAttribute("aria-valuetext", dayText(number));
    const done = land()?.villages.filter((v) => v.stage === 4).length ?? 0;
    at("map-day").textContent = `${dayText(number)}　${situation.sayMap("done", { n: done })}`;
    at("map-day").style.setProperty("--at", slider.style.getPropertyValue("--at"));
    const line = at("map-day").parentElement, from = (line.clientWidth * number) / Math.max(1, span.count - 1);
    at("map-day").classList.toggle("is-left", from + 20 + at("map-day").offsetWidth > line.clientWidth);
    at("map-play").classList.toggle("is-playing", Boolean(timer));
    at("map-play").setAttribute("aria-pressed", String(Boolean(timer)));
  }
  situation.drawDays = banner;

  function goTo(number) {
    const span = days(), day = Math.max(0, Math.min(span.today, number));
    situation.change({ day: day >= span.today ? "" : situation.isoDay(day) });
  }

  async function step() {
    const span = days();
    if (!timer) return;
    const next = (view.day ? situation.shownDay() : -1) + 1, began = performance.now();
    if (next >= span.today) { stop(); return goTo(span.today); }
    if (needsAll()) for (const ahead of [1, 2]) if (next + ahead < span.today) arraysInFull(next + ahead);
    situation.change({ day: situation.isoDay(next) });
    await showing;
    if (timer) timer = setTimeout(step, Math.max(0, speed - (performance.now() - began)));
  }
  let showing = Promise.resolve();

  function play() {
    if (timer) return void stop();
    timer = setTimeout(step, 0);
    banner();
  }
  function stop() {
    clearTimeout(timer); timer = null;
    showing = show(true);
    banner();
  }

  document.addEventListener("input", (event) => { if (event.target.id === "map-slider") { if (timer) stop(); goTo(Number(event.target.value)); } });
  document.addEventListener("click", (event) => {
    const hit = event.target.closest("#map-play, #map-live");
    if (!hit) return;
    if (hit.id === "map-play") play(); else { if (timer) stop(); situation.change({ day: "", diff: 0 }); }
  });
  document.addEventListener("change", (event) => { if (event.target.name === "speed") speed = Number(event.target.value); });
  document.addEventListener("keydown", (event) => {
    if (!situation.isMap() || /INPUT|TEXTAREA|SELECT|BUTTON|SUMMARY|A/.test(event.target.tagName)) return;
    if (event.key === " ") { event.preventDefault(); play(); }
    else if (event.key === "," || event.key === ".") goTo(situation.shownDay() + (event.key === "." ? 1 : -1));
  });

  document.addEventListener("view-changed", (event) => {
    if (!situation.isMap() || !["day", "mode", "diff"].some((name) => name in event.detail) && !(view.day && ("layer" in event.detail || "body" in event.detail))) return;
    showing = show(!timer);
  });
  document.addEventListener("land-taken", (event) => {
    if (!situation.isMap()) return;
    if (!event.detail.land.playedOnce) { event.detail.land.playedOnce = true; if (view.day || view.diff) showing = show(true); }
    else if (event.detail.isChange && view.diff && !view.day) showing = show(true);
    banner();
  });
  document.addEventListener("situation-news", () => { if (situation.isMap()) setTimeout(banner, 120); });
})();
