/* The drawer of the chosen village: asked of the server when the choice, the day or the village's facts change. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const { view } = situation, at = (id) => document.getElementById(id);
  let wishes = 0, asked = "", back = null, later = null, wantsFocus = false;

  function wish(force) {
    const what = [view.village, view.day, view.mode].join("|");
    if (!view.village || (!force && what === asked)) return;
    asked = what;
    at("map-drawer")?.setAttribute("aria-busy", "true");
    const data = { code: view.village, day: view.day, known: view.mode === "known", search: location.search, number: ++wishes };
    window.dash_clientside.set_props("map-chosen", { data });
  }

  function open() {
    const page = document.querySelector(".map-page");
    if (!page) return;
    const isOpen = Boolean(view.village);
    if (isOpen && !page.classList.contains("with-drawer")) { back = document.activeElement; at("map-drawer").scrollTop = 0; }
    page.classList.toggle("with-drawer", isOpen);
    if (isOpen) return wish(false);
    asked = "";
    window.dash_clientside.set_props("map-drawer", { children: [] });
  }

  function close() {
    situation.change({ village: "" }, true);
    (back && back.isConnected && back !== document.body ? back : document.querySelector("#land"))?.focus?.();
  }

  /* What the server sent is in: countdowns run, and the keyboard stands at the village's name. */
  new MutationObserver((changes) => {
    const drawer = at("map-drawer");
    if (!drawer || !changes.some((change) => drawer.contains(change.target))) return;
    drawer.removeAttribute("aria-busy");
    situation.tick();
    if (wantsFocus && at("drawer-title")) { wantsFocus = false; at("drawer-title").focus({ preventScroll: true }); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("view-changed", (event) => {
    if (!situation.isMap()) return;
    if ("village" in event.detail) { wantsFocus = Boolean(view.village); open(); }
    else if ("day" in event.detail || "mode" in event.detail) { clearTimeout(later); later = setTimeout(() => wish(false), 300); }
  });
  /* A commit: the open village may have another story now. Asked again at leisure, the scroll stays. */
  document.addEventListener("situation-news", () => {
    if (!situation.isMap() || !view.village || view.day) return;
    clearTimeout(later);
    later = setTimeout(() => wish(true), 700);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && situation.isMap() && view.village && event.target.id !== "map-search") close();
  });
  document.addEventListener("click", (event) => {
    const hit = event.target.closest("#drawer-close, #drawer-print, .to-ledger");
    if (!hit || !situation.isMap()) return;
    if (hit.id === "drawer-close") close();
    else if (hit.id === "drawer-print") window.print();
    else { event.preventDefault(); showEntry(hit.getAttribute("href").slice(1)); }
  });

  function showEntry(id) {
    const anchor = at(id), entry = anchor && anchor.closest(".entry");
    if (!entry) return;
    entry.closest("details")?.setAttribute("open", "");
    entry.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    for (const other of document.querySelectorAll(".entry.is-shown")) other.classList.remove("is-shown");
    entry.classList.add("is-shown");
    entry.tabIndex = -1; entry.focus({ preventScroll: true });
  }

  addEventListener("beforeprint", () => { for (const box of document.querySelectorAll("#map-drawer details")) { box.dataset.was = box.open; box.open = true; } });
  addEventListener("afterprint", () => { for (const box of document.querySelectorAll("#map-drawer details")) box.open = box.dataset.was === "true"; });
})();
