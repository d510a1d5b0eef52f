//! Finding out which Python is built for, for this crate's own build script.
//!
//! The interpreter comes from `PYO3_CONFIG_FILE`, `PYO3_PYTHON`, `VIRTUAL_ENV`, `CONDA_PREFIX`, or is `python3` or
//! `python` on the search path. The search path is not part of the fingerprint: editors and shells differ in it, and
//! rebuilding for that helps nobody.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::config::{BuildFlag, InterpreterConfig, PythonImplementation, PythonVersion};

/// Oldest and newest minor versions of Python 3 that the runtime knows the layout of.
const OLDEST: u8 = 9;
const NEWEST: u8 = 14;

/// Environment variables that decide, once there is no configuration file.
const ENVIRONMENT: &[&str] = &["PYO3_PYTHON", "VIRTUAL_ENV", "CONDA_PREFIX"];

/// Environment variables that always decide.
const ALWAYS: &[&str] = &[
    "PYO3_CONFIG_FILE",
    "PYO3_NO_PYTHON",
    "PYO3_ENVIRONMENT_SIGNATURE",
    "PYO3_USE_ABI3_FORWARD_COMPATIBILITY",
    "PYO3_USE_STABLE_ABI_FORWARD_COMPATIBILITY",
];

/// Asks an interpreter about itself, one `key=value` a line.
const SCRIPT: &str = r#"
import os, struct, sys, sysconfig
get = sysconfig.get_config_var
flags = [name for name in ("Py_DEBUG", "Py_GIL_DISABLED") if get(name)]
if hasattr(sys, "gettotalrefcount"):
    flags.append("Py_REF_DEBUG")
print("implementation=%s" % sys.implementation.name)
print("version=%d.%d" % sys.version_info[:2])
print("pointer_width=%d" % (struct.calcsize("P") * 8))
print("build_flags=%s" % ",".join(flags))
print("executable=%s" % sys.executable)
print("shared=%d" % bool(os.name == "nt" or get("Py_ENABLE_SHARED") or get("PYTHONFRAMEWORK")))
if os.name == "nt":
    print("lib_dir=%s" % os.path.join(sys.base_prefix, "libs"))
    print("lib_name=python%d%d" % sys.version_info[:2] + ("t" if get("Py_GIL_DISABLED") else ""))
else:
    print("lib_dir=%s" % (get("PYTHONFRAMEWORKPREFIX") or get("LIBDIR") or ""))
    print("lib_name=python%s" % (get("LDVERSION") or get("py_version_short")))
    print("system_libs=%s %s" % (get("LIBS") or "", get("SYSLIBS") or ""))
    print("python_framework_prefix=%s" % (get("PYTHONFRAMEWORKPREFIX") or ""))
"#;

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
fn abi3_minor() -> Option<u8> {
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
fn ask_interpreter() -> Result<InterpreterConfig, String> {
    let (paths, named) = candidates();
    let mut tried = Vec::new();
    for path in &paths {
        let source = path.display();
        match Command::new(path).args(["-I", "-c", SCRIPT]).output() {
            Ok(output) if output.status.success() => {
                let text = String::from_utf8_lossy(&output.stdout);
                return InterpreterConfig::parse(&text).map_err(|why| format!("{source}: {why}"));
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
fn interpreter() -> InterpreterConfig {
    if let Some(path) = variable("PYO3_CONFIG_FILE") {
        println!("cargo:rerun-if-changed={path}");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("cannot read PYO3_CONFIG_FILE `{path}`: {error}"));
        return InterpreterConfig::parse(&text)
            .unwrap_or_else(|why| panic!("PYO3_CONFIG_FILE `{path}`: {why}"));
    }
    for name in ENVIRONMENT {
        println!("cargo:rerun-if-env-changed={name}");
    }
    let from_features = abi3_minor().map(|minor| {
        let minor = minor.max(OLDEST);
        InterpreterConfig::plain(PythonVersion { major: 3, minor })
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
fn settle(it: &mut InterpreterConfig) {
    let (version, threaded) = (it.version, it.is_free_threaded());
    assert!(
        it.implementation == PythonImplementation::CPython,
        "the interpreter is {}; this crate supports CPython only",
        it.implementation
    );
    if feature("abi3") && threaded {
        println!(
            "cargo:warning=feature abi3 is ignored: a free-threaded Python has no stable ABI yet"
        );
    }
    it.abi3 = (feature("abi3") || it.abi3) && !threaded;
    assert!(
        version.major == 3 && version.minor >= OLDEST,
        "Python {version} is too old, 3.{OLDEST} is the oldest supported; set PYO3_PYTHON to a newer one"
    );
    let forward = variable("PYO3_USE_ABI3_FORWARD_COMPATIBILITY")
        .or(variable("PYO3_USE_STABLE_ABI_FORWARD_COMPATIBILITY"));
    assert!(
        version.minor <= NEWEST || (it.abi3 && (abi3_minor().is_some() || forward.is_some())),
        "Python {version} is newer than 3.{NEWEST}, the newest supported; build with a feature abi3-py3N, or set \
         PYO3_PYTHON to an older one"
    );
    if let (true, Some(lowest)) = (it.abi3, abi3_minor()) {
        let lowest = lowest.max(OLDEST);
        assert!(
            lowest <= version.minor,
            "feature abi3-py3{lowest} asks for Python 3.{lowest} or newer, found {version}"
        );
        it.version.minor = lowest;
    }
    it.version.minor = it.version.minor.min(NEWEST);
    if it.build_flags.0.contains(&BuildFlag::Py_DEBUG) {
        it.build_flags.0.insert(BuildFlag::Py_REF_DEBUG);
    }
}

/// The whole answer, and the lines that tell cargo when to ask again.
pub fn resolve() -> InterpreterConfig {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src");
    for name in ALWAYS {
        println!("cargo:rerun-if-env-changed={name}");
    }
    let mut it = interpreter();
    settle(&mut it);
    it
}
