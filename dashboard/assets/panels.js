/* Puts what the server rendered into the page: a panel's children replace its children, nothing else is touched. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});

  situation.place = (panels) => {
    for (const [id, children] of Object.entries(panels || {})) {
      if (document.getElementById(id)) window.dash_clientside.set_props(id, { children });
    }
    requestAnimationFrame(situation.tick); // countdowns of new rows
  };
})();
