/* Shapes as they travel (docs/adr, "The wire format of shapes") turned into what a map draws.
 *
 * decodeTopology(topology, name) → GeoJSON features of one object, the first where no name is given; each with
 * properties {code, index} and, where the topology says so, {township}. index: position in the file, the order of
 * the manifest's codes.
 */
function decodeTopology(topology, name) {
  const [sx, sy] = topology.transform.scale, [tx, ty] = topology.transform.translate;
  const arcs = topology.arcs.map((steps) => {
    let x = 0, y = 0;
    return steps.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]);
  });
  const ring = (refs) => {
    const points = [];
    for (const ref of refs) {
      const arc = ref < 0 ? arcs[~ref].slice().reverse() : arcs[ref];
      for (let i = points.length ? 1 : 0; i < arc.length; i++) points.push(arc[i]);
    }
    return points;
  };
  // a part thinner than the rounding has collapsed to a line: nothing to draw
  const same = (a, b) => a[0] === b[0] && a[1] === b[1];
  const distinct = ([first, ...rest]) => {
    const second = rest.find((p) => !same(p, first));
    return !!second && rest.some((p) => !same(p, first) && !same(p, second));
  };
  const polygon = (rings) => rings.map(ring).filter((points, i) => i === 0 || distinct(points));
  const township = townships(topology);
  const object = topology.objects[name || Object.keys(topology.objects)[0]];
  return object.geometries.map((geometry, index) => {
    const polygons = (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs)
      .map(polygon).filter((rings) => rings.length && distinct(rings[0]));
    const properties = { code: geometry.id, index };
    if (object === topology.objects.leaves && township[index]) properties.township = township[index];
    return {
      type: "Feature",
      id: geometry.id,
      properties,
      geometry: polygons.length === 1
        ? { type: "Polygon", coordinates: polygons[0] }
        : { type: "MultiPolygon", coordinates: polygons },
    };
  });

  function townships({ objects }) {
    const found = [];
    for (const { id, properties } of objects.townships ? objects.townships.geometries : [])
      for (const [first, count] of (properties || {}).members || [])
        for (let i = first; i < first + count; i++) found[i] = id;
    return found;
  }
}

if (typeof module !== "undefined") module.exports = { decodeTopology };
