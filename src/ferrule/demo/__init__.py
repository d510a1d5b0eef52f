"""`ferrule demo`: the story of a hot loop, told with the source files of Python's standard library.

Lives here: `corpus` (the input), `plain` (each job in pure Python), the Rust files (the same jobs, as package
data), `jobs` (which function is compared with which, on what), `measure` (timing and comparing), `loading`
(importing without installing). Building is the pipeline's, printing the command line's.

Each `.rs` file stands alone: `ferrule develop near_names.rs` builds it like any user's file. `data_utils.rs`
is an article's example, word for word. What is called `passing` computes nothing: it takes and gives what its
neighbour takes and gives, so that its time is the time of the conversion.
"""
