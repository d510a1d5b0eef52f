"""What Python will see of a Rust item, as frozen records; and the vocabularies, as tables.

`core` holds the small shared values (`Text`, `Docs`), `types` Rust types as far as the bridge looks into
them, and `function`, `pyclass`, `module`, `derive` the items. The vocabularies: `options` (the options of
each attribute), `slots` (special methods), `conversions` (Rust types and their Python annotations).
`printing` shows any of it in a stable text form.

Records say what there is, with the place in the source that it came from. They know nothing of syntax
trees, and nothing of the Rust or the stubs that are made of them. All spans are byte ranges of the one text
that was lowered (see `ferrule.base.diagnostics.Span`).
"""
