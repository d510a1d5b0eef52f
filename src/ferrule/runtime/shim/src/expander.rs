//! The way to the expander: a socket that a build tool serves, or a Python process of our own.
//!
//! The connection is made at the first macro call and kept as long as this process lives: one rustc run, or days in a
//! language server. A Python process of ours ends by itself when its stdin closes, and is started anew if it died.

use crate::wire::{read_frame, write_frame, VERSION};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Why there is no answer.
pub enum Failure {
    New(String),
    /// No expander could be reached a moment ago, and another macro call has said so.
    Known,
}

impl From<String> for Failure {
    fn from(text: String) -> Failure {
        Failure::New(text)
    }
}

struct Link {
    from: BufReader<Box<dyn Read + Send>>,
    to: Box<dyn Write + Send>,
    child: Option<Child>,
}

enum State {
    Unlinked,
    Linked(Link),
    Unreachable(Instant),
}

/// How long one report of an unreachable expander stands for all macro calls.
const QUIET: Duration = Duration::from_secs(5);

static STATE: Mutex<State> = Mutex::new(State::Unlinked);

/// Sends a question, gives the fields of the answer.
pub fn ask(question: &[&str]) -> Result<Vec<String>, Failure> {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut causes = Vec::new();
    for _ in 0..2 {
        let kept = match std::mem::replace(&mut *state, State::Unlinked) {
            State::Linked(link) => link.alive(),
            State::Unreachable(since) if since.elapsed() < QUIET => {
                *state = State::Unreachable(since);
                return Err(Failure::Known);
            }
            _ => None,
        };
        let unreachable = |_: &String| *state = State::Unreachable(Instant::now());
        let mut link = kept.map_or_else(|| connect().inspect_err(unreachable), Ok)?;
        let answer = write_frame(&mut link.to, question).and_then(|()| read_frame(&mut link.from));
        match answer {
            Ok(fields) => {
                *state = State::Linked(link);
                return Ok(fields);
            }
            Err(cause) => causes.push(format!("{cause}{}", link.ended())),
        }
    }
    Err(Failure::New(format!(
        "Ferrule's expander stopped while it was answering, twice ({}); this is a bug in Ferrule",
        causes.join("; ")
    )))
}

impl Link {
    fn new<R, W>(from: R, to: W, child: Option<Child>) -> Link
    where
        R: Read + Send + 'static,
        W: Write + Send + 'static,
    {
        Link {
            from: BufReader::new(Box::new(from)),
            to: Box::new(to),
            child,
        }
    }

    /// The link, if the other end presents itself as an expander that speaks our language.
    fn greeted(mut self) -> Result<Link, String> {
        let greeting = read_frame(&mut self.from);
        let fields = greeting.unwrap_or_default();
        match fields.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["ferrule-expander", VERSION, ..] => Ok(self),
            ["ferrule-expander", version, ..] => Err(format!(
                "it speaks version {version} of the expander's protocol, and the macros of this build version {VERSION}: \
                 the installed Ferrule has changed since; build anew (with cargo: `cargo clean -p pyo3-macros`)"
            )),
            ["failed", reason, ..] => Err((*reason).to_string()),
            _ => Err(format!("it ended before it answered{}", self.ended())),
        }
    }

    /// The link, unless the process was ours and is gone: a language server may ask again after hours.
    fn alive(mut self) -> Option<Link> {
        let child = self.child.as_mut();
        let gone = child.is_some_and(|child| !matches!(child.try_wait(), Ok(None)));
        (!gone).then_some(self)
    }

    /// Ends a process of ours and says how it ended.
    fn ended(self) -> String {
        // Both must be closed first: that is what tells a sound process to end.
        drop((self.to, self.from));
        let status = self.child.map(|mut child| child.wait());
        status
            .and_then(Result::ok)
            .map_or_else(String::new, |status| format!(" ({status})"))
    }
}

fn connect() -> Result<Link, String> {
    let mut refused = Vec::new();
    if let Some(path) = variable("FERRULE_EXPANDER") {
        match open_socket(&path) {
            Ok(link) => return Ok(link),
            Err(cause) => refused.push(format!(
                "the socket {} (FERRULE_EXPANDER): {cause}",
                path.display()
            )),
        }
    }
    let root = root();
    let boot = root.join("ferrule/expander/boot.py");
    if boot.is_file() {
        for python in interpreters(&root) {
            match start(&python, &boot) {
                Ok(link) => return Ok(link),
                Err(cause) => refused.push(format!("{}: {cause}", python.display())),
            }
        }
    } else {
        refused.push(format!("{}: not there any more", boot.display()));
    }
    Err(format!(
        "Ferrule's macros are written in Python, and no interpreter could be started for them.\n  {}\n\
         Install Ferrule for one of them (`pip install ferrule`), or set FERRULE_PYTHON to an interpreter that has it.",
        refused.join("\n  ")
    ))
}

#[cfg(unix)]
fn open_socket(path: &Path) -> Result<Link, String> {
    use std::os::unix::net::UnixStream;
    let socket = UnixStream::connect(path).map_err(|error| error.to_string())?;
    let twin = socket.try_clone().map_err(|error| error.to_string())?;
    Link::new(socket, twin, None).greeted()
}

#[cfg(not(unix))]
fn open_socket(_: &Path) -> Result<Link, String> {
    Err("not supported on this system".to_string())
}

/// Starts `boot` (with none of the user's Python settings, and `site` left to it: half of Python's start-up time).
fn start(python: &Path, boot: &Path) -> Result<Link, String> {
    let mut command = Command::new(python);
    command.args(["-I", "-S"]).arg(boot);
    launch(command)
        .map_err(|error| error.to_string())?
        .greeted()
}

/// A socket, and no pipes: rustc lets a write to a broken pipe end the process without a word.
#[cfg(unix)]
fn launch(mut command: Command) -> io::Result<Link> {
    use std::os::{fd::OwnedFd, unix::net::UnixStream};
    let (ours, theirs) = UnixStream::pair()?;
    command
        .stdin(OwnedFd::from(theirs.try_clone()?))
        .stdout(OwnedFd::from(theirs));
    let child = command.spawn()?;
    Ok(Link::new(ours.try_clone()?, ours, Some(child)))
}

#[cfg(not(unix))]
fn launch(mut command: Command) -> io::Result<Link> {
    use std::process::Stdio;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (from, to) = child
        .stdout
        .take()
        .zip(child.stdin.take())
        .expect("both were asked for");
    Ok(Link::new(from, to, Some(child)))
}

/// The directory that holds the Python package: set by Ferrule, or three above this crate.
fn root() -> PathBuf {
    let compiled_in = option_env!("FERRULE_ROOT")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from);
    let here = Path::new(option_env!("CARGO_MANIFEST_DIR").unwrap_or_default());
    let above = || here.ancestors().nth(3).unwrap_or(here).to_path_buf();
    variable("FERRULE_ROOT")
        .or(compiled_in)
        .unwrap_or_else(above)
}

/// Where Python may be, in the order in which it is tried.
fn interpreters(root: &Path) -> Vec<PathBuf> {
    let in_environment = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    let mut found: Vec<PathBuf> = [
        variable("FERRULE_PYTHON"),
        owner(root),
        variable("PYO3_PYTHON"),
        variable("VIRTUAL_ENV").map(|environment| environment.join(in_environment)),
    ]
    .into_iter()
    .flatten()
    .chain(["python3".into(), "python".into()])
    .collect();
    let mut seen = Vec::new();
    found.retain(|python| {
        !seen.contains(python) && {
            seen.push(python.clone());
            true
        }
    });
    found
}

/// The interpreter in whose PREFIX/lib/python3.11/site-packages the Python package is, if it is in such a place.
fn owner(root: &Path) -> Option<PathBuf> {
    let library = root.parent()?;
    if cfg!(windows) {
        return Some(library.parent()?.join("Scripts/python.exe"))
            .filter(|python| python.is_file());
    }
    let name = library
        .file_name()?
        .to_str()
        .filter(|name| name.starts_with("python3."))?;
    let beside = library.parent()?.parent()?.join("bin").join(name);
    Some(if beside.is_file() {
        beside
    } else {
        name.into()
    })
}

/// An environment variable that is set to something.
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
