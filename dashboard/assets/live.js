/* The link to the server. Heals itself after any outage, sleep, frozen tab or new server version; never needs a touch.

   The browser's EventSource reconnects by itself and says what it saw last. What it cannot know is a line that died
   without a word: no heartbeat for 15 s is a lost link, said on the page, and the source is opened anew. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const LOST = 15e3, GREY = 60e3, DEAD = 300e3, RETRY = 3e3, SHIFT = 600e3;
  const root = document.documentElement, screen = situation.screen;
  let source = null, seen = "", heardAt = performance.now(), openedAt = 0, tickedAt = Date.now(), lastBeat = null;
  let reloadAt = 0;

  function region() {
    return new URLSearchParams(location.search).get("region") || "";
  }

  function open() {
    if (source) source.close();
    openedAt = performance.now();
    const query = new URLSearchParams({ screen: screen.page, region: situation.region ?? region(), lang: screen.lang, seen });
    source = new EventSource("/live?" + query);
    source.addEventListener("hello", heartbeat);
    source.addEventListener("beat", heartbeat);
    source.addEventListener("state", news);
    source.addEventListener("delta", news);
    source.addEventListener("revoked", () => location.reload()); // the page itself says so
    source.addEventListener("error", refused);
  }
  /* A map that drills down asks for another region: a new channel with a whole state. */
  situation.watchRegion = (code) => { situation.region = code; seen = ""; open(); };

  /* A source that closes for good is not told why: a wall whose link was revoked starts afresh, and says so. */
  async function refused(event) {
    if (event.target.readyState !== EventSource.CLOSED) return;
    const standing = await fetch("/wall/standing").then((answer) => answer.json()).catch(() => ({}));
    if (standing.revoked) location.reload();
  }

  function heartbeat(event) {
    heard();
    lastBeat = JSON.parse(event.data);
    situation.hear(lastBeat);
    root.dataset.trust = lastBeat.trust;
    if (lastBeat.assets !== screen.assets) planReload();
  }

  function news(event) {
    heard();
    if (event.lastEventId) seen = event.lastEventId;
    const content = JSON.parse(event.data);
    situation.version = content.version;
    document.dispatchEvent(new CustomEvent("situation-news", { detail: content })); // the land first
    situation.place(content.panels, content.whole); // keeps the order of patches and lets a frame go before
  }

  function heard() {
    heardAt = performance.now();
    if (root.dataset.link !== "ok") { root.dataset.link = "ok"; delete root.dataset.age; }
  }

  /* Code newer than ours is on the server: reload once, when nobody is in the middle of something. */
  function planReload() {
    if (reloadAt || sessionStorage.getItem("reloaded") === lastBeat.assets) return;
    reloadAt = performance.now() + 2e3 + Math.random() * 8e3; // not all walls at once
  }

  function isQuiet() {
    if (root.dataset.page === "wall" || document.hidden) return true;
    const busy = document.activeElement && /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName);
    return !busy && performance.now() - touchedAt > 120e3;
  }
  let touchedAt = 0;
  for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, () => { touchedAt = performance.now(); }, { passive: true });

  function reload(reason) {
    sessionStorage.setItem("reloaded", reason);
    location.reload();
  }

  /* At 04:00 county time a wall starts afresh, once a night. */
  function nightly() {
    const now = situation.real();
    if (root.dataset.page !== "wall" || now == null) return;
    const local = new Date(now + 8 * 3600e3), night = local.toISOString().slice(0, 10);
    if (local.getUTCHours() === 4 && performance.now() > 3600e3 && sessionStorage.getItem("night") !== night) {
      sessionStorage.setItem("night", night);
      location.reload();
    }
  }

  function watch() {
    const now = performance.now(), slept = Date.now() - tickedAt > 5e3;
    tickedAt = Date.now();
    const silence = now - heardAt;
    if (slept || (silence > LOST && now - openedAt > RETRY) || (source.readyState === EventSource.CLOSED && now - openedAt > RETRY)) open();
    if (silence > LOST) {
      root.dataset.link = "lost";
      root.dataset.age = silence > DEAD ? "dead" : silence > GREY ? "grey" : "new";
    }
    if (reloadAt && now > reloadAt && root.dataset.link === "ok" && isQuiet()) reload(lastBeat.assets);
    if (root.dataset.link === "ok") nightly();
    band(silence);
  }

  const made = (name) => { const box = document.createElement("div"); box.className = name; box.setAttribute("role", "status"); document.body.append(box); return box; };
  const bandBox = made("band"), curtain = made("curtain");
  function fill(box, lines) {
    lines.forEach((text, i) => {
      const line = box.children[i] || box.appendChild(document.createElement(i ? "span" : "b"));
      if (line.textContent !== text) line.textContent = text;
    });
  }

  function band(silence) {
    const say = situation.say;
    if (root.dataset.link === "lost") {
      const time = situation.duration(silence, true);
      fill(bandBox, [say("lost", { time }), say("lost_advice")]);
      const when = situation.momentText(lastBeat && lastBeat.clock);
      fill(curtain, [say("stopped"), say("last_picture", { when, version: lastBeat ? lastBeat.version : "—" }), say("no_touch")]);
    } else if (lastBeat && lastBeat.trust === "stale") {
      const age = lastBeat.missed ? situation.real() - lastBeat.loaded : situation.campaign() - lastBeat.as_of;
      const advice = lastBeat.missed ? say("stale_advice", { n: lastBeat.missed }) : say("silent_advice");
      fill(bandBox, [say("stale", { time: situation.duration(age, true) }), advice]);
    }
  }

  /* Burn-in: the whole wall moves by two pixels every ten minutes. */
  function shift() {
    const step = Math.floor(performance.now() / SHIFT) % 4;
    document.body.style.transform = `translate(${[0, 2, 0, -2][step]}px, ${[0, 0, 2, 0][step]}px)`;
  }

  function begin() {
    const page = document.getElementById("page");
    if (!page || !page.firstElementChild) return void setTimeout(begin, 50);
    if (page.querySelector("[data-unfed]")) return; // signed out, or revoked
    heardAt = performance.now();
    open();
    setInterval(watch, 1000);
    if (root.dataset.page === "wall") setInterval(shift, 60e3);
    addEventListener("pageshow", (event) => { if (event.persisted) open(); });
    addEventListener("online", open);
    document.addEventListener("visibilitychange", () => { if (!document.hidden && performance.now() - heardAt > 6e3) open(); });
  }
  begin();
})();
