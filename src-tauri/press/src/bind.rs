//! What printpdf does not do: structure tree, links, outline, metadata, output intent, identity of the file.
use crate::draw::PT;
use crate::files::{Bound, catalogued};
use crate::flow::{Entry, Leaf, Place};
use crate::meta::{Facts, icc, xmp};
use crate::paint::{Area, Found};
use crate::tree::{Kid, Node, Tree};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// All that is bound into the file.
pub(crate) struct Binding<'a> {
    pub(crate) leaves: &'a [Leaf],
    pub(crate) tree: &'a Tree,
    pub(crate) found: &'a Found,
    pub(crate) outline: &'a [Entry],
    pub(crate) places: &'a BTreeMap<String, Place>,
    pub(crate) files: &'a [Bound<'a>],
    pub(crate) facts: Facts,
}

impl Binding<'_> {
    /// Binds it into `file`, whose pages are drawn.
    pub(crate) fn bind(&self, file: &mut Document) -> Result<(), lopdf::Error> {
        let pages: Vec<ObjectId> = file.page_iter().collect();
        let annotations: Vec<ObjectId> = self.found.areas.iter().map(|_| file.new_object_id()).collect();
        let nodes: Vec<ObjectId> = self.tree.nodes.iter().map(|_| file.new_object_id()).collect();
        let root = file.new_object_id();
        for (at, node) in self.tree.nodes.iter().enumerate() {
            if node.hung {
                let object = self.element(node, root, &nodes, &pages, &annotations);
                file.set_object(nodes[at], object);
            }
        }
        let mut numbers: Vec<Object> = Vec::new();
        for (at, marked) in self.found.marked.iter().enumerate() {
            let array = Object::Array(marked.iter().map(|node| nodes[*node as usize].into()).collect());
            numbers.push((at as i64).into());
            numbers.push(file.add_object(array).into());
        }
        for (at, area) in self.found.areas.iter().enumerate() {
            numbers.push(((pages.len() + at) as i64).into());
            numbers.push(nodes[self.tree.links[area.link as usize].node as usize].into());
        }
        let next = (pages.len() + self.found.areas.len()) as i64;
        let parents = file.add_object(dictionary! { "Nums" => Object::Array(numbers) });
        file.set_object(root, dictionary! { "Type" => "StructTreeRoot", "K" => nodes[0], "ParentTree" => parents, "ParentTreeNextKey" => next });

        for (at, area) in self.found.areas.iter().enumerate() {
            if let Some(annotation) = self.annotation(area, at, &pages) {
                file.set_object(annotations[at], annotation);
            }
        }
        for (at, page) in pages.iter().enumerate() {
            let own: Vec<Object> = self
                .found
                .areas
                .iter()
                .zip(&annotations)
                .filter(|(area, _)| area.page == at)
                .map(|(_, id)| (*id).into())
                .collect();
            let page = file.get_dictionary_mut(*page)?;
            page.set("StructParents", at as i64);
            page.set("Tabs", "S");
            page.remove(b"Annots");
            if !own.is_empty() {
                page.set("Annots", own);
            }
        }
        let outlines = self.outlines(file, &pages);
        self.faces(file)?;
        self.catalog(file, root, outlines)?;
        self.identity(file, &pages);
        Ok(())
    }

    fn element(
        &self,
        node: &Node,
        root: ObjectId,
        nodes: &[ObjectId],
        pages: &[ObjectId],
        annotations: &[ObjectId],
    ) -> Dictionary {
        let own = node.kids.iter().find_map(|kid| if let Kid::Mark { page, .. } = kid { Some(*page) } else { None });
        let kids: Vec<Object> = node
            .kids
            .iter()
            .map(|kid| match kid {
                Kid::Node(id) => nodes[*id as usize].into(),
                Kid::Mark { page, mcid } if Some(*page) == own => i64::from(*mcid).into(),
                Kid::Mark { page, mcid } => dictionary! { "Type" => "MCR", "Pg" => pages[*page], "MCID" => i64::from(*mcid) }.into(),
                Kid::Annotation(at) => {
                    dictionary! { "Type" => "OBJR", "Obj" => annotations[*at], "Pg" => pages[self.found.areas[*at].page] }.into()
                }
            })
            .collect();
        let mut element = dictionary! { "Type" => "StructElem", "S" => node.kind, "P" => node.parent.map_or(root, |parent| nodes[parent as usize]) };
        if let Some(page) = own {
            element.set("Pg", pages[page]);
        }
        match kids.len() {
            0 => {}
            1 => element.set("K", kids.into_iter().next().unwrap_or(Object::Null)),
            _ => element.set("K", kids),
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        if let Some(actual) = &node.actual {
            element.set("ActualText", text(actual));
        }
        let attributes = match (node.kind, node.scope, node.span) {
            ("L", numbering, _) => Some(dictionary! { "O" => "List", "ListNumbering" => numbering.unwrap_or("Disc") }),
            (_, None, 0 | 1) => None,
            (_, scope, span) => {
                let mut table = dictionary! { "O" => "Table" };
                if let Some(scope) = scope {
                    table.set("Scope", scope);
                }
                if span > 1 {
                    table.set("ColSpan", span as i64);
                }
                Some(table)
            }
        };
        if let Some(attributes) = attributes {
            element.set("A", attributes);
        }
        if let Some((page, [x0, y0, x1, y1])) = node.bounds {
            let h = self.leaves[page].geometry.h;
            element.set(
                "A",
                dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => rectangle(x0, h - y1, x1, h - y0) },
            );
        }
        element
    }

    fn destination(&self, page: usize, y: f32, pages: &[ObjectId]) -> Object {
        let top = (self.leaves[page].geometry.h - y + 2.0) / PT;
        Object::Array(vec![pages[page].into(), "XYZ".into(), 0.into(), Object::Real(top.round()), Object::Null])
    }

    fn annotation(&self, area: &Area, at: usize, pages: &[ObjectId]) -> Option<Dictionary> {
        let link = &self.tree.links[area.link as usize];
        let place = self.places.get(&link.to)?;
        let h = self.leaves[area.page].geometry.h;
        Some(dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => rectangle(area.x, h - area.y - area.h, area.x + area.w, h - area.y),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "F" => 4,
            "Contents" => text(&format!("{}, page {}", link.text, place.page + 1)),
            "Dest" => self.destination(place.page, place.y, pages),
            "P" => pages[area.page],
            "StructParent" => (pages.len() + at) as i64
        })
    }

    /// Nested entries; returns the root, if there are any.
    fn outlines(&self, file: &mut Document, pages: &[ObjectId]) -> Option<ObjectId> {
        if self.outline.is_empty() {
            return None;
        }
        let root = file.new_object_id();
        let ids: Vec<ObjectId> = self.outline.iter().map(|_| file.new_object_id()).collect();
        // Index of the parent of each entry; none: the root.
        let mut parents: Vec<Option<usize>> = Vec::new();
        let mut path: Vec<usize> = Vec::new();
        for (at, entry) in self.outline.iter().enumerate() {
            while path.last().is_some_and(|last| self.outline[*last].level >= entry.level) {
                path.pop();
            }
            parents.push(path.last().copied());
            path.push(at);
        }
        let children = |of: Option<usize>| -> Vec<usize> { (0..ids.len()).filter(|at| parents[*at] == of).collect() };
        for (at, entry) in self.outline.iter().enumerate() {
            let siblings = children(parents[at]);
            let place = siblings.iter().position(|other| *other == at).unwrap_or(0);
            let mut item = dictionary! {
                "Title" => text(&entry.title),
                "Parent" => parents[at].map_or(root, |parent| ids[parent]),
                "Dest" => self.destination(entry.page, entry.y, pages)
            };
            if place > 0 {
                item.set("Prev", ids[siblings[place - 1]]);
            }
            if let Some(next) = siblings.get(place + 1) {
                item.set("Next", ids[*next]);
            }
            let own = children(Some(at));
            if let (Some(first), Some(last)) = (own.first(), own.last()) {
                item.set("First", ids[*first]);
                item.set("Last", ids[*last]);
                // Closed: the sections alone are seen at first.
                item.set("Count", -(own.len() as i64));
            }
            file.set_object(ids[at], item);
        }
        let top = children(None);
        let (first, last) = (ids[top[0]], ids[top[top.len() - 1]]);
        file.set_object(
            root,
            dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => top.len() as i64 },
        );
        Some(root)
    }

    /// Subset tags, six letters out of the font's own bytes.
    fn faces(&self, file: &mut Document) -> Result<(), lopdf::Error> {
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

    fn catalog(&self, file: &mut Document, root: ObjectId, outlines: Option<ObjectId>) -> Result<(), lopdf::Error> {
        let metadata =
            Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(&self.facts).into_bytes())
                .with_compression(false);
        let metadata = file.add_object(metadata);
        let profile = file.add_object(Stream::new(dictionary! { "N" => 3, "Alternate" => "DeviceRGB" }, icc()));
        let intent = dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFA1",
            "OutputConditionIdentifier" => text("sRGB IEC61966-2.1"),
            "Info" => text("sRGB IEC61966-2.1"),
            "DestOutputProfile" => profile
        };
        let files = catalogued(self.files, file, text);
        let catalog = file.catalog_mut()?;
        catalog.set("Lang", text("en"));
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        catalog.set("StructTreeRoot", root);
        catalog.set("Metadata", metadata);
        catalog.set("OutputIntents", vec![intent.into()]);
        if let Some((names, all)) = files {
            catalog.set("Names", names);
            catalog.set("AF", all);
        }
        if let Some(outlines) = outlines {
            catalog.set("Outlines", outlines);
            catalog.set("PageMode", "UseOutlines");
        }
        Ok(())
    }

    /// Info and ID. No clock and no chance: the same pages have the same identity.
    fn identity(&self, file: &mut Document, pages: &[ObjectId]) {
        let mut hash = Sha256::new();
        for page in pages {
            hash.update(file.get_page_content(*page));
        }
        for part in [&self.facts.title, &self.facts.author, &self.facts.day] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        for file in self.files {
            hash.update((file.name.len() as u64).to_be_bytes());
            hash.update(file.name.as_bytes());
            hash.update(file.sum);
        }
        let id = Object::String(hash.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
        file.trailer.set("ID", vec![id.clone(), id]);
        let day = Object::string_literal(format!("D:{}000000Z", self.facts.day.replace('-', "")));
        let mut info = dictionary! {
            "Title" => text(&self.facts.title),
            "Author" => text(&self.facts.author),
            "Creator" => text(crate::meta::PRODUCER),
            "Producer" => text(crate::meta::PRODUCER),
            "CreationDate" => day.clone(),
            "ModDate" => day
        };
        if let Some(c) = &self.facts.checkpoint {
            info.set(crate::checkpoint::KEY, Object::string_literal(c.as_str()));
        }
        let info = file.add_object(info);
        if let Ok(old) = file.trailer.get(b"Info").and_then(Object::as_reference) {
            file.objects.remove(&old);
        }
        file.trailer.set("Info", info);
        file.version = "1.7".into();
    }
}

/// Millimetres from the bottom left, as points.
fn rectangle(x0: f32, y0: f32, x1: f32, y1: f32) -> Object {
    let points = |mm: f32| Object::Real((mm / PT * 100.0).round() / 100.0);
    Object::Array(vec![points(x0), points(y0), points(x1), points(y1)])
}

/// A text string: plain where it is ASCII, UTF-16 otherwise.
fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}
