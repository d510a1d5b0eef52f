//! One macro call from tokens to tokens: asks the expander and builds its answer.
//!
//! In glue, `__at!(12 47)` stands for the user's own tokens in bytes 12..47 of the text, and `__on!(12 47 { ... })` for
//! the tokens in the braces, placed where the user's are, so that rustc's errors underline what the user wrote.

use crate::expander::{self, Failure};
use crate::flatten::Flat;
use crate::kept;
use crate::wire::{Answer, VERSION};
use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use std::ops::Range;

/// An attribute macro: the item without the cuts, then the glue.
pub fn expand(name: &str, attr: TokenStream, item: TokenStream) -> TokenStream {
    // Functions for the module may stand within the body of a `#[pymodule]`.
    let flat = Flat::new(attr, item, name == "pymodule");
    answer(name, &flat).map_or_else(failure, |(answer, glue)| {
        let mut output = flat.item_without(answer.cuts);
        output.extend([glue, errors(&flat, &answer.errors)]);
        output
    })
}

/// A derive: rustc keeps the item, only the glue is given.
pub fn derive(name: &str, item: TokenStream) -> TokenStream {
    let flat = Flat::new(TokenStream::new(), item, true);
    answer(name, &flat).map_or_else(failure, |(answer, mut glue)| {
        glue.extend(errors(&flat, &answer.errors));
        glue
    })
}

fn answer(name: &str, flat: &Flat) -> Result<(Answer, TokenStream), Failure> {
    let crate_name = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
    let attr_len = flat.attr_len.to_string();
    // The last field is the file: Span::file came with Rust 1.88, later than the oldest that we support.
    let question = [VERSION, name, &attr_len, &flat.text, &crate_name, ""];
    let fields = kept::find(&question).map_or_else(|| expander::ask(&question), Ok)?;
    let answer = Answer::from_fields(&fields)?;
    let glue = answer.glue.parse().map_err(|error| {
        format!("Ferrule's glue for #[{name}] is not Rust ({error}); this is a bug in Ferrule")
    })?;
    let glue = if answer.glue.contains("__at!") || answer.glue.contains("__on!") {
        substitute(glue, flat)?
    } else {
        glue
    };
    Ok((answer, glue))
}

/// Replaces all `__at!` and `__on!`.
fn substitute(glue: TokenStream, flat: &Flat) -> Result<TokenStream, String> {
    // A vector, as every call on a TokenStream is a message to the compiler.
    let mut output: Vec<TokenTree> = Vec::new();
    for tree in glue {
        let TokenTree::Group(group) = tree else {
            output.push(tree);
            continue;
        };
        if ends_in_form(&output) {
            output.truncate(output.len() - 2);
            form(&group, flat, &mut output)?;
        } else {
            output.push(rebuilt(&group, substitute(group.stream(), flat)?));
        }
    }
    Ok(output.into_iter().collect())
}

/// Whether the last tokens are `__at!` or `__on!`.
fn ends_in_form(trees: &[TokenTree]) -> bool {
    match trees {
        [.., TokenTree::Ident(name), TokenTree::Punct(bang)] if bang.as_char() == '!' => {
            matches!(name.to_string().as_str(), "__at" | "__on")
        }
        _ => false,
    }
}

/// Adds what `(12 47)` of `__at!` or `(12 47 { ... })` of `__on!` stands for.
fn form(args: &Group, flat: &Flat, output: &mut Vec<TokenTree>) -> Result<(), String> {
    let malformed = || format!("Ferrule's glue has a wrong form {args}; this is a bug in Ferrule");
    let trees: Vec<TokenTree> = args.stream().into_iter().collect();
    let [start, end, body @ ..] = trees.as_slice() else {
        return Err(malformed());
    };
    let number = |tree: &TokenTree| tree.to_string().parse().map_err(|_| malformed());
    let range: Range<usize> = number(start)?..number(end)?;
    match body {
        [] => flat.collect(&range, output),
        [TokenTree::Group(body)] => {
            let mut inner = body.stream();
            if let Some((first, last)) = flat.ends(&range) {
                inner = place(inner, (located(first), located(last)));
            }
            output.extend(substitute(inner, flat)?);
        }
        _ => return Err(malformed()),
    }
    Ok(())
}

/// Gives generated tokens the location of the user's, with names still resolved at the macro call.
///
/// Stable Rust cannot join two locations, but rustc joins those of a node's first and last token. So what begins an
/// expression, and names, stand at the first of the user's tokens; what ends one stands at the last.
fn place(body: TokenStream, (first, last): (Span, Span)) -> TokenStream {
    let mut trees: Vec<TokenTree> = body.into_iter().collect();
    let end = trees.len().saturating_sub(1);
    let mut begins = true;
    for (index, tree) in trees.iter_mut().enumerate() {
        if let TokenTree::Group(group) = tree {
            *tree = rebuilt(group, place(group.stream(), (first, last)));
        }
        let is_name = matches!(tree, TokenTree::Ident(_) | TokenTree::Literal(_));
        tree.set_span(if begins || (is_name && index < end) {
            first
        } else {
            last
        });
        begins = matches!(tree, TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | ';'));
    }
    trees.into_iter().collect()
}

/// The same group around other tokens.
fn rebuilt(group: &Group, inner: TokenStream) -> TokenTree {
    let mut new = Group::new(group.delimiter(), inner);
    new.set_span(group.span());
    TokenTree::Group(new)
}

fn located(at: Span) -> Span {
    Span::call_site().located_at(at)
}

fn errors(flat: &Flat, errors: &[(Range<usize>, String)]) -> TokenStream {
    let here = (Span::call_site(), Span::call_site());
    errors
        .iter()
        .flat_map(|(range, text)| error(text, flat.ends(range).unwrap_or(here)))
        .collect()
}

fn failure(failure: Failure) -> TokenStream {
    match failure {
        Failure::New(text) => error(&text, (Span::call_site(), Span::call_site())),
        Failure::Known => TokenStream::new(),
    }
}

/// `::core::compile_error! { "text" }`, which rustc reports from `first` to `last`.
fn error(text: &str, (first, last): (Span, Span)) -> TokenStream {
    let punct = |mark, spacing| TokenTree::Punct(Punct::new(mark, spacing));
    let name = |name| TokenTree::Ident(Ident::new(name, Span::call_site()));
    let message = TokenTree::Literal(Literal::string(text));
    let mut trees = [
        punct(':', Spacing::Joint),
        punct(':', Spacing::Alone),
        name("core"),
        punct(':', Spacing::Joint),
        punct(':', Spacing::Alone),
        name("compile_error"),
        punct('!', Spacing::Alone),
        TokenTree::Group(Group::new(Delimiter::Brace, message.into())),
    ];
    let end = trees.len() - 1;
    for (index, tree) in trees.iter_mut().enumerate() {
        tree.set_span(located(if index < end { first } else { last }));
    }
    trees.into_iter().collect()
}
