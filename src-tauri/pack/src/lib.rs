//! What a pack is made of: the file, the choices, the press. Used by window and command line alike.
//! It must never decide what is in a section, nor how a page looks; and whatever happens, its place holds the whole pack or nothing new.
mod facts;
mod request;

pub use facts::{Facts, facts, facts_of};
pub use request::Request;

use chrono::NaiveDate;
use isms::Refusal;
use isms::doc::{Attached, Relationship};
use isms::isms::Isms;
use isms::kinds::Evidence;
use isms::packs::{self, Evidences, Going};
use isms_file::{ActError, Bundle, Clock, Fault, File, Given};
use isms_press::{Paper, PressFault};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lends the open file for a moment: between two moments others may have it. A refusal where it is no longer open.
pub type Lend<'a> = dyn FnMut(&mut dyn FnMut(&mut File)) -> Result<(), Refusal> + 'a;

/// What is being done, in words, and how far it is, from 0 to 1.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Step {
    pub words: String,
    pub part: f32,
}
/// Hears each step; `false` cancels, and nothing is left.
pub type Tell<'a> = dyn FnMut(Step) -> bool + 'a;

/// A pack that was made.
#[derive(Clone, Debug)]
pub struct Made {
    pub path: PathBuf,
    pub pages: usize,
    pub sections: usize,
    pub draft: bool,
    pub size: u64,
    pub root: [u8; 32],
    /// "7F3C-A91B"
    pub short: String,
    /// The act that records it; none where the file is open for reading only.
    pub act: Option<u32>,
    pub proof: Option<PathBuf>,
    /// Files of proof: inside the PDF, in the folder beside it.
    pub inside: usize,
    pub beside: usize,
    /// What is to be known of it: no proof, a file that is missing.
    pub notes: Vec<String>,
    /// The page of each place of the PDF, from 1.
    pub places: BTreeMap<String, usize>,
}

/// Why none was made.
#[derive(Debug)]
pub enum NotMade {
    /// It was cancelled; nothing is left.
    Cancelled,
    Refused(Refusal),
    Fault(Fault),
    /// The press could not print it.
    Press(String),
}
impl From<Refusal> for NotMade {
    fn from(r: Refusal) -> NotMade {
        if r.code == "cancelled" { NotMade::Cancelled } else { NotMade::Refused(r) }
    }
}
impl From<Fault> for NotMade {
    fn from(f: Fault) -> NotMade {
        NotMade::Fault(f)
    }
}
impl From<ActError> for NotMade {
    fn from(e: ActError) -> NotMade {
        match e {
            ActError::Refused(r) => r.into(),
            ActError::Fault(f) => NotMade::Fault(f),
        }
    }
}
impl From<PressFault> for NotMade {
    fn from(e: PressFault) -> NotMade {
        match e {
            PressFault::Cancelled => NotMade::Cancelled,
            e => NotMade::Press(e.to_string()),
        }
    }
}

/// How much of the bar each part takes.
const CHECKED: f32 = 0.1;
const READ: f32 = 0.25;
const BOUND: f32 = 0.65;
const SET: f32 = 0.95;

/// Borrows the file and takes what is made of it.
fn lent<T>(lend: &mut Lend, mut f: impl FnMut(&mut File) -> T) -> Result<T, Refusal> {
    let mut out = None;
    lend(&mut |file| out = Some(f(file)))?;
    out.ok_or_else(|| Refusal::new("closed", "", "No file is open.", "Open one first."))
}

/// Makes a pack at `to`. `lend` gives the file for moments only, so that a window stays usable; what is recorded meanwhile is not in it.
pub fn make(
    lend: &mut Lend,
    request: &Request,
    to: &Path,
    by: &str,
    clock: Clock,
    tell: &mut Tell,
) -> Result<Made, NotMade> {
    let mut step = |words: &str, part: f32| -> Result<(), NotMade> {
        if tell(Step { words: words.into(), part }) { Ok(()) } else { Err(NotMade::Cancelled) }
    };
    step("Checking the file", 0.0)?;
    let now: Isms = lent(lend, |f| f.isms().clone())?;
    let (pack, mut scope) = request.scope(&now, clock.on)?;
    let day = scope.as_of;
    let past = (day < clock.on).then(|| now.as_of(day));
    let isms = past.as_ref().unwrap_or(&now);
    scope.pack.facts = facts_of(lend, isms, &mut |done| step("Checking the file", CHECKED * done).is_ok())?;
    let mut bundle = Bundle::begin(to)?;

    let mut files = Vec::new();
    let missing: Vec<String> = scope.pack.facts.missing_files.clone().unwrap_or_default();
    let mut notes: Vec<String> = Vec::new();
    if scope.pack.evidence != Evidences::Index {
        let all = packs::going(isms, pack, &scope)?;
        let (mut taken, mut weighs) = (0u64, 0u64);
        let whole = all.iter().map(|f| f.size).sum::<u64>().max(1);
        for (n, Going { code, sha256: sha, name, media_type: media, size }) in all.iter().enumerate() {
            let words = format!("Reading the proofs: {} of {}", n + 1, all.len());
            step(&words, CHECKED + (READ - CHECKED) * taken as f32 / whole as f32)?;
            taken += size;
            if missing.contains(code) {
                continue;
            }
            let Some(hash) = isms::plan::unhex(sha) else { continue };
            if scope.pack.evidence == Evidences::Inside && weighs + size <= Evidences::MOST_INSIDE {
                let bytes = lent(lend, |f| f.evidence_all(&hash))??;
                if isms_press::attachable(media, &bytes).is_ok() {
                    weighs += size;
                    scope.pack.inside.insert(code.clone());
                    let shown = isms.get::<Evidence>(code);
                    files.push(Attached {
                        name: format!("{code} {name}"),
                        media_type: media.clone(),
                        description: shown.map(|e| e.shows.to_string()).unwrap_or_default(),
                        day: shown.map_or(day, |e| e.collected_on.0),
                        relationship: Relationship::Supplement,
                        bytes: bytes.into(),
                    });
                    continue;
                }
            }
            let called = isms_press::beside_name(code, name, media);
            let mut cancelled = false;
            lent(lend, |f| -> Result<(), NotMade> {
                let mut from = f.evidence_bytes(&hash)?;
                bundle.lay_file(&called, sha, &mut from, &mut |_| {
                    cancelled =
                        step(&words, CHECKED + (READ - CHECKED) * (taken - size) as f32 / whole as f32).is_err();
                    !cancelled
                })?;
                Ok(())
            })??;
            scope.pack.beside.insert(code.clone());
        }
    }
    if !missing.is_empty() {
        notes.push(match missing.as_slice() {
            [one] => format!("The file of {one} is not in the book, so it does not go out; the list says so."),
            all => {
                format!("The files of {} are not in the book, so they do not go out; the list says so.", all.join(", "))
            }
        });
    }

    let sections = packs::numbered(pack, &scope).len().max(1) as f32;
    let mut doc = packs::build_telling(isms, pack, &scope, &mut |n, title| {
        step(&format!("Binding: {title}"), READ + (BOUND - READ) * n as f32 / sections).is_ok()
    })?;
    doc.files = files;
    let paper = if scope.pack.letter { Paper::Letter } else { Paper::A4 };
    // Nobody knows how many pages it will have before they are set.
    let mut far = BOUND;
    let pdf = isms_press::pdf_telling(&doc, paper, &mut |page| {
        far += (SET - far) * 0.03;
        step(&format!("Setting page {page}"), far).is_ok()
    })?;
    step("Laying it down", SET)?;
    let head = doc.checkpoint.clone().unwrap_or_else(|| now.checkpoint());
    let given = Given {
        pdf: &pdf.bytes,
        pages: pdf.pages as u32,
        audit: pack.name,
        as_of: day,
        from: scope.from.or_else(|| (pack.since)(isms, day)),
        head: head.clone(),
    };
    let mut bundle = Some(bundle);
    let out = lent(lend, |f| match bundle.take() {
        Some(bundle) => f.give_out(&given, bundle, by, clock).map_err(NotMade::from),
        None => Err(NotMade::Cancelled),
    })??;
    notes.extend(out.unproven);
    let numbers: std::collections::BTreeSet<u32> = doc.sections.iter().filter_map(|s| s.number).collect();
    Ok(Made {
        path: to.to_path_buf(),
        pages: pdf.pages,
        sections: numbers.len(),
        draft: doc.draft,
        size: head.size,
        root: head.root,
        short: head.short(),
        act: out.seq,
        proof: out.proof,
        inside: scope.pack.inside.len(),
        beside: scope.pack.beside.len(),
        notes,
        places: pdf.places,
    })
}

/// How many pages a pack would have, and on which each section begins; nothing is drawn and nothing written.
pub fn pages(
    isms: &Isms,
    request: &Request,
    today: NaiveDate,
    tell: &mut dyn FnMut() -> bool,
) -> Result<Pages, NotMade> {
    let (pack, scope) = request.scope(isms, today)?;
    let doc = packs::build_telling(isms, pack, &scope, &mut |_, _| tell())?;
    let paper = if scope.pack.letter { Paper::Letter } else { Paper::A4 };
    let (count, places) = isms_press::pages_on(&doc, paper, &mut |_| tell())?;
    let mut begins: BTreeMap<u32, usize> = BTreeMap::new();
    for s in &doc.sections {
        if let (Some(n), Some(page)) = (s.number, places.get(&s.id)) {
            begins.entry(n).or_insert(*page);
        }
    }
    // What a mock sample is shown on: the place of its record, and the section that the page is in.
    let titled: Vec<(usize, String)> = doc
        .sections
        .iter()
        .filter(|s| !s.part)
        .filter_map(|s| {
            Some((*places.get(&s.id)?, s.number.map_or_else(|| s.title.clone(), |n| format!("{n}, {}", s.title))))
        })
        .collect();
    let head = doc.checkpoint.clone().unwrap_or_else(|| isms.checkpoint());
    let samples = packs::samples(isms, &head.root)
        .into_iter()
        .map(|s| {
            let page = places.get(&s.code).or_else(|| places.get(&format!("row-{}", s.code))).copied();
            let section = page.and_then(|p| titled.iter().rfind(|(begin, _)| *begin <= p)).map(|(_, t)| t.clone());
            Sampled {
                register: s.population,
                title: isms.record(&s.code).map(|r| r.title()).unwrap_or_default(),
                code: s.code,
                ask: s.ask,
                page,
                section,
            }
        })
        .collect();
    Ok(Pages { count, begins, samples })
}
/// What `pages` counted.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Pages {
    pub count: usize,
    /// Number of a section, and the page that it begins on.
    pub begins: BTreeMap<u32, usize>,
    /// Five records to look for.
    pub samples: Vec<Sampled>,
}
/// A record that an auditor might ask for, and where the pack shows it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Sampled {
    pub register: &'static str,
    pub code: String,
    pub title: String,
    pub ask: &'static str,
    /// None: not in the sections that are chosen.
    pub page: Option<usize>,
    pub section: Option<String>,
}
