//! What generated glue names: descriptors, converters and wrappers. Not for use by hand.
//!
//! Every path here that `ferrule.emit.runtime_api` lists is an interface; the rest is internal.

mod argument;
mod bind;
mod call;
mod class;
mod convert;
pub mod derive;
mod detach;
mod enter;
mod errors;
pub mod failure;
mod function;
mod guard;
mod interned;
mod keyword;
mod module;
mod new;
mod outcome;
mod output;
mod package;
mod print;
pub(crate) mod registry;
pub(crate) mod scalar;
pub mod slot;
mod snippet;
mod tuple;

pub use crate::class::guard::{ClassMut, ClassRef};
pub use argument::{argument, given, written, MutArgument, OptionalMut, OptionalRef, RefArgument};
pub use class::{
    assert_immutable_types, assert_send_sync, borrow, borrow_mut, receiver, receiver_bound,
    setter_value, take, take_as, take_mut, Attribute, ClassItems, Constructor, CopyProbe, FieldGet,
    FieldGetByClone, FieldGetByRef, HasConstructor, NotCopied, Slot, CLASS_GETITEM,
};
pub(crate) use convert::to_bits;
pub use convert::{convert_with, cstr, Convert, IntoOption};
pub use enter::{enter_init, enter_tuple};
/// A pointer to an object as C passes it: borrowed.
pub type Raw = *mut crate::ffi::PyObject;
/// What the body of a function makes: an owned object or an error.
pub type Made = crate::PyResult<Object>;

pub use function::{text, Arguments, Entry, FastCall, Function, FunctionDef, Shape};

pub use detach::{detach, detached};
pub(crate) use errors::argument as argument_error;
pub use guard::{guard, guard_int, raise};
pub(crate) use guard::{guard_or, guard_unmeasured};
pub use module::{
    add_function, add_submodule, add_value, append_to_inittab, exec, exec_result, warn,
    wrap_function, wrap_module, ClassExport, Export, Module, ModuleDef, Object, WrapArgument,
};
pub use new::{new_object, NewOutput, NewProbe, NewRefused, NewUnrelated};
pub use outcome::{outcome, Outcome};
pub use output::{give, made, property_value, returns, Output};
pub use print::{print, report_panics, Stream};
pub use scalar::{scalar, Scalar};

pub use crate::__ferrule_register_block as register_block;
pub use crate::class::blocks::MethodBlock;
pub use crate::class::enums::{
    singleton, singleton_attribute, variant_class, variant_object, wrong_variant, SimpleEnum,
    Singleton, TupleItems, TupleVariant,
};
pub use crate::class::field::ScalarField;
pub use crate::class::freelist::{allocate, free, FreeList, HasFreeList};
pub use crate::class::lazy::{ClassDef, LazyClass, Protocol, State};
pub use crate::class::like::ClassLike;
pub use crate::class::object::{AnyThread, NoSlot, OneThread, Slot as ObjectSlot};
pub use crate::class::property::{Getter, Property};
pub use crate::class::python_enum::{
    from_member, member, receive, EnumBase, EnumDef, EnumRef, LazyEnum, Member, MemberValue,
    PythonEnum,
};
pub use crate::class::record::{
    compare_fields, dataclass_fields, dataclass_params, match_args, ByFields, Record, RecordField,
    Reduce, ReduceVariant, Replace,
};
pub use crate::class::store::{Inline, Projected};
pub use crate::class::view::{field_view, Viewed};
pub use crate::class::{add_class, BooleanFalse, BooleanTrue, FromPyObjectByClone, Subclass};
pub use snippet::run_snippet;
