//! Where the parts of an instance are, as data: what making a class must know of its instances' memory.

use core::mem::offset_of;

use super::object::{ClassObject, Contents};
use super::store::Store;
use super::{ClassBase, PyClass};

/// Where our part of an instance begins, and what is in it.
pub struct Layout {
    /// Where our part begins, unless `behind` tells.
    start: u32,
    /// Bytes of the base in front of it, where Python knows them.
    behind: Option<fn() -> usize>,
    /// Bytes of our part.
    size: u32,
    /// Its alignment.
    align: u32,
    /// Where `__dict__` is in our part; `NOWHERE` without room for it.
    dict: u32,
    /// Where the list of weak references is in our part; `NOWHERE` without room for it.
    weakrefs: u32,
}

const NOWHERE: u32 = u32::MAX;

impl Layout {
    /// No instances.
    pub const NONE: Layout = Layout::at(0, 0, 1);

    /// A part of `size` bytes that begins at `start`.
    ///
    /// # Panics
    /// At compile time if it ends beyond 2 GiB: Python counts the bytes of an instance in an `int`.
    pub const fn at(start: usize, size: usize, align: usize) -> Layout {
        assert!(start + size + align <= i32::MAX as usize);
        Layout {
            start: start as u32,
            behind: None,
            size: size as u32,
            align: align as u32,
            dict: NOWHERE,
            weakrefs: NOWHERE,
        }
    }

    /// The same part behind a base of so many bytes.
    pub const fn behind(self, base: fn() -> usize) -> Layout {
        Layout {
            behind: Some(base),
            ..self
        }
    }

    /// The same with room for `__dict__` there.
    pub const fn with_dict(self, offset: usize) -> Layout {
        Layout {
            dict: offset as u32,
            ..self
        }
    }

    /// The same with room for the list of weak references there.
    pub const fn with_weakrefs(self, offset: usize) -> Layout {
        Layout {
            weakrefs: offset as u32,
            ..self
        }
    }

    /// The same without room for either: that of the base is a subclass's, too.
    pub const fn of_subclass(self) -> Layout {
        Layout {
            dict: NOWHERE,
            weakrefs: NOWHERE,
            ..self
        }
    }

    fn start(&self) -> usize {
        match self.behind {
            None => self.start as usize,
            Some(base) => base().next_multiple_of(self.align as usize),
        }
    }

    /// Bytes of one instance.
    pub fn size(&self) -> usize {
        self.start() + self.size as usize
    }

    /// Where `__dict__` is, if there is room for it.
    pub fn dict_offset(&self) -> Option<usize> {
        self.offset(self.dict)
    }

    /// Where the list of weak references is, if there is room for it.
    pub fn weakref_offset(&self) -> Option<usize> {
        self.offset(self.weakrefs)
    }

    fn offset(&self, part: u32) -> Option<usize> {
        (part != NOWHERE).then(|| self.start() + part as usize)
    }
}

impl<T: PyClass> ClassObject<T> {
    /// Where every instance has its value and its borrow bookkeeping (0 for none), for any thread; `None` where that
    /// differs, or where a thread is to be asked for.
    pub(super) const PLACES: Option<(usize, usize)> = match <T::Base as ClassBase>::FLAG {
        Some(flag) if Self::IS_FIXED && Self::SENDABLE && !T::Store::VIEWS => {
            let store = Self::FIXED + offset_of!(Contents<T>, store);
            let own = match Self::GUARDED {
                true => store + T::Store::FLAG,
                false => 0,
            };
            Some((store + T::Store::VALUE, if flag == 0 { own } else { flag }))
        }
        _ => None,
    };

    /// Whether [`LazyClass::lend`](super::lazy::LazyClass::lend) can lend values, and with which place.
    pub(super) const LENT: bool = Self::PLACES.is_some();
    pub(super) const LENT_FLAG: usize = match Self::PLACES {
        Some((_, flag)) => flag,
        None => 0,
    };
}
