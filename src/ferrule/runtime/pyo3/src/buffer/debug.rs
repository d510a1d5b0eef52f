//! What a buffer shows of itself: everything but the elements.

use core::fmt;

use super::{PyBuffer, PyUntypedBuffer};

impl fmt::Debug for PyUntypedBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("PyUntypedBuffer", self, f)
    }
}

impl<T> fmt::Debug for PyBuffer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("PyBuffer", &self.0, f)
    }
}

fn debug(name: &str, buffer: &PyUntypedBuffer, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_struct(name)
        .field("buf", &buffer.buf_ptr())
        .field("format", &buffer.format())
        .field("shape", &buffer.shape())
        .field("strides", &buffer.strides())
        .field("suboffsets", &buffer.suboffsets())
        .field("readonly", &buffer.readonly())
        .finish()
}
