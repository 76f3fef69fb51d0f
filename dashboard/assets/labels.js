/* Where names go: by priority, each tries its places and takes the one with the least overlap. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});

  const CELL = 96;

  /* A sheet of taken boxes {x, y, w, h, weight}, filed by the cells they touch: asking costs what lies near, not all. */
  situation.Sheet = class {
    constructor(bounds) { this.bounds = bounds; this.cells = new Map(); }

    eachCell(box, act) {
      for (let i = Math.floor(box.x / CELL); i <= Math.floor((box.x + box.w) / CELL); i++)
        for (let j = Math.floor(box.y / CELL); j <= Math.floor((box.y + box.h) / CELL); j++) act(i * 65536 + j);
    }

    take(box, weight = 1) {
      const taken = { ...box, weight };
      this.eachCell(box, (key) => { const cell = this.cells.get(key); if (cell) cell.push(taken); else this.cells.set(key, [taken]); });
      return box;
    }

    cost(box) {
      const near = new Set();
      this.eachCell(box, (key) => { for (const other of this.cells.get(key) || []) near.add(other); });
      let cost = outside(box, this.bounds) * 3;
      for (const other of near) cost += overlap(box, other) * other.weight;
      return cost;
    }

    isFree(box) { return this.cost(box) < 1; }

    /* The best of several places; ``bias`` prefers the earlier ones when nothing collides. */
    best(places, weight = 1, limit = Infinity) {
      let found = null, least = limit;
      places.forEach((place, i) => {
        const cost = this.cost(place) + (place.away ?? i * 0.5);
        if (cost < least) { least = cost; found = place; }
      });
      if (found) this.take(found, weight);
      return found;
    }
  };

  function overlap(a, b) {
    const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x), h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
    return w > 0 && h > 0 ? w * h : 0;
  }

  function outside(box, bounds) {
    const inside = overlap(box, { x: bounds.x, y: bounds.y, w: bounds.w, h: bounds.h });
    return box.w * box.h - inside;
  }

  /* Eight places round an icon: below, right, left, above, then the corners. */
  situation.places = (x, y, reach, w, h) => {
    const d = reach * 0.75;
    return [
      { x: x - w / 2, y: y + reach }, { x: x + reach, y: y - h / 2 }, { x: x - reach - w, y: y - h / 2 }, { x: x - w / 2, y: y - reach - h },
      { x: x + d, y: y + d }, { x: x - d - w, y: y + d }, { x: x + d, y: y - d - h }, { x: x - d - w, y: y - d - h },
    ].map((place) => ({ ...place, w, h }));
  };

  situation.write = (ctx, text, x, y, colour, halo, haloWidth) => {
    ctx.textAlign = "left"; ctx.textBaseline = "alphabetic"; ctx.lineJoin = "round";
    ctx.strokeStyle = halo; ctx.lineWidth = haloWidth; ctx.globalAlpha = 0.82;
    ctx.strokeText(text, x, y);
    ctx.globalAlpha = 1; ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  };
})();
