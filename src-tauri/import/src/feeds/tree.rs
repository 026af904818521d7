//! XML as a tree of elements, and JSON, read with suspicion: what a hostile file could make of little is counted before it is built.
//! Entities of a file's own are never expanded; a document type is passed over.
use crate::source::refuse;
use isms::Refusal;
use quick_xml::Reader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

/// Elements within elements.
const MOST_DEEP: usize = 100;
/// Attributes of an element.
const MOST_ATTRIBUTES: usize = 200;
const TOO_MANY_ATTRIBUTES: &str = "an element has more than 200 attributes.";
/// Elements of a file, and values of a JSON file.
const MOST_PARTS: usize = 1_000_000;

/// An element. Names keep their prefix ("dc:date").
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    /// Its own text, without that of the elements in it.
    pub(crate) text: String,
    pub(crate) kids: Vec<Node>,
}
impl Node {
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.kids.iter().filter(move |k| k.name == name)
    }
    pub(crate) fn the(&self, name: &str) -> Option<&Node> {
        self.kids.iter().find(|k| k.name == name)
    }
    /// Text of a child; empty if there is none.
    pub(crate) fn said(&self, name: &str) -> &str {
        self.the(name).map_or("", |k| k.text.trim())
    }
    /// Every element of this name, at any depth, in order.
    pub(crate) fn deep<'a>(&'a self, name: &str, out: &mut Vec<&'a Node>) {
        for k in &self.kids {
            if k.name == name {
                out.push(k);
            } else {
                k.deep(name, out);
            }
        }
    }
}

/// The text of a file: UTF-8, UTF-16 by its mark, else Windows-1252.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let (text, _, wrong) = encoding_rs::UTF_8.decode(bytes);
    if wrong { encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned() } else { text.into_owned() }
}

/// Reads an XML file; refuses what never closes, what is too deep or too much, and shorthand of its own.
pub(crate) fn xml(name: &str, text: &str) -> Result<Node, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = vec![Node::default()];
    let mut parts = 0usize;
    loop {
        let read = reader.read_event();
        let at = reader.buffer_position().max(reader.error_position()) as usize;
        let damaged = |what: &str| {
            let line = text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
            refuse(
                name,
                format!("The file is damaged: in line {line} {what}"),
                "Fetch it once more from where it came.",
            )
        };
        let event = read.map_err(|e| match e {
            // What is begun and never closed before the end.
            quick_xml::Error::Syntax(e) if !matches!(e, SyntaxError::InvalidBangMarkup) => {
                damaged("it ends in the middle.")
            }
            _ => damaged("an element is not closed, or stands where it cannot."),
        })?;
        let top = open.last_mut().ok_or_else(|| damaged("an element is closed that was never opened."))?;
        match event {
            Event::Start(e) => {
                parts += 1;
                let node = element(&e).map_err(damaged)?;
                if open.len() > MOST_DEEP {
                    return Err(deep(name));
                }
                open.push(node);
            }
            Event::Empty(e) => {
                parts += 1;
                let node = element(&e).map_err(damaged)?;
                top.kids.push(node);
            }
            Event::End(_) => {
                let done = open.pop().filter(|_| !open.is_empty());
                let (Some(done), Some(top)) = (done, open.last_mut()) else {
                    return Err(damaged("an element is closed that was never opened."));
                };
                top.kids.push(done);
            }
            Event::Text(t) => top.text.push_str(t.as_ref()),
            Event::CData(t) => top.text.push_str(t.as_ref()),
            Event::GeneralRef(r) => match (r.resolve_char_ref(), r.as_ref()) {
                (Ok(Some(c)), _) => top.text.push(c),
                (_, "lt") => top.text.push('<'),
                (_, "gt") => top.text.push('>'),
                (_, "amp") => top.text.push('&'),
                (_, "quot") => top.text.push('"'),
                (_, "apos") => top.text.push('\''),
                // A name of HTML, in feeds: no word of it is lost.
                _ => top.text.push(' '),
            },
            Event::DocType(d) => {
                if d.as_ref().contains("<!ENTITY") {
                    return Err(refuse(
                        name,
                        "The file defines shorthand of its own (entities), by which a small file can become a huge one.",
                        "Nothing of it was read. Fetch it from where it came; no maker of such lists needs that.",
                    ));
                }
            }
            Event::Eof if open.len() > 1 => return Err(damaged("it ends in the middle.")),
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
        if parts > MOST_PARTS {
            return Err(many(name));
        }
    }
    let root = open.pop().unwrap_or_default();
    root.kids.into_iter().next().ok_or_else(|| refuse(name, "The file is empty.", "Choose another file."))
}
/// An element, or what is wrong with it.
fn element(e: &BytesStart) -> Result<Node, &'static str> {
    let mut node = Node { name: e.name().as_ref().to_string(), ..Node::default() };
    for a in e.attributes().with_checks(false) {
        let a = a.map_err(|_| "an element cannot be read.")?;
        let value = quick_xml::escape::unescape(&a.value).map_or_else(|_| a.value.to_string(), |v| v.into_owned());
        node.attributes.push((a.key.as_ref().to_string(), value));
        if node.attributes.len() > MOST_ATTRIBUTES {
            return Err(TOO_MANY_ATTRIBUTES);
        }
    }
    Ok(node)
}
fn deep(name: &str) -> Refusal {
    refuse(
        name,
        format!("The file is nested deeper than any such list (limit {MOST_DEEP})."),
        "Nothing of it was read. Fetch it once more from where it came.",
    )
}
fn many(name: &str) -> Refusal {
    refuse(name, format!("The file has more than {MOST_PARTS} parts."), "Take out what is not needed, or split it.")
}

/// Reads a JSON file, after counting what it would come to.
pub(crate) fn json(name: &str, text: &str) -> Result<Value, Refusal> {
    let (mut depth, mut parts, mut quoted, mut escaped) = (0usize, 0usize, false, false);
    for b in text.bytes() {
        if quoted {
            quoted = escaped || b != b'"';
            escaped = !escaped && b == b'\\';
            continue;
        }
        match b {
            b'"' => quoted = true,
            b'[' | b'{' => {
                depth += 1;
                parts += 1;
                if depth > MOST_DEEP {
                    return Err(deep(name));
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => parts += 1,
            _ => {}
        }
        if parts > MOST_PARTS {
            return Err(many(name));
        }
    }
    serde_json::from_str(text).map_err(|e| {
        refuse(
            name,
            format!("The file is damaged: line {} is no JSON any more.", e.line()),
            "Fetch it once more from where it came.",
        )
    })
}
