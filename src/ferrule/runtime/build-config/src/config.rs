//! What is known of a Python: the types that build scripts see, and their text form, one `key=value` a line.

use std::collections::HashSet;
use std::fmt::{self, Display};
use std::str::FromStr;

/// A version of the language, such as 3.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PythonVersion {
    /// The 3 of 3.12.
    pub major: u8,
    /// The 12 of 3.12.
    pub minor: u8,
}

impl Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for PythonVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("expected a version like 3.11, found `{text}`");
        let (major, minor) = text.split_once('.').ok_or_else(wrong)?;
        Ok(PythonVersion {
            major: major.parse().map_err(|_| wrong())?,
            minor: minor.parse().map_err(|_| wrong())?,
        })
    }
}

/// Who made the interpreter. Ferrule builds for CPython; the others have names so that scripts can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::upper_case_acronyms)]
#[non_exhaustive]
pub enum PythonImplementation {
    CPython,
    PyPy,
    GraalPy,
    RustPython,
}

impl Display for PythonImplementation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PythonImplementation::CPython => "CPython",
            PythonImplementation::PyPy => "PyPy",
            PythonImplementation::GraalPy => "GraalVM",
            PythonImplementation::RustPython => "RustPython",
        })
    }
}

impl FromStr for PythonImplementation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "cpython" => Ok(PythonImplementation::CPython),
            "pypy" => Ok(PythonImplementation::PyPy),
            "graalpy" | "graalvm" => Ok(PythonImplementation::GraalPy),
            "rustpython" => Ok(PythonImplementation::RustPython),
            _ => Err(format!("`{text}` is no known Python implementation")),
        }
    }
}

/// A switch that an interpreter was compiled with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(non_camel_case_types)]
pub enum BuildFlag {
    Py_DEBUG,
    Py_REF_DEBUG,
    #[deprecated(note = "no supported Python has it")]
    Py_TRACE_REFS,
    COUNT_ALLOCS,
    Py_GIL_DISABLED,
    Other(String),
}

impl Display for BuildFlag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildFlag::Other(name) => f.write_str(name),
            known => write!(f, "{known:?}"),
        }
    }
}

impl FromStr for BuildFlag {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "Py_DEBUG" => BuildFlag::Py_DEBUG,
            "Py_REF_DEBUG" => BuildFlag::Py_REF_DEBUG,
            "COUNT_ALLOCS" => BuildFlag::COUNT_ALLOCS,
            "Py_GIL_DISABLED" => BuildFlag::Py_GIL_DISABLED,
            other => BuildFlag::Other(other.to_owned()),
        })
    }
}

/// The switches that are on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildFlags(pub HashSet<BuildFlag>);

impl Display for BuildFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<String> = self.0.iter().map(BuildFlag::to_string).collect();
        names.sort();
        f.write_str(&names.join(","))
    }
}

/// All that a build has to know of the Python that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterpreterConfig {
    /// Who made it.
    pub implementation: PythonImplementation,
    /// The version whose API may be used: under the stable ABI the oldest that is supported.
    pub version: PythonVersion,
    /// Whether libpython is a shared library.
    pub shared: bool,
    /// Whether the module keeps to the stable ABI.
    pub abi3: bool,
    /// Name of libpython, without `lib`.
    pub lib_name: Option<String>,
    /// Directory of libpython.
    pub lib_dir: Option<String>,
    /// The interpreter.
    pub executable: Option<String>,
    /// Bits in a pointer.
    pub pointer_width: Option<u32>,
    /// Switches that it was compiled with.
    pub build_flags: BuildFlags,
    /// Whether libpython is never to be named to the linker.
    pub suppress_build_script_link_lines: bool,
    /// Lines to print as they are.
    pub extra_build_script_lines: Vec<String>,
    /// Where macOS keeps the framework that the interpreter belongs to.
    pub python_framework_prefix: Option<String>,
    /// Libraries that a static libpython needs.
    #[doc(hidden)]
    pub system_libs: String,
}

impl InterpreterConfig {
    /// A plain CPython of a version.
    #[doc(hidden)]
    pub fn plain(version: PythonVersion) -> Self {
        InterpreterConfig {
            implementation: PythonImplementation::CPython,
            version,
            shared: true,
            abi3: false,
            lib_name: None,
            lib_dir: None,
            executable: None,
            pointer_width: None,
            build_flags: BuildFlags::default(),
            suppress_build_script_link_lines: false,
            extra_build_script_lines: Vec::new(),
            python_framework_prefix: None,
            system_libs: String::new(),
        }
    }

    /// Reads the text form. Keys that are not known are passed over: they may come from another version.
    #[doc(hidden)]
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut it = Self::plain(PythonVersion { major: 0, minor: 0 });
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (key, value) = line
                .split_once('=')
                .ok_or_else(|| format!("expected `key=value`, found `{line}`"))?;
            it.set(key, value)?;
        }
        if it.version.major == 0 {
            return Err("it does not say its version".to_owned());
        }
        Ok(it)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let yes = matches!(value, "1" | "true");
        let text = || (!value.is_empty()).then(|| value.to_owned());
        match key {
            "implementation" => self.implementation = value.parse()?,
            "version" => self.version = value.parse()?,
            "shared" => self.shared = yes,
            "abi3" => self.abi3 = yes,
            "target_abi" => self.abi3 = value.starts_with("abi3"),
            "lib_name" => self.lib_name = text(),
            "lib_dir" => self.lib_dir = text(),
            "executable" => self.executable = text(),
            "pointer_width" => self.pointer_width = value.parse().ok(),
            "build_flags" => {
                let flags = value.split(',').filter(|flag| !flag.is_empty());
                self.build_flags.0 = flags.filter_map(|flag| flag.parse().ok()).collect();
            }
            "suppress_build_script_link_lines" => self.suppress_build_script_link_lines = yes,
            "extra_build_script_line" => self.extra_build_script_lines.push(value.to_owned()),
            "python_framework_prefix" => self.python_framework_prefix = text(),
            "system_libs" => self.system_libs = value.to_owned(),
            _ => {}
        }
        Ok(())
    }

    /// The text form, which `parse` reads.
    #[doc(hidden)]
    pub fn to_text(&self) -> String {
        let mut lines = vec![
            format!("implementation={}", self.implementation),
            format!("version={}", self.version),
            format!("shared={}", self.shared),
            format!("abi3={}", self.abi3),
            format!("build_flags={}", self.build_flags),
            format!(
                "suppress_build_script_link_lines={}",
                self.suppress_build_script_link_lines
            ),
            format!("system_libs={}", self.system_libs),
        ];
        let width = self.pointer_width.map(|bits| bits.to_string());
        for (key, value) in [
            ("lib_name", &self.lib_name),
            ("lib_dir", &self.lib_dir),
            ("executable", &self.executable),
            ("pointer_width", &width),
            ("python_framework_prefix", &self.python_framework_prefix),
        ] {
            lines.extend(value.iter().map(|value| format!("{key}={value}")));
        }
        let extra = self.extra_build_script_lines.iter();
        lines.extend(extra.map(|line| format!("extra_build_script_line={line}")));
        lines.join("\n") + "\n"
    }

    /// Whether it was built without a GIL.
    pub fn is_free_threaded(&self) -> bool {
        self.build_flags.0.contains(&BuildFlag::Py_GIL_DISABLED)
    }
}
