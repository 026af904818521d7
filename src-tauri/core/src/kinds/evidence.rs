//! A file, note or pointer that proves something. Its bytes never change; new bytes are new evidence. 7.5.
use super::Person;
use crate::check::Check;
use crate::kind::{Any, Group, Kind};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A file, note or address that proves something.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// (kept by the program) Which file?
    #[schemars(extend("personal" = true))]
    pub file: Option<StoredFile>,
    /// Which address?
    #[schemars(extend("personal" = true))]
    pub link: Option<Link>,
    /// What did you see?
    #[schemars(extend("personal" = true))]
    pub note: Option<Prose>,
    /// What does it show?
    #[schemars(extend("personal" = true))]
    pub shows: Text,
    /// What does it prove?
    #[serde(default)]
    pub about: Refs<Any>,
    /// From which day does it speak?
    pub from_date: Option<Date>,
    /// Until which day?
    pub until_date: Option<Date>,
    /// When was it taken? Not the day of upload.
    pub collected_on: Past,
    /// By whom?
    pub collected_by: Option<Ref<Person>>,
    /// Until when does it count?
    pub valid_until: Option<Date>,
    /// Who may see it?
    pub classification: super::asset::Classification,
    /// Does it name people? Then it is left out of packs unless asked for.
    pub personal: bool,
    /// Which older evidence does it replace?
    pub replaces: Option<Ref<Evidence>>,
}
/// A file that lies in the book, by its fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StoredFile {
    /// SHA-256 of the bytes, 64 hexadecimal digits?
    pub sha256: Text,
    /// Under which name did it come?
    pub name: Text,
    /// How many bytes?
    pub size: Count,
    /// Which media type?
    pub media_type: Text,
}
impl Kind for Evidence {
    const NAME: &'static str = "evidence";
    const PREFIX: &'static str = "EV";
    const PAD: usize = 4;
    const TITLE: &'static str = "Evidence";
    const PLURAL: &'static str = "Evidence";
    const CLAUSE: &'static str = "7.5";
    const ICON: &'static str = "attach";
    const GROUP: Group = Group::Audit;
    const MORE: bool = true;
    const TITLED: bool = false;
    const PROOF: bool = true;
    const WHOSE: &'static [&'static str] = &["about"];
    const MATERIAL: &'static [&'static str] = &["valid_until"];
    const COLUMNS: &'static [&'static str] = &["shows", "about", "collected_on", "valid_until", "classification"];
    fn title(&self) -> String {
        self.shows.to_string()
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        match usize::from(self.file.is_some()) + usize::from(self.link.is_some()) + usize::from(self.note.is_some()) {
            0 => bad.push(c.field(
                "note",
                "There is neither a file, nor an address, nor a note.",
                "Give one of the three.",
            )),
            1 => {}
            _ => bad.push(c.field(
                "note",
                "There is more than one of file, address and note.",
                "Make one piece of evidence of each.",
            )),
        }
        bad
    }
    fn example() -> Value {
        json!({"note": "Saw the list of backups.", "shows": "Backups of January", "about": [], "collected_on": "2026-01-05", "collected_by": "P-0", "classification": "internal", "personal": false})
    }
}
