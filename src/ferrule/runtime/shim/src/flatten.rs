//! Tokens to one text, and byte ranges of that text back to tokens and places.
//!
//! One space separates tokens, none follows a joint punctuation mark (so `'a`, `::`, `->` and `&&` stay whole) or the
//! opening of a group. A group without delimiters, as `macro_rules` makes of its fragments, prints only its tokens.
//!
//! Bodies of functions print as `{}` where nobody reads them. So the text, and with it the answer, stays the same when
//! only a body is edited, and answers can be kept from one build to the next.

use proc_macro::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use std::fmt::Write;
use std::ops::Range;

/// A token tree and the bytes that it takes in the text, delimiters included.
struct Node {
    range: Range<usize>,
    tree: TokenTree,
    /// What is inside, if `tree` is a group.
    inner: Vec<Node>,
}

impl Node {
    fn overlaps(&self, range: &Range<usize>) -> bool {
        self.range.start < range.end && range.start < self.range.end
    }

    fn is_within(&self, range: &Range<usize>) -> bool {
        range.start <= self.range.start && self.range.end <= range.end
    }

    /// The group, if this is one that prints its delimiters.
    fn delimited(&self) -> Option<&Group> {
        match &self.tree {
            TokenTree::Group(group) if group.delimiter() != Delimiter::None => Some(group),
            _ => None,
        }
    }
}

/// The tokens of one macro call and their text: the attribute's, a line end, the item's.
pub struct Flat {
    pub text: String,
    /// Bytes of the attribute's text; the item's begins one later.
    pub attr_len: usize,
    attr: Vec<Node>,
    item: Vec<Node>,
}

impl Flat {
    /// `bodies` says whether bodies of functions are read.
    pub fn new(attr: TokenStream, item: TokenStream, bodies: bool) -> Flat {
        let mut printer = Printer {
            bodies: true,
            ..Printer::default()
        };
        let attr = printer.nodes(attr);
        let attr_len = printer.text.len();
        printer.text.push('\n');
        printer.gap = false;
        printer.bodies = bodies;
        let item = printer.nodes(item);
        Flat {
            text: printer.text,
            attr_len,
            attr,
            item,
        }
    }

    fn part(&self, range: &Range<usize>) -> &[Node] {
        if range.start < self.attr_len {
            &self.attr
        } else {
            &self.item
        }
    }

    /// Adds the tokens in `range` to `found`. One that lies only partly in it counts; of a group, what is inside.
    pub fn collect(&self, range: &Range<usize>, found: &mut Vec<TokenTree>) {
        collect(self.part(range), range, found);
    }

    /// The places of the first and of the last token in `range`, if there are any.
    pub fn ends(&self, range: &Range<usize>) -> Option<(Span, Span)> {
        let nodes = self.part(range);
        Some((first(nodes, range)?, last(nodes, range)?))
    }

    /// The item without the tokens that lie in `cuts`.
    pub fn item_without(&self, mut cuts: Vec<Range<usize>>) -> TokenStream {
        cuts.sort_by_key(|cut| cut.start);
        cuts.dedup_by(|next, kept| {
            let touches = next.start <= kept.end;
            if touches {
                kept.end = kept.end.max(next.end);
            }
            touches
        });
        without(&self.item, &cuts)
    }
}

#[derive(Default)]
struct Printer {
    text: String,
    /// Whether the next token is to be set off by a space.
    gap: bool,
    /// Whether bodies of functions are printed.
    bodies: bool,
}

/// What stands before a token, as far as a function's body is concerned.
#[derive(Clone, Copy, PartialEq)]
enum Head {
    None,
    /// `fn`.
    Keyword,
    /// `fn name` and more of the signature.
    Signature,
}

impl Printer {
    fn nodes(&mut self, stream: TokenStream) -> Vec<Node> {
        if self.bodies {
            return stream.into_iter().map(|tree| self.node(tree)).collect();
        }
        let mut head = Head::None;
        let mut nodes = Vec::new();
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            if head == Head::Signature && is_body(&tree, trees.peek()) {
                head = Head::None;
                nodes.push(self.body(tree));
                continue;
            }
            let is_name = matches!(tree, TokenTree::Ident(_));
            let ends = matches!(&tree, TokenTree::Punct(mark) if mark.as_char() == ';');
            let node = self.node(tree);
            head = match head {
                _ if ends => Head::None,
                Head::Keyword if is_name => Head::Signature,
                Head::Signature => Head::Signature,
                _ if is_name && &self.text[node.range.clone()] == "fn" => Head::Keyword,
                _ => Head::None,
            };
            nodes.push(node);
        }
        nodes
    }

    fn body(&mut self, tree: TokenTree) -> Node {
        let range = self.print("{}");
        self.gap = true;
        let inner = Vec::new();
        Node { range, tree, inner }
    }

    fn node(&mut self, tree: TokenTree) -> Node {
        let TokenTree::Group(group) = &tree else {
            let range = self.print(&tree);
            self.gap = !matches!(&tree, TokenTree::Punct(p) if p.spacing() == Spacing::Joint);
            return Node {
                range,
                tree,
                inner: Vec::new(),
            };
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ('(', ')'),
            Delimiter::Brace => ('{', '}'),
            Delimiter::Bracket => ('[', ']'),
            Delimiter::None => {
                let inner = self.nodes(group.stream());
                let start = inner
                    .first()
                    .map_or(self.text.len(), |node| node.range.start);
                let end = inner.last().map_or(start, |node| node.range.end);
                return Node {
                    range: start..end,
                    tree,
                    inner,
                };
            }
        };
        let start = self.print(open).start;
        self.gap = false;
        let inner = self.nodes(group.stream());
        self.text.push(close);
        self.gap = true;
        Node {
            range: start..self.text.len(),
            tree,
            inner,
        }
    }

    fn print(&mut self, token: impl std::fmt::Display) -> Range<usize> {
        if self.gap {
            self.text.push(' ');
        }
        let start = self.text.len();
        write!(self.text, "{token}").expect("a String takes all text");
        start..self.text.len()
    }
}

/// Whether braces after a function's signature are its body, and not an argument as in `Buffer<{ SIZE }>`.
fn is_body(tree: &TokenTree, next: Option<&TokenTree>) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
        && !matches!(next, Some(TokenTree::Punct(mark)) if mark.as_char() != '#')
}

/// The nodes that overlap `range`: nodes are in the order of their ranges.
fn overlapping<'n>(nodes: &'n [Node], range: &Range<usize>) -> &'n [Node] {
    let from = nodes.partition_point(|node| node.range.end <= range.start);
    let len = nodes[from..].partition_point(|node| node.range.start < range.end);
    &nodes[from..from + len]
}

fn collect(nodes: &[Node], range: &Range<usize>, found: &mut Vec<TokenTree>) {
    for node in overlapping(nodes, range) {
        if node.is_within(range) || node.inner.is_empty() {
            found.push(node.tree.clone());
        } else {
            collect(&node.inner, range, found);
        }
    }
}

fn first(nodes: &[Node], range: &Range<usize>) -> Option<Span> {
    let node = overlapping(nodes, range).first()?;
    match node.delimited() {
        Some(group) if range.start <= node.range.start => Some(group.span_open()),
        Some(group) => first(&node.inner, range).or(Some(group.span_close())),
        None if node.inner.is_empty() => Some(node.tree.span()),
        None => first(&node.inner, range),
    }
}

fn last(nodes: &[Node], range: &Range<usize>) -> Option<Span> {
    let node = overlapping(nodes, range).last()?;
    match node.delimited() {
        Some(group) if node.range.end <= range.end => Some(group.span_close()),
        Some(group) => last(&node.inner, range).or(Some(group.span_open())),
        None if node.inner.is_empty() => Some(node.tree.span()),
        None => last(&node.inner, range),
    }
}

/// `cuts` are in order and do not touch each other.
fn without(nodes: &[Node], cuts: &[Range<usize>]) -> TokenStream {
    let mut kept = Vec::with_capacity(nodes.len());
    for node in nodes {
        let next = cuts.partition_point(|cut| cut.end <= node.range.start);
        match (cuts.get(next), &node.tree) {
            (Some(cut), _) if node.overlaps(cut) && node.is_within(cut) => {}
            (Some(cut), TokenTree::Group(old)) if node.overlaps(cut) && !node.inner.is_empty() => {
                let mut group = Group::new(old.delimiter(), without(&node.inner, &cuts[next..]));
                group.set_span(old.span());
                kept.push(TokenTree::Group(group));
            }
            (_, tree) => kept.push(tree.clone()),
        }
    }
    kept.into_iter().collect()
}
