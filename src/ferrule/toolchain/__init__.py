"""What the machine offers: rustc, cargo, the linker and Python interpreters, as typed values.

Lives here: finding each tool, asking it about itself once, and turning the answer into a frozen dataclass.
*Host* (what runs the build) and *target* (what the module is for) are different types from the start.

Does not live here: what to do with the tools (`build`), which of them a project asks for (`project`),
printing (`cli`).
"""
