"""`import fast` for a `fast.rs` beside the Python files: finding, comparing, loading.

Lives here: `finder` (what stands in the import system), `loader` (what it hands modules to), `memory` (what
the last build read, compared at each import without loading the rest of Ferrule), `compile` (the build, when
the comparison says no), `installed` (the same for modules that `develop` installed), `program` (`ferrule
run`), `environment` (the opt-in that lasts). The module that is made for a file without `#[pymodule]` is
`crate.export`'s.

Does not live here: the build itself (`pipeline`), and the switch that users import (`ferrule.hook`).
`finder` runs at every start of a program, `loader` and `memory` at most, so they load hardly more than Python
itself has loaded.
"""
