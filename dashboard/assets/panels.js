/* Puts what the server rendered into the page: a panel's children replace its children, nothing else is touched. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});

  const held = {};

  /* A whole panel, or patches of the one held: [path, value] each. What is not named stays the very same object. */
  function patched(value, [path, now]) {
    if (!path.length) return now;
    const [place, ...rest] = path, copy = Array.isArray(value) ? value.slice() : { ...value };
    copy[place] = patched(copy[place], [rest, now]);
    return copy;
  }

  const due = new Set();

  /* Patches are kept at once and in order; the page follows behind the map's frame, so that a commit is seen at once. */
  situation.place = (panels, isWhole) => {
    for (const [id, content] of Object.entries(panels || {})) {
      held[id] = isWhole ? content : content.reduce(patched, held[id]);
      due.add(id);
    }
    if (isWhole) put(); else requestAnimationFrame(() => setTimeout(put));
  };

  function put() {
    for (const id of due) if (document.getElementById(id)) window.dash_clientside.set_props(id, { children: held[id] });
    due.clear();
    requestAnimationFrame(situation.tick); // countdowns of new rows
  }
})();
