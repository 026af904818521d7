//! The three faces: their files, and per document the subset that is embedded.
use crate::PressFault;
use crate::draw::{Item, What};
use printpdf::{FontId, ParsedFont, PdfFont};
use std::collections::{BTreeMap, BTreeSet};

/// Sans is the report, serif is the record. Bold exists for the sans alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Face {
    Sans,
    Bold,
    Serif,
}

impl Face {
    pub(crate) const ALL: [Face; 3] = [Face::Sans, Face::Bold, Face::Serif];

    pub(crate) fn index(self) -> usize {
        match self {
            Face::Sans => 0,
            Face::Bold => 1,
            Face::Serif => 2,
        }
    }

    /// Key in the page's resources.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Face::Sans => "Sans",
            Face::Bold => "SansBold",
            Face::Serif => "Serif",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Face::Sans => "NotoSans-Regular",
            Face::Bold => "NotoSans-Bold",
            Face::Serif => "NotoSerif-Regular",
        }
    }

    pub(crate) fn file(self) -> &'static [u8] {
        match self {
            Face::Sans => include_bytes!("../fonts/NotoSans-Regular.ttf"),
            Face::Bold => include_bytes!("../fonts/NotoSans-Bold.ttf"),
            Face::Serif => include_bytes!("../fonts/NotoSerif-Regular.ttf"),
        }
    }

    pub(crate) fn parsed(self) -> Result<rustybuzz::Face<'static>, PressFault> {
        rustybuzz::Face::from_slice(self.file(), 0).ok_or(PressFault::Font { face: self.name() })
    }
}

/// A face cut down to the glyphs of one document, and the way from the glyph numbers of the file to those of the cut.
pub(crate) struct Cut {
    pub(crate) face: Face,
    pub(crate) font: PdfFont,
    /// Each glyph of the cut with its text.
    pub(crate) glyphs: Vec<(u16, char)>,
    remapper: subsetter::GlyphRemapper,
}

impl Cut {
    pub(crate) fn glyph(&self, gid: u16) -> u16 {
        self.remapper.get(gid).unwrap_or(0)
    }
    pub(crate) fn id(&self) -> FontId {
        FontId(self.face.key().into())
    }
}

/// Cuts each face that `items` use.
pub(crate) fn cuts<'a>(items: impl Iterator<Item = &'a Item>) -> Result<Vec<Cut>, PressFault> {
    let mut used: [BTreeMap<u16, char>; 3] = Default::default();
    for item in items {
        if let What::Text { style, runs, .. } = &item.what {
            let set = &mut used[style.face.index()];
            set.extend(runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| (glyph.gid, glyph.text))));
        }
    }
    let mut cuts = Vec::new();
    for face in Face::ALL {
        let texts = &used[face.index()];
        if texts.is_empty() {
            continue;
        }
        let gids: &BTreeSet<u16> = &texts.keys().copied().collect();
        let remapper = subsetter::GlyphRemapper::new_from_glyphs_sorted(&gids.iter().copied().collect::<Vec<_>>());
        let bytes = subsetter::subset(face.file(), 0, &remapper).map_err(|_| PressFault::Font { face: face.name() })?;
        let font = PdfFont::new(described(face, gids, &remapper, bytes)?);
        let glyphs = texts.iter().filter_map(|(gid, text)| Some((remapper.get(*gid)?, *text))).collect();
        cuts.push(Cut { face, font, glyphs, remapper });
    }
    Ok(cuts)
}

/// What printpdf wants to know of a font. Written out, because the cut has no character table to be read from.
fn described(
    face: Face,
    gids: &BTreeSet<u16>,
    remapper: &subsetter::GlyphRemapper,
    bytes: Vec<u8>,
) -> Result<ParsedFont, PressFault> {
    let full = face.parsed()?;
    let widths: BTreeMap<u16, u16> = std::iter::once(&0)
        .chain(gids)
        .filter_map(|gid| {
            Some((remapper.get(*gid)?, full.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(*gid)).unwrap_or(0)))
        })
        .collect();
    let bounds = full.global_bounding_box();
    let units = full.units_per_em() as u16;
    Ok(ParsedFont {
        original_bytes: bytes,
        font_index: 0,
        font_name: Some(face.name().into()),
        codepoint_to_glyph: BTreeMap::new(),
        glyph_widths: widths,
        units_per_em: units,
        font_metrics: printpdf::FontMetrics { ascent: full.ascender(), descent: full.descender() },
        font_type: printpdf::FontType::TrueType,
        pdf_font_metrics: printpdf::PdfFontMetricsStub {
            units_per_em: units,
            x_min: bounds.x_min,
            y_min: bounds.y_min,
            x_max: bounds.x_max,
            y_max: bounds.y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: if face == Face::Bold { 700 } else { 400 },
        },
    })
}
