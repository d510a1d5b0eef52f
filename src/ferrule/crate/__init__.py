"""A crate's module files, walked with the functions of `syntax` and `lower`, without compiling.

For stubs, for a look at which modules a crate defines, and for exporting functions that have no attribute.

    source files ─scopes─▶ Scope tree ─resolve─▶ definitions ─items─▶ model ─assemble─▶ CrateModel

`entry` is the door. `scopes` follows `mod` and reads files, `conditions` decides about `cfg`, `resolve` finds
what a path names, `registrations` reads what a function adds to a module, `values` what a constant is,
`items` lowers, `assemble` brings it all together. What rustc alone knows (items made by macros, features)
is not guessed at: a module that may hold more than was found says so.
"""
