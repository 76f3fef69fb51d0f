"""Bytes in, raw tables and paragraphs out; nothing here knows what an election is, and nothing here raises."""
