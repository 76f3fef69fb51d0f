/* Finds the largest view of a land that keeps clear of what lies over the map (counters, legend). */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const L = window.L, STEPS = 12;

  /* Boxes of everything that floats over the map, in its own pixels. */
  function obstacles(map) {
    const own = map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll("[data-over-map] > *")].map((e) => e.getBoundingClientRect())
      .filter((b) => b.width).map((b) => ({ x0: b.left - own.left, y0: b.top - own.top, x1: b.right - own.left, y1: b.bottom - own.top }));
  }

  function sampled(points, count) {
    const step = Math.max(1, Math.floor(points.length / count));
    return points.filter((_, i) => i % step === 0);
  }

  situation.fit = (map, latLngs, padding, clearance) => {
    if (!latLngs.length) return;
    const points = sampled(latLngs.map((p) => map.project(p, 0)), 700), bounds = L.bounds(points), size = map.getSize();
    const span = bounds.getSize(), room = size.subtract([2 * padding, 2 * padding]);
    const largest = Math.min(room.x / Math.max(span.x, 1e-9), room.y / Math.max(span.y, 1e-9)), walls = obstacles(map);
    for (let share = 1; share > 0.6; share -= 0.02) {
      const scale = largest * share, spare = L.point(room.x - span.x * scale, room.y - span.y * scale);
      const shift = freeShift(points, bounds.min, scale, spare, padding, walls, clearance);
      if (shift || share - 0.02 <= 0.6) return place(map, bounds.min, scale, shift || spare.divideBy(2), padding, size);
    }
  };

  /* The offset nearest to the middle at which no part of the land lies under an obstacle. */
  function freeShift(points, corner, scale, spare, padding, walls, clearance) {
    const offsets = [];
    for (let i = 0; i <= STEPS; i++) for (let j = 0; j <= STEPS; j++) {
      offsets.push({ x: (spare.x * i) / STEPS, y: (spare.y * j) / STEPS, away: Math.abs(i - STEPS / 2) + Math.abs(j - STEPS / 2) });
    }
    offsets.sort((a, b) => a.away - b.away);
    return offsets.find((at) => !points.some((p) => {
      const x = padding + at.x + (p.x - corner.x) * scale, y = padding + at.y + (p.y - corner.y) * scale;
      return walls.some((w) => x > w.x0 - clearance && x < w.x1 + clearance && y > w.y0 - clearance && y < w.y1 + clearance);
    }));
  }

  function place(map, corner, scale, shift, padding, size) {
    const zoom = Math.log2(scale);
    const middle = L.point((size.x / 2 - padding - shift.x) / scale + corner.x, (size.y / 2 - padding - shift.y) / scale + corner.y);
    map.setView(map.unproject(middle, 0), zoom, { animate: false });
  }
})();
