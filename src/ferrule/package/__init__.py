"""From artifacts to what pip understands: wheels, sdists, and installations for development.

Lives here: `metadata` (PEP 621 and Cargo.toml become core metadata), `tags`, `tree` (which file goes where,
planned before anything is written), `record` (RECORD, WHEEL and the like), `wheel`, `sdist`, `install`
(straight into site-packages).

Does not live here: building. Artifacts are handed in as data.
"""
