//! Pages to printpdf's operations, with marked content for the structure tree and places of links.
use crate::PressFault;
use crate::draw::{Ink, Item, Knot, PT, Tag, What};
use crate::flow::{Geometry, Leaf};
use crate::fonts::{Cut, Face};
use crate::shape::Run;
use crate::tree::{Kid, Tree};
use crate::write::pack;
use lopdf::Document;
use printpdf::{
    Codepoint, Color, DictItem, Line, LineDashPattern, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFontHandle,
    PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder,
};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A link area in mm from the top left of its page.
#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) page: usize,
    pub(crate) link: u32,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) w: f32,
    pub(crate) h: f32,
    baseline: f32,
}

/// What painting found out, for the binder.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) areas: Vec<Area>,
    /// Of each page: the node of each marked content.
    pub(crate) marked: Vec<Vec<u32>>,
    /// Of each page: its content, deflated.
    pub(crate) contents: Vec<Vec<u8>>,
    /// Of each page: its geometry.
    pub(crate) pages: Vec<Geometry>,
    /// Over all contents.
    pub(crate) hash: Sha256,
    /// The fonts as printpdf writes them, and the objects that they need.
    pub(crate) fonts: Document,
}

/// Paints all pages, some at a time, so that the operations of some are gone before the next are made.
pub(crate) fn pages(leaves: &[Leaf], tree: &mut Tree, cuts: &[Cut]) -> Result<Found, PressFault> {
    const TOGETHER: usize = 16;
    let mut found = Found::default();
    let mut drawn = PdfDocument::new("");
    for cut in cuts {
        drawn.resources.fonts.map.insert(cut.id(), cut.font.clone());
    }
    // The leaves stay until all is painted, and printpdf's small objects live on a thread of their own, with memory of its own: among the
    // holes that the layout left each of its allocations would be slow. Meanwhile the operations of the next pages are made.
    std::thread::scope(|scope| -> Result<(), PressFault> {
        let mut before: Option<std::thread::ScopedJoinHandle<'_, Result<Packed, PressFault>>> = None;
        for (at, chunk) in leaves.chunks(TOGETHER).enumerate() {
            let numbered = chunk.iter().enumerate().map(|(n, leaf)| (at * TOGETHER + n, leaf));
            let mut drawn = drawn.clone();
            drawn.pages = numbered.map(|(at, leaf)| page(at, leaf, tree, cuts, &mut found)).collect();
            let now = scope.spawn(move || packed(&drawn));
            if let Some(before) = before.replace(now) {
                found.take(before.join())?;
            }
        }
        before.map_or(Ok(()), |last| found.take(last.join()))
    })?;
    // printpdf describes the glyphs of a font that its pages show: a page that shows all of them, for the fonts' sake.
    let mut ops = vec![Op::StartTextSection];
    for cut in cuts {
        ops.push(Op::SetFont { font: PdfFontHandle::External(cut.id()), size: Pt(8.0) });
        let all = cut.glyphs.iter().map(|(gid, text)| Codepoint::with_cid(*gid, 0.0, text.to_string())).collect();
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(all)] });
    }
    ops.push(Op::EndTextSection);
    drawn.pages = vec![PdfPage::new(Mm(10.0), Mm(10.0), ops)];
    found.fonts = written(&drawn)?;
    Ok(found)
}

/// Content of each page, deflated, and its SHA-256.
type Packed = Vec<(Vec<u8>, [u8; 32])>;

impl Found {
    fn take(&mut self, pages: std::thread::Result<Result<Packed, PressFault>>) -> Result<(), PressFault> {
        let pages = pages.map_err(|_| PressFault::Draw("printpdf gave up on a page".into()))??;
        for (content, sum) in pages {
            self.hash.update(sum);
            self.contents.push(content);
        }
        Ok(())
    }
}

fn packed(drawn: &PdfDocument) -> Result<Packed, PressFault> {
    let file = written(drawn)?;
    let mut pages = Vec::with_capacity(drawn.pages.len());
    for id in file.page_iter() {
        let content = file.get_dictionary(id)?.get(b"Contents")?.as_reference()?;
        let content = &file.get_object(content)?.as_stream()?.content;
        pages.push((pack(content)?, Sha256::digest(content).into()));
    }
    Ok(pages)
}

fn written(drawn: &PdfDocument) -> Result<Document, PressFault> {
    let mut warnings = Vec::new();
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let file = drawn.to_lopdf_document(&options, &mut warnings);
    match warnings.first() {
        Some(warning) => Err(PressFault::Draw(format!("{warning:?}"))),
        None => Ok(file),
    }
}

fn page(at: usize, leaf: &Leaf, tree: &mut Tree, cuts: &[Cut], found: &mut Found) -> PdfPage {
    let mut brush = Brush {
        ops: Vec::new(),
        height: leaf.geometry.h,
        cuts,
        tag: None,
        text: false,
        fill: None,
        stroke: None,
        weight: 0.0,
        font: None,
    };
    let graphic = |item: &&Item| item.tag == Tag::Ornament && !matches!(item.what, What::Text { .. });
    for item in leaf.items.iter().filter(graphic) {
        brush.begin(item.tag, None);
        brush.draw(&item.what, item.x, item.y);
    }
    brush.end();
    let mut marked = Vec::new();
    for item in leaf.items.iter().filter(|item| !graphic(item)) {
        match item.tag {
            Tag::Node(node) => {
                for (part, actual) in parts(item) {
                    let node = if actual.is_some() { tree.inline("Span", node) } else { node };
                    let tag = Tag::Node(node);
                    if brush.tag != Some(tag) {
                        let mcid = marked.len() as u32;
                        marked.push(node);
                        tree.add(node, Kid::Mark { page: at as u32, mcid });
                        brush.begin(tag, Some((tree.at(node).kind, mcid, actual.as_deref())));
                        if let Some(actual) = actual {
                            tree.rare(node).actual = Some(actual);
                        }
                    }
                    brush.draw(&part.what, part.x, part.y);
                    bounds(tree, node, at, &part);
                    if let Some(link) = part.link {
                        area(found, tree, at, link, &part);
                    }
                }
            }
            tag => {
                brush.begin(tag, None);
                brush.draw(&item.what, item.x, item.y);
            }
        }
    }
    brush.end();
    found.marked.push(marked);
    found.pages.push(leaf.geometry);
    PdfPage::new(Mm(leaf.geometry.w), Mm(leaf.geometry.h), brush.ops)
}

/// Text parted where what is drawn is not what is meant, with the text that is meant.
fn parts(item: &Item) -> Vec<(Cow<'_, Item>, Option<String>)> {
    let What::Text { style, runs, .. } = &item.what else { return vec![(Cow::Borrowed(item), None)] };
    if runs.iter().all(|run| run.actual.is_none()) {
        return vec![(Cow::Borrowed(item), None)];
    }
    let mut x = item.x;
    let mut parts = Vec::new();
    for group in runs.chunk_by(|a, b| a.actual.is_none() && b.actual.is_none()) {
        let width = group.iter().map(|run| run.width).sum::<f32>() * style.size * PT / 1000.0;
        let what = What::Text { style: *style, runs: group.to_vec(), width };
        parts.push((
            Cow::Owned(Item { x, y: item.y, tag: item.tag, link: item.link, what }),
            group.first().and_then(|run| run.actual.clone()),
        ));
        x += width;
    }
    parts
}

/// The area of a link, joined with the one before it if it stands beside it.
fn area(found: &mut Found, tree: &mut Tree, page: usize, link: u32, item: &Item) {
    let What::Text { style, width, .. } = &item.what else { return };
    if let Some(last) = found.areas.last_mut() {
        if last.page == page && last.link == link && (last.baseline - item.y).abs() < 0.01 {
            last.w = item.x + width - last.x;
            return;
        }
    }
    let size = style.size * PT;
    let node = tree.links[link as usize].node;
    tree.add(node, Kid::Annotation(found.areas.len() as u32));
    found.areas.push(Area {
        page,
        link,
        x: item.x,
        y: item.y - size * 0.95,
        w: *width,
        h: size * 1.25,
        baseline: item.y,
    });
}

/// Bounds of figures.
fn bounds(tree: &mut Tree, node: u32, page: usize, item: &Item) {
    if tree.at(node).kind != "Figure" {
        return;
    }
    let (x0, y0, x1, y1) = match &item.what {
        What::Text { style, width, .. } => {
            (item.x, item.y - style.size * PT, item.x + width, item.y + style.size * PT * 0.3)
        }
        What::Rule { dx, dy, .. } => (item.x, item.y, item.x + dx, item.y + dy),
        What::Area { w, h, .. } => (item.x, item.y, item.x + w, item.y + h),
        What::Path { rings, .. } => {
            let knots = || rings.iter().flatten();
            let least = |f: fn(&Knot) -> f32| knots().map(f).fold(f32::MAX, f32::min);
            let most = |f: fn(&Knot) -> f32| knots().map(f).fold(f32::MIN, f32::max);
            (item.x + least(|k| k.x), item.y + least(|k| k.y), item.x + most(|k| k.x), item.y + most(|k| k.y))
        }
    };
    let bounds = &mut tree.rare(node).bounds;
    let (_, [a, b, c, d]) = bounds.get_or_insert((page, [x0, y0, x1, y1]));
    *a = a.min(x0);
    *b = b.min(y0);
    *c = c.max(x1);
    *d = d.max(y1);
}

struct Brush<'a> {
    ops: Vec<Op>,
    height: f32,
    cuts: &'a [Cut],
    tag: Option<Tag>,
    text: bool,
    fill: Option<Ink>,
    stroke: Option<Ink>,
    weight: f32,
    font: Option<(Face, f32)>,
}

impl Brush<'_> {
    fn begin(&mut self, tag: Tag, kind: Option<(&'static str, u32, Option<&str>)>) {
        if self.tag == Some(tag) {
            return;
        }
        self.end();
        self.tag = Some(tag);
        let op = match (tag, kind) {
            (_, Some((kind, mcid, None))) => properties(kind, [("MCID", DictItem::Int(i64::from(mcid)))]),
            (_, Some((kind, mcid, Some(actual)))) => {
                let mut bytes = vec![0xFE, 0xFF];
                bytes.extend(actual.encode_utf16().flat_map(u16::to_be_bytes));
                let actual = DictItem::String { data: bytes, literal: false };
                properties(kind, [("MCID", DictItem::Int(i64::from(mcid))), ("ActualText", actual)])
            }
            (Tag::Header, _) => furniture("Header"),
            (Tag::Footer, _) => furniture("Footer"),
            _ => Op::BeginMarkedContent { tag: "Artifact".into() },
        };
        self.ops.push(op);
    }

    fn end(&mut self) {
        self.leave_text();
        if self.tag.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn leave_text(&mut self) {
        if std::mem::take(&mut self.text) {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point { x: Pt(round(x / PT)), y: Pt(round((self.height - y) / PT)) }
    }

    fn set_fill(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.ops.push(Op::SetFillColor { col: colour(ink) });
        }
    }

    fn set_stroke(&mut self, ink: Ink, weight: f32) {
        if self.stroke != Some(ink) {
            self.stroke = Some(ink);
            self.ops.push(Op::SetOutlineColor { col: colour(ink) });
        }
        if self.weight != weight {
            self.weight = weight;
            self.ops.push(Op::SetOutlineThickness { pt: Pt(round3(weight)) });
        }
    }

    fn draw(&mut self, what: &What, x: f32, y: f32) {
        if let What::Text { style, runs, .. } = what {
            self.set_fill(style.ink);
            self.words(style.face, style.size, runs, x, y);
            return;
        }
        self.leave_text();
        match what {
            What::Text { .. } => {}
            What::Rule { dx, dy, weight, ink } => {
                self.set_stroke(*ink, *weight);
                let ends = [self.point(x, y), self.point(x + dx, y + dy)];
                let points = ends.into_iter().map(|p| LinePoint { p, bezier: false }).collect();
                self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
            }
            What::Area { w, h, fill } => {
                self.set_fill(*fill);
                let corner = self.point(x, y + h);
                let (width, height) = (Pt(round(w / PT)), Pt(round(h / PT)));
                let rectangle =
                    Rect { x: corner.x, y: corner.y, width, height, mode: Some(PaintMode::Fill), winding_order: None };
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            What::Path { rings, fill, stroke, closed, dash } => {
                self.path(rings, (*fill, *stroke, *closed), *dash, x, y)
            }
        }
    }

    fn path(
        &mut self,
        rings: &[Vec<Knot>],
        (fill, stroke, closed): (Option<Ink>, Option<(Ink, f32)>, bool),
        dash: Option<(f32, f32)>,
        x: f32,
        y: f32,
    ) {
        if let Some(ink) = fill {
            self.set_fill(ink);
        }
        if let Some((ink, weight)) = stroke {
            self.set_stroke(ink, weight);
        }
        if let Some((on, off)) = dash {
            self.ops
                .push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[round3(on / PT), round3(off / PT)]) });
        }
        let place = |brush: &Self, ring: &Vec<Knot>| {
            ring.iter().map(|k| LinePoint { p: brush.point(x + k.x, y + k.y), bezier: k.curve }).collect::<Vec<_>>()
        };
        let mode = match (fill, stroke) {
            (Some(_), Some(_)) => Some(PaintMode::FillStroke),
            (Some(_), None) => Some(PaintMode::Fill),
            (None, Some(_)) if closed => Some(PaintMode::Stroke),
            _ => None,
        };
        match mode {
            Some(mode) => {
                let rings = rings.iter().map(|ring| PolygonRing { points: place(self, ring) }).collect();
                self.ops
                    .push(Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } });
            }
            None => {
                for ring in rings {
                    let points = place(self, ring);
                    self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
                }
            }
        }
        if dash.is_some() {
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[]) });
        }
    }

    fn words(&mut self, face: Face, size: f32, runs: &[Rc<Run>], x: f32, y: f32) {
        let cuts = self.cuts;
        let Some(cut) = cuts.iter().find(|cut| cut.face == face) else { return };
        if !self.text {
            self.text = true;
            self.ops.push(Op::StartTextSection);
        }
        if self.font != Some((face, size)) {
            self.font = Some((face, size));
            self.ops.push(Op::SetFont { font: PdfFontHandle::External(cut.id()), size: Pt(size) });
        }
        let origin = self.point(x, y);
        let em = size / 1000.0;
        // The pen, points right of the origin.
        let mut pen = 0.0;
        let mut glyphs: Vec<Codepoint> = Vec::new();
        self.ops.push(at(origin.x.0, origin.y.0));
        for run in runs {
            for glyph in &run.glyphs {
                // Its text stands with the font, which is written from a page of its own.
                let code = |offset: i16| Codepoint::new(cut.glyph(glyph.gid), f32::from(offset));
                if glyph.x == 0 && glyph.y == 0 {
                    glyphs.push(code(glyph.natural - glyph.advance));
                } else {
                    // A mark beside or above its letter stands at its own place.
                    self.show(&mut glyphs);
                    self.ops.push(at(origin.x.0 + pen + f32::from(glyph.x) * em, origin.y.0 + f32::from(glyph.y) * em));
                    self.show(&mut vec![code(0)]);
                    self.ops.push(at(origin.x.0 + pen + f32::from(glyph.advance) * em, origin.y.0));
                }
                pen += f32::from(glyph.advance) * em;
            }
        }
        self.show(&mut glyphs);
    }

    fn show(&mut self, glyphs: &mut Vec<Codepoint>) {
        if !glyphs.is_empty() {
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(std::mem::take(glyphs))] });
        }
    }
}

fn at(x: f32, y: f32) -> Op {
    Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, round(x), round(y)]) }
}

/// Hundredths of a point are finer than any printer.
fn round(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

fn round3(points: f32) -> f32 {
    (points * 1000.0).round() / 1000.0
}

fn colour(ink: Ink) -> Color {
    let part = |shift: u32| round3(((ink >> shift) & 0xFF) as f32 / 255.0);
    Color::Rgb(Rgb { r: part(16), g: part(8), b: part(0), icc_profile: None })
}

fn properties<const N: usize>(tag: &str, entries: [(&str, DictItem); N]) -> Op {
    let map: BTreeMap<String, DictItem> = entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.into(), properties: DictItem::Dict { map } }
}

fn furniture(subtype: &str) -> Op {
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    properties("Artifact", [("Type", name("Pagination")), ("Subtype", name(subtype))])
}
