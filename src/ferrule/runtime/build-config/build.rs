//! Finds the Python that is built for, once in a graph, and hands what it found to the library as text.

#[path = "src/config.rs"]
#[allow(dead_code)]
mod config;
#[path = "src/detect.rs"]
mod detect;

fn main() {
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let file = std::path::Path::new(&out).join("python.txt");
    let text = detect::resolve().to_text();
    if let Err(error) = std::fs::write(&file, text) {
        panic!("cannot write {}: {error}", file.display());
    }
}
