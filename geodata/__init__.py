"""The land: any boundary file becomes a clean, light, drillable map.

Read → know where it is → join to the gazetteer → mend → complete → lighten → publish. Two deeds face outwards,
``check_boundaries`` and ``import_boundaries`` in ``geodata.boundaries``; the rest of the house never sees a shape.
"""
