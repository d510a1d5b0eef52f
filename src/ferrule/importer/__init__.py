"""`import fast` for a `fast.rs` beside the Python files: finding, comparing, loading.

Lives here: `finder` (the meta path finder and the loader), `memory` (what the last build read, compared at
each import without loading the rest of Ferrule), `compile` (the build, when the comparison says no). The
module that is made for a file without `#[pymodule]` is `crate.export`'s.

Does not live here: the build itself (`pipeline`), and the switch that users import (`ferrule.hook`).
`finder` and `memory` run at every start of a program, so they load hardly more than Python itself has loaded.
"""
