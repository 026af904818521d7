//! Walks a finished file with lopdf.
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct Checked {
    file: Document,
    pages: BTreeSet<ObjectId>,
    named: OnceCell<BTreeMap<Vec<u8>, ObjectId>>,
}

type Marks = BTreeMap<(ObjectId, i64), String>;

impl Checked {
    pub(crate) fn new(bytes: &[u8]) -> Checked {
        let file = Document::load_mem(bytes).unwrap();
        let pages = file.get_pages().into_values().collect();
        Checked { file, pages, named: OnceCell::new() }
    }

    pub(crate) fn all(&self) {
        self.catalog();
        self.nothing_active();
        let marks = self.content();
        self.tree(&marks);
        self.annotations();
        self.metadata();
        self.attached();
    }

    pub(crate) fn pages(&self) -> usize {
        self.pages.len()
    }

    pub(crate) fn links(&self) -> usize {
        self.pages.iter().map(|page| self.file.get_page_annotations(*page).unwrap().len()).sum()
    }

    /// What is said of each figure to those who do not see it.
    pub(crate) fn said(&self) -> Vec<String> {
        let dicts = self.file.objects.values().filter_map(|o| o.as_dict().ok());
        dicts.filter_map(|d| d.get(b"Alt").ok()).map(words).collect()
    }
    pub(crate) fn id(&self) -> Vec<u8> {
        self.file.trailer.get(b"ID").unwrap().as_array().unwrap()[0].as_str().unwrap().to_vec()
    }

    /// Level and title of each entry.
    pub(crate) fn outline(&self) -> Vec<(usize, String)> {
        let mut out = Vec::new();
        let root = self.dict(self.file.catalog().unwrap().get(b"Outlines").unwrap());
        self.entries(root, 1, &mut out);
        out
    }

    fn entries(&self, parent: &Dictionary, level: usize, out: &mut Vec<(usize, String)>) {
        let mut next = parent.get(b"First").ok();
        let mut last = None;
        while let Some(entry) = next {
            let dict = self.dict(entry);
            assert_eq!(dict.get(b"Prev").ok().map(|id| id.as_reference().unwrap()), last);
            last = Some(entry.as_reference().unwrap());
            self.destination(dict.get(b"Dest").unwrap());
            out.push((level, words(dict.get(b"Title").unwrap())));
            self.entries(dict, level + 1, out);
            next = dict.get(b"Next").ok();
        }
        assert_eq!(parent.get(b"Last").ok().map(|id| id.as_reference().unwrap()), last);
    }

    fn get<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.file.dereference(object).unwrap().1
    }

    fn dict<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.get(object).as_dict().unwrap()
    }

    fn destination(&self, object: &Object) {
        let array = object.as_array().unwrap();
        assert!(self.pages.contains(&array[0].as_reference().unwrap()));
        assert_eq!(array[1].as_name().unwrap(), b"XYZ");
    }

    fn catalog(&self) {
        assert_eq!(self.file.version, "1.7");
        let catalog = self.file.catalog().unwrap();
        assert_eq!(words(catalog.get(b"Lang").unwrap()), "en");
        assert!(self.dict(catalog.get(b"MarkInfo").unwrap()).get(b"Marked").unwrap().as_bool().unwrap());
        assert!(
            self.dict(catalog.get(b"ViewerPreferences").unwrap()).get(b"DisplayDocTitle").unwrap().as_bool().unwrap()
        );
        let intents = catalog.get(b"OutputIntents").unwrap().as_array().unwrap();
        let intent = self.dict(&intents[0]);
        assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
        let profile = self.get(intent.get(b"DestOutputProfile").unwrap()).as_stream().unwrap();
        let icc = profile.decompressed_content().unwrap_or_else(|_| profile.content.clone());
        assert_eq!(&icc[36..40], b"acsp");
    }

    /// No action, no script, no form, no address.
    fn nothing_active(&self) {
        fn walk(object: &Object) {
            match object {
                Object::Dictionary(dict) => keys(dict),
                Object::Stream(stream) => keys(&stream.dict),
                Object::Array(array) => array.iter().for_each(walk),
                Object::Name(name) => {
                    assert!(!matches!(name.as_slice(), b"JavaScript" | b"Launch" | b"URI" | b"GoToR" | b"SubmitForm"))
                }
                _ => {}
            }
        }
        fn keys(dict: &Dictionary) {
            for (key, value) in dict {
                let forbidden =
                    ["JS", "JavaScript", "OpenAction", "AA", "A1", "Launch", "URI", "AcroForm", "XFA", "Encrypt"];
                assert!(
                    !forbidden.iter().any(|name| name.as_bytes() == key.as_slice()),
                    "/{}",
                    String::from_utf8_lossy(key)
                );
                walk(value);
            }
        }
        self.file.objects.values().for_each(walk);
        keys(&self.file.trailer);
    }

    /// Every drawing operator inside a tag or an artifact; every glyph with its width and its text. Returns the tags by page and MCID.
    fn content(&self) -> Marks {
        let mut marks = Marks::new();
        let mut faces: BTreeMap<Vec<u8>, Face> = BTreeMap::new();
        let mut all: BTreeSet<(Vec<u8>, u16)> = BTreeSet::new();
        for page in self.pages.iter() {
            let fonts: BTreeMap<Vec<u8>, Vec<u8>> = self
                .file
                .get_page_fonts(*page)
                .unwrap()
                .into_iter()
                .map(|(name, dict)| {
                    let base = dict.get(b"BaseFont").unwrap().as_name().unwrap().to_vec();
                    faces.entry(base.clone()).or_insert_with(|| Face::new(self, dict));
                    (name, base)
                })
                .collect();
            let content = Content::decode(&self.file.get_page_content(*page)).unwrap();
            let mut stack: Vec<String> = Vec::new();
            let mut font: Vec<u8> = Vec::new();
            let mut used: BTreeSet<(Vec<u8>, u16)> = BTreeSet::new();
            for operation in &content.operations {
                match operation.operator.as_str() {
                    "BMC" => {
                        assert!(stack.is_empty());
                        assert_eq!(operation.operands[0].as_name().unwrap(), b"Artifact");
                        stack.push("Artifact".into());
                    }
                    "BDC" => {
                        assert!(stack.is_empty(), "tags are not nested");
                        let kind = String::from_utf8(operation.operands[0].as_name().unwrap().to_vec()).unwrap();
                        let properties = operation.operands[1].as_dict().unwrap();
                        if kind == "Artifact" {
                            assert_eq!(properties.get(b"Type").unwrap().as_name().unwrap(), b"Pagination");
                        } else {
                            let mcid = properties.get(b"MCID").unwrap().as_i64().unwrap();
                            assert!(marks.insert((*page, mcid), kind.clone()).is_none(), "MCID {mcid} twice on a page");
                        }
                        stack.push(kind);
                    }
                    "EMC" => assert!(stack.pop().is_some()),
                    "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
                    "TJ" => {
                        assert!(!stack.is_empty(), "text outside of tags");
                        for part in operation.operands[0].as_array().unwrap() {
                            if let Object::String(codes, _) = part {
                                used.extend(
                                    codes.chunks(2).map(|code| (font.clone(), u16::from_be_bytes([code[0], code[1]]))),
                                );
                            }
                        }
                    }
                    "Tj" | "'" | "\"" => panic!("only TJ is expected"),
                    "f" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*" | "Do" | "sh" => {
                        assert!(!stack.is_empty(), "drawing outside of tags")
                    }
                    _ => {}
                }
            }
            assert!(stack.is_empty());
            all.extend(used.into_iter().map(|(font, code)| (fonts[&font].clone(), code)));
        }
        all.iter().for_each(|(font, code)| faces[font].holds(*code));
        marks
    }

    fn tree(&self, marks: &Marks) {
        let root = self.file.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
        let root_dict = self.file.get_dictionary(root).unwrap();
        let parents = self.parent_tree(root_dict);
        let mut reached: BTreeMap<(ObjectId, i64), ObjectId> = BTreeMap::new();
        let mut objects: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
        let mut headings = Vec::new();
        let top = root_dict.get(b"K").unwrap().as_reference().unwrap();
        self.element(top, root, &mut reached, &mut objects, &mut headings, marks);
        assert_eq!(
            reached.keys().collect::<BTreeSet<_>>(),
            marks.keys().collect::<BTreeSet<_>>(),
            "each mark is reached from the tree"
        );
        for ((page, mcid), element) in &reached {
            let key = self.file.get_dictionary(*page).unwrap().get(b"StructParents").unwrap().as_i64().unwrap();
            let back = self.get(&parents[&key]).as_array().unwrap()[*mcid as usize].as_reference().unwrap();
            assert_eq!(back, *element, "and leads back to the same element");
        }
        for (annotation, element) in &objects {
            let key = self.file.get_dictionary(*annotation).unwrap().get(b"StructParent").unwrap().as_i64().unwrap();
            assert_eq!(parents[&key].as_reference().unwrap(), *element);
        }
        let annotations: usize = self.links();
        assert_eq!(objects.len(), annotations, "each annotation stands in the tree");
        let mut level = 0;
        for heading in headings {
            assert!(heading <= level + 1 || heading == 1, "H{heading} after H{level}");
            level = heading;
        }
    }

    fn parent_tree(&self, root: &Dictionary) -> BTreeMap<i64, Object> {
        let numbers = self.dict(root.get(b"ParentTree").unwrap()).get(b"Nums").unwrap().as_array().unwrap();
        let keys: Vec<i64> = numbers.iter().step_by(2).map(|key| key.as_i64().unwrap()).collect();
        assert!(keys.is_sorted());
        numbers.chunks(2).map(|pair| (pair[0].as_i64().unwrap(), pair[1].clone())).collect()
    }

    #[allow(clippy::too_many_arguments)]
    fn element(
        &self,
        id: ObjectId,
        parent: ObjectId,
        reached: &mut BTreeMap<(ObjectId, i64), ObjectId>,
        objects: &mut BTreeMap<ObjectId, ObjectId>,
        headings: &mut Vec<u8>,
        marks: &Marks,
    ) {
        let element = self.file.get_dictionary(id).unwrap();
        assert_eq!(element.get(b"P").unwrap().as_reference().unwrap(), parent);
        let kind = String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
        if let Some(level) = kind.strip_prefix('H').and_then(|level| level.parse().ok()) {
            headings.push(level);
        }
        if let Ok(name) = element.get(b"ID") {
            assert_eq!(self.ids()[name.as_str().unwrap()], id, "a named element stands in the tree of names");
        }
        let attributes = element.get(b"A").ok().map(|attributes| self.dict(attributes));
        match kind.as_str() {
            "TH" => assert!(attributes.unwrap().get(b"Scope").is_ok(), "a head cell has a scope"),
            "TD" => {
                if let Some(heads) = attributes.and_then(|a| a.get(b"Headers").ok()) {
                    for head in heads.as_array().unwrap() {
                        let head = self.file.get_dictionary(self.ids()[head.as_str().unwrap()]).unwrap();
                        assert_eq!(head.get(b"S").unwrap().as_name().unwrap(), b"TH");
                    }
                }
            }
            "Note" => assert!(element.get(b"ID").is_ok(), "a note has a name"),
            "L" => assert!(self.kinds(element).iter().all(|kid| kid == "LI"), "a list holds items"),
            "LI" => assert!(self.kinds(element).iter().all(|kid| kid == "Lbl" || kid == "LBody"), "label and body"),
            "TR" => assert!(self.kinds(element).iter().all(|kid| kid == "TH" || kid == "TD"), "a row holds cells"),
            "Span" => assert!(element.get(b"ActualText").is_ok(), "what is drawn is said"),
            "Figure" => {
                assert!(!words(element.get(b"Alt").unwrap()).is_empty());
                assert_eq!(attributes.unwrap().get(b"BBox").unwrap().as_array().unwrap().len(), 4);
            }
            "Table" => self.rows(element),
            _ => {}
        }
        let kids: Vec<&Object> = match element.get(b"K") {
            Ok(Object::Array(kids)) => kids.iter().collect(),
            Ok(kid) => vec![kid],
            Err(_) => vec![],
        };
        for kid in kids {
            match kid {
                Object::Integer(mcid) => {
                    let page = element.get(b"Pg").unwrap().as_reference().unwrap();
                    assert_eq!(marks[&(page, *mcid)], kind, "the tag in the content is that of the tree");
                    assert!(reached.insert((page, *mcid), id).is_none(), "reached once");
                }
                Object::Dictionary(dict) if dict.get(b"Type").unwrap().as_name().unwrap() == b"MCR" => {
                    let page = dict.get(b"Pg").unwrap().as_reference().unwrap();
                    assert!(reached.insert((page, dict.get(b"MCID").unwrap().as_i64().unwrap()), id).is_none());
                }
                Object::Dictionary(dict) => {
                    assert_eq!(dict.get(b"Type").unwrap().as_name().unwrap(), b"OBJR");
                    assert_eq!(kind, "Link");
                    assert!(objects.insert(dict.get(b"Obj").unwrap().as_reference().unwrap(), id).is_none());
                }
                Object::Reference(kid) => self.element(*kid, id, reached, objects, headings, marks),
                _ => panic!("{kid:?}"),
            }
        }
    }

    /// Kinds of the elements under this one.
    fn kinds(&self, element: &Dictionary) -> Vec<String> {
        let kids = match element.get(b"K") {
            Ok(Object::Array(kids)) => kids.as_slice(),
            Ok(kid) => std::slice::from_ref(kid),
            Err(_) => &[],
        };
        let elements = kids.iter().filter(|kid| kid.as_reference().is_ok());
        elements
            .map(|kid| String::from_utf8(self.dict(kid).get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap())
            .collect()
    }

    /// Elements with a name: each stands once in the tree of names, which is sorted, and is the one that it names.
    fn ids(&self) -> &BTreeMap<Vec<u8>, ObjectId> {
        self.named.get_or_init(|| {
            let root = self.dict(self.file.catalog().unwrap().get(b"StructTreeRoot").unwrap());
            let Ok(tree) = root.get(b"IDTree") else { return BTreeMap::new() };
            let names = self.dict(tree).get(b"Names").unwrap().as_array().unwrap();
            let pairs: Vec<(Vec<u8>, ObjectId)> =
                names.chunks(2).map(|p| (p[0].as_str().unwrap().to_vec(), p[1].as_reference().unwrap())).collect();
            assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0));
            for (name, id) in &pairs {
                assert_eq!(self.file.get_dictionary(*id).unwrap().get(b"ID").unwrap().as_str().unwrap(), name);
            }
            pairs.into_iter().collect()
        })
    }

    /// All rows of a table are equally wide.
    fn rows(&self, table: &Dictionary) {
        let mut widths = BTreeSet::new();
        let mut open: Vec<&Dictionary> = vec![table];
        while let Some(element) = open.pop() {
            let kids: Vec<&Object> = match element.get(b"K") {
                Ok(Object::Array(kids)) => kids.iter().collect(),
                Ok(kid) => vec![kid],
                Err(_) => vec![],
            };
            let kids: Vec<&Dictionary> =
                kids.into_iter().filter(|kid| kid.as_reference().is_ok()).map(|kid| self.dict(kid)).collect();
            let kind = element.get(b"S").unwrap().as_name().unwrap();
            if kind == b"TR" {
                let width: i64 = kids
                    .iter()
                    .map(|cell| {
                        cell.get(b"A")
                            .ok()
                            .map(|a| self.dict(a))
                            .and_then(|a| a.get(b"ColSpan").ok())
                            .map_or(1, |span| span.as_i64().unwrap())
                    })
                    .sum();
                widths.insert(width);
            } else if matches!(kind, b"Table" | b"THead" | b"TBody") {
                open.extend(kids);
            }
        }
        assert!(widths.len() <= 1, "rows of {widths:?} columns in one table");
    }

    fn annotations(&self) {
        for page in self.pages.iter() {
            let dict = self.file.get_dictionary(*page).unwrap();
            assert_eq!(dict.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
            if let Ok(annotations) = dict.get(b"Annots") {
                assert!(!annotations.as_array().unwrap().is_empty(), "an empty list is left out");
            }
            for annotation in self.file.get_page_annotations(*page).unwrap() {
                assert_eq!(annotation.get(b"Subtype").unwrap().as_name().unwrap(), b"Link");
                assert_eq!(annotation.get(b"F").unwrap().as_i64().unwrap(), 4);
                assert!(!words(annotation.get(b"Contents").unwrap()).is_empty());
                assert!(annotation.get(b"A").is_err());
                self.destination(annotation.get(b"Dest").unwrap());
                let rect: Vec<f32> = annotation
                    .get(b"Rect")
                    .unwrap()
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|n| n.as_float().unwrap())
                    .collect();
                assert!(rect[0] < rect[2] && rect[1] < rect[3]);
            }
        }
    }

    /// Every attached file: name, bytes. Each is reached from the catalog's list and from the name tree, under both names, with its
    /// size, day and sum; and no other file is in there.
    pub(crate) fn attached(&self) -> Vec<(String, Vec<u8>)> {
        let catalog = self.file.catalog().unwrap();
        let listed: Vec<ObjectId> = catalog
            .get(b"AF")
            .map(|list| list.as_array().unwrap().iter().map(|spec| spec.as_reference().unwrap()).collect())
            .unwrap_or_default();
        let named: Vec<(Vec<u8>, ObjectId)> = match catalog.get(b"Names") {
            Ok(names) => {
                let tree = self.dict(self.dict(names).get(b"EmbeddedFiles").unwrap()).get(b"Names").unwrap();
                let pairs = tree.as_array().unwrap().chunks(2);
                pairs.map(|p| (p[0].as_str().unwrap().to_vec(), p[1].as_reference().unwrap())).collect()
            }
            Err(_) => Vec::new(),
        };
        assert!(named.windows(2).all(|pair| pair[0].0 < pair[1].0), "the name tree is sorted, each name once");
        let reached: BTreeSet<ObjectId> = named.iter().map(|(_, spec)| *spec).collect();
        assert_eq!(reached, listed.iter().copied().collect(), "the list and the tree hold the same files");
        assert_eq!(listed.len(), named.len());
        let of_type = |name: &[u8]| -> BTreeSet<ObjectId> {
            let is = |o: &Object| match o {
                Object::Dictionary(d) => d.has_type(name),
                Object::Stream(s) => s.dict.has_type(name),
                _ => false,
            };
            self.file.objects.iter().filter(|(_, o)| is(o)).map(|(id, _)| *id).collect()
        };
        assert_eq!(of_type(b"Filespec"), reached, "no file stands beside the list");
        let mut streams = BTreeSet::new();
        let mut out = Vec::new();
        for spec in listed {
            let dict = self.file.get_dictionary(spec).unwrap();
            let name = words(dict.get(b"UF").unwrap());
            assert!(words(dict.get(b"F").unwrap()).is_ascii() && !words(dict.get(b"Desc").unwrap()).is_empty());
            let relationship = dict.get(b"AFRelationship").unwrap().as_name().unwrap();
            assert!(matches!(relationship, b"Supplement" | b"Data"));
            let files = self.dict(dict.get(b"EF").unwrap());
            let stream = files.get(b"F").unwrap().as_reference().unwrap();
            assert_eq!(files.get(b"UF").unwrap().as_reference().unwrap(), stream);
            assert!(streams.insert(stream), "no two files share their bytes");
            let stream = self.file.get_object(stream).unwrap().as_stream().unwrap();
            let media = String::from_utf8(stream.dict.get(b"Subtype").unwrap().as_name().unwrap().to_vec()).unwrap();
            assert!(isms_press::ATTACHABLE.iter().any(|(name, ..)| *name == media), "{media}");
            let bytes = match stream.dict.get(b"Filter") {
                Ok(_) => stream.decompressed_content().unwrap(),
                Err(_) => stream.content.clone(),
            };
            let params = self.dict(stream.dict.get(b"Params").unwrap());
            assert_eq!(params.get(b"Size").unwrap().as_i64().unwrap() as usize, bytes.len());
            assert!(words(params.get(b"ModDate").unwrap()).starts_with("D:20"));
            let sum: [u8; 16] =
                md5::Digest::finalize(md5::Digest::chain_update(<md5::Md5 as md5::Digest>::new(), &bytes)).into();
            assert_eq!(params.get(b"CheckSum").unwrap().as_str().unwrap(), sum);
            out.push((name, bytes));
        }
        assert_eq!(of_type(b"EmbeddedFile"), streams);
        out
    }

    fn metadata(&self) {
        let stream = self.get(self.file.catalog().unwrap().get(b"Metadata").unwrap()).as_stream().unwrap();
        assert!(stream.dict.get(b"Filter").is_err());
        let xmp = String::from_utf8(stream.content.clone()).unwrap();
        let info = self.dict(self.file.trailer.get(b"Info").unwrap());
        for key in ["Title", "Author", "Producer", "Creator"] {
            let value = words(info.get(key.as_bytes()).unwrap())
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            assert!(xmp.contains(&format!(">{value}<")), "{key}: {value}");
        }
        let created = words(info.get(b"CreationDate").unwrap());
        let day = format!("{}-{}-{}", &created[2..6], &created[6..8], &created[8..10]);
        assert_eq!(created, format!("D:{}000000Z", day.replace('-', "")));
        assert!(xmp.contains(&format!("<xmp:CreateDate>{day}T00:00:00Z<")));
        assert!(
            xmp.contains("<pdfaid:part>3<")
                && xmp.contains("<pdfaid:conformance>A<")
                && xmp.contains("<pdfuaid:part>1<")
        );
    }
}

fn words(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(utf16) => {
            String::from_utf16(&utf16.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>())
                .unwrap()
        }
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// An embedded font: its program, its widths, its texts.
struct Face {
    program: Vec<u8>,
    widths: BTreeMap<u16, i64>,
    texts: BTreeMap<u16, String>,
}

impl Face {
    fn new(checked: &Checked, font: &Dictionary) -> Face {
        assert_eq!(font.get(b"Encoding").unwrap().as_name().unwrap(), b"Identity-H");
        let heir = checked.dict(&font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0]);
        let described = checked.dict(heir.get(b"FontDescriptor").unwrap());
        let name = font.get(b"BaseFont").unwrap().as_name().unwrap();
        assert_eq!(name[6], b'+', "a subset says so");
        assert_eq!(heir.get(b"BaseFont").unwrap().as_name().unwrap(), name);
        assert_eq!(described.get(b"FontName").unwrap().as_name().unwrap(), name);
        let program =
            checked.get(described.get(b"FontFile2").unwrap()).as_stream().unwrap().decompressed_content().unwrap();
        let mut widths = BTreeMap::new();
        let list = heir.get(b"W").unwrap().as_array().unwrap();
        for pair in list.chunks(2) {
            let first = pair[0].as_i64().unwrap() as u16;
            for (at, width) in pair[1].as_array().unwrap().iter().enumerate() {
                widths.insert(first + at as u16, width.as_i64().unwrap());
            }
        }
        let unicode = checked.get(font.get(b"ToUnicode").unwrap()).as_stream().unwrap();
        let unicode =
            String::from_utf8(unicode.decompressed_content().unwrap_or_else(|_| unicode.content.clone())).unwrap();
        Face { program, widths, texts: texts(&unicode) }
    }

    /// The glyph exists, has the width that is told, and a text.
    fn holds(&self, code: u16) {
        assert_ne!(code, 0, "never .notdef");
        let face = rustybuzz::ttf_parser::Face::parse(&self.program, 0).unwrap();
        let width = face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(code)).unwrap();
        assert_eq!(self.widths[&code], i64::from(width));
        let text = &self.texts[&code];
        assert!(
            !text.is_empty() && !text.chars().any(|c| matches!(c, '\0' | '\u{FFFD}' | '\u{FEFF}' | '\u{FFFE}')),
            "{text:?}"
        );
    }
}

/// bfchar and bfrange of a ToUnicode map.
fn texts(map: &str) -> BTreeMap<u16, String> {
    let hex = |word: &str| u16::from_str_radix(word.trim_matches(['<', '>']), 16).unwrap();
    let utf16 = |word: &str| {
        let digits = word.trim_matches(['<', '>', '[', ']']);
        let units: Vec<u16> =
            (0..digits.len() / 4).map(|at| u16::from_str_radix(&digits[at * 4..at * 4 + 4], 16).unwrap()).collect();
        String::from_utf16(&units).unwrap()
    };
    let mut texts = BTreeMap::new();
    let mut mode = "";
    for line in map.lines().map(str::trim) {
        match line {
            _ if line.ends_with("beginbfchar") => mode = "char",
            _ if line.ends_with("beginbfrange") => mode = "range",
            "endbfchar" | "endbfrange" => mode = "",
            _ if mode == "char" => {
                let parts: Vec<&str> = line.split_whitespace().collect();
                texts.insert(hex(parts[0]), utf16(parts[1]));
            }
            _ if mode == "range" => {
                let parts: Vec<&str> = line.split_whitespace().collect();
                let first = utf16(parts[2]).chars().next().unwrap() as u32;
                for code in hex(parts[0])..=hex(parts[1]) {
                    texts.insert(code, char::from_u32(first + u32::from(code - hex(parts[0]))).unwrap().to_string());
                }
            }
            _ => {}
        }
    }
    texts
}
