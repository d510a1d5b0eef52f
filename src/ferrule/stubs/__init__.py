"""Model to Python declarations to `.pyi` text.

    CrateModel ─modules, classes, functions─▶ declarations (`nodes`) ─names, printing─▶ text

`entry` is the door. `types` says what a Rust type is in Python, `functions`, `methods`, `classes`, `enums`
and `modules` make declarations, `names` finds a spelling for every name that an annotation needs, `printing`
lays out the text. `nodes` holds the declarations; they name things in full (`collections.abc.Sequence`,
`@crate::Circle`), and only the printer knows how a file spells them.

Inputs are typed as wide as the runtime accepts, outputs exactly; what is not known is `typing.Any`.
"""
