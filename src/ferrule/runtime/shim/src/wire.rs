//! The language of shim and expander, version 1. `ferrule/expander/wire.py` is the other end.
//!
//! A frame is a little-endian u32, the number of fields, then for each field its length as such a u32 and its bytes.
//! The expander speaks first: `ferrule-expander`, version (or `failed`, reason). Then for every macro call
//! a question: version, macro, length of the attribute's text, text, crate name, file (empty where rustc does not tell);
//! and an answer: `ok` or `error`, cuts as `12 47;60 71`, glue, and a field `12 47 message` for each error.

use std::io::{self, Read, Write};
use std::ops::Range;

pub const VERSION: &str = "1";

/// More fields than this mean that the other end is no expander.
const MOST_FIELDS: u32 = 1 << 16;

/// What the expander says of one macro call. Ranges are bytes of the text that was sent.
pub struct Answer {
    pub cuts: Vec<Range<usize>>,
    pub glue: String,
    pub errors: Vec<(Range<usize>, String)>,
}

impl Answer {
    pub fn from_fields(fields: &[String]) -> Result<Answer, String> {
        let malformed = || format!("Ferrule's expander gave an answer that is none: {fields:?}");
        let [status, cuts, glue, errors @ ..] = fields else {
            return Err(malformed());
        };
        let cuts = cuts
            .split(';')
            .filter(|cut| !cut.is_empty())
            .map(|cut| Some(range(cut)?.0));
        let errors = errors.iter().map(|error| range(error));
        match (status.as_str(), cuts.collect(), errors.collect()) {
            ("ok" | "error", Some(cuts), Some(errors)) => Ok(Answer {
                cuts,
                glue: glue.clone(),
                errors,
            }),
            _ => Err(malformed()),
        }
    }
}

/// Takes `12 47` from the front of `text`; gives the range and what follows it.
fn range(text: &str) -> Option<(Range<usize>, String)> {
    let mut words = text.splitn(3, ' ');
    let start = words.next()?.parse().ok()?;
    let end = words.next()?.parse().ok()?;
    Some((start..end, words.next().unwrap_or_default().to_string()))
}

pub fn write_frame(to: &mut dyn Write, fields: &[&str]) -> io::Result<()> {
    let mut frame = Vec::new();
    let mut number = |n: usize, then: &[u8]| {
        let n = u32::try_from(n).map_err(|_| io::Error::other("an item of over 4 GB"))?;
        frame.extend_from_slice(&n.to_le_bytes());
        frame.extend_from_slice(then);
        Ok::<(), io::Error>(())
    };
    number(fields.len(), b"")?;
    for field in fields {
        number(field.len(), field.as_bytes())?;
    }
    to.write_all(&frame)?;
    to.flush()
}

pub fn read_frame(from: &mut dyn Read) -> io::Result<Vec<String>> {
    let count = read_number(from)?;
    if count > MOST_FIELDS {
        return Err(io::Error::other("no frame"));
    }
    (0..count).map(|_| read_field(from)).collect()
}

fn read_number(from: &mut dyn Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn read_field(from: &mut dyn Read) -> io::Result<String> {
    let len = read_number(from)?;
    let mut bytes = Vec::new();
    // `take` and not a buffer of `len`: a length that is noise must not reserve gigabytes.
    from.take(len.into()).read_to_end(&mut bytes)?;
    if bytes.len() < len as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("text that is not UTF-8"))
}
