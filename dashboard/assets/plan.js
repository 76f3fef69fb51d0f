/* The plan page. Moves made in thought are kept by the server's last answer; wishes go out one after another, so
   that none is answered from an older state. The sign of a vote is dragged, or moved by the arrow keys. */
(function () {
  "use strict";
  const isPlan = () => document.documentElement.dataset.page === "plan";
  const DAY = 86400000, PATIENCE = 6000;
  const queue = [], wished = new Map(); // days asked for and not yet shown: the next press of a key counts from there
  let sent = 0, sentAt = 0, drag = null;

  const state = () => document.getElementById("plan-state");
  const isAnswered = () => Number(state()?.dataset.answered || 0) >= sent || performance.now() - sentAt > PATIENCE;

  function wish(kind, fields) {
    if (kind !== "look") forget();
    queue.push({ kind, ...fields });
    pump();
  }

  function pump() {
    if (!queue.length) return void (isAnswered() ? wished.clear() : setTimeout(pump, 30));
    if (!isAnswered() || drag) return void setTimeout(pump, 30);
    const moves = JSON.parse(state()?.dataset.moves || "{}");
    sentAt = performance.now();
    window.dash_clientside.set_props("plan-wish", { data: { ...queue.shift(), moves, search: location.search, number: ++sent } });
    setTimeout(pump, 30);
  }

  /* What was wrong before is not said of what is shown now. */
  function forget() {
    for (const field of document.querySelectorAll(".saving [data-error]")) delete field.dataset.error;
    const output = document.querySelector(".saving output.said");
    if (output) output.textContent = "";
  }

  function go(address) {
    history.pushState(null, "", address);
    wish("look");
  }

  const fieldsOf = (form, submitter) => Object.fromEntries([...new FormData(form, submitter)].filter(([, v]) => typeof v === "string"));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!isPlan() || !(form instanceof HTMLFormElement)) return;
    if (form.dataset.wish) {
      event.preventDefault();
      const fields = fieldsOf(form, event.submitter);
      if (fields.most) {
        const address = new URL(location.href);
        address.searchParams.set("most", fields.most);
        history.replaceState(null, "", address);
      }
      wish(form.dataset.wish, fields);
    } else if (form.dataset.act) {
      event.preventDefault();
      save(form, event.submitter);
    }
  });

  async function save(form, submitter) {
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const body = new URLSearchParams([...new FormData(form, submitter)].filter(([, value]) => typeof value === "string"));
    let told;
    try {
      const answer = await fetch("/desk/act/" + form.dataset.act, { method: "POST", body });
      if (answer.status === 401) return void location.reload();
      told = await answer.json().catch(() => ({ said: answer.statusText }));
    } catch (error) {
      told = { ok: false, said: window.situation.say("not_sent") };
    }
    delete form.dataset.busy;
    showErrors(form, told.errors || {});
    form.querySelector("output.said").textContent = told.ok ? "" : told.errors?.move || told.said || told.detail || "";
    if (told.ok) {
      say(told.said);
      wish("clear");
    }
  }

  function showErrors(form, errors) {
    for (const field of form.querySelectorAll("[data-field]")) {
      const text = errors[field.dataset.field];
      text ? (field.dataset.error = text) : delete field.dataset.error;
    }
    form.querySelector("[data-error] input")?.focus();
  }

  function say(text) {
    const box = document.getElementById("plan-said");
    box.textContent = text;
    box.className = "good";
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { box.className = ""; }, 6000);
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-go]");
    if (!isPlan() || !form) return;
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(fieldsOf(form))) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    go(address);
  });

  document.addEventListener("click", (event) => {
    if (!isPlan()) return;
    const link = event.target.closest?.("a[data-plan]");
    if (link && !event.ctrlKey && !event.metaKey && !event.button) {
      event.preventDefault();
      const wanted = new URL(link.href), address = new URL(location.href);
      address.searchParams.set("township", wanted.searchParams.get("township"));
      return go(address);
    }
    const button = event.target.closest?.("button[data-wish]");
    if (button) wish(button.dataset.wish, { village: button.dataset.village });
  });

  /* -- dragging ------------------------------------------------------------------ */

  const axis = () => {
    const { first, days } = document.getElementById("gantt").dataset;
    return { first: Date.parse(first), days: Number(days) };
  };
  const iso = (time) => new Date(time).toISOString().slice(0, 10);

  function dayAt(sign, clientX) {
    const { first, days } = axis(), lane = sign.parentElement.getBoundingClientRect();
    const number = Math.floor(((clientX - lane.left) / lane.width) * days);
    return iso(first + Math.min(days - 1, Math.max(0, number)) * DAY);
  }

  function show(sign, day) {
    const { first, days } = axis();
    sign.style.left = (100 * ((Date.parse(day) - first) / DAY + 0.5)) / days + "%";
    sign.dataset.to = Number(day.slice(5, 7)) + "/" + Number(day.slice(8));
  }

  document.addEventListener("pointerdown", (event) => {
    const sign = event.target.closest?.(".vote.movable");
    if (!isPlan() || !sign || event.button) return;
    event.preventDefault();
    sign.focus();
    sign.setPointerCapture(event.pointerId);
    sign.classList.add("held");
    drag = { sign, from: sign.dataset.day, day: sign.dataset.day };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.day = dayAt(drag.sign, event.clientX);
    show(drag.sign, drag.day);
  });

  function drop(isKept) {
    if (!drag) return;
    const { sign, from, day } = drag;
    drag = null;
    sign.classList.remove("held");
    delete sign.dataset.to;
    if (isKept && day !== from) wish("move", { village: sign.dataset.village, day });
    else { show(sign, from); delete sign.dataset.to; }
  }
  document.addEventListener("pointerup", () => drop(true));
  document.addEventListener("pointercancel", () => drop(false));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") drop(false);
    const sign = event.target.closest?.(".vote.movable"), step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!isPlan() || !sign || !step) return;
    event.preventDefault();
    const { village } = sign.dataset, day = iso(Date.parse(wished.get(village) || sign.dataset.day) + step * DAY);
    wished.set(village, day);
    wish("move", { village, day });
  });

  addEventListener("popstate", () => { if (isPlan()) wish("look"); });
  const isTyping = () => /INPUT|SELECT|TEXTAREA/.test(document.activeElement?.tagName || "");
  document.addEventListener("situation-news", (event) => {
    if (isPlan() && !event.detail.whole && !isTyping()) wish("look");
  });
})();
