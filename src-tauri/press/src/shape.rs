//! Words to glyphs: what may be shown, NFC, kerning, and a cache, for tables repeat their words.
use crate::PressFault;
use crate::fonts::Face;
use rustybuzz::{BufferClusterLevel, Direction, Feature, Script, ShapePlan, UnicodeBuffer, script};
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Drawn for a character that no face has; the file made by `subset.py` has it in each face.
pub(crate) const MISSING: char = '\u{25A1}';

/// One glyph. Lengths in thousandths of an em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) gid: u16,
    /// Width that the font gives it.
    pub(crate) natural: i16,
    /// Width after kerning.
    pub(crate) advance: i16,
    /// Where a mark stands, relative to the pen.
    pub(crate) x: i16,
    pub(crate) y: i16,
    /// What text extraction gives back for it.
    pub(crate) text: char,
}

/// A shaped word (or run of spaces).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) glyphs: Vec<Glyph>,
    /// Sum of the advances, thousandths of an em.
    pub(crate) width: f32,
    /// The true text, where a glyph was missing and the box stands for it.
    pub(crate) actual: Option<String>,
}

impl Run {
    /// Glyphs `from..to` as a run of its own.
    pub(crate) fn part(&self, from: usize, to: usize) -> Run {
        let glyphs = self.glyphs[from..to].to_vec();
        let width = glyphs.iter().map(|glyph| f32::from(glyph.advance)).sum();
        let actual = self.actual.as_ref().map(|text| text.chars().skip(from).take(to - from).collect());
        Run { glyphs, width, actual }
    }
}

/// Shapes and remembers.
pub(crate) struct Shaper {
    faces: [rustybuzz::Face<'static>; 3],
    plans: Vec<(Face, Script, ShapePlan)>,
    cache: [HashMap<Box<str>, Rc<Run>>; 3],
    buffer: Option<UnicodeBuffer>,
    features: Vec<Feature>,
}

impl Shaper {
    pub(crate) fn new() -> Result<Shaper, PressFault> {
        let off = [b"liga", b"clig", b"calt", b"ccmp", b"locl", b"rlig"];
        Ok(Shaper {
            faces: [Face::Sans.parsed()?, Face::Bold.parsed()?, Face::Serif.parsed()?],
            plans: Vec::new(),
            cache: Default::default(),
            buffer: None,
            features: off.iter().map(|tag| Feature::new(rustybuzz::ttf_parser::Tag::from_bytes(tag), 0, ..)).collect(),
        })
    }

    /// `word` in `face`. The word must have gone through [`visible`].
    pub(crate) fn run(&mut self, face: Face, word: &str) -> Rc<Run> {
        if let Some(run) = self.cache[face.index()].get(word) {
            return Rc::clone(run);
        }
        let run = Rc::new(self.shape(face, word));
        self.cache[face.index()].insert(word.into(), Rc::clone(&run));
        run
    }

    /// Width of `word` at `size` points, in mm.
    pub(crate) fn width(&mut self, face: Face, size: f32, word: &str) -> f32 {
        self.run(face, word).width * size * crate::draw::PT / 1000.0
    }

    fn shape(&mut self, face: Face, word: &str) -> Run {
        let has = |c: char| self.faces[face.index()].glyph_index(c).is_some_and(|glyph| glyph.0 != 0);
        let plain = |c: char| match c {
            // One glyph has one text: the rarer character is set as its commoner twin.
            '\u{A0}' => ' ',
            '\u{2011}' => '-',
            _ => c,
        };
        let mut lacking = false;
        let mut buffer = self.buffer.take().unwrap_or_default();
        let mut script = script::LATIN;
        for (at, c) in word.chars().map(plain).enumerate() {
            let shown = if has(c) { c } else { MISSING };
            lacking |= shown != c;
            if script == script::LATIN {
                script = match c {
                    '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => script::GREEK,
                    '\u{400}'..='\u{52F}' => script::CYRILLIC,
                    _ => script,
                };
            }
            buffer.add(shown, at as u32);
        }
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script);
        buffer.set_cluster_level(BufferClusterLevel::Characters);
        let known = self.plans.iter().position(|(f, s, _)| *f == face && *s == script);
        let at = known.unwrap_or_else(|| {
            let plan =
                ShapePlan::new(&self.faces[face.index()], Direction::LeftToRight, Some(script), None, &self.features);
            self.plans.push((face, script, plan));
            self.plans.len() - 1
        });
        let parsed = &self.faces[face.index()];
        let shaped = rustybuzz::shape_with_plan(parsed, &self.plans[at].2, buffer);
        let texts = texts(face, parsed);
        let glyphs: Vec<Glyph> = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                let gid = info.glyph_id as u16;
                let natural = parsed.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(gid)).unwrap_or(0);
                Glyph {
                    gid,
                    natural: natural as i16,
                    advance: position.x_advance as i16,
                    x: position.x_offset as i16,
                    y: position.y_offset as i16,
                    text: texts.get(&gid).copied().unwrap_or(MISSING),
                }
            })
            .collect();
        self.buffer = Some(shaped.clear());
        let width = glyphs.iter().map(|glyph| f32::from(glyph.advance)).sum();
        Run { glyphs, width, actual: lacking.then(|| word.to_owned()) }
    }
}

/// The character of each glyph of a face. With all substitutions off the character table alone decides, one to one.
fn texts(face: Face, parsed: &rustybuzz::Face<'_>) -> &'static HashMap<u16, char> {
    static TEXTS: [OnceLock<HashMap<u16, char>>; 3] = [const { OnceLock::new() }; 3];
    TEXTS[face.index()].get_or_init(|| {
        let mut texts = HashMap::new();
        for c in (0x20..0x2800).filter_map(char::from_u32) {
            if let Some(glyph) = parsed.glyph_index(c) {
                texts.entry(glyph.0).or_insert(c);
            }
        }
        texts
    })
}

/// Text as it may be shown: NFC, and what would hide or turn text around stands as a mark in words ("[U+202E]").
/// Line feeds stay, tabs become spaces, soft hyphens go (nothing is hyphenated).
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let harmless =
        |c: char| !(c.is_control() || turns_or_hides(c) || c == '\u{AD}' || matches!(c, '\u{2028}' | '\u{2029}'));
    if text.is_ascii() && !text.bytes().any(|b| b < 0x20 || b == 0x7F) {
        return Cow::Borrowed(text);
    }
    let text: Cow<'_, str> = if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    };
    if text.chars().all(harmless) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            '\r' | '\u{AD}' => {}
            _ if harmless(c) => out.push(c),
            _ => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    out.into()
}

fn turns_or_hides(c: char) -> bool {
    matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{61C}' | '\u{180E}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E01EF}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{3164}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_shown() {
        assert_eq!(visible("pay\u{202E}fdp.exe\u{0}"), "pay[U+202E]fdp.exe[U+0000]");
        assert_eq!(visible("plain"), "plain");
        assert_eq!(visible("a\tb\r\nc"), "a b\nc");
        assert_eq!(visible("e\u{301}"), "é");
    }

    #[test]
    fn one_glyph_a_character_and_kerning() {
        let mut shaper = Shaper::new().unwrap();
        let run = shaper.run(Face::Bold, "AVAfi");
        assert_eq!(run.glyphs.iter().map(|g| g.text).collect::<String>(), "AVAfi");
        assert!(run.glyphs[0].advance < run.glyphs[0].natural, "A and V are kerned");
        assert!(run.actual.is_none());
        let run = shaper.run(Face::Sans, "漢字x");
        assert_eq!(run.glyphs.iter().map(|g| g.text).collect::<String>(), "□□x");
        assert_eq!(run.actual.as_deref(), Some("漢字x"));
    }
}
