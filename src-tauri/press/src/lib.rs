//! The press: turns a [`Doc`] into a PDF.
//!
//! printpdf draws the pages; the binder adds what it lacks: structure tree, links between records, outline, files, metadata, and writes it
//! all straight into the file. The same `Doc` gives the same bytes: no clock, no chance, no font of the machine. Geometry and type are those of the paper specification: lengths in
//! millimetres from the top left corner, type in points.
mod bind;
mod blocks;
mod cells;
mod chart;
mod checkpoint;
mod cover;
mod draw;
mod files;
mod flow;
mod fonts;
mod furniture;
mod grid;
pub mod ics;
#[cfg(test)]
mod laid;
mod lines;
pub mod mail;
mod marks;
mod matrix;
mod meta;
mod paint;
mod record;
mod rows;
mod shape;
mod sheet;
#[cfg(test)]
#[path = "../tests/specimen/mod.rs"]
mod specimen;
mod table;
pub mod tables;
mod tree;
mod write;

pub use checkpoint::checkpoint_in;
pub use files::{ATTACHABLE, attachable, attached_bytes, attached_names, beside_name};

use isms::doc::Doc;
use std::collections::BTreeMap;

/// Sheet size. The column of a portrait page is 170 mm on both, so that rows break alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// Page of each id of the document (records, sections, headings), from 1.
    pub places: BTreeMap<String, usize>,
}

/// Why nothing could be printed.
#[derive(Debug, thiserror::Error)]
pub enum PressFault {
    #[error("The report has no section, so there is nothing to print.")]
    Empty,
    #[error("The built-in typeface {face} could not be read. The program is damaged: install it again.")]
    Font { face: &'static str },
    #[error("The pages could not be drawn: {0}")]
    Draw(String),
    #[error("The file could not be put together: {0}")]
    File(#[from] lopdf::Error),
    #[error(
        "\u{201c}{name}\u{201d} cannot go inside the PDF: {why}. Take it out of the pack, or hand it over beside it."
    )]
    Attachment { name: String, why: String },
    #[error("The tables could not be written: {0}")]
    Table(String),
    #[error("The file could not be written: {0}")]
    Write(#[from] std::io::Error),
    #[error("It was cancelled, and nothing was printed.")]
    Cancelled,
}

/// Hears which page is being set, from 1; `false` ends it.
pub type Tell<'t> = dyn FnMut(usize) -> bool + 't;

/// The places whose text has a sign that no face on paper covers: of (place, text), each place once, in that order.
pub fn uncovered<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<String>, PressFault> {
    let face = fonts::Face::Sans.parsed()?;
    let missing = |text: &str| {
        shape::visible(text).chars().any(|c| !c.is_control() && !c.is_whitespace() && face.glyph_index(c).is_none())
    };
    let mut out: Vec<String> = Vec::new();
    for (place, text) in texts {
        if out.last().is_none_or(|last| last != place) && missing(text) {
            out.push(place.to_string());
        }
    }
    Ok(out)
}

/// Prints `doc` on A4.
pub fn pdf(doc: &Doc) -> Result<Pdf, PressFault> {
    pdf_on(doc, Paper::A4)
}

/// Prints `doc` on the given paper.
pub fn pdf_on(doc: &Doc, paper: Paper) -> Result<Pdf, PressFault> {
    pdf_telling(doc, paper, &mut |_| true)
}

/// How many pages `doc` has on this paper, and the page of each id, from 1; nothing is drawn.
pub fn pages_on(doc: &Doc, paper: Paper, tell: &mut Tell) -> Result<(usize, BTreeMap<String, usize>), PressFault> {
    let laid = laid_out(doc, paper, tell)?;
    Ok((laid.leaves.len(), numbers(&laid.places)))
}

/// Prints `doc`, telling each page as it is set.
pub fn pdf_telling(doc: &Doc, paper: Paper, tell: &mut Tell) -> Result<Pdf, PressFault> {
    let files = files::bound(doc)?;
    let flow::Press { leaves, mut tree, outline, places, .. } = laid_out(doc, paper, tell)?;
    let cuts = fonts::cuts(leaves.iter().flat_map(|leaf| &leaf.items))?;
    let found = paint::pages(&leaves, &mut tree, &cuts)?;
    drop(cuts);
    let count = found.pages.len();

    let title = if doc.title.is_empty() {
        doc.sections.first().map(|section| section.title.as_str()).unwrap_or_default()
    } else {
        &doc.title
    };
    let title = shape::visible(title).into_owned();
    let facts = meta::Facts {
        title,
        author: shape::visible(&doc.organization).into_owned(),
        day: doc.as_of.to_string(),
        checkpoint: doc.checkpoint.as_ref().map(checkpoint::written),
    };
    let binding = bind::Binding { tree: &tree, found, outline: &outline, places: &places, files: &files, facts };
    let bytes = binding.write()?;
    Ok(Pdf { bytes, pages: count, places: numbers(&places) })
}

/// Lays out until the page numbers that are printed are those of the pages.
fn laid_out<'a>(doc: &'a Doc, paper: Paper, tell: &mut Tell) -> Result<flow::Press<'a>, PressFault> {
    /// Numbers settle in two runs; a third is for tables whose width depends on them.
    const RUNS: usize = 4;
    let mut known = BTreeMap::new();
    let mut shaper = shape::Shaper::new()?;
    let mut run = 1;
    loop {
        let press = flow::Press::new(doc, paper, shaper, known).run(tell)?;
        let now = numbers(&press.places);
        if !press.asked || now == press.known || run == RUNS {
            return Ok(press);
        }
        (known, shaper) = (now, press.shaper);
        run += 1;
    }
}

fn numbers(places: &BTreeMap<String, flow::Place>) -> BTreeMap<String, usize> {
    places.iter().map(|(id, place)| (id.clone(), place.page + 1)).collect()
}
