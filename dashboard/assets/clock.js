/* Time on a page is the server's: heartbeats bring it, this file counts on from there. The clock of the machine that
   the page hangs on is never asked what time it is. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR, LEAF = 20e3;
  const LOCAL = 8 * HOUR; // the county's zone, Asia/Shanghai, has no summer time
  let beat = null, heardAt = 0;

  const screen = (situation.screen = JSON.parse(document.getElementById("screen").textContent));
  const say = (situation.say = (name, values) =>
    (screen.words[name] || name).replace(/\{(\w+)\}/g, (all, key) => (values && key in values ? values[key] : all)));

  situation.hear = (content) => { beat = content; heardAt = performance.now(); tick(); };
  situation.beat = () => beat;
  const real = (situation.real = () => (beat ? beat.real + performance.now() - heardAt : null));
  const campaign = (situation.campaign = () => (beat ? beat.clock + (performance.now() - heardAt) * beat.speed : null));

  /* Two units at most, rounded against us: time left rounds down, time overdue rounds up. */
  function duration(ms, roundUp) {
    if (ms < MINUTE) return say("second", { n: Math.max(0, Math.floor(ms / 1000)) });
    const whole = roundUp ? Math.ceil(ms / MINUTE) : Math.floor(ms / MINUTE);
    const days = Math.floor(whole / 1440), hours = Math.floor((whole % 1440) / 60), minutes = whole % 60;
    const parts = days ? [["day", days], ["hour", hours]] : hours ? [["hour", hours], ["minute", minutes]] : [["minute", minutes]];
    return parts.filter(([, n], i) => n || !i).map(([unit, n]) => say(unit, { n })).join(screen.lang === "en" ? " " : "");
  }
  situation.duration = duration;

  function clockText(instant) {
    const local = new Date(instant + LOCAL);
    return String(local.getUTCHours()).padStart(2, "0") + ":" + String(local.getUTCMinutes()).padStart(2, "0");
  }
  situation.momentText = (instant) => {
    if (instant == null) return "—";
    const local = new Date(instant + LOCAL);
    return say("date", { month: local.getUTCMonth() + 1, day: local.getUTCDate() }) + " " + clockText(instant);
  };

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function countDown(element, now) {
    const left = Number(element.dataset.deadline) - now, isOverdue = left < 0;
    write(element, say(isOverdue ? "overdue" : "left", { time: duration(Math.abs(left), isOverdue) }));
    element.classList.toggle("is-overdue", isOverdue);
    element.classList.toggle("is-soon", !isOverdue && left < DAY);
  }

  function ago(element) {
    const instant = beat[element.dataset.ago];
    const age = instant == null ? null : Math.max(0, real() - instant);
    write(element, age == null ? "—" : age < MINUTE ? say("just_now") : duration(age, false));
  }

  function turnLeaves(box) {
    const count = Number(box.dataset.leaves), shown = Math.floor(real() / LEAF) % count;
    box.dataset.shown = shown;
    [...box.querySelectorAll(":scope > .leaf")].forEach((leaf, i) => leaf.classList.toggle("is-shown", i === shown));
    const number = box.querySelector("[data-leaf-number]");
    if (number) write(number, say("page_of", { n: shown + 1, of: count }));
  }

  function tick() {
    if (!beat) return;
    const now = campaign(), each = (selector, act) => document.querySelectorAll(selector).forEach(act);
    each("[data-clock]", (e) => write(e, clockText(now)));
    each("[data-deadline]", (e) => countDown(e, now));
    each("[data-opened]", (e) => write(e, say("open_for", { time: duration(Math.max(0, now - Number(e.dataset.opened)), false) })));
    each("[data-ago]", ago);
    each("[data-leaves]", turnLeaves);
  }
  situation.tick = tick;
  setInterval(tick, 1000);
})();
