"""From a project and an interpreter to an importable library: plan, compare, compile, keep.

Lives here: `plan` (what will be compiled, with which flags, by which strategy), `runtime` (the bridge
crate, compiled once per Python and rustc), `direct` (rustc alone), `cargo` (projects with dependencies),
`store` (the cache and its locks), `freshness` (why a rebuild), `messages` (what rustc said), `artifact`
(the result). `run` ties them together.

Does not live here: finding tools (`toolchain`), reading settings (`project`), wheels and installing
(`package`), printing (`cli`: a `report.Reporter` is handed in), and the macros (the pipeline hands in how
they are served).
"""
