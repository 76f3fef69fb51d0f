/* The desk's forms: posted without leaving the page; what the server says stands beside the field it speaks of.
   What is being typed is never overwritten: news only waits until the hands are off the form. */
(function () {
  "use strict";
  const isDesk = () => document.documentElement.dataset.page === "desk";
  const typed = new Set(); // forms with something typed in them
  let waiting = false, wishes = 0;

  function wish() {
    waiting = false;
    window.dash_clientside.set_props("desk-wish", { data: { search: location.search, number: ++wishes } });
  }

  function say(text, isBad) {
    const box = document.getElementById("desk-said");
    if (!box) return;
    box.textContent = text;
    box.className = isBad ? "bad" : "good";
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { box.className = ""; }, 6000);
  }

  function showErrors(form, errors) {
    for (const field of form.querySelectorAll("[data-field]")) {
      const text = errors[field.dataset.field];
      text ? (field.dataset.error = text) : delete field.dataset.error;
      const control = field.querySelector("input, select");
      if (control) control.setAttribute("aria-invalid", String(Boolean(text)));
    }
    const shown = new Set([...form.querySelectorAll("[data-field]")].map((f) => f.dataset.field));
    const rest = Object.entries(errors).filter(([name]) => !shown.has(name)).map(([, text]) => text);
    const first = form.querySelector("[data-error] input, [data-error] select");
    if (first) first.focus();
    return rest;
  }

  async function post(form, address, body) {
    const output = form.querySelector("output.said");
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    let told;
    try {
      const answer = await fetch(address, { method: "POST", body });
      if (answer.status === 401) return void location.reload();
      told = await answer.json().catch(() => ({ said: answer.statusText }));
    } catch (error) {
      told = { ok: false, said: window.situation.say("not_sent") };
    }
    delete form.dataset.busy;
    const rest = showErrors(form, told.errors || {});
    if (output) output.textContent = told.ok ? "" : [told.said || told.detail, ...rest].filter(Boolean).join("；");
    if (told.ok) {
      typed.delete(form);
      say(told.said, false);
      form.closest("details")?.removeAttribute("open");
      if (form.dataset.act === "raise" || form.dataset.upload !== undefined) form.reset();
      if (form.dataset.act === "correct") closeVillage();
    }
    wish();
  }

  function closeVillage() {
    const address = new URL(location.href);
    address.searchParams.delete("village");
    address.searchParams.delete("body");
    address.hash = "";
    history.replaceState(null, "", address);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!isDesk() || !(form instanceof HTMLFormElement)) return;
    if (form.dataset.search !== undefined) {
      event.preventDefault();
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      return go("/desk?" + query + "#villages");
    }
    if (form.dataset.act) {
      event.preventDefault();
      post(form, "/desk/act/" + form.dataset.act, withoutFiles(new FormData(form, event.submitter)));
    } else if (form.dataset.upload !== undefined) {
      event.preventDefault();
      post(form, "/desk/files", new FormData(form));
    }
  });

  /* A form without files goes as plain fields. */
  function withoutFiles(data) { return new URLSearchParams([...data].filter(([, value]) => typeof value === "string")); }

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-act]");
    if (form) typed.add(form);
    const field = event.target.closest?.("[data-error]");
    if (field) delete field.dataset.error;
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-desk]");
    if (!isDesk() || !link || event.ctrlKey || event.metaKey || event.button) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  function go(address) {
    typed.clear();
    history.pushState(null, "", address);
    wish();
    const target = new URL(address, location.href).hash.slice(1);
    if (target) lookFor(target);
  }

  /* The place asked for appears only when the server has answered. */
  function lookFor(id) {
    const until = performance.now() + 3000;
    const look = () => {
      const found = document.getElementById(id);
      if (found) found.scrollIntoView({ block: "nearest" });
      else if (performance.now() < until) requestAnimationFrame(look);
    };
    setTimeout(look, 150);
  }

  addEventListener("popstate", () => { if (isDesk()) wish(); });

  /* News of another hand or of the loader. */
  document.addEventListener("situation-news", (event) => {
    if (!isDesk() || event.detail.whole) return;
    waiting = true;
    settle();
  });
  function settle() {
    if (!waiting) return;
    for (const form of typed) if (!form.isConnected) typed.delete(form);
    if (typed.size === 0) wish();
  }
  setInterval(settle, 2000);

  /* Files dropped anywhere on the desk; text pasted outside a field. */
  const upload = () => document.getElementById("desk-upload");
  function send(files, text) {
    const form = upload(), data = new FormData(form);
    data.delete("files");
    for (const file of files) data.append("files", file, file.name);
    if (text) data.set("text", text);
    post(form, "/desk/files", data);
  }
  document.addEventListener("dragover", (event) => {
    if (!isDesk() || !upload()) return;
    event.preventDefault();
    upload().classList.add("over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) upload()?.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    if (!isDesk() || !upload()) return;
    event.preventDefault();
    upload().classList.remove("over");
    if (event.dataTransfer.files.length) send(event.dataTransfer.files, "");
  });
  document.addEventListener("change", (event) => {
    if (isDesk() && event.target.matches?.("#desk-upload input[type=file]") && event.target.files.length) {
      send(event.target.files, "");
      event.target.value = "";
    }
  });
  document.addEventListener("paste", (event) => {
    if (!isDesk() || !upload() || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
    if (event.clipboardData.files.length) send(event.clipboardData.files, "");
    else upload().querySelector("textarea").value = event.clipboardData.getData("text");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-language]");
    if (!link) return;
    event.preventDefault();
    document.cookie = "lang=" + link.dataset.language + ";path=/;max-age=31536000;samesite=lax";
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    location.replace(address);
  });
})();
