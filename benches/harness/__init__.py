"""What the benchmarks share: timers, tables, the machine's description, and the peers' builds.

The benchmarks themselves are the modules beside this package, one each; the measured code is in `modules/`.
Nothing here is part of Ferrule, and nothing of Ferrule is imported: it is built and called as a user does.
"""
