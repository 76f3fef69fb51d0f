/* The map. Every ``dl.Map`` of class "land" becomes a Land: shapes are fetched once, villages are single canvas layers,
   and a delta restyles only the layers it names. Leaflet is the one in dash-leaflet's own bundle.

   For pages: ``situation.lands`` holds them; ``select(code)``, ``filter(test)``, ``show(arrays)`` for another day and
   ``live()`` back to now. A touched village is told by ``village-chosen`` on document, one under the pointer by
   ``village-hovered``. The map page also sets ``focus`` (an index into townships: the others become one flat shape with
   rings), ``paintOf`` (another colouring) and ``isToned`` (it is not that of warnings), then calls ``refresh()``. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const L = window.L, FADE = 400, MANY = 80;
  situation.lands = [];

  class Land {
    constructor(map) {
      this.map = map;
      this.isWall = document.documentElement.dataset.page === "wall";
      this.villages = []; this.townships = []; this.inView = []; this.flashing = [];
      this.byCode = new Map(); this.pulsing = new Set(); this.freshSince = new Map(); this.fades = new Map();
      this.latest = null; this.shown = null; this.selected = null; this.test = null; this.address = null;
      this.focus = null; this.paintOf = null; this.isToned = false;
      this.colours = situation.palette();
      this.family = getComputedStyle(document.documentElement).getPropertyValue("--sans");
      this.region = situation.region ?? new URLSearchParams(location.search).get("region") ?? "";
      this.makePanes();
      this.onNews = (event) => this.news(event.detail);
      document.addEventListener("situation-news", this.onNews);
      map.on("unload", () => document.removeEventListener("situation-news", this.onNews));
      map.on("resize", () => { this.measure(); if (this.isWall) this.fit(); });
      if (document.fonts) document.fonts.addEventListener("loadingdone", () => this.repaint());
      this.measure();
      this.loading = this.load(); // while the stream is still being opened
      if (situation.version !== undefined) situation.watchRegion(this.region); // the stream began before this map
    }

    /* One unit is a pixel of a 1080p wall; everything on the map is measured in it. */
    measure() {
      this.u = this.isWall ? parseFloat(getComputedStyle(document.documentElement).fontSize) / 10 : this.map.getSize().x < 600 ? 0.85 : 1;
      if (this.base) this.restroke();
    }

    makePanes() {
      [["land-fill", 390], ["land-marks", 410], ["land-flash", 415], ["land-pulse", 420]].forEach(([name, z]) => { this.map.createPane(name).style.zIndex = z; });
      for (const name of ["land-marks", "land-flash", "land-pulse"]) this.map.getPane(name).style.pointerEvents = "none";
      this.canvas = L.canvas({ pane: "land-fill", padding: 0.1 });
    }

    /* -- loading ------------------------------------------------------------------ */
    async load() {
      const sheet = await (await fetch("/land?region=" + this.region)).json();
      const same = sheet.shapes === this.address && sheet.villages.length === this.villages.length && sheet.villages.every(([code, name], i) => this.villages[i].code === code && this.villages[i].name === name);
      if (same) return;
      const [shapes, waters] = await Promise.all([sheet.shapes, sheet.waters].map(async (address) => (address ? (await fetch(address)).json() : null)));
      this.address = sheet.shapes;
      this.enter(sheet, shapes, waters);
    }

    enter(sheet, shapes, waters) {
      const townshipAt = new Map(sheet.villages.map(([code, , township]) => [code, township]));
      const land = shapes ? situation.decode(shapes, (code) => townshipAt.get(code)) : { villages: new Map(), townshipLines: [], countyLines: [], waters: [] };
      if (waters) land.waters.push(...situation.decodeWaters(waters));
      this.villages = sheet.villages.map(([code, name, township, lng, lat, room], index) => ({
        code, name, township, index, polygons: land.villages.get(code) || [], place: lat === undefined ? null : [lat, lng], room: room || 0,
        light: 0, stage: 0, progress: 0, flags: 0, bodies: [] }));
      this.byCode = new Map(this.villages.map((v) => [v.code, v]));
      this.townships = sheet.townships.map(([code, name, lng, lat]) => ({ code, name, members: [], centre: lat === undefined ? null : [lat, lng] }));
      for (const v of this.villages) if (this.townships[v.township]) this.townships[v.township].members.push(v);
      this.outline = land.countyLines.length ? land.countyLines.flat() : this.villages.flatMap((v) => v.polygons.flat(2).length ? v.polygons.flat(2) : v.place ? [v.place] : []);
      this.fit(); // before anything is on the map: it is projected once
      this.build(land);
      for (const t of this.townships) this.settle(t);
      document.documentElement.dataset.land = shapes ? "yes" : "none";
    }

    build(land) {
      if (this.base) this.base.remove();
      const renderer = this.canvas, options = { renderer, smoothFactor: 0.4, interactive: !this.isWall, color: this.colours.gap, weight: 0.9 * this.u };
      this.base = L.layerGroup();
      for (const v of this.villages) if (v.polygons.length) {
        v.layer = L.polygon(v.polygons, { ...options, fillOpacity: 1, lineJoin: "round" }).addTo(this.base);
        v.layer.on("click", () => document.dispatchEvent(new CustomEvent("village-chosen", { detail: { code: v.code } })));
        v.layer.on("mouseover mouseout", (e) => document.dispatchEvent(new CustomEvent("village-hovered", { detail: { code: v.code, isOver: e.type === "mouseover" } })));
      }
      const line = (lines, style) => L.polyline(lines, { renderer, interactive: false, smoothFactor: 0.4, ...style }).addTo(this.base);
      this.rivers = land.waters.map((water) => water.isArea
        ? Object.assign(L.polygon(water.points, { renderer, interactive: false, stroke: false, fillOpacity: 0.75 }).addTo(this.base), { water })
        : Object.assign(line(water.points, { opacity: 0.75 }), { water }));
      this.seams = line(land.townshipLines, {});
      this.rim = line(land.countyLines, {});
      this.restroke(false);
      this.base.addTo(this.map);
      this.marks ||= new situation.Overlay("land-marks", "land-marks", (ctx, bounds) => situation.paintOverlay(ctx, bounds, this)).addTo(this.map);
      this.flash ||= new situation.Overlay("land-flash", "", (ctx) => situation.paintFlash(ctx, this)).addTo(this.map);
      this.pulse ||= new situation.Overlay("land-pulse", "land-pulse", (ctx) => situation.paintPulse(ctx, this)).addTo(this.map);
    }

    restroke(withVillages = true) {
      const c = this.colours, u = this.u;
      if (withVillages) for (const v of this.villages) if (v.layer) v.layer.setStyle({ color: this.isApart(v) ? c.raised : c.gap, weight: (this.focus === null ? 0.9 : 1.6) * u });
      for (const river of this.rivers) river.setStyle({ color: c.river, fillColor: c.river, weight: (river.water.isMain ? 2.6 : 1.5) * u });
      this.seams.setStyle({ color: c.gap, weight: 3.4 * u });
      this.rim.setStyle({ color: c.county, weight: 2 * u });
    }

    /* A township's name stands at its widest place, else at the widest place of one of its villages. */
    settle(township) {
      const spots = township.members.filter((v) => v.place).map((v) => v.place);
      if (!spots.length) return;
      township.centre ||= [0, 1].map((axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length);
      township.spots = [township.centre, ...spots];
    }

    /* -- news ----------------------------------------------------------------------- */
    async news(content) {
      if (content.whole) {
        this.latest = { villages: content.villages, townships: content.townships };
        await (this.loading || this.load());
        this.loading = null;
        this.take(this.latest.villages, this.latest.townships, false);
      } else if (this.latest) {
        for (const array of content.villages) this.latest.villages[array[0]] = array;
        for (const array of content.townships) this.latest.townships[array[0]] = array;
        if (!this.shown && this.base) this.take(content.villages, content.townships, true);
      }
      this.painted(content.version);
    }

    take(villages, townships, isChange) {
      const changed = [];
      for (const [index, light, stage, progress, flags, p1, p2, p3, p4, ...facts] of villages) {
        const v = this.villages[index];
        if (!v) continue;
        if (v.light !== light || v.stage !== stage || v.flags !== flags) changed.push(v);
        Object.assign(v, { light, stage, progress, flags, bodies: [p1, p2, p3, p4], facts });
      }
      for (const [index, done, count, red, yellow, flags] of townships) if (this.townships[index]) Object.assign(this.townships[index], { done, count, red, yellow, flags });
      this.restyle(isChange ? changed : this.villages, isChange);
      document.dispatchEvent(new CustomEvent("land-taken", { detail: { land: this, isChange } }));
    }

    /* After test or colouring changed, or the focus, which also changes the lines. */
    refresh(isRefocused) {
      if (!this.base) return;
      if (isRefocused) this.restroke();
      this.restyle(this.villages, false);
    }
    isApart(v) { return this.focus !== null && v.township !== this.focus; }
    isDrawn(v) { return !this.isApart(v) && (!this.test || this.test(v)); }

    /* For another day: the same arrays, from a callback. ``live`` goes back to what has come in meanwhile. */
    show(villages, townships) { this.shown = true; this.take(villages, townships || [], false); }
    live() { this.shown = null; if (this.latest) this.take(this.latest.villages, this.latest.townships, false); }
    select(code) { this.selected = code; this.repaint(); }
    filter(test) { this.test = test; this.restyle(this.villages, false); }

    /* -- painting -------------------------------------------------------------------- */
    colourOf(v) {
      const c = this.colours;
      if (this.isApart(v)) return c.raised;
      if (this.test && !this.test(v)) return c.s0;
      if (this.paintOf) return this.paintOf(v, c);
      return v.light === situation.LIGHT.RED ? c["red-fill"] : v.light === situation.LIGHT.YELLOW ? c["amber-fill"] : v.light === situation.LIGHT.GREY ? c.s0 : c["s" + v.stage];
    }

    restyle(villages, isChange) {
      const calm = !isChange || villages.length > MANY || matchMedia("(prefers-reduced-motion: reduce)").matches;
      for (const v of villages) {
        if (!v.layer) continue;
        const to = this.colourOf(v), from = v.fill;
        v.fill = to;
        if (calm || !from || from === to) this.fill(v, to);
        else this.fades.set(v, { from, to, since: performance.now() });
      }
      if (this.fades.size) requestAnimationFrame(() => this.fade());
      if (isChange && villages.length && !calm) this.flashUp(villages);
      this.repaint();
    }

    /* A layer that already looks so is left alone: most do, and there may be thousands. */
    fill(v, fillColor) {
      const fillOpacity = this.test && !this.isApart(v) && !this.test(v) ? 0.5 : 1, { options } = v.layer;
      this.fades.delete(v);
      if (options.fillColor !== fillColor || options.fillOpacity !== fillOpacity) v.layer.setStyle({ fillColor, fillOpacity });
    }

    fade() {
      const now = performance.now();
      for (const [v, { from, to, since }] of this.fades) {
        const t = Math.min(1, (now - since) / FADE);
        v.layer.setStyle({ fillColor: t < 1 ? mixed(from, to, t) : to });
        if (t === 1) this.fades.delete(v);
      }
      if (this.fades.size) requestAnimationFrame(() => this.fade());
    }

    flashUp(villages) {
      this.flashing = villages.filter((v) => v.polygons.length);
      this.flash.redraw();
      const canvas = this.flash._container;
      canvas.classList.remove("land-flash");
      void canvas.offsetWidth; // restarts the animation
      canvas.classList.add("land-flash");
    }

    repaint() {
      if (!this.marks || this.waiting) return;
      this.waiting = requestAnimationFrame(() => {
        this.waiting = null;
        this.pulsing = situation.choosePulsing(this);
        this.marks.redraw();
        this.pulse.redraw();
      });
    }

    /* For whoever takes a picture: the version is on the screen, fonts and all. */
    painted(version) {
      requestAnimationFrame(() => setTimeout(async () => {
        if (document.fonts) await document.fonts.ready;
        requestAnimationFrame(() => { document.documentElement.dataset.painted = version; });
      }, this.fades.size ? FADE + 50 : 0));
    }

    /* -- geometry -------------------------------------------------------------------- */
    fit() {
      const members = this.focus !== null ? this.townships[this.focus].members : this.region && this.villages.length < 60 ? this.villages : null;
      const own = members ? members.flatMap((v) => (v.polygons.length ? v.polygons.flat(2) : v.place ? [v.place] : [])) : this.outline;
      if (own) situation.fit(this.map, own, (this.isWall ? 14 : 24) * this.u, 10 * this.u);
    }

    pointOf(v) { return this.map.latLngToLayerPoint(v.place || [0, 0]); }
    /* Radius of the widest place, in pixels: it came in degrees of longitude. */
    reachOf(v) { return (v.room * 256 * 2 ** this.map.getZoom()) / 360; }

    frame() {
      const size = this.map.getSize(), corner = this.map.containerPointToLayerPoint([0, 0]);
      return { x: corner.x, y: corner.y, w: size.x, h: size.y };
    }

    /* What is in view, and how large a village typically is there. Looked for when the view changes, not at each news. */
    survey(bounds) {
      const view = [this.map.getZoom(), bounds.min, bounds.max, this.focus, this.address, this.u].join();
      if (this.viewed !== view || this.ground !== this.villages) this.look(bounds);
      this.viewed = view; this.ground = this.villages;
      this.inView = this.test ? this.around.filter((v) => this.isDrawn(v)) : this.around;
      this.isCrowded = this.typical < 24 * this.u || this.inView.filter((v) => v.light === situation.LIGHT.RED).length > 20;
    }

    look(bounds) {
      const shown = L.latLngBounds(this.map.layerPointToLatLng(bounds.min), this.map.layerPointToLatLng(bounds.max));
      this.around = this.villages.filter((v) => !this.isApart(v) && (v.layer ? shown.intersects(v.layer.getBounds()) : v.place && shown.contains(v.place)));
      const limits = this.focus === null ? this.outline : this.around.flatMap((v) => v.polygons.flat(2));
      const box = this.frame(), world = limits && limits.length && L.bounds(limits.map((p) => this.map.latLngToLayerPoint(p)));
      const visible = world ? Math.min(world.getSize().x * world.getSize().y * 0.6, box.w * box.h * 0.8) : 1;
      this.typical = Math.sqrt(visible / Math.max(1, this.around.length));
      this.isNear = this.typical > 62 * this.u;
    }
  }

  function mixed(from, to, t) {
    const part = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
    return "rgb(" + [0, 1, 2].map((i) => Math.round(part(from, i) + (part(to, i) - part(from, i)) * t)).join(",") + ")";
  }

  L.Map.addInitHook(function () {
    if (this.getContainer().classList.contains("land")) situation.lands.push(new Land(this));
  });
})();
