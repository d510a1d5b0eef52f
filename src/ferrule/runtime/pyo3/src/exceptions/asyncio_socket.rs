//! Exception classes of the standard library's `asyncio` and `socket`, imported on first use.

/// Exceptions of Python's `asyncio`.
pub mod asyncio {
    crate::import_exception!(asyncio, CancelledError);
    crate::import_exception!(asyncio, InvalidStateError);
    crate::import_exception!(asyncio, TimeoutError);
    crate::import_exception!(asyncio, IncompleteReadError);
    crate::import_exception!(asyncio, LimitOverrunError);
    crate::import_exception!(asyncio, QueueEmpty);
    crate::import_exception!(asyncio, QueueFull);
}

/// Exceptions of Python's `socket`.
pub mod socket {
    crate::import_exception!(socket, herror);
    crate::import_exception!(socket, gaierror);
    crate::import_exception!(socket, timeout);
}
