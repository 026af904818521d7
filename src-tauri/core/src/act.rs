//! An act: one thing that the owner did, one line of the trail. And the proposal from which it is made.
use crate::isms::Seq;
use crate::ledger::Hash;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// What sort of act it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    Add,
    Change,
    /// A move from one state to another.
    State,
    /// A new version of a policy or course.
    Publish,
    Review,
    Measure,
    NoEffect,
    PutOff,
    /// Days brought forward, so that no month takes too much.
    Spread,
    Retire,
    Restore,
    Undo,
    Redo,
    Import,
    Attach,
    /// A pack left the house. What it is stands in the act's body (`proof::Pack`); it changes no record and is never undone.
    #[serde(rename = "export.pack")]
    Export,
    Erase,
    /// Goes on with the real date in a demo file, opens a file inside a synced folder…
    Setting,
}
impl Verb {
    pub fn name(self) -> &'static str {
        match self {
            Verb::Add => "add",
            Verb::Change => "change",
            Verb::State => "state",
            Verb::Publish => "publish",
            Verb::Review => "review",
            Verb::Measure => "measure",
            Verb::NoEffect => "no_effect",
            Verb::PutOff => "put_off",
            Verb::Spread => "spread",
            Verb::Retire => "retire",
            Verb::Restore => "restore",
            Verb::Undo => "undo",
            Verb::Redo => "redo",
            Verb::Import => "import",
            Verb::Attach => "attach",
            Verb::Export => "export.pack",
            Verb::Erase => "erase",
            Verb::Setting => "setting",
        }
    }
}

/// What the owner said of a change (DOMAIN 3.5). Nothing: the fields decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Declare {
    #[default]
    Nothing,
    /// Only the wording; nothing of substance.
    Correction,
    /// A minor change that matters.
    Material,
}

/// What is to become of one record.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds (no code: the next one of the kind; a code beginning with "@" is a name inside this proposal, replaced wherever a link names it)
    /// or changes (a code that exists): these fields get these values, null clears, all others stay.
    Put {
        kind: String,
        code: Option<String>,
        fields: Map<String, Value>,
        declare: Declare,
    },
    /// Adds evidence with a file whose bytes are at hand already. `code` begins with "@"; `fields` answers what the kind `evidence` asks,
    /// the facts of the file are filled in, and the bytes are laid down in the same act.
    Keep {
        code: String,
        name: String,
        media_type: &'static str,
        bytes: Arc<[u8]>,
        fields: Map<String, Value>,
    },
    /// It no longer exists, applies, or is done.
    Retire {
        code: String,
        why: String,
    },
    Restore {
        code: String,
    },
    /// What names people in these records is erased. It is an act of its own, which comes before the other changes of the proposal, and is
    /// never undone.
    Erase(crate::erase::Asked),
}
impl Change {
    pub fn put(kind: &str, code: &str, fields: Value) -> Change {
        let fields = match fields {
            Value::Object(m) => m,
            _ => Map::new(),
        };
        Change::Put { kind: kind.into(), code: Some(code.into()), fields, declare: Declare::Nothing }
    }
    pub fn add(kind: &str, fields: Value) -> Change {
        match Change::put(kind, "", fields) {
            Change::Put { kind, fields, declare, .. } => Change::Put { kind, code: None, fields, declare },
            other => other,
        }
    }
}

/// What the owner asks for. `Isms::plan` says whether it can be.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub verb: Verb,
    pub why: String,
    pub changes: Vec<Change>,
}

/// Who, when. The only way in which time and chance reach the domain.
pub struct Stamp<'a> {
    /// Machine clock, UTC.
    pub at: DateTime<Utc>,
    /// Civil date in the organization's zone.
    pub on: NaiveDate,
    /// Code of the person who decides, "P-004".
    pub by: String,
    /// 32 random bytes at each call.
    pub salt: &'a mut dyn FnMut() -> [u8; 32],
}

/// One entry of the trail, as it stands in memory.
#[derive(Clone, Debug)]
pub struct Act {
    pub seq: Seq,
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    pub by: Arc<str>,
    pub verb: Verb,
    pub why: Arc<str>,
    /// The act that this one undoes or redoes.
    pub undoes: Option<Seq>,
    /// Canonical JSON, exactly the bytes that are hashed.
    pub body: Arc<str>,
    pub leaf: Hash,
    /// What it made: record and version, in the order of the body's commitments.
    pub made: Vec<(crate::isms::Ix, u32)>,
    /// Salt of the why's commitment; none where there is no why.
    pub why_salt: Option<[u8; 32]>,
}
