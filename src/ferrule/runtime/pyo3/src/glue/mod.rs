//! What generated glue names: descriptors, converters and wrappers. Not for use by hand.
//!
//! Every path here that `ferrule.emit.runtime_api` lists is an interface; the rest is internal.

mod convert;

pub use convert::Convert;
