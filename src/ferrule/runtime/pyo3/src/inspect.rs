//! Types as Python writes them, in constants: what code for PyO3's feature `experimental-inspect` gives for its own
//! conversions ([`FromPyObject::INPUT_TYPE`](crate::FromPyObject::INPUT_TYPE) and others).
//!
//! Such code compiles and can print them. Ferrule's stubs are made from sources and do not read them.

use core::fmt::{self, Display, Write};

/// A Python expression that stands for a type. Made by [`type_hint_identifier!`](crate::type_hint_identifier),
/// [`type_hint_union!`](crate::type_hint_union) and [`type_hint_subscript!`](crate::type_hint_subscript).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PyStaticExpr {
    /// `None`, `True`, `...`, a number or a text.
    Constant {
        /// Which.
        value: PyStaticConstant,
    },
    /// A name.
    Name {
        /// It.
        id: &'static str,
    },
    /// `value.attr`
    Attribute {
        /// Before the dot.
        value: &'static Self,
        /// After the dot.
        attr: &'static str,
    },
    /// Two operands.
    BinOp {
        /// The first.
        left: &'static Self,
        /// What stands between them.
        op: PyStaticOperator,
        /// The second.
        right: &'static Self,
    },
    /// `(a, b)`
    Tuple {
        /// The elements.
        elts: &'static [Self],
    },
    /// `[a, b]`
    List {
        /// The elements.
        elts: &'static [Self],
    },
    /// `value[slice]`
    Subscript {
        /// Before the brackets.
        value: &'static Self,
        /// Between them.
        slice: &'static Self,
    },
}

impl PyStaticExpr {
    /// What nothing is known of.
    pub(crate) const UNKNOWN: Self = crate::type_hint_identifier!("_typeshed", "Incomplete");

    /// A built-in class; one of another module is unknown, since only the macros can refer to its name.
    pub(crate) const fn class(name: &'static str, module: Option<&'static str>) -> Self {
        match module {
            None => Self::Name { id: name },
            Some(module) => match module.as_bytes() {
                b"builtins" => Self::Name { id: name },
                _ => Self::UNKNOWN,
            },
        }
    }
}

/// A constant in an expression. Numbers are as Python writes them.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PyStaticConstant {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// An integer, in digits.
    Int(&'static str),
    /// A float, in digits.
    Float(&'static str),
    /// A text.
    Str(&'static str),
    /// `...`
    Ellipsis,
}

/// An operator between two types.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PyStaticOperator {
    /// `|`
    BitOr,
}

impl Display for PyStaticExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Constant { value } => value.fmt(f),
            Self::Name { id } => f.write_str(id),
            Self::Attribute { value, attr } => write!(f, "{value}.{attr}"),
            Self::BinOp {
                left,
                op: PyStaticOperator::BitOr,
                right,
            } => write!(f, "{left} | {right}"),
            Self::Tuple { elts: [one] } => write!(f, "({one},)"),
            Self::Tuple { elts } => write!(f, "({})", Listed(elts)),
            Self::List { elts } => write!(f, "[{}]", Listed(elts)),
            Self::Subscript { value, slice } => match *slice {
                Self::Tuple { elts } if !elts.is_empty() => write!(f, "{value}[{}]", Listed(elts)),
                _ => write!(f, "{value}[{slice}]"),
            },
        }
    }
}

impl Display for PyStaticConstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::None => f.write_str("None"),
            Self::Bool(true) => f.write_str("True"),
            Self::Bool(false) => f.write_str("False"),
            Self::Int(digits) => f.write_str(digits),
            // Without a dot or an exponent it would be an integer.
            Self::Float(digits) if digits.contains(['.', 'e', 'E']) => f.write_str(digits),
            Self::Float(digits) => write!(f, "{digits}.0"),
            Self::Str(text) => quoted(text, f),
            Self::Ellipsis => f.write_str("..."),
        }
    }
}

/// A text as a Python literal.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(f, "\\{character}")?,
            '\n' => f.write_str("\\n")?,
            control if control.is_control() => write!(f, "\\U{:08x}", control as u32)?,
            plain => f.write_char(plain)?,
        }
    }
    f.write_char('"')
}

/// Elements with commas between them.
struct Listed(&'static [PyStaticExpr]);

impl Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, element) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            element.fmt(f)?;
        }
        Ok(())
    }
}

/// A type by its module and its name; `builtins` is left out.
#[macro_export]
macro_rules! type_hint_identifier {
    ("builtins", $name:expr) => {
        $crate::inspect::PyStaticExpr::Name { id: $name }
    };
    ($module:expr, $name:expr) => {
        $crate::inspect::PyStaticExpr::Attribute {
            attr: $name,
            value: &$crate::inspect::PyStaticExpr::Name { id: $module },
        }
    };
}

/// One type or another.
#[macro_export]
macro_rules! type_hint_union {
    ($only:expr) => { $only };
    ($first:expr, $($others:expr),+ $(,)?) => {
        $crate::inspect::PyStaticExpr::BinOp {
            op: $crate::inspect::PyStaticOperator::BitOr,
            left: &$first,
            right: &$crate::type_hint_union!($($others),+),
        }
    };
}

/// A generic type with its arguments.
#[macro_export]
macro_rules! type_hint_subscript {
    ($of:expr, $only:expr) => {
        $crate::inspect::PyStaticExpr::Subscript { slice: &$only, value: &$of }
    };
    ($of:expr, $($arguments:expr),+ $(,)?) => {
        $crate::inspect::PyStaticExpr::Subscript {
            slice: &$crate::inspect::PyStaticExpr::Tuple { elts: &[$($arguments),+] },
            value: &$of,
        }
    };
}
