//! Tells the crate, under cargo, which Python it is compiled for: `cfg`s, and libpython when a program embeds it.
//!
//! Ferrule itself compiles the crate without this script and passes the same `cfg`s. The interpreter comes from
//! `PYO3_CONFIG_FILE`, `PYO3_PYTHON`, `VIRTUAL_ENV`, `CONDA_PREFIX`, or is `python3` or `python` on the search path. The
//! search path is not part of the fingerprint: editors and shells differ in it, and rebuilding for that helps nobody.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Oldest and newest minor versions of Python 3 that the crate knows the layout of.
const OLDEST: u32 = 9;
const NEWEST: u32 = 14;

/// Environment variables that decide what is built.
const ENVIRONMENT: &[&str] = &[
    "PYO3_PYTHON",
    "PYO3_CONFIG_FILE",
    "PYO3_NO_PYTHON",
    "PYO3_BUILD_EXTENSION_MODULE",
    "PYO3_ENVIRONMENT_SIGNATURE",
    "PYO3_USE_ABI3_FORWARD_COMPATIBILITY",
    "PYO3_USE_STABLE_ABI_FORWARD_COMPATIBILITY",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
];

/// Asks an interpreter about itself, one `key=value` a line.
const SCRIPT: &str = r#"
import os, struct, sys, sysconfig
get = sysconfig.get_config_var
print("implementation=%s" % sys.implementation.name)
print("version=%d.%d" % sys.version_info[:2])
print("pointer_width=%d" % (struct.calcsize("P") * 8))
print("free_threaded=%d" % bool(get("Py_GIL_DISABLED")))
print("ref_debug=%d" % hasattr(sys, "gettotalrefcount"))
print("executable=%s" % sys.executable)
print("shared=%d" % bool(os.name == "nt" or get("Py_ENABLE_SHARED") or get("PYTHONFRAMEWORK")))
if os.name == "nt":
    print("lib_dir=%s" % os.path.join(sys.base_prefix, "libs"))
    print("lib_name=python%d%d" % sys.version_info[:2] + ("t" if get("Py_GIL_DISABLED") else ""))
else:
    print("lib_dir=%s" % (get("PYTHONFRAMEWORKPREFIX") or get("LIBDIR") or ""))
    print("lib_name=python%s" % (get("LDVERSION") or get("py_version_short")))
    print("system_libs=%s %s" % (get("LIBS") or "", get("SYSLIBS") or ""))
"#;

/// What the crate must know of an interpreter.
#[derive(Default)]
struct Interpreter {
    minor: u32,
    pointer_width: Option<u32>,
    free_threaded: bool,
    ref_debug: bool,
    shared: bool,
    abi3: bool,
    lib_dir: Option<String>,
    lib_name: Option<String>,
    system_libs: String,
    suppress_link_lines: bool,
    extra_lines: Vec<String>,
}

impl Interpreter {
    /// Reads `key=value` lines, from the script above or from a configuration file.
    fn parse(text: &str, source: &str) -> Self {
        let mut it = Interpreter {
            shared: true,
            ..Default::default()
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let Some((key, value)) = line.split_once('=') else {
                panic!("{source}: expected `key=value`, found `{line}`");
            };
            let yes = matches!(value, "1" | "true");
            match key {
                "implementation" if !value.eq_ignore_ascii_case("cpython") => {
                    panic!("{source} is {value}; this crate supports CPython only")
                }
                "version" => it.minor = minor_version(value, source),
                "pointer_width" => it.pointer_width = value.parse().ok(),
                "free_threaded" => it.free_threaded = yes,
                "ref_debug" => it.ref_debug = yes,
                "build_flags" => {
                    let has = |flag| value.split(',').any(|it| it == flag);
                    it.free_threaded = has("Py_GIL_DISABLED");
                    it.ref_debug = has("Py_REF_DEBUG");
                }
                "shared" => it.shared = yes,
                "abi3" => it.abi3 = yes,
                "target_abi" => it.abi3 = value.starts_with("abi3"),
                "lib_dir" if !value.is_empty() => it.lib_dir = Some(value.to_owned()),
                "lib_name" if !value.is_empty() => it.lib_name = Some(value.to_owned()),
                "system_libs" => it.system_libs = value.to_owned(),
                "suppress_build_script_link_lines" => it.suppress_link_lines = yes,
                "extra_build_script_line" => it.extra_lines.push(value.to_owned()),
                _ => {} // written for another version of this script
            }
        }
        assert!(it.minor != 0, "{source} does not say its version");
        it
    }
}

/// `3.11` → 11.
fn minor_version(text: &str, source: &str) -> u32 {
    text.strip_prefix("3.")
        .and_then(|minor| minor.parse().ok())
        .unwrap_or_else(|| panic!("{source}: expected a version like 3.11, found `{text}`"))
}

/// The value of a variable that is set and not empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether a Cargo feature is on.
fn feature(name: &str) -> bool {
    let name = name.to_uppercase().replace('-', "_");
    env::var_os(format!("CARGO_FEATURE_{name}")).is_some()
}

/// The lowest `abi3-py3N` feature that is on.
fn abi3_minor() -> Option<u32> {
    (7..=NEWEST + 1).find(|minor| feature(&format!("abi3-py3{minor}")))
}

/// The interpreters to try, best first, and whether the first was asked for by name.
fn candidates() -> (Vec<PathBuf>, bool) {
    if let Some(python) = variable("PYO3_PYTHON") {
        return (vec![python.into()], true);
    }
    let windows = env::consts::OS == "windows";
    let mut found = Vec::new();
    if let Some(prefix) = variable("VIRTUAL_ENV") {
        let below = if windows {
            "Scripts/python.exe"
        } else {
            "bin/python"
        };
        found.push(Path::new(&prefix).join(below));
    }
    if let Some(prefix) = variable("CONDA_PREFIX") {
        let below = if windows { "python.exe" } else { "bin/python" };
        found.push(Path::new(&prefix).join(below));
    }
    found.push("python3".into());
    found.push("python".into());
    (found, false)
}

/// Runs the script in the first interpreter that answers.
fn ask_interpreter() -> Result<Interpreter, String> {
    let (paths, named) = candidates();
    let mut tried = Vec::new();
    for path in &paths {
        let source = path.display();
        match Command::new(path).args(["-I", "-c", SCRIPT]).output() {
            Ok(output) if output.status.success() => {
                let text = String::from_utf8_lossy(&output.stdout);
                return Ok(Interpreter::parse(&text, &source.to_string()));
            }
            Ok(output) => tried.push(format!(
                "{source}: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )),
            Err(error) => tried.push(format!("{source}: {error}")),
        }
    }
    let origin = if named {
        "PYO3_PYTHON"
    } else {
        "the usual places"
    };
    Err(format!(
        "no Python interpreter found through {origin}:\n  {}\nSet PYO3_PYTHON to the interpreter to build for.",
        tried.join("\n  ")
    ))
}

/// The interpreter to build for: from the configuration file, by asking one, or just the features' word for it.
fn interpreter() -> Interpreter {
    if let Some(path) = variable("PYO3_CONFIG_FILE") {
        println!("cargo:rerun-if-changed={path}");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read PYO3_CONFIG_FILE `{path}`: {error}"));
        return Interpreter::parse(&text, &path);
    }
    let from_features = abi3_minor().map(|minor| Interpreter {
        minor: minor.max(OLDEST),
        shared: true,
        ..Default::default()
    });
    if variable("PYO3_NO_PYTHON").is_some() {
        return from_features.expect(
            "PYO3_NO_PYTHON is set, which asks for a feature abi3-py3N to say the version",
        );
    }
    match (ask_interpreter(), from_features) {
        (Ok(found), _) => found,
        (Err(_), Some(assumed)) => assumed,
        (Err(message), None) => panic!("{message}"),
    }
}

/// Settles the version and whether the stable ABI is meant, and refuses what cannot work.
fn settle(it: &Interpreter) -> (u32, bool) {
    let abi3 = (feature("abi3") || it.abi3) && !it.free_threaded;
    if feature("abi3") && it.free_threaded {
        println!(
            "cargo:warning=feature abi3 is ignored: a free-threaded Python has no stable ABI yet"
        );
    }
    assert!(
        it.minor >= OLDEST,
        "Python 3.{} is too old, 3.{OLDEST} is the oldest supported; set PYO3_PYTHON to a newer one",
        it.minor
    );
    let forward = variable("PYO3_USE_ABI3_FORWARD_COMPATIBILITY")
        .or(variable("PYO3_USE_STABLE_ABI_FORWARD_COMPATIBILITY"));
    assert!(
        it.minor <= NEWEST || (abi3 && (abi3_minor().is_some() || forward.is_some())),
        "Python 3.{} is newer than 3.{NEWEST}, the newest supported; build with a feature abi3-py3N, or set PYO3_PYTHON \
         to an older one",
        it.minor
    );
    if let (Some(bits), Some(width)) =
        (it.pointer_width, variable("CARGO_CFG_TARGET_POINTER_WIDTH"))
    {
        assert!(
            width == bits.to_string(),
            "the interpreter is a {bits}-bit program, the target has {width} bits; set PYO3_PYTHON to a matching one"
        );
    }
    let mut minor = it.minor;
    if abi3 {
        if let Some(lowest) = abi3_minor() {
            let lowest = lowest.max(OLDEST);
            assert!(
                lowest <= it.minor,
                "feature abi3-py3{lowest} asks for Python 3.{lowest} or newer, found 3.{}",
                it.minor
            );
            minor = lowest;
        }
    }
    (minor.min(NEWEST), abi3)
}

/// The `cfg`s that exist, for the compiler's check.
fn declare_cfgs() {
    for minor in 7..=NEWEST + 2 {
        println!("cargo:rustc-check-cfg=cfg(Py_3_{minor})");
    }
    for name in [
        "Py_LIMITED_API",
        "Py_GIL_DISABLED",
        "PyPy",
        "GraalPy",
        "RustPython",
    ] {
        println!("cargo:rustc-check-cfg=cfg({name})");
    }
    println!("cargo:rustc-check-cfg=cfg(py_sys_config, values(\"Py_DEBUG\", \"Py_REF_DEBUG\", \"Py_TRACE_REFS\"))");
}

/// Links libpython. On Unix an extension module must not: it finds the symbols in the program that loads it.
fn link(it: &Interpreter, abi3: bool) {
    let windows = env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("windows");
    let extension =
        feature("extension-module") || variable("PYO3_BUILD_EXTENSION_MODULE").is_some();
    if it.suppress_link_lines || (extension && !windows) {
        return;
    }
    let fallback = format!("python3{}", it.minor);
    let mut name = it.lib_name.clone().unwrap_or(fallback);
    if windows && abi3 {
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
        link_static(it, &name);
    }
}

/// Links a libpython that exists as an archive only, with the libraries that it names.
fn link_static(it: &Interpreter, name: &str) {
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

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for name in ENVIRONMENT {
        println!("cargo:rerun-if-env-changed={name}");
    }
    declare_cfgs();
    let it = interpreter();
    let (minor, abi3) = settle(&it);
    for minor in 7..=minor {
        println!("cargo:rustc-cfg=Py_3_{minor}");
    }
    if abi3 {
        println!("cargo:rustc-cfg=Py_LIMITED_API");
    }
    if it.free_threaded {
        println!("cargo:rustc-cfg=Py_GIL_DISABLED");
    }
    if it.ref_debug {
        println!("cargo:rustc-cfg=py_sys_config=\"Py_REF_DEBUG\"");
    }
    link(&it, abi3);
    for line in &it.extra_lines {
        println!("{line}");
    }
}
