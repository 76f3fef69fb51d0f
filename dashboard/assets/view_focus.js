/* One township opened: its outline, and for each neighbour a ring of its warning colours with its name under it. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const RING = 38, MOST = 30;

  /* Sides that belong to one village of the township only: its outline. Neighbours share the very same points. */
  function outlineOf(township) {
    if (township.outline) return township.outline;
    const sides = new Map(), key = (a, b) => { const x = a.join(), y = b.join(); return x < y ? x + "|" + y : y + "|" + x; };
    for (const v of township.members) for (const rings of v.polygons) for (const ring of rings) for (let i = 1; i < ring.length; i++) {
      const name = key(ring[i - 1], ring[i]);
      if (sides.has(name)) sides.set(name, null); else sides.set(name, [ring[i - 1], ring[i]]);
    }
    return (township.outline = [...sides.values()].filter(Boolean));
  }

  situation.paintNeighbours = (ctx, land, sheet) => {
    const own = land.townships[land.focus], u = land.u;
    if (!own) return;
    ctx.strokeStyle = land.colours.county; ctx.lineWidth = 2.2 * u; ctx.lineCap = "round";
    ctx.beginPath();
    for (const [a, b] of outlineOf(own)) {
      const from = land.map.latLngToLayerPoint(a), to = land.map.latLngToLayerPoint(b);
      ctx.moveTo(from.x, from.y); ctx.lineTo(to.x, to.y);
    }
    ctx.stroke();
    land.rings = [];
    for (const t of land.townships) if (t !== own && t.spots) ring(ctx, land, t, sheet);
  };

  /* Where the ring has room: the township's own spots, pulled into view along the line to the middle of the frame. */
  function ring(ctx, land, township, sheet) {
    const size = RING * land.u, frame = land.frame(), px = 14 * land.u, h = size + px * 1.5;
    const points = township.members.flatMap((v) => v.polygons.flat(2)).filter((_, i, all) => i % Math.max(1, Math.floor(all.length / 60)) === 0)
      .map((p) => land.map.latLngToLayerPoint(p)).filter((p) => p.x > frame.x + size && p.x < frame.x + frame.w - size && p.y > frame.y + size && p.y < frame.y + frame.h - h);
    if (points.length < 3) return;
    const spots = township.spots.map((s) => land.map.latLngToLayerPoint(s)), middle = { x: 0, y: 0 };
    for (const p of points) { middle.x += p.x / points.length; middle.y += p.y / points.length; }
    const inFrame = (p) => p.x > frame.x + size && p.x < frame.x + frame.w - size && p.y > frame.y + size && p.y < frame.y + frame.h - h;
    ctx.font = `400 ${px}px ${land.family}`;
    const w = Math.max(size, ctx.measureText(township.name).width) + 8;
    const places = [middle, ...spots.filter(inFrame), ...points.slice(0, MOST)].map((p, i) => ({ x: p.x - w / 2, y: p.y - size / 2, w, h, away: i ? Math.hypot(p.x - middle.x, p.y - middle.y) : 0 }));
    const box = sheet.best(places, 4, 1500);
    if (!box) return;
    const { count = 0, red = 0, yellow = 0 } = township, x = box.x + w / 2, y = box.y + size / 2;
    situation.drawCluster(ctx, x, y, size, { red, yellow, calm: Math.max(0, count - red - yellow) }, land.colours, land.family);
    ctx.font = `400 ${px}px ${land.family}`;
    situation.write(ctx, township.name, x - ctx.measureText(township.name).width / 2, box.y + size + px * 1.15, land.colours.text2, land.colours.bg, px * 0.28);
    land.rings.push({ township, x, y, size });
  }
})();
