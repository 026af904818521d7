//! What strangers can hand to the program, one function a door: whatever the bytes are, there is an answer or a refusal, never a panic. The
//! fuzzer (`cargo fuzz run NAME`) and a bounded run in the ordinary tests call the same functions. They must never ask for more than that.
use chrono::NaiveDate;
use isms::staleness::{Currency, staleness};
use isms::view::{self, Shown};
use isms::wizard::{self, Answers};
use isms::{Change, Declare, Isms, Proposal, Stamp, Verb, kinds, report, wizards};
use isms_file::File;
use isms_import::{Choices, Import, Source};
use serde_json::{Map, Value};
use std::io::{Cursor, Write};
use std::sync::OnceLock;

pub type Door = fn(&[u8]);
/// Every door by name.
pub const TARGETS: &[(&str, Door)] = &[
    ("file", file),
    ("table", table),
    ("workbook", workbook),
    ("old_workbook", old_workbook),
    ("threats", threats),
    ("findings", findings),
    ("accounts", accounts),
    ("answers", answers),
    ("document", document),
    ("pdf", pdf),
    ("proof", proof),
    ("pack", pack),
    ("words", words),
    ("acts", acts),
    ("guides", guides),
    ("arguments", arguments),
];
pub fn target(name: &str) -> Option<Door> {
    TARGETS.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
}

/// The demo organization with what is due in it, made once.
fn demo() -> &'static (Isms, Currency, NaiveDate) {
    static DEMO: OnceLock<(Isms, Currency, NaiveDate)> = OnceLock::new();
    DEMO.get_or_init(|| {
        let place = std::env::temp_dir().join(format!("isms-fuzz-{}.isms", std::process::id()));
        let _ = std::fs::remove_file(&place);
        let file = File::demo(&place).expect("the demo can be made");
        let today = file.demo_day().expect("it has a day");
        let isms = file.isms().clone();
        drop(file);
        let _ = std::fs::remove_file(&place);
        let currency = staleness(&isms, today);
        (isms, currency, today)
    })
}

/// An .isms file: opened for looking, checked, and asked for everything.
fn file(data: &[u8]) {
    let folder = if std::path::Path::new("/dev/shm").is_dir() { "/dev/shm".into() } else { std::env::temp_dir() };
    let place = std::path::Path::new(&folder).join(format!(
        "isms-fuzz-{}-{:?}.isms",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::write(&place, data).expect("it can be written");
    match File::open_read_only(&place) {
        Err(r) => assert!(!r.text.is_empty() && !r.hint.is_empty(), "{r}"),
        Ok(f) => {
            let _ = f.verify();
            let _ = (f.drafts(), f.checkpoints());
            let _ = staleness(f.isms(), NaiveDate::default());
        }
    }
    let _ = std::fs::remove_file(&place);
}
fn source(name: &str, data: &[u8]) {
    match Source::read(name, data) {
        Err(r) => assert!(!r.text.is_empty(), "{r}"),
        Ok(s) => {
            let (isms, _, today) = demo();
            if let Ok(l) = Import::look(&s, isms, *today, &Choices::default()) {
                let _ = (l.json_for_cli(), l.proposal(true).is_ok(), l.proposal(false).is_ok());
            }
        }
    }
}
fn table(data: &[u8]) {
    source("x.csv", data);
}
/// A folder packed with these parts, so that what is mutated lies behind the packing.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        let laid = zip.start_file(*name, stored).and_then(|()| Ok(zip.write_all(bytes)?));
        laid.expect("it can be packed");
    }
    zip.finish().expect("it can be packed").into_inner()
}
fn workbook(data: &[u8]) {
    if data.starts_with(b"PK") {
        return source("x.xlsx", data);
    }
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", data),
    ];
    source("x.xlsx", &packed(&parts));
}
fn old_workbook(data: &[u8]) {
    source("x.xls", data);
}
fn dropped(of: &str, name: &str, data: &[u8]) {
    let (isms, _, today) = demo();
    if let Err(r) = isms_import::dropped(of, name, data, isms, *today) {
        assert!(!r.text.is_empty(), "{r}");
    }
}
fn threats(data: &[u8]) {
    dropped("threats", "x", data);
}
fn findings(data: &[u8]) {
    dropped("findings", "x", data);
}
fn accounts(data: &[u8]) {
    dropped("accounts", "x.csv", data);
    dropped("lists", "x.csv", data);
}
fn answers(data: &[u8]) {
    dropped("answers", "x.eml", data);
    let (isms, _, today) = demo();
    isms_import::answers_to("x.eml", data, isms);
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = isms::campaign::meant_for(isms, text);
        for (_, r, _) in isms.live::<kinds::Campaign>() {
            let _ = isms::campaign::look(isms, &r.code, &[("x".into(), Ok(text.into()))], *today);
        }
    }
}
fn document(data: &[u8]) {
    let bytes = if data.starts_with(b"PK") { data.to_vec() } else { packed(&[("word/document.xml", data)]) };
    if let Err(r) = isms_import::words_of("x.docx", &bytes) {
        assert!(!r.text.is_empty() && !r.hint.is_empty(), "{r}");
    }
}
fn pdf(data: &[u8]) {
    if let Err(r) = isms_import::words_of("x.pdf", data) {
        assert!(!r.text.is_empty() && !r.hint.is_empty(), "{r}");
    }
}
fn proof(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(p) = isms::proof::read(&text) {
        let (isms, ..) = demo();
        let _ = (p.alone(&[0; 32], None), p.in_file(isms, "x"), p.text());
    }
}
fn pack(data: &[u8]) {
    let _ = isms_press::checkpoint_in(data);
}
/// Texts that are read everywhere: days, vectors of weaknesses, policies, names.
fn words(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = (isms::dates::parse(&text), isms::cvss::score(&text), isms::caution::caution(&text, data));
    let _ = isms_press::beside_name("EV-0001", &text, "application/pdf");
    let blocks = isms::prose::blocks(&text);
    let _ = blocks.len();
    let half = text.len() / 2;
    let half = (0..=half).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    let _ = isms::compare::compare(&text[..half], &text[half..]);
}

/// Bytes as choices.
struct Choosing<'a>(&'a [u8], usize);
impl Choosing<'_> {
    fn next(&mut self) -> usize {
        let b = self.0.get(self.1).copied().unwrap_or(0);
        self.1 += 1;
        usize::from(b)
    }
    fn over(&self) -> bool {
        self.1 >= self.0.len()
    }
    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.next() % list.len()]
    }
    /// A word that is in use somewhere, or none that anybody would use.
    fn text(&mut self) -> String {
        const ODD: &[&str] = &[
            "",
            " ",
            "\0",
            "\u{202e}",
            "../../etc/passwd",
            "C:\\x",
            "=1+1",
            "<script>",
            "'; DROP TABLE act; --",
            "@r",
            "R-",
            "R-00000000000000000001",
            "9999-12-31",
            "0000-00-00",
            "2026-02-30",
            "NaN",
            "null",
            "P-001/POL-01",
            "é\u{301}",
            "😀",
            "%s%n",
            "$.x",
            "-1",
        ];
        let (isms, ..) = demo();
        match self.next() % 4 {
            0 => (*self.of(ODD)).to_string(),
            1 => {
                let n = (self.next() << 8 | self.next()) % isms.records.iter().count().max(1);
                isms.records.iter().nth(n).map(|r| r.code.to_string()).unwrap_or_default()
            }
            2 => self.of(kinds::kinds()).name.to_string(),
            _ => {
                let n = self.next() % 40;
                let from = self.1.min(self.0.len());
                let to = (from + n).min(self.0.len());
                self.1 = to;
                String::from_utf8_lossy(&self.0[from..to]).repeat(1 + self.next() % 3)
            }
        }
    }
    fn value(&mut self, depth: usize) -> Value {
        match self.next() % 10 {
            0 => Value::Null,
            1 => Value::Bool(self.next() < 128),
            2 => Value::from(*self.of(&[0i64, 1, -1, 5, 25, 1 << 31, i64::MAX, i64::MIN])),
            3 => Value::from(*self.of(&[0.5f64, 1e308, -0.0, 1e-300])),
            4..=6 => Value::from(self.text()),
            7 if depth < 40 => (0..self.next() % 4).map(|_| self.value(depth + 1)).collect(),
            8 if depth < 40 => {
                Value::Object((0..self.next() % 4).map(|_| (self.text(), self.value(depth + 1))).collect())
            }
            _ => Value::from("x".repeat(self.next() * 100)),
        }
    }
    /// Fields that a kind has, mostly as its example has them, some as nobody would write them.
    fn fields(&mut self, kind: &str) -> Map<String, Value> {
        let Some(info) = kinds::kind(kind) else { return Map::new() };
        let mut fields = match (info.example)() {
            Value::Object(m) => m,
            _ => Map::new(),
        };
        for _ in 0..self.next() % 4 {
            let name = match self.next() % 5 {
                0 => self.text(),
                _ => self.of(&info.fields).name.clone(),
            };
            let value = self.value(0);
            fields.insert(name, value);
        }
        fields
    }
}
/// An act as any surface may propose it.
fn acts(data: &[u8]) {
    let mut c = Choosing(data, 0);
    let (isms, _, today) = demo();
    let mut isms = isms.clone();
    while !c.over() {
        let changes = (0..1 + c.next() % 3)
            .map(|_| match c.next() % 6 {
                0 => Change::Retire { code: c.text(), why: c.text() },
                1 => Change::Restore { code: c.text() },
                n => {
                    let kind = if c.next() % 8 == 0 { c.text() } else { c.of(kinds::kinds()).name.to_string() };
                    let fields = c.fields(&kind);
                    let code = (n > 3).then(|| c.text());
                    Change::Put { kind, code, fields, declare: Declare::Nothing }
                }
            })
            .collect();
        let verb = *c.of(&[Verb::Add, Verb::Change, Verb::Review, Verb::Import, Verb::Retire, Verb::Restore]);
        let proposal = Proposal { verb, why: c.text(), changes };
        let mut salt = || [7; 32];
        let mut stamp =
            Stamp { at: today.and_time(Default::default()).and_utc(), on: *today, by: "P-001".into(), salt: &mut salt };
        match isms.plan(proposal, &mut stamp) {
            Ok(planned) => {
                isms.apply(&planned);
                let _ = staleness(&isms, *today);
            }
            Err(r) => assert!(!r.text.is_empty(), "{r}"),
        }
    }
}
/// Any guide, begun on anything and answered with anything.
fn guides(data: &[u8]) {
    let mut c = Choosing(data, 0);
    let (isms, currency, today) = demo();
    let shown = Shown::new(isms, *today, currency);
    let w = wizards::all()[c.next() % wizards::all().len()];
    let about: Vec<String> = (0..c.next() % 3).map(|_| c.text()).collect();
    let about = view::begin(&shown, w, &about).unwrap_or_default();
    let mut all = Answers::default();
    for _ in 0..6 {
        let page = wizard::show(isms, *today, "P-001", w, &about, &all, None);
        let page = serde_json::to_value(&page).unwrap_or_default();
        let step = page["step"]["id"].as_str().unwrap_or_default().to_string();
        let mut given = Map::new();
        for q in page["step"]["questions"].as_array().into_iter().flatten().take(12) {
            let name = q["field"].as_str().unwrap_or_default().to_string();
            let value = c.value(0);
            given.insert(name, value);
        }
        for _ in 0..c.next() % 3 {
            let (name, value) = (c.text(), c.value(0));
            given.insert(name, value);
        }
        let step = if c.next() % 6 == 0 { c.text() } else { step };
        let _ = wizard::warnings(isms, *today, "P-001", w, &about, &all, &step);
        let _ = wizard::next(isms, *today, "P-001", w, &about, &mut all, &step, given);
    }
    let _ = wizard::finish(isms, *today, "P-001", w, &about, &all, Some(1));
}
/// What the commands of the window and of the command line hand on: names, codes, days, numbers.
fn arguments(data: &[u8]) {
    let mut c = Choosing(data, 0);
    let (isms, currency, today) = demo();
    let s = Shown::new(isms, *today, currency);
    let day = |c: &mut Choosing| {
        let n = (c.next() << 8 | c.next()) as i64;
        let odd = [NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default(), *today];
        if n % 3 == 0 { odd[c.next() % 4] } else { *today + chrono::TimeDelta::days(n - 30_000) }
    };
    let (id, kind, other) = (c.text(), c.text(), c.text());
    match c.next() % 12 {
        0 => drop(view::record(&s, &id)),
        1 => drop(view::register(&s, &kind)),
        2 => drop(view::palette(&s, &id)),
        3 => drop(view::chain(&s, &id)),
        4 => drop(view::training_cell(&s, &id)),
        5 => drop(view::trail(isms, Some(c.next() as u32 * 997), &id, Vec::new(), *today)),
        6 => drop(view::starters(&s, &kind, &id)),
        7 => {
            let scope = report::Scope {
                from: Some(day(&mut c)),
                versions: (Some(other), None),
                ..report::Scope::on(day(&mut c))
            };
            let scope = if c.next() % 2 == 0 { scope.about(&id) } else { scope };
            let names: Vec<&str> = isms::reports::all().iter().map(|r| r.name).collect();
            let name = if c.next() % 5 == 0 { kind.as_str() } else { *c.of(&names) };
            let _ = report::build(isms, name, &scope);
        }
        8 => drop(isms::policy::compare_versions(isms, *today, &id, Some(&kind), Some(&other), None)),
        9 => drop(view::programme(&s, Some(day(&mut c)), Some(day(&mut c)), c.next() as u32 * 100)),
        10 => drop(view::calendar(&s, Some(day(&mut c)), c.next() as u32, c.next() as u32 * 100)),
        _ => drop(isms.as_of(day(&mut c)).record(&id).map(|r| r.title())),
    }
}
