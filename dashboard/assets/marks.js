/* The icon grammar on canvas: ring (stage), mark (warning), corner badges, cluster rings, escalation rings.
   The same arcs and shapes as ``dashboard.parts.marks`` draws for lists. Sizes are diameters in pixels. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const FLAG = (situation.FLAG = { KEY: 1, INCIDENT: 2, UNREPORTED: 4, CONFLICT: 8, AT_OFFICE: 16, AT_COUNTY: 32, COMMUNITY: 64, FRESH: 128 });
  const LIGHT = (situation.LIGHT = { GREY: 0, DONE: 1, GREEN: 2, YELLOW: 3, RED: 4 });
  const TURN = Math.PI * 2, TOP = -Math.PI / 2;
  const RED = new Path2D("M0 -10L10 0L0 10L-10 0Z"), AMBER = new Path2D("M0 -8.8L8.8 6.4H-8.8Z");
  const TICK = new Path2D("M-6.1 .4l4.4 4.7l7.8 -9.5"), FLAGSTAFF = new Path2D("M-3 -4.4V4.4M-3 -3.7H3.9L1.8 -1.2L3.9 1.3H-3Z");
  const STAR = (() => {
    const points = Array.from({ length: 10 }, (_, i) => [Math.sin((i * Math.PI) / 5) * (i % 2 ? 2.1 : 5), -Math.cos((i * Math.PI) / 5) * (i % 2 ? 2.1 : 5)]);
    return new Path2D("M" + points.map((p) => p.join(" ")).join("L") + "Z");
  })();

  /* Colour variables of the page's theme, read once. */
  situation.palette = () => {
    const style = getComputedStyle(document.documentElement), names = ["bg", "text", "text2", "text3", "accent", "ok", "s0", "s1", "s2", "s3", "s4",
      "amber-mark", "amber-fill", "red-fill", "red-edge", "red", "on-amber", "on-red", "gap", "river", "county", "line", "raised"];
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue("--" + name).trim()]));
  };

  function disc(ctx, x, y, r, fill, alpha = 1) {
    ctx.globalAlpha = alpha;
    ctx.fillStyle = fill;
    ctx.beginPath(); ctx.arc(x, y, r, 0, TURN); ctx.fill();
    ctx.globalAlpha = 1;
  }

  function arc(ctx, x, y, r, width, from, to, colour, alpha = 1) {
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = colour; ctx.lineWidth = width; ctx.lineCap = "butt";
    ctx.beginPath(); ctx.arc(x, y, r, TOP + from * TURN, TOP + to * TURN); ctx.stroke();
    ctx.globalAlpha = 1;
  }

  /* Village: {light, progress, flags, bodies}. */
  situation.drawIcon = (ctx, x, y, size, village, colours) => {
    const k = size / 40, r = 15.8 * k, width = 3.6 * k;
    const onAmber = village.light === LIGHT.YELLOW && !village.bare;
    const ink = onAmber && size < 22 * (village.scale || 1) ? colours["on-amber"] : colours.text;
    if (ink === colours.text) disc(ctx, x, y, r + 3.4 * k, colours.bg, 0.82);
    if (village.flags & FLAG.UNREPORTED) {
      ctx.setLineDash([3.4 * k, 2.8 * k]); arc(ctx, x, y, r, width, 0, 1, ink, 0.6); ctx.setLineDash([]);
    } else if (size >= 30 * (village.scale || 1)) bodyRing(ctx, x, y, r, width, village.bodies, ink);
    else { arc(ctx, x, y, r, width, 0, 1, ink, 0.24); arc(ctx, x, y, r, width, 0, village.progress / 100, ink); }
    drawMark(ctx, x, y, k, village.light, colours, ink === colours.text ? null : ink);
    badges(ctx, x, y, k, village.flags, colours, size < 22 * (village.scale || 1));
  };

  function bodyRing(ctx, x, y, r, width, bodies, ink) {
    const shown = bodies.filter((share) => share >= 0), sector = 1 / Math.max(1, shown.length), gap = shown.length > 1 ? 0.018 : 0;
    shown.forEach((share, i) => {
      const from = i * sector + gap, length = sector - 2 * gap;
      arc(ctx, x, y, r, width, from, from + length, ink, 0.24);
      if (share) arc(ctx, x, y, r, width, from, from + (length * share) / 100, ink);
    });
  }

  function drawMark(ctx, x, y, k, light, colours, ink) {
    ctx.save(); ctx.translate(x, y); ctx.scale(k, k); ctx.lineJoin = ctx.lineCap = "round";
    if (light === LIGHT.RED) {
      fillRound(ctx, RED, colours["red-fill"], 1.9);
      ctx.strokeStyle = ctx.fillStyle = colours["on-red"]; ctx.lineWidth = 2.9;
      ctx.beginPath(); ctx.moveTo(0, -5); ctx.lineTo(0, 1); ctx.stroke();
      ctx.beginPath(); ctx.arc(0, 4.7, 1.7, 0, TURN); ctx.fill();
    } else if (light === LIGHT.YELLOW) fillRound(ctx, AMBER, ink || colours["amber-mark"], 2);
    else if (light === LIGHT.DONE) { ctx.strokeStyle = colours.ok; ctx.lineWidth = 3.4; ctx.stroke(TICK); }
    else if (light === LIGHT.GREEN) { ctx.fillStyle = colours.ok; ctx.beginPath(); ctx.arc(0, 0, 5.4, 0, TURN); ctx.fill(); }
    else { ctx.strokeStyle = colours.text3; ctx.lineWidth = 2.6; ctx.beginPath(); ctx.moveTo(-4.3, 0); ctx.lineTo(4.3, 0); ctx.stroke(); }
    ctx.restore();
  }
  situation.drawMark = drawMark;

  function fillRound(ctx, path, colour, width) {
    ctx.fillStyle = ctx.strokeStyle = colour; ctx.lineWidth = width; ctx.fill(path); ctx.stroke(path);
  }

  /* Key NE, incident SE, not reported SW, conflict NW: the corner alone identifies it. A small icon has one: the worst. */
  function badges(ctx, x, y, k, flags, colours, isSmall) {
    const all = [[FLAG.INCIDENT, 15.6, 15.6, incident], [FLAG.KEY, 15.6, -15.6, star], [FLAG.CONFLICT, -15.6, -15.6, conflict], [FLAG.UNREPORTED, -15.6, 15.6, unreported]];
    const set = all.filter(([flag]) => flags & flag).slice(0, isSmall ? 1 : 4).filter(([flag]) => !isSmall || flag !== FLAG.UNREPORTED);
    for (const [, dx, dy, draw] of set) {
      ctx.save(); ctx.translate(x + dx * k, y + dy * k); ctx.scale(k, k);
      disc(ctx, 0, 0, 8.6, colours.bg);
      draw(ctx, colours);
      ctx.restore();
    }
  }
  const star = (ctx, c) => { disc(ctx, 0, 0, 7, c.text); ctx.fillStyle = c.bg; ctx.fill(STAR); };
  const incident = (ctx, c) => { disc(ctx, 0, 0, 7, c["red-fill"]); ctx.lineJoin = "round"; fillRound(ctx, FLAGSTAFF, c["on-red"], 1.1); };
  const conflict = (ctx, c) => {
    disc(ctx, 0, 0, 7, c.accent); ctx.strokeStyle = c.bg; ctx.lineWidth = 1.4; ctx.lineCap = "round";
    ctx.stroke(new Path2D("M-3.4 -1.7h6.8M-3.4 1.7h6.8M2.2 -4.1L-2.2 4.1"));
  };
  const unreported = (ctx, c) => {
    ctx.setLineDash([3.5, 2.4]); arc(ctx, 0, 0, 6.2, 1.5, 0, 1, c.text2); ctx.setLineDash([]);
    ctx.strokeStyle = c.text2; ctx.lineWidth = 1.8; ctx.beginPath(); ctx.moveTo(-2.7, 0); ctx.lineTo(2.7, 0); ctx.stroke();
  };

  /* The quiet icon of a calm village: an open ring under way, a tick when done, a bar before the start. */
  situation.drawQuiet = (ctx, x, y, size, village, colours) => {
    const k = size / 14;
    ctx.save(); ctx.translate(x, y); ctx.scale(k, k); ctx.globalAlpha = 0.6;
    ctx.strokeStyle = colours.text; ctx.lineWidth = 1.5; ctx.lineCap = ctx.lineJoin = "round";
    if (village.light === LIGHT.DONE) ctx.stroke(new Path2D("M-3.6 .2l2.6 2.8l4.6 -5.6"));
    else if (village.light === LIGHT.GREY) ctx.stroke(new Path2D("M-2.5 0h5"));
    else { ctx.beginPath(); ctx.arc(0, 0, 4.3, TOP + (village.progress / 100) * TURN, TOP + TURN); ctx.globalAlpha = 0.25; ctx.stroke();
      ctx.globalAlpha = 0.6; ctx.beginPath(); ctx.arc(0, 0, 4.3, TOP, TOP + (village.progress / 100) * TURN); ctx.stroke(); }
    ctx.restore();
  };

  /* Escalated to the county office: one ring; to the county leader: two. */
  situation.drawEscalation = (ctx, x, y, size, flags, colours) => {
    ctx.strokeStyle = colours.red; ctx.lineWidth = size * 0.05;
    for (const share of flags & FLAG.AT_COUNTY ? [0.8, 1.14] : [0.8]) { ctx.beginPath(); ctx.arc(x, y, size * share, 0, TURN); ctx.stroke(); }
  };

  /* Many villages as one ring: red, amber, normal clockwise from twelve, the number inside. */
  situation.drawCluster = (ctx, x, y, size, counts, colours, font) => {
    const total = counts.red + counts.yellow + counts.calm, r = size / 2 - size * 0.08, width = size * 0.16;
    disc(ctx, x, y, size / 2, colours.bg);
    const parts = [[counts.red, colours["red-fill"]], [counts.yellow, colours["amber-fill"]], [counts.calm, colours.s4]].filter(([n]) => n);
    let at = 0;
    for (const [n, colour] of parts) {
      const gap = parts.length > 1 ? 3 / 360 / 2 : 0;
      arc(ctx, x, y, r, width, at + gap, at + n / total - gap, colour);
      at += n / total;
    }
    ctx.fillStyle = colours.text; ctx.font = `700 ${size * 0.4}px ${font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle";
    ctx.fillText(String(total), x, y + size * 0.02);
  };
})();
