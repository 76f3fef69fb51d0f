/* Says when the daily page is wholly drawn: every village of the map, and the fonts. Pictures wait for it. */
(function () {
  "use strict";
  const root = document.documentElement;
  if (root.dataset.page !== "briefing") return;
  async function look() {
    const paper = document.querySelector(".paper");
    const drawn = paper && paper.querySelectorAll("path.village").length;
    if (!paper || drawn !== Number(paper.dataset.villages) || !paper.querySelector("footer")) return void setTimeout(look, 60);
    document.title = paper.dataset.title;
    await document.fonts.ready;
    requestAnimationFrame(() => requestAnimationFrame(() => { root.dataset.painted = paper.dataset.version; }));
  }
  look();
})();
