//! What build scripts ask about the Python that is built for: `use_pyo3_cfgs()`, `get()` and the linker's arguments.
//!
//! What lives here: the answers. The question is put to an interpreter once, by this crate's own build script
//! (`detect`); the features of `pyo3` that say which ABI is meant arrive as features of this crate.

mod config;

pub use config::{BuildFlag, BuildFlags, InterpreterConfig, PythonImplementation, PythonVersion};

use std::env;
use std::path::Path;
use std::sync::OnceLock;

/// Newest minor version that has a `Py_3_N`, so that conditions on coming versions do not warn.
const NEWEST_CFG: u8 = 16;

/// The Python that is built for. `executable` is the one that `PYO3_PYTHON` names, if it does.
pub fn get() -> &'static InterpreterConfig {
    static FOUND: OnceLock<InterpreterConfig> = OnceLock::new();
    FOUND.get_or_init(|| {
        let text = include_str!(concat!(env!("OUT_DIR"), "/python.txt"));
        let mut it = InterpreterConfig::parse(text).expect("the build script wrote it");
        let named = env::var("PYO3_PYTHON").ok().filter(|path| !path.is_empty());
        it.executable = named.or(it.executable);
        it
    })
}

/// Gives the crate that is built the `cfg`s `Py_3_N`, `Py_LIMITED_API`, `Py_GIL_DISABLED` and `py_sys_config`.
pub fn use_pyo3_cfgs() {
    print_expected_cfgs();
    for line in get().build_script_outputs() {
        println!("{line}");
    }
}

/// Declares those `cfg`s to the compiler's check.
#[doc(hidden)]
pub fn print_expected_cfgs() {
    for minor in 7..=NEWEST_CFG {
        println!("cargo:rustc-check-cfg=cfg(Py_3_{minor})");
    }
    for name in [
        "Py_LIMITED_API",
        "Py_GIL_DISABLED",
        "PyPy",
        "GraalPy",
        "RustPython",
        "pyo3_disable_reference_pool",
        "pyo3_leak_on_drop_without_reference_pool",
    ] {
        println!("cargo:rustc-check-cfg=cfg({name})");
    }
    let flags = r#"values("Py_DEBUG", "Py_REF_DEBUG", "Py_TRACE_REFS", "COUNT_ALLOCS")"#;
    println!("cargo:rustc-check-cfg=cfg(py_sys_config, {flags})");
}

/// What the linker is told for an extension module: on macOS, that Python's symbols are found when it is loaded.
pub fn add_extension_module_link_args() {
    if target_os() == "macos" {
        println!("cargo:rustc-cdylib-link-arg=-undefined");
        println!("cargo:rustc-cdylib-link-arg=dynamic_lookup");
    }
}

/// Lets programs that embed Python find libpython where it was found now.
pub fn add_libpython_rpath_link_args() {
    let it = get();
    if let (Some(dir), true) = (&it.lib_dir, it.shared && target_os() != "windows") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{dir}");
    }
}

/// Lets programs that embed macOS's framework Python find it.
pub fn add_python_framework_link_args() {
    if let (Some(prefix), "macos") = (&get().python_framework_prefix, target_os().as_str()) {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{prefix}");
    }
}

fn target_os() -> String {
    env::var("CARGO_CFG_TARGET_OS").unwrap_or_else(|_| env::consts::OS.to_owned())
}

/// A second way to each fact, by method.
impl InterpreterConfig {
    /// Who made it.
    pub fn implementation(&self) -> PythonImplementation {
        self.implementation
    }

    /// The version whose API may be used.
    pub fn version(&self) -> PythonVersion {
        self.version
    }

    /// Whether libpython is a shared library.
    pub fn shared(&self) -> bool {
        self.shared
    }

    /// Whether the module keeps to the stable ABI.
    pub fn abi3(&self) -> bool {
        self.abi3
    }

    /// Name of libpython, without `lib`.
    pub fn lib_name(&self) -> Option<&str> {
        self.lib_name.as_deref()
    }

    /// Directory of libpython.
    pub fn lib_dir(&self) -> Option<&str> {
        self.lib_dir.as_deref()
    }

    /// The interpreter.
    pub fn executable(&self) -> Option<&str> {
        self.executable.as_deref()
    }

    /// Bits in a pointer.
    pub fn pointer_width(&self) -> Option<u32> {
        self.pointer_width
    }

    /// Switches that it was compiled with.
    pub fn build_flags(&self) -> &BuildFlags {
        &self.build_flags
    }

    /// Whether libpython is never to be named to the linker.
    pub fn suppress_build_script_link_lines(&self) -> bool {
        self.suppress_build_script_link_lines
    }

    /// Lines to print as they are.
    pub fn extra_build_script_lines(&self) -> &[String] {
        &self.extra_build_script_lines
    }

    /// Where macOS keeps the framework that the interpreter belongs to.
    pub fn python_framework_prefix(&self) -> Option<&str> {
        self.python_framework_prefix.as_deref()
    }

    /// The lines that give a crate the `cfg`s of this Python.
    pub fn build_script_outputs(&self) -> Vec<String> {
        let mut lines: Vec<String> = (7..=self.version.minor)
            .map(|minor| format!("cargo:rustc-cfg=Py_3_{minor}"))
            .collect();
        if self.abi3 {
            lines.push("cargo:rustc-cfg=Py_LIMITED_API".to_owned());
        }
        let mut flags: Vec<String> = self
            .build_flags
            .0
            .iter()
            .map(BuildFlag::to_string)
            .collect();
        flags.sort();
        lines.extend(flags.iter().map(|flag| match flag.as_str() {
            "Py_GIL_DISABLED" => "cargo:rustc-cfg=Py_GIL_DISABLED".to_owned(),
            flag => format!("cargo:rustc-cfg=py_sys_config=\"{flag}\""),
        }));
        lines
    }

    /// Runs a script in the interpreter and returns what it printed.
    #[doc(hidden)]
    pub fn run_python_script(&self, script: &str) -> Result<String, Box<dyn std::error::Error>> {
        let python = self
            .executable
            .as_deref()
            .ok_or("no interpreter is known")?;
        let done = std::process::Command::new(python)
            .args(["-c", script])
            .output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into());
        }
        Ok(String::from_utf8(done.stdout)?)
    }
}

/// What the crate `pyo3` itself needs in its build script.
#[doc(hidden)]
pub mod pyo3_build_script_impl {
    use super::{env, InterpreterConfig, Path};

    pub use crate::get as resolve_interpreter_config;

    /// Compares the target's pointers with the interpreter's, and names libpython to the linker. On Unix an extension
    /// module must not be linked to it: it finds the symbols in the program that loads it.
    ///
    /// Panics with a sentence when a module for this target cannot work in the interpreter.
    pub fn link(it: &InterpreterConfig) {
        let width = env::var("CARGO_CFG_TARGET_POINTER_WIDTH").ok();
        if let (Some(bits), Some(width)) = (it.pointer_width, width) {
            assert!(
                width == bits.to_string(),
                "the interpreter is a {bits}-bit program, the target has {width} bits; set PYO3_PYTHON to a matching \
                 one"
            );
        }
        let windows = super::target_os() == "windows";
        println!("cargo:rerun-if-env-changed=PYO3_BUILD_EXTENSION_MODULE");
        let asked = env::var_os("PYO3_BUILD_EXTENSION_MODULE").is_some_and(|it| !it.is_empty());
        let extension = asked || cfg!(feature = "extension-module");
        if !it.suppress_build_script_link_lines && (windows || !extension) {
            name_library(it, windows);
        }
        for line in &it.extra_build_script_lines {
            println!("{line}");
        }
    }

    fn name_library(it: &InterpreterConfig, windows: bool) {
        let fallback = format!("python{}", it.version);
        let mut name = it.lib_name.clone().unwrap_or(fallback);
        if windows && it.abi3 {
            name = "python3".to_owned();
        }
        if let Some(dir) = &it.lib_dir {
            println!("cargo:rustc-link-search=native={dir}");
        }
        if windows {
            println!("cargo:rustc-link-lib=pythonXY:{name}");
        } else if it.shared {
            println!("cargo:rustc-link-lib={name}");
        } else {
            name_archive(it, &name);
        }
    }

    /// A libpython that exists as an archive only, with the libraries that it names.
    fn name_archive(it: &InterpreterConfig, name: &str) {
        let dir = it.lib_dir.as_deref().unwrap_or_default();
        if !Path::new(dir).join(format!("lib{name}.a")).exists() {
            println!(
                "cargo:warning=no lib{name} in `{dir}`: programs that embed Python will not link, extension modules will"
            );
            return;
        }
        println!("cargo:rustc-link-lib=static={name}");
        for library in it.system_libs.split_whitespace() {
            if let Some(library) = library.strip_prefix("-l") {
                println!("cargo:rustc-link-lib={library}");
            }
        }
    }
}
