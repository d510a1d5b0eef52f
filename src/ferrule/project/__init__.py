"""What the user has on disk and asked for: layout, manifests and settings, as typed values.

Lives here: `discover` (a path becomes a `Project`), `manifest` (Cargo.toml), `settings` (one record, one
precedence), `features` (Cargo features and what they ask of pyo3). Nothing here starts a process or writes
a file.

Does not live here: how a project is built (`build`) and how its wheel looks (`package`).
"""
