//! `eyre::Report` as `RuntimeError`.

use super::report_into_err;
use crate::err::PyErr;

report_into_err!(::eyre::Report);
