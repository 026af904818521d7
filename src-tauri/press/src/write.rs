//! The finished file, byte by byte as its parts become known: object streams, cross-reference stream. Objects are handed over as text and
//! are gone once written, so that a tree of a million elements never stands in memory.
//! It must never know what an object means.
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, StringFormat};
use std::io::Write;

/// Objects in one object stream: enough to compress well, few enough to be found fast.
const TOGETHER: usize = 200;

/// Where an object stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Free,
    /// Bytes from the beginning.
    At(usize),
    /// In that object stream, at that place.
    In(u32, u16),
}

/// A file being written.
#[derive(Debug)]
pub(crate) struct Out {
    bytes: Vec<u8>,
    /// Of each object; its number is the index.
    places: Vec<Place>,
    /// The object stream that is open: its number, number and start of each object, their text.
    open: Option<u32>,
    index: Vec<(u32, usize)>,
    bodies: Vec<u8>,
}

impl Out {
    /// Objects up to `taken` have their numbers already.
    pub(crate) fn new(taken: u32) -> Out {
        let mut bytes = b"%PDF-1.7\n%".to_vec();
        bytes.extend([0xE2, 0xE3, 0xCF, 0xD3, b'\n']);
        Out { bytes, places: vec![Place::Free; taken as usize + 1], open: None, index: Vec::new(), bodies: Vec::new() }
    }

    /// A number for an object that is written later.
    pub(crate) fn number(&mut self) -> u32 {
        self.places.push(Place::Free);
        (self.places.len() - 1) as u32
    }

    /// `count` numbers in a row: the first.
    pub(crate) fn numbers(&mut self, count: usize) -> u32 {
        let first = self.places.len() as u32;
        self.places.resize(self.places.len() + count, Place::Free);
        first
    }

    /// Writes an object that is no stream.
    pub(crate) fn put(&mut self, number: u32, text: &[u8]) -> std::io::Result<()> {
        let stream = match self.open {
            Some(stream) => stream,
            None => {
                let stream = self.number();
                self.open = Some(stream);
                stream
            }
        };
        self.places[number as usize] = Place::In(stream, self.index.len() as u16);
        self.index.push((number, self.bodies.len()));
        self.bodies.extend_from_slice(text);
        self.bodies.push(b'\n');
        if self.index.len() == TOGETHER { self.close() } else { Ok(()) }
    }

    /// Writes an object that stands by itself, for readers that look for it there.
    pub(crate) fn alone(&mut self, number: u32, text: &[u8]) {
        self.places[number as usize] = Place::At(self.bytes.len());
        self.bytes.extend(format!("{number} 0 obj\n").into_bytes());
        self.bytes.extend_from_slice(text);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Writes a stream: entries of its dictionary but for length and filter, then what it holds. `Packed` content has its filter already.
    pub(crate) fn stream(&mut self, number: u32, entries: &str, content: &Content<'_>) -> std::io::Result<()> {
        let packed;
        let (filter, content) = match content {
            Content::Plain(bytes) => ("", *bytes),
            Content::Packed(bytes) => ("/Filter/FlateDecode", *bytes),
            Content::ToPack(bytes) => {
                packed = pack(bytes)?;
                ("/Filter/FlateDecode", packed.as_slice())
            }
        };
        self.places[number as usize] = Place::At(self.bytes.len());
        let head = format!("{number} 0 obj\n<<{entries}{filter}/Length {}>>stream\n", content.len());
        self.bytes.extend(head.into_bytes());
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    fn close(&mut self) -> std::io::Result<()> {
        let Some(stream) = self.open.take() else { return Ok(()) };
        let mut head = String::new();
        for (number, start) in &self.index {
            head.push_str(&format!("{number} {start} "));
        }
        let entries = format!("/Type/ObjStm/N {}/First {}", self.index.len(), head.len());
        let mut content = head.into_bytes();
        content.append(&mut self.bodies);
        self.index.clear();
        self.stream(stream, &entries, &Content::ToPack(&content))
    }

    /// Ends the file; `trailer` are the entries of its trailer.
    pub(crate) fn finish(mut self, trailer: &str) -> std::io::Result<Vec<u8>> {
        self.close()?;
        let number = self.number();
        let start = self.bytes.len();
        self.places[number as usize] = Place::At(start);
        let mut table = Vec::with_capacity(self.places.len() * 7);
        for (at, place) in self.places.iter().enumerate() {
            let (kind, first, second) = match place {
                Place::Free => (0, 0, if at == 0 { 65_535 } else { 0 }),
                Place::At(offset) => (1, *offset as u32, 0),
                Place::In(stream, index) => (2, *stream, *index),
            };
            table.push(kind);
            table.extend(first.to_be_bytes());
            table.extend(second.to_be_bytes());
        }
        let entries = format!("/Type/XRef/Size {}/W[1 4 2]{trailer}", self.places.len());
        self.stream(number, &entries, &Content::ToPack(&table))?;
        self.bytes.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
        Ok(self.bytes)
    }
}

/// What a stream holds.
pub(crate) enum Content<'a> {
    /// As it is: what is compressed by its own format, or must be readable.
    Plain(&'a [u8]),
    /// Through [`pack`] already.
    Packed(&'a [u8]),
    ToPack(&'a [u8]),
}

/// Deflates.
pub(crate) fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    // A step faster than the usual 6, and 4 % larger.
    let mut packer = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(4));
    packer.write_all(bytes)?;
    packer.finish()
}

/// An object of lopdf as text. A stream gives its dictionary; who writes it takes the content.
pub(crate) fn object(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().into_bytes()),
        Object::Integer(value) => out.extend(value.to_string().into_bytes()),
        Object::Real(value) => out.extend(value.to_string().into_bytes()),
        Object::Name(name) => self::name(name, out),
        Object::String(text, format) => string(text, *format == StringFormat::Hexadecimal, out),
        Object::Array(array) => {
            out.push(b'[');
            for (at, one) in array.iter().enumerate() {
                if at > 0 {
                    out.push(b' ');
                }
                self::object(one, out);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => entries(dictionary, out),
        Object::Stream(stream) => entries(&stream.dict, out),
        Object::Reference((number, generation)) => out.extend(format!("{number} {generation} R").into_bytes()),
    }
}

fn entries(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        name(key, out);
        out.push(b' ');
        object(value, out);
    }
    out.extend_from_slice(b">>");
}

pub(crate) fn name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02X}").into_bytes());
        }
    }
}

pub(crate) fn string(text: &[u8], hexadecimal: bool, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    if hexadecimal {
        out.push(b'<');
        for byte in text {
            out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        out.push(b'>');
        return;
    }
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

/// A text string: plain where it is ASCII, UTF-16 otherwise.
pub(crate) fn text(text: &str, out: &mut Vec<u8>) {
    if text.is_ascii() {
        return string(text.as_bytes(), false, out);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    string(&bytes, true, out);
}
