//! What the owner chooses of a pack before it is made (PACK 2.1). All of it is printed on the cover.
use crate::isms::{Isms, Record};
use crate::kinds::Evidence;
use crate::preflight::Facts;
use crate::report::{Body, Names};
use std::collections::BTreeSet;

/// What happens to the files that prove something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Evidences {
    /// They are listed with their fingerprints; none goes out.
    #[default]
    Index,
    /// In a folder beside the PDF.
    Beside,
    /// Inside the PDF, as associated files. Beyond 25 MB they go beside it.
    Inside,
}
impl Evidences {
    pub const NAMES: [(&'static str, Evidences); 3] =
        [("index", Evidences::Index), ("beside", Evidences::Beside), ("inside", Evidences::Inside)];
    pub fn named(name: &str) -> Option<Evidences> {
        Evidences::NAMES.into_iter().find(|(n, _)| *n == name).map(|(_, e)| e)
    }
    /// Bytes of files that go inside at most; what is more goes beside.
    pub const MOST_INSIDE: u64 = 25_000_000;
}

/// What was chosen. The default is what goes out if nobody chooses.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The audit that it is for, by code; none: the next one.
    pub audit: Option<String>,
    /// Names of the sections to bind; empty: all of the pack. The cover always is.
    pub sections: Vec<String>,
    pub evidence: Evidences,
    /// On US Letter instead of A4.
    pub letter: bool,
    /// Without the list of known gaps on page 3; it stands in its section all the same.
    pub gaps_last: bool,
    /// Reports of a pack on one question: name, and the record that it is about.
    pub reports: Vec<(String, Option<String>)>,
    /// For whom this copy is. Empty: not said.
    pub copy_for: String,
    /// Who let it out, by code of the person. Empty: nobody yet.
    pub released_by: String,
    /// What the file and the press know for the checks.
    pub facts: Facts,
    /// Proofs whose files go out, by code: inside the PDF, and in the folder beside it. Who reads the bytes says which.
    pub inside: BTreeSet<String>,
    pub beside: BTreeSet<String>,
}

/// Why a proof does not go out with a pack; none: it may.
pub fn held_back(r: &Record, names: Names) -> Option<&'static str> {
    let b = Body::of(r);
    match () {
        () if names != Names::Full && b.yes("personal") => Some("names people"),
        () if b.text("classification") == "secret" => Some("secret"),
        () => None,
    }
}

/// A file of proof that goes out with a pack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Going {
    /// Code of the proof.
    pub code: String,
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}
/// All files of proof that may leave the house, by code of the proof.
pub(super) fn may_go(isms: &Isms, names: Names) -> Vec<Going> {
    let mut out: Vec<Going> = isms
        .live::<Evidence>()
        .filter(|(_, r, _)| held_back(r, names).is_none())
        .filter_map(|(_, r, e)| {
            let f = e.file.as_ref()?;
            Some(Going {
                code: r.code.to_string(),
                sha256: f.sha256.to_string(),
                name: f.name.to_string(),
                media_type: f.media_type.to_string(),
                size: u64::from(f.size.0),
            })
        })
        .collect();
    out.sort();
    out
}
