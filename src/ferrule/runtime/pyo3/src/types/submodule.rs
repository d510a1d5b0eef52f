//! Modules inside modules: attribute of the parent, and entry of `sys.modules` under the full name.

use super::module::{add as add_attribute, PyModuleMethods};
use super::{
    PyAnyMethods, PyDictMethods, PyListMethods, PyModule, PyString, PyStringMethods, PyType,
};
use crate::err::PyResult;
use crate::instance::Bound;
use crate::intern;

/// Adds `child` to `parent`, under the last part of its name.
///
/// The full name is known only once the parent belongs to the import system. What is added to a module made by
/// [`PyModule::new`] is therefore registered when that module is itself added to one that does.
pub(super) fn add(parent: &Bound<'_, PyModule>, child: &Bound<'_, PyModule>) -> PyResult<()> {
    let name = child.name()?;
    let name = name.to_cow()?;
    let short = last_part(&name);
    add_attribute(
        parent,
        PyString::new(parent.py(), short),
        child.clone().into_any(),
    )?;
    if !is_imported(parent)? {
        return Ok(());
    }
    let parent_name = parent.name()?;
    register(
        &format!("{}.{short}", parent_name.to_cow()?),
        child,
        &mut Vec::new(),
    )
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Gives the module its full name, and the classes in it that took its name so far for their `__module__`: pickling and
/// `help` look them up there.
fn rename(full_name: &str, module: &Bound<'_, PyModule>) -> PyResult<()> {
    let old = module.name()?;
    if old.to_cow()? == full_name {
        return Ok(());
    }
    let key = intern!(module.py(), "__module__");
    for class in module.dict().values().iter() {
        if class.cast::<PyType>().is_ok()
            && class
                .getattr_opt(key)?
                .is_some_and(|owner| owner.eq(&old).unwrap_or(false))
        {
            class.setattr(key, full_name)?;
        }
    }
    module
        .as_any()
        .setattr(intern!(module.py(), "__name__"), full_name)
}

/// Whether the import system made the module, or is making it.
fn is_imported(module: &Bound<'_, PyModule>) -> PyResult<bool> {
    let spec = module
        .as_any()
        .getattr_opt(intern!(module.py(), "__spec__"))?;
    Ok(spec.is_some_and(|spec| !spec.is_none()))
}

/// Enters `module` and the modules inside it in `sys.modules`. `outer` holds the modules around it, so that a module
/// which contains itself comes to an end.
fn register<'py>(
    full_name: &str,
    module: &Bound<'py, PyModule>,
    outer: &mut Vec<Bound<'py, PyModule>>,
) -> PyResult<()> {
    let py = module.py();
    let modules = py
        .import(intern!(py, "sys"))?
        .getattr(intern!(py, "modules"))?;
    modules.set_item(full_name, module)?;
    rename(full_name, module)?;
    outer.push(module.clone());
    for (name, value) in module.dict().copy()?.iter() {
        let (Ok(name), Ok(inner)) = (name.cast::<PyString>(), value.cast_exact::<PyModule>())
        else {
            continue;
        };
        let name = name.to_cow()?;
        // A module that merely is an attribute has been imported under its own name.
        if !is_imported(inner)?
            && last_part(&inner.name()?.to_cow()?) == name
            && !outer.iter().any(|module| module.is(inner))
        {
            register(&format!("{full_name}.{name}"), inner, outer)?;
        }
    }
    outer.pop();
    Ok(())
}
