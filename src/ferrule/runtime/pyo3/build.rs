//! Tells the crate, under cargo, which Python it is compiled for: `cfg`s, and libpython when a program embeds it.
//!
//! Ferrule itself compiles the crate without this script and passes the same `cfg`s. Which Python that is was found by
//! `pyo3-build-config`.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    pyo3_build_config::use_pyo3_cfgs();
    pyo3_build_config::pyo3_build_script_impl::link(pyo3_build_config::get());
}
