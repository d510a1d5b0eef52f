//! The `#[pymethods]` blocks of a class: any number, anywhere in the crate. Each adds itself to its class when the
//! library is loaded, before any class is made.
//!
//! A macro sees one block and a trait can be implemented once, so neither can count the blocks; the loader can.

use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

use super::lazy::LazyClass;
use super::slot_names::methods_of;
use crate::err::PyResult;
use crate::exceptions::PyTypeError;
use crate::glue::slot::JOINED;
use crate::glue::{ClassItems, Slot};

/// One `#[pymethods]` block.
pub struct MethodBlock {
    items: ClassItems,
    file: &'static str,
    line: u32,
    next: AtomicPtr<MethodBlock>,
}

impl MethodBlock {
    /// A block at a place in the source.
    pub const fn new(items: ClassItems, file: &'static str, line: u32) -> Self {
        MethodBlock {
            items,
            file,
            line,
            next: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// Adds the block to its class. The loader calls this, once for each block, through what
    /// [`register_block!`](crate::__ferrule_register_block) makes.
    pub extern "C" fn join(&'static self, class: &'static LazyClass) {
        let this = ptr::from_ref(self).cast_mut();
        let mut first = class.state.blocks.load(Ordering::Relaxed);
        loop {
            self.next.store(first, Ordering::Relaxed);
            match class.state.blocks.compare_exchange_weak(
                first,
                this,
                Ordering::AcqRel,
                Ordering::Relaxed,
            ) {
                Ok(_) => return,
                Err(other) => first = other,
            }
        }
    }
}

/// Makes the loader add a block to the class of its type.
///
/// The entry stands in the section whose functions the loader calls: linkers keep it whatever else they remove.
#[doc(hidden)]
#[macro_export]
macro_rules! __ferrule_register_block {
    ($class:ty, $block:path) => {
        #[used]
        #[cfg_attr(
            target_vendor = "apple",
            unsafe(link_section = "__DATA,__mod_init_func,mod_init_funcs")
        )]
        #[cfg_attr(windows, unsafe(link_section = ".CRT$XCU"))]
        #[cfg_attr(
            not(any(target_vendor = "apple", windows)),
            unsafe(link_section = ".init_array")
        )]
        static __FERRULE_REGISTER: extern "C" fn() = {
            extern "C" fn register() {
                $block.join(<$class as $crate::glue::ClassLike>::methods());
            }
            register
        };
    };
}

/// What the attribute on the type and all blocks contribute; the attribute's part comes first.
///
/// # Errors
/// `TypeError` if two blocks define the same thing.
pub(super) fn members(class: &'static LazyClass) -> PyResult<Vec<&'static ClassItems>> {
    let mut blocks: Vec<&'static MethodBlock> = Vec::new();
    let mut next = class.state.blocks.load(Ordering::Acquire);
    // SAFETY: only blocks that live forever join.
    while let Some(block) = unsafe { next.as_ref() } {
        blocks.push(block);
        next = block.next.load(Ordering::Acquire);
    }
    // The loader's order is the linker's.
    blocks.sort_unstable_by_key(|block| (block.file, block.line));
    for (at, block) in blocks.iter().enumerate() {
        for other in &blocks[..at] {
            if let Some(what) = common(&other.items, &block.items) {
                return Err(PyTypeError::new_err(format!(
                    "{} has two {what}: in the `#[pymethods]` blocks at {}:{} and {}:{}",
                    class.def.name(),
                    other.file,
                    other.line,
                    block.file,
                    block.line
                )));
            }
        }
    }
    Ok(core::iter::once(&class.def.items)
        .chain(blocks.iter().map(|block| &block.items))
        .collect())
}

/// What two blocks both define.
#[cold]
fn common(one: &ClassItems, two: &ClassItems) -> Option<String> {
    for method in one.methods.iter().filter(|method| !method.entry.is_none()) {
        if two
            .methods
            .iter()
            .any(|other| other.name() == method.name())
        {
            return Some(format!("methods named `{}`", method.name()));
        }
    }
    for attribute in one.attributes {
        if two
            .attributes
            .iter()
            .any(|other| other.name == attribute.name)
        {
            return Some(format!("class attributes named `{}`", attribute.name));
        }
    }
    for property in one.properties {
        let name = property.name();
        for other in two.properties.iter().filter(|other| other.name() == name) {
            let kinds = [
                (property.get.is_some() && other.get.is_some(), "getters"),
                (property.set.is_some() && other.set.is_some(), "setters"),
                (property.del.is_some() && other.del.is_some(), "deleters"),
            ];
            if let Some((_, kind)) = kinds.iter().find(|(both, _)| *both) {
                return Some(format!("{kind} named `{name}`"));
            }
        }
    }
    // Of methods that fill a slot together the compiler has seen that each is there once.
    let together = |one: &Slot, two: &Slot| one.id & two.id & JOINED != 0;
    let same = |one: &Slot, two: &Slot| one.id & !JOINED == two.id & !JOINED;
    one.slots
        .iter()
        .filter(|slot| slot.id >= 0)
        .find(|slot| {
            two.slots
                .iter()
                .any(|other| same(slot, other) && !together(slot, other))
        })
        .map(|slot| format!("definitions of {}", methods_of(slot.id & !JOINED)))
}
