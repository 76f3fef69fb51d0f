/* What lies over the villages' fills: hatching, edges, icons, names, escalation rings. One canvas, painted whole; it is
   cheap because only what needs attention is more than a dot. Two more canvases hold what moves: pulse and flash. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const L = window.L, { FLAG, LIGHT } = situation, FAMILY = "var(--sans)";
  const PULSING = 6, PULSE_TIME = 30 * 60e3;

  /* A canvas that Leaflet moves and scales like its own renderers. */
  situation.Overlay = L.Renderer.extend({
    initialize(pane, name, paint) { L.Renderer.prototype.initialize.call(this, { pane, padding: 0.1 }); this.name = name; this.paint = paint; },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = this.name;
      this._container.style.pointerEvents = "none";
      this._ctx = this._container.getContext("2d");
    },
    _destroyContainer() { this._container.remove(); },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const ratio = window.devicePixelRatio || 1, size = this._bounds.getSize(), canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = size.x * ratio; canvas.height = size.y * ratio;
      canvas.style.width = size.x + "px"; canvas.style.height = size.y + "px";
      this.redraw();
    },
    redraw() {
      if (!this._bounds) return;
      const ratio = window.devicePixelRatio || 1, ctx = this._ctx;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, this._container.width, this._container.height);
      ctx.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
      this.paint(ctx, this._bounds);
    },
  });

  /* -- shapes over the fills ------------------------------------------------------ */
  function pathOf(land, village) {
    const path = new Path2D();
    for (const rings of village.polygons) for (const ring of rings) {
      ring.forEach((p, i) => { const at = land.map.latLngToLayerPoint(p); if (i) path.lineTo(at.x, at.y); else path.moveTo(at.x, at.y); });
      path.closePath();
    }
    return path;
  }

  function hatching(land) {
    const step = 7 * land.u, tile = document.createElement("canvas");
    tile.width = tile.height = Math.round(step);
    const ctx = tile.getContext("2d"), n = tile.width;
    ctx.strokeStyle = land.colours.text2; ctx.globalAlpha = 0.55; ctx.lineWidth = 1.1 * land.u;
    for (const shift of [-n, 0, n]) { ctx.beginPath(); ctx.moveTo(shift, n); ctx.lineTo(shift + n, 0); ctx.stroke(); }
    return ctx.createPattern(tile, "repeat");
  }

  function paintShapes(ctx, land, shown) {
    const u = land.u, c = land.colours;
    ctx.lineJoin = "round";
    ctx.fillStyle = hatching(land);
    for (const v of shown) if (v.flags & FLAG.UNREPORTED) ctx.fill(pathOf(land, v), "evenodd");
    const stroke = (v, colour, width) => { ctx.strokeStyle = colour; ctx.lineWidth = width * u; ctx.stroke(v.path); };
    const edged = shown.filter((v) => v.light === LIGHT.RED || v.flags & FLAG.KEY || v.code === land.selected);
    for (const v of edged) v.path = pathOf(land, v);
    for (const v of edged) if (v.light === LIGHT.RED) stroke(v, c["red-edge"], 2.2);
    for (const v of edged) if (v.flags & FLAG.KEY) { stroke(v, c.bg, 5.4); stroke(v, v.light === LIGHT.RED ? c["red-edge"] : c.text, 2.4); }
    for (const v of edged) if (v.code === land.selected) { stroke(v, c.bg, 8); stroke(v, c.accent, 4); }
    for (const v of edged) delete v.path;
  }

  /* -- icons and names ------------------------------------------------------------ */
  const isLoud = (v) => v.light >= LIGHT.YELLOW || v.flags & (FLAG.KEY | FLAG.AT_OFFICE | FLAG.AT_COUNTY | FLAG.CONFLICT);
  const isNamed = (v) => v.light === LIGHT.RED || v.flags & (FLAG.KEY | FLAG.AT_OFFICE | FLAG.AT_COUNTY);

  function sizeOf(land, v) {
    const near = land.isNear;
    if (isNamed(v)) return (near ? 42 : v.light === LIGHT.RED ? 34 : 30) * land.u;
    return (near ? 24 : v.light === LIGHT.YELLOW ? 18 : 14) * land.u;
  }

  function paintIcons(ctx, land, loud, sheet) {
    for (const v of loud) {
      const at = land.pointOf(v), size = sizeOf(land, v);
      v.at = at; v.size = size; v.scale = land.u;
      v.bare = !v.polygons.length || land.isToned; // no amber land below it
    }
    const clusters = land.isCrowded ? clustered(loud, 46 * land.u) : [];
    if (!land.isCrowded) { for (const v of loud) v.cluster = null; pushApart(loud.filter(isNamed)); }
    const alone = loud.filter((v) => !v.cluster);
    for (const v of alone) sheet.take(square(v.at, v.size * (isNamed(v) ? 1.1 : 0.9)), isNamed(v) ? 6 : 2);
    for (const v of alone.filter((v) => v.flags & (FLAG.AT_OFFICE | FLAG.AT_COUNTY)))
      if (!land.pulsing.has(v.code)) situation.drawEscalation(ctx, v.at.x, v.at.y, v.size, v.flags, land.colours);
    for (const v of alone.sort((a, b) => a.size - b.size || a.light - b.light)) situation.drawIcon(ctx, v.at.x, v.at.y, v.size, v, land.colours);
    for (const group of clusters) paintCluster(ctx, land, group, sheet);
    return alone;
  }

  /* Named icons of small neighbours step aside until each can be told, never further than half their size. */
  function pushApart(named) {
    for (let round = 0; round < 4; round++) for (const a of named) for (const b of named) {
      if (a.index >= b.index) continue;
      const dx = b.at.x - a.at.x || 0.1, dy = b.at.y - a.at.y, away = Math.hypot(dx, dy), lack = (a.size + b.size) * 0.46 - away;
      if (lack <= 0) continue;
      for (const [v, sign] of [[a, -1], [b, 1]]) {
        v.home ||= v.at;
        const x = v.at.x + (sign * dx * lack) / (2 * away), y = v.at.y + (sign * dy * lack) / (2 * away);
        if (Math.hypot(x - v.home.x, y - v.home.y) < v.size / 2) v.at = v.at.add([x - v.at.x, y - v.at.y]);
      }
    }
    for (const v of named) v.home = null;
  }

  const square = (at, size) => ({ x: at.x - size / 2, y: at.y - size / 2, w: size, h: size });

  /* Icons that would lie on each other become one ring: those of one cell, at their middle. */
  function clustered(loud, step) {
    const cells = new Map();
    for (const v of loud) {
      v.cluster = null;
      const key = Math.floor(v.at.x / step) + "," + Math.floor(v.at.y / step), cell = cells.get(key);
      if (cell) cell.push(v); else cells.set(key, [v]);
    }
    const groups = [...cells.values()].filter((members) => members.length > 1).map((members) => ({
      members, at: { x: mean(members, (v) => v.at.x), y: mean(members, (v) => v.at.y) } }));
    for (const group of groups) for (const v of group.members) v.cluster = group;
    return groups;
  }
  const mean = (values, of) => values.reduce((sum, value) => sum + of(value), 0) / values.length;

  function paintCluster(ctx, land, group, sheet) {
    const count = (test) => group.members.filter(test).length;
    const counts = { red: count((v) => v.light === LIGHT.RED), yellow: count((v) => v.light === LIGHT.YELLOW), calm: count((v) => v.light < LIGHT.YELLOW) };
    const size = 38 * land.u;
    sheet.take(square(group.at, size), 6);
    situation.drawCluster(ctx, group.at.x, group.at.y, size, counts, land.colours, land.family);
  }

  function name(ctx, land, text, px, weight, sheet, places, priority, limit) {
    ctx.font = `${weight} ${px}px ${land.family}`;
    const air = px * 0.25, w = ctx.measureText(text).width + 2 * air, h = px * 1.15;
    const box = sheet.best(places(w, h), priority, limit);
    if (box) situation.write(ctx, text, box.x + air, box.y + px * 0.95, land.colours.text, land.colours.bg, px * 0.26);
    return box;
  }

  function paintNames(ctx, land, loud, sheet) {
    const u = land.u;
    const named = loud.filter(isNamed).sort((a, b) => b.light - a.light || (b.flags & FLAG.AT_COUNTY) - (a.flags & FLAG.AT_COUNTY));
    for (const v of named) {
      const px = (v.light === LIGHT.RED ? 20 : 16) * u, reach = v.size * 0.62;
      name(ctx, land, v.name, px, 700, sheet, (w, h) => situation.places(v.at.x, v.at.y, reach, w, h), 5);
    }
    paintTownships(ctx, land, sheet);
    if (land.isNear || u >= 1.8) for (const v of loud.filter((v) => !isNamed(v) && v.light === LIGHT.YELLOW))
      name(ctx, land, short(land, v), 12 * u, 400, sheet, (w, h) => situation.places(v.at.x, v.at.y, v.size * 0.55, w, h), 2, 60 * u);
    if (land.isNear) for (const v of land.inView) if (!isLoud(v)) {
      const at = land.pointOf(v);
      name(ctx, land, v.name, 12.5 * u, 400, sheet, (w, h) => situation.places(at.x, at.y, 14 * u, w, h).slice(0, 1), 1, 200);
    }
  }
  const short = (land, v) => (land.isNear ? v.name : v.name.replace(/(村|社区)$/, ""));

  const SHIFTS = [[0, 0], [0, 0.5], [0, -0.5], [0.4, 0], [-0.4, 0]];

  function paintTownships(ctx, land, sheet) {
    const u = land.u, px = 16 * u, small = 14 * u;
    if (land.typical * Math.sqrt(land.villages.length / Math.max(1, land.townships.length)) < 56 * u) return; // no room for any
    for (const t of land.townships) {
      if (!t.spots || (land.isNear && land.region) || land.focus !== null) continue;
      const owes = t.flags & 1, figure = `${t.done ?? 0}/${t.count ?? t.members.length}`, text = owes ? `${situation.say("unreported")} ${figure}` : figure;
      ctx.font = `700 ${px}px ${land.family}`;
      const w = Math.max(ctx.measureText(t.name).width, (ctx.font = `400 ${small}px ${land.family}`, ctx.measureText(text).width)), h = px + small * 1.25;
      const heart = land.map.latLngToLayerPoint(t.centre);
      const places = t.spots.flatMap((spot) => {
        const p = land.map.latLngToLayerPoint(spot);
        return SHIFTS.map(([dx, dy]) => {
          const x = p.x + dx * w, y = p.y + dy * h;
          return { x: x - w / 2, y: y - h / 2, w, h, away: Math.hypot(x - heart.x, y - heart.y) * 2.5 * u };
        });
      }).sort((a, b) => a.away - b.away);
      const box = sheet.best(places, 4);
      if (!box) continue;
      line(ctx, land, t.name, box, px, 700, 0, px * 0.92);
      line(ctx, land, text, box, small, 400, 0, px + small * 1.05);
    }
  }

  function line(ctx, land, text, box, px, weight, dx, dy) {
    ctx.font = `${weight} ${px}px ${land.family}`;
    const w = ctx.measureText(text).width;
    situation.write(ctx, text, box.x + (box.w - w) / 2 + dx, box.y + dy, land.colours.text, land.colours.bg, px * 0.28);
  }

  function paintQuiet(ctx, land, sheet) {
    if (land.typical < 14 * land.u) return; // dots that nobody can tell apart
    const size = (land.isNear ? 20 : 11) * land.u;
    for (const v of land.inView) {
      if (isLoud(v) || !v.polygons.length) continue;
      const at = land.pointOf(v);
      if (land.focus !== null) { Object.assign(v, { scale: land.u, bare: true }); situation.drawIcon(ctx, at.x, at.y, Math.min(24, Math.max(14, land.reachOf(v))) * land.u, v, land.colours); continue; }
      if (land.reachOf(v) < size * 0.45 || !sheet.isFree(square(at, size * 0.8))) continue;
      situation.drawQuiet(ctx, at.x, at.y, size * 1.2, v, land.colours);
    }
  }

  situation.paintOverlay = (ctx, bounds, land) => {
    land.survey(bounds);
    const sheet = new situation.Sheet(land.frame());
    paintShapes(ctx, land, land.inView);
    if (land.focus !== null) situation.paintNeighbours(ctx, land, sheet);
    const loud = land.inView.filter(isLoud), alone = paintIcons(ctx, land, loud, sheet);
    paintNames(ctx, land, alone, sheet);
    paintQuiet(ctx, land, sheet);
  };

  /* -- what moves ------------------------------------------------------------------ */
  /* Only escalated incidents that nobody has taken in hand pulse: six at most, half an hour at most. */
  situation.choosePulsing = (land) => {
    const now = performance.now(), fresh = land.villages.filter((v) => v.flags & FLAG.FRESH);
    for (const v of land.villages) if (!(v.flags & FLAG.FRESH)) land.freshSince.delete(v.code);
    for (const v of fresh) if (!land.freshSince.has(v.code)) land.freshSince.set(v.code, now);
    const living = fresh.filter((v) => now - land.freshSince.get(v.code) < PULSE_TIME);
    living.sort((a, b) => (b.flags & FLAG.AT_COUNTY) - (a.flags & FLAG.AT_COUNTY));
    return new Set(living.slice(0, PULSING).map((v) => v.code));
  };

  situation.paintPulse = (ctx, land) => {
    for (const v of land.villages) if (land.pulsing.has(v.code) && !v.cluster && land.isDrawn(v)) {
      const at = v.at || land.pointOf(v);
      situation.drawEscalation(ctx, at.x, at.y, sizeOf(land, v), v.flags, land.colours);
    }
  };

  situation.paintFlash = (ctx, land) => {
    ctx.strokeStyle = land.colours.text; ctx.lineWidth = 3 * land.u; ctx.lineJoin = "round";
    for (const v of land.flashing) ctx.stroke(pathOf(land, v));
  };
})();
