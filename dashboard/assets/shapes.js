/* Decodes what /shapes serves into what a map draws. One function knows the formats: ``decode``.

   Result: ``villages`` code → polygons, each a list of rings of [lat, lng]; ``townshipLines`` and ``countyLines`` where
   neighbours differ; ``waters`` lines and areas. Shared borders are found by shared arcs or by equal coordinates: the
   shapes are a coverage, so neighbours have the very same points. */
(function () {
  "use strict";
  const situation = (window.situation = window.situation || {});
  const turned = ([lng, lat]) => [lat, lng];

  situation.decode = (content, townshipOf) =>
    content.type === "Topology" ? fromTopology(content, townshipOf) : fromFeatures(content, townshipOf);

  const codeOf = (feature) => String((feature.properties && feature.properties.code) ?? feature.id ?? "");

  /* -- GeoJSON ------------------------------------------------------------------- */
  function fromFeatures(content, townshipOf) {
    const land = emptyLand(), sides = new Map();
    for (const feature of content.features) {
      const polygons = polygonsOf(feature.geometry), code = codeOf(feature);
      if (!polygons.length) continue;
      land.villages.set(code, polygons.map((rings) => rings.map((ring) => ring.map(turned))));
      for (const rings of polygons) for (const ring of rings) for (let i = 1; i < ring.length; i++) {
        const key = sideKey(ring[i - 1], ring[i]), owners = sides.get(key);
        if (owners) owners.push(code); else sides.set(key, [code]);
      }
    }
    for (const feature of content.features) {
      for (const rings of polygonsOf(feature.geometry)) for (const ring of rings) traceRing(ring, codeOf(feature), sides, townshipOf, land);
    }
    return land;
  }

  function traceRing(ring, code, sides, townshipOf, land) {
    let line = null, kind = null;
    for (let i = 1; i < ring.length; i++) {
      const owners = sides.get(sideKey(ring[i - 1], ring[i])), found = kindOf(owners, townshipOf);
      const mine = owners && owners[0] === code;
      const next = mine ? found : null;
      if (next && next === kind) line.push(turned(ring[i]));
      else if (next) { line = [turned(ring[i - 1]), turned(ring[i])]; land[next].push(line); }
      kind = next;
    }
  }

  function kindOf(owners, townshipOf) {
    if (!owners) return null;
    if (owners.length === 1) return "countyLines";
    return townshipOf(owners[0]) !== townshipOf(owners[1]) ? "townshipLines" : null;
  }

  const sideKey = (a, b) => (a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? a + "|" + b : b + "|" + a);

  function polygonsOf(geometry) {
    if (!geometry) return [];
    if (geometry.type === "Polygon") return [geometry.coordinates];
    if (geometry.type === "MultiPolygon") return geometry.coordinates;
    if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(polygonsOf);
    return [];
  }

  /* -- TopoJSON: polygons by the decoder beside the format's writer, borders by who uses an arc ------------- */
  function fromTopology(content, townshipOf) {
    const object = content.objects.leaves || Object.values(content.objects)[0], land = emptyLand(), users = content.arcs.map(() => []);
    const name = Object.keys(content.objects).find((key) => content.objects[key] === object);
    for (const feature of window.decodeTopology(content, name)) {
      land.villages.set(codeOf(feature), polygonsOf(feature.geometry).map((rings) => rings.map((ring) => ring.map(turned))));
    }
    for (const shape of object.geometries) for (const i of shape.arcs.flat(Infinity)) users[i < 0 ? ~i : i].push(codeOf(shape));
    users.forEach((owners, i) => {
      const kind = kindOf(owners.length ? owners : null, townshipOf);
      if (kind) land[kind].push(unpacked(content.arcs[i], content.transform).map(turned));
    });
    return land;
  }

  function unpacked(arc, { scale, translate }) {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  }

  /* Waters that come as their own GeoJSON. */
  situation.decodeWaters = (content) => content.features.flatMap(({ geometry, properties }) => linesOf(geometry).map((line) => ({
    isArea: /Polygon/.test(geometry.type), isMain: properties.kind === "river", points: line.map(turned) })));

  function linesOf(geometry) {
    if (geometry.type === "LineString") return [geometry.coordinates];
    if (geometry.type === "MultiLineString" || geometry.type === "Polygon") return geometry.coordinates;
    return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
  }

  const emptyLand = () => ({ villages: new Map(), townshipLines: [], countyLines: [], waters: [] });
})();
