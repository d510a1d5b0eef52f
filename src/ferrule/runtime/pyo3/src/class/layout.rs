//! Where the parts of an instance are, as data: what making a class must know of its instances' memory.

/// Where our part of an instance begins, and what is in it: all that making a class must know of its memory.
pub struct Layout {
    /// Where our part begins, or what tells the size of the base in front of it.
    pub(super) start: Start,
    /// Bytes of our part.
    pub(super) size: usize,
    /// Its alignment.
    pub(super) align: usize,
    /// Where `__dict__` is in our part, if there is room for it.
    pub(super) dict: Option<u32>,
    /// Where the list of weak references is in our part, if there is room for it.
    pub(super) weakrefs: Option<u32>,
}

/// Where our part begins.
pub(super) enum Start {
    /// There.
    At(usize),
    /// Behind so many bytes.
    Behind(fn() -> usize),
}

impl Layout {
    /// No instances.
    pub const NONE: Layout = Layout {
        start: Start::At(0),
        size: 0,
        align: 1,
        dict: None,
        weakrefs: None,
    };

    /// The same without room for `__dict__` and weak references: that of the base is a subclass's, too.
    pub const fn of_subclass(self) -> Layout {
        Layout {
            dict: None,
            weakrefs: None,
            ..self
        }
    }

    fn start(&self) -> usize {
        match self.start {
            Start::At(start) => start,
            Start::Behind(base) => base().next_multiple_of(self.align),
        }
    }

    /// Bytes of one instance.
    pub fn size(&self) -> usize {
        self.start() + self.size
    }

    /// Where `__dict__` is, if there is room for it.
    pub fn dict_offset(&self) -> Option<usize> {
        self.dict.map(|offset| self.start() + offset as usize)
    }

    /// Where the list of weak references is, if there is room for it.
    pub fn weakref_offset(&self) -> Option<usize> {
        self.weakrefs.map(|offset| self.start() + offset as usize)
    }
}
