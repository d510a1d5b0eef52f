"""The ground floor: diagnostics, errors for tool users, text and file helpers, child processes.

Nothing here knows Rust, Python modules or settings, and nothing here imports another room.
Modules are imported one by one (`from ferrule.base.text import rust`), so that a process that needs
only one of them pays for only one.
"""
