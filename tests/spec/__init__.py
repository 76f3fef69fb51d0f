"""The rules as text tables: tests that an official can read, rendered into docs/rules.md and docs/rules.en.md."""
