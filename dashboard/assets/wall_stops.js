/* The wall's tour (?tour=1: 20 s a stop, a new escalation interrupts) and 逐村过 (?walk=1: arrow keys or a remote).
   Both show a part of the map and a card; the panels beside stay live. Nothing here runs on an ordinary wall. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const query = new URLSearchParams(location.search), isWalk = query.has("walk"), SECONDS = 20, ROUND = 2 * Math.PI * 9;
  if (document.documentElement.dataset.page !== "wall" || !(isWalk || query.has("tour"))) return;
  let stops = [], at = null, left = SECONDS, known = null, asked = false, shown = "";

  const made = (tag, name, text) => Object.assign(document.createElement(tag), { className: name || "", textContent: text || "" });

  async function ask() {
    asked = false;
    const answer = await fetch(`/wall/stops?lang=${situation.screen.lang}${isWalk ? "&walk=1" : ""}`).catch(() => null);
    if (!answer || !answer.ok) return;
    const place = stops.findIndex((stop) => stop.key === at);
    stops = await answer.json();
    const escalated = stops.filter((stop) => stop.kind === "incident").map((stop) => stop.key);
    const news = known && escalated.find((key) => !known.has(key));
    known = new Set(escalated);
    if (news) at = news;
    else if (stops.every((stop) => stop.key !== at)) at = (stops[Math.max(0, Math.min(place, stops.length - 1))] || {}).key;
    else return void show(false);
    show(true);
  }

  function step(by) {
    if (!stops.length) return;
    const place = stops.findIndex((stop) => stop.key === at);
    at = stops[(place + by + stops.length) % stops.length].key;
    show(true);
  }

  function show(isNew) {
    const land = situation.lands[0], card = document.getElementById("wall-stop"), place = stops.findIndex((stop) => stop.key === at);
    if (!land || !land.base || !card) return void setTimeout(show, 200, isNew);
    if (isNew) left = SECONDS;
    const stop = stops[place], text = JSON.stringify([stop, place, stops.length]);
    if (text !== shown) draw(card, stop, place);
    shown = text;
    if (isNew) look(land, stop);
    ring();
  }

  function look(land, stop) {
    const index = stop ? land.townships.findIndex((township) => township.code === stop.township) : -1;
    land.focus = index < 0 ? null : index;
    land.selected = stop ? stop.village : null;
    land.refresh();
    land.fit();
  }

  function draw(card, stop, place) {
    const head = made("div", "stop-head"), counted = made("span", "stop-count", stop ? `${place + 1} / ${stops.length}` : "");
    head.append(counted, ...(isWalk ? [] : [countdown()]));
    card.dataset.kind = stop ? stop.kind : "county";
    card.dataset.key = stop ? stop.key : "";
    card.replaceChildren(head);
    if (!stop || stop.kind === "county") return;
    const mark = made("i", "mark mark-" + stop.colour), title = made("h2"), facts = made("dl"), lines = made("ul");
    mark.setAttribute("role", "img"); mark.setAttribute("aria-label", stop.said);
    title.append(mark, made("span", "", stop.title));
    for (const [name, value] of stop.facts) facts.append(made("dt", "", name), made("dd", "", value));
    for (const line of stop.lines) lines.append(made("li", "", line));
    card.append(title, made("p", "stop-under", stop.under), facts, lines);
  }

  function countdown() {
    const box = made("span", "stop-ring"), xml = "http://www.w3.org/2000/svg", svg = document.createElementNS(xml, "svg");
    svg.setAttribute("viewBox", "0 0 22 22");
    for (const name of ["whole", "left"]) {
      const circle = document.createElementNS(xml, "circle");
      for (const [key, value] of Object.entries({ cx: 11, cy: 11, r: 9, class: name })) circle.setAttribute(key, value);
      svg.append(circle);
    }
    box.append(svg, made("b"));
    return box;
  }

  function ring() {
    const box = document.querySelector("#wall-stop .stop-ring");
    if (!box) return;
    box.querySelector("b").textContent = left;
    Object.assign(box.querySelector(".left").style, { strokeDasharray: ROUND, strokeDashoffset: ROUND * (1 - left / SECONDS) });
  }

  const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " "], BACK = ["ArrowLeft", "ArrowUp", "PageUp"];
  addEventListener("keydown", (event) => {
    const by = NEXT.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    if (by) { event.preventDefault(); step(by); }
  });
  document.addEventListener("land-taken", () => { if (!asked) { asked = true; setTimeout(ask, 300); } });
  if (!isWalk) setInterval(() => { left -= 1; if (left > 0) ring(); else step(1); }, 1000);
})();
