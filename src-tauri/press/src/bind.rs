//! What printpdf does not do: structure tree, links, outline, metadata, output intent, files, identity. Written straight into the file.
use crate::draw::PT;
use crate::files::{Bound, catalogued};
use crate::flow::{Entry, Geometry, Place};
use crate::meta::{Facts, icc, xmp};
use crate::paint::{Area, Found};
use crate::tree::{Kid, Node, Tree};
use crate::write::{self, Content, Out};
use lopdf::{Document, Object, ObjectId};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// All that is bound into the file.
pub(crate) struct Binding<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) found: Found,
    pub(crate) outline: &'a [Entry],
    pub(crate) places: &'a BTreeMap<String, Place>,
    pub(crate) files: &'a [Bound<'a>],
    pub(crate) facts: Facts,
}

/// Numbers of the objects: each list runs on from its first.
struct Numbers {
    pages: u32,
    annotations: u32,
    nodes: u32,
    root: u32,
}

/// Bytes of the key by which a structure element is named; all equally long, so that they are in order.
fn key(node: u32) -> String {
    format!("h{node:08}")
}

impl Binding<'_> {
    /// Writes the whole file.
    pub(crate) fn write(mut self) -> Result<Vec<u8>, lopdf::Error> {
        let fonts = std::mem::take(&mut self.found.fonts);
        let mut out = Out::new(fonts.max_id);
        let resources = self.fonts(fonts, &mut out)?;
        let parent = out.number();
        let numbers = Numbers {
            pages: out.numbers(self.found.pages.len()),
            annotations: out.numbers(self.found.areas.len()),
            nodes: out.numbers(self.tree.nodes.len()),
            root: out.number(),
        };
        self.pages(&mut out, &numbers, parent, resources)?;
        self.structure(&mut out, &numbers)?;
        let mut buffer = Vec::new();
        for (at, area) in self.found.areas.iter().enumerate() {
            buffer.clear();
            self.annotation(area, at, &numbers, &mut buffer)?;
            out.put(numbers.annotations + at as u32, &buffer)?;
        }
        let outline = self.outlines(&mut out, &numbers)?;
        let catalog = self.catalog(&mut out, &numbers, parent, outline)?;
        let info = self.info(&mut out);
        let identity = self.identity();
        Ok(out.finish(&format!("/Root {catalog} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]"))?)
    }

    /// The fonts as printpdf wrote them, with subset tags. Returns the object that all pages draw their resources from.
    fn fonts(&self, mut file: Document, out: &mut Out) -> Result<u32, lopdf::Error> {
        faces(&mut file)?;
        let page = file.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
        let resources = file.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
        let list = file.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
        let mut needed: BTreeSet<ObjectId> = BTreeSet::new();
        let mut open = vec![list];
        while let Some(id) = open.pop() {
            if needed.insert(id) {
                references(file.get_object(id)?, &mut open);
            }
        }
        for (number, generation) in needed {
            let mut text = Vec::new();
            match file.get_object((number, generation))? {
                Object::Stream(stream) => {
                    let mut entries = stream.dict.clone();
                    entries.remove(b"Length");
                    write::object(&Object::Dictionary(entries), &mut text);
                    let inner = String::from_utf8_lossy(&text[2..text.len() - 2]).into_owned();
                    out.stream(number, &inner, &Content::ToPack(&stream.content))?;
                }
                object => {
                    write::object(object, &mut text);
                    out.put(number, &text)?;
                }
            }
        }
        let shared = out.number();
        out.put(shared, format!("<</Font {} 0 R>>", list.0).as_bytes())?;
        Ok(shared)
    }

    fn pages(&mut self, out: &mut Out, numbers: &Numbers, parent: u32, resources: u32) -> std::io::Result<()> {
        let mut kids = format!("<</Type/Pages/Count {}/Kids[", self.found.pages.len());
        let mut areas = self.found.areas.iter().enumerate().peekable();
        for (at, (page, content)) in self.found.pages.iter().zip(std::mem::take(&mut self.found.contents)).enumerate() {
            let stream = out.number();
            out.stream(stream, "", &Content::Packed(&content))?;
            let number = numbers.pages + at as u32;
            kids.push_str(&format!("{number} 0 R "));
            let sheet = format!("[0 0 {} {}]", points(page.w), points(page.h));
            let mut text = format!(
                "<</Type/Page/Parent {parent} 0 R/MediaBox{sheet}/TrimBox{sheet}/Resources {resources} 0 R/Contents {stream} 0 R/StructParents {at}/Tabs/S"
            );
            // Areas were found page by page.
            if areas.peek().is_some_and(|(_, area)| area.page == at) {
                text.push_str("/Annots[");
                while let Some((n, _)) = areas.next_if(|(_, area)| area.page == at) {
                    text.push_str(&format!("{} 0 R ", numbers.annotations + n as u32));
                }
                text.push(']');
            }
            text.push_str(">>");
            out.put(number, text.as_bytes())?;
        }
        kids.push_str("]>>");
        out.put(parent, kids.as_bytes())
    }

    fn structure(&self, out: &mut Out, numbers: &Numbers) -> std::io::Result<()> {
        let mut buffer = Vec::new();
        let mut named = Vec::new();
        for (at, node) in self.tree.nodes.iter().enumerate().filter(|(_, node)| node.hung) {
            buffer.clear();
            self.element(at as u32, node, numbers, &mut buffer)?;
            out.put(numbers.nodes + at as u32, &buffer)?;
            if node.rare.as_ref().is_some_and(|rare| rare.named) {
                named.push(at as u32);
            }
        }
        let mut list = b"<</Nums[".to_vec();
        for (at, marked) in self.found.marked.iter().enumerate() {
            buffer.clear();
            buffer.push(b'[');
            for node in marked {
                write!(buffer, "{} 0 R ", numbers.nodes + node)?;
            }
            buffer.push(b']');
            let array = out.number();
            out.put(array, &buffer)?;
            write!(list, "{at} {array} 0 R ")?;
        }
        let pages = self.found.pages.len();
        for (at, area) in self.found.areas.iter().enumerate() {
            let node = self.tree.links[area.link as usize].node;
            write!(list, "{} {} 0 R ", pages + at, numbers.nodes + node)?;
        }
        list.extend_from_slice(b"]>>");
        let parents = out.number();
        out.put(parents, &list)?;
        let mut root = Vec::new();
        write!(
            root,
            "<</Type/StructTreeRoot/K {} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {}",
            numbers.nodes,
            pages + self.found.areas.len()
        )?;
        if !named.is_empty() {
            root.extend_from_slice(b"/IDTree<</Names[");
            for node in named {
                write!(root, "({}){} 0 R ", key(node), numbers.nodes + node)?;
            }
            root.extend_from_slice(b"]>>");
        }
        root.extend_from_slice(b">>");
        out.put(numbers.root, &root)
    }

    fn element(&self, id: u32, node: &Node, numbers: &Numbers, out: &mut Vec<u8>) -> std::io::Result<()> {
        let own = node.kids.iter().find_map(|kid| if let Kid::Mark { page, .. } = kid { Some(*page) } else { None });
        let parent = node.parent.map_or(numbers.root, |parent| numbers.nodes + parent);
        write!(out, "<</Type/StructElem/S/{}/P {parent} 0 R", node.kind)?;
        if let Some(page) = own {
            write!(out, "/Pg {} 0 R", numbers.pages + page)?;
        }
        if !node.kids.is_empty() {
            out.extend_from_slice(if node.kids.len() == 1 { b"/K " } else { b"/K[" });
            for kid in &node.kids {
                match kid {
                    Kid::Node(kid) => write!(out, "{} 0 R ", numbers.nodes + kid)?,
                    Kid::Mark { page, mcid } if Some(*page) == own => write!(out, "{mcid} ")?,
                    Kid::Mark { page, mcid } => {
                        write!(out, "<</Type/MCR/Pg {} 0 R/MCID {mcid}>>", numbers.pages + page)?;
                    }
                    Kid::Annotation(at) => {
                        let page = numbers.pages + self.found.areas[*at as usize].page as u32;
                        write!(out, "<</Type/OBJR/Obj {} 0 R/Pg {page} 0 R>>", numbers.annotations + at)?;
                    }
                }
            }
            if node.kids.len() > 1 {
                out.push(b']');
            }
        }
        let Some(rare) = &node.rare else {
            if node.kind == "L" {
                out.extend_from_slice(b"/A<</O/List/ListNumbering/Disc>>");
            }
            out.extend_from_slice(b">>");
            return Ok(());
        };
        if rare.named {
            write!(out, "/ID({})", key(id))?;
        }
        let (alt, summary) = if node.kind == "Table" { (&None, &rare.alt) } else { (&rare.alt, &None) };
        for (name, words) in [("/Alt", alt), ("/ActualText", &rare.actual)] {
            if let Some(words) = words {
                out.extend_from_slice(name.as_bytes());
                write::text(words, out);
            }
        }
        if let Some((page, [x0, y0, x1, y1])) = rare.bounds {
            let h = self.found.pages[page].h;
            write!(out, "/A<</O/Layout/Placement/Block/BBox{}>>", rectangle(x0, h - y1, x1, h - y0))?;
        } else if node.kind == "L" {
            write!(out, "/A<</O/List/ListNumbering/{}>>", rare.scope.unwrap_or("Disc"))?;
        } else if rare.scope.is_some() || rare.span > 1 || !rare.heads.is_empty() || summary.is_some() {
            out.extend_from_slice(b"/A<</O/Table");
            if let Some(scope) = rare.scope {
                write!(out, "/Scope/{scope}")?;
            }
            if let Some(words) = summary {
                out.extend_from_slice(b"/Summary");
                write::text(words, out);
            }
            if rare.span > 1 {
                write!(out, "/ColSpan {}", rare.span)?;
            }
            if !rare.heads.is_empty() {
                out.extend_from_slice(b"/Headers[");
                for head in &rare.heads {
                    write!(out, "({})", key(*head))?;
                }
                out.push(b']');
            }
            out.extend_from_slice(b">>");
        }
        out.extend_from_slice(b">>");
        Ok(())
    }

    fn destination(&self, page: usize, y: f32, numbers: &Numbers) -> String {
        let top = (self.found.pages[page].h - y + 2.0) / PT;
        format!("[{} 0 R/XYZ 0 {} null]", numbers.pages + page as u32, top.round())
    }

    fn annotation(&self, area: &Area, at: usize, numbers: &Numbers, out: &mut Vec<u8>) -> std::io::Result<()> {
        let link = &self.tree.links[area.link as usize];
        let Some(place) = self.places.get(&link.to) else {
            // A link is made only to what is in the document.
            out.extend_from_slice(b"null");
            return Ok(());
        };
        let Geometry { h, .. } = self.found.pages[area.page];
        let rect = rectangle(area.x, h - area.y - area.h, area.x + area.w, h - area.y);
        write!(out, "<</Type/Annot/Subtype/Link/Rect{rect}/Border[0 0 0]/F 4/Contents")?;
        write::text(&format!("{}, page {}", link.text, place.page + 1), out);
        write!(
            out,
            "/Dest{}/P {} 0 R/StructParent {}>>",
            self.destination(place.page, place.y, numbers),
            numbers.pages + area.page as u32,
            self.found.pages.len() + at
        )
    }

    /// Nested entries; returns the root, if there are any.
    fn outlines(&self, out: &mut Out, numbers: &Numbers) -> std::io::Result<Option<u32>> {
        if self.outline.is_empty() {
            return Ok(None);
        }
        let root = out.number();
        let first = out.numbers(self.outline.len());
        let id = |at: usize| first + at as u32;
        // Of each entry: parent (none: the root), sibling before and after, first and last child, number of children.
        let mut links = vec![Ties::default(); self.outline.len()];
        let mut top = Ties::default();
        let mut path: Vec<usize> = Vec::new();
        for (at, entry) in self.outline.iter().enumerate() {
            while path.last().is_some_and(|last| self.outline[*last].level >= entry.level) {
                path.pop();
            }
            let parent = path.last().copied();
            let above = parent.map_or(&mut top, |parent| &mut links[parent]);
            let before = above.last.replace(at);
            above.first.get_or_insert(at);
            above.count += 1;
            links[at].parent = parent;
            links[at].before = before;
            if let Some(before) = before {
                links[before].after = Some(at);
            }
            path.push(at);
        }
        let mut text = Vec::new();
        for (at, (entry, ties)) in self.outline.iter().zip(&links).enumerate() {
            text.clear();
            text.extend_from_slice(b"<</Title");
            write::text(&entry.title, &mut text);
            let parent = ties.parent.map_or(root, id);
            write!(text, "/Parent {parent} 0 R/Dest{}", self.destination(entry.page, entry.y, numbers))?;
            for (name, other) in
                [("Prev", ties.before), ("Next", ties.after), ("First", ties.first), ("Last", ties.last)]
            {
                if let Some(other) = other {
                    write!(text, "/{name} {} 0 R", id(other))?;
                }
            }
            if ties.count > 0 {
                // Closed: the sections alone are seen at first.
                write!(text, "/Count -{}", ties.count)?;
            }
            text.extend_from_slice(b">>");
            out.put(id(at), &text)?;
        }
        let ends = (top.first.map_or(root, id), top.last.map_or(root, id));
        let text = format!("<</Type/Outlines/First {} 0 R/Last {} 0 R/Count {}>>", ends.0, ends.1, top.count);
        out.put(root, text.as_bytes())?;
        Ok(Some(root))
    }

    fn catalog(&self, out: &mut Out, numbers: &Numbers, pages: u32, outline: Option<u32>) -> std::io::Result<u32> {
        let (metadata, profile) = (out.number(), out.number());
        out.stream(metadata, "/Type/Metadata/Subtype/XML", &Content::Plain(xmp(&self.facts).as_bytes()))?;
        out.stream(profile, "/N 3/Alternate/DeviceRGB", &Content::ToPack(&icc()))?;
        let files = catalogued(self.files, out)?;
        let mut text = Vec::new();
        write!(
            text,
            "<</Type/Catalog/Pages {pages} 0 R/PageLayout/OneColumn/Lang(en)/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot {} 0 R/Metadata {metadata} 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile {profile} 0 R>>]",
            numbers.root
        )?;
        if let Some(outline) = outline {
            write!(text, "/Outlines {outline} 0 R/PageMode/UseOutlines")?;
        }
        text.extend(files);
        text.extend_from_slice(b">>");
        let catalog = out.number();
        out.alone(catalog, &text);
        Ok(catalog)
    }

    fn info(&self, out: &mut Out) -> u32 {
        let day = self.facts.day.replace('-', "");
        let mut text = b"<<".to_vec();
        let producer = crate::meta::PRODUCER;
        let words = [
            ("/Title", self.facts.title.as_str()),
            ("/Author", &self.facts.author),
            ("/Creator", producer),
            ("/Producer", producer),
        ];
        for (key, words) in words {
            text.extend_from_slice(key.as_bytes());
            write::text(words, &mut text);
        }
        text.extend(format!("/CreationDate(D:{day}000000Z)/ModDate(D:{day}000000Z)").into_bytes());
        if let Some(checkpoint) = &self.facts.checkpoint {
            write::name(crate::checkpoint::KEY, &mut text);
            write::text(checkpoint, &mut text);
        }
        text.extend_from_slice(b">>");
        let info = out.number();
        out.alone(info, &text);
        info
    }

    /// No clock and no chance: the same pages have the same identity.
    fn identity(&mut self) -> String {
        let mut hash: Sha256 = std::mem::take(&mut self.found.hash);
        for part in [&self.facts.title, &self.facts.author, &self.facts.day] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        for file in self.files {
            hash.update((file.name.len() as u64).to_be_bytes());
            hash.update(file.name.as_bytes());
            hash.update(file.sum);
        }
        hash.finalize()[..16].iter().map(|byte| format!("{byte:02X}")).collect()
    }
}

/// What an entry of the outline is tied to.
#[derive(Clone, Debug, Default)]
struct Ties {
    parent: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    count: usize,
}

/// Objects that this one points to.
fn references(object: &Object, into: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => into.push(*id),
        Object::Array(array) => array.iter().for_each(|one| references(one, into)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, one)| references(one, into)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, one)| references(one, into)),
        _ => {}
    }
}

/// Subset tags, six letters out of the font's own bytes.
fn faces(file: &mut Document) -> Result<(), lopdf::Error> {
    let fonts: Vec<ObjectId> = file
        .objects
        .iter()
        .filter(|(_, object)| {
            object
                .as_dict()
                .is_ok_and(|dict| dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0"))
        })
        .map(|(id, _)| *id)
        .collect();
    for id in fonts {
        let mut font = file.get_dictionary(id)?.clone();
        let mut heirs = font.get(b"DescendantFonts")?.as_array()?.clone();
        let Some(heir) = heirs.first_mut() else { continue };
        let heir = heir.as_dict_mut()?;
        let described = heir.get(b"FontDescriptor")?.as_reference()?;
        let program = file.get_dictionary(described)?.get(b"FontFile2")?.as_reference()?;
        let digest = Sha256::digest(&file.get_object(program)?.as_stream()?.content);
        let tag: String = digest.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
        let name = format!("{tag}+{}", String::from_utf8_lossy(font.get(b"BaseFont")?.as_name()?));
        heir.set("BaseFont", Object::Name(name.clone().into_bytes()));
        let serif = name.contains("Serif");
        font.set("BaseFont", Object::Name(name.clone().into_bytes()));
        font.set("DescendantFonts", heirs);
        let described = file.get_dictionary_mut(described)?;
        described.set("FontName", Object::Name(name.into_bytes()));
        // Symbolic, for its codes are glyph numbers; serif where it is.
        described.set("Flags", if serif { 6 } else { 4 });
        file.set_object(id, font);
    }
    Ok(())
}

/// Millimetres as points, to a hundredth.
fn points(mm: f32) -> f32 {
    (mm / PT * 100.0).round() / 100.0
}

/// Millimetres from the bottom left.
fn rectangle(x0: f32, y0: f32, x1: f32, y1: f32) -> String {
    format!("[{} {} {} {}]", points(x0), points(y0), points(x1), points(y1))
}
