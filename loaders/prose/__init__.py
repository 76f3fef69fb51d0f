"""Reading of running text: lines and sections, places named in them, facts, totals, incidents, corrections."""
