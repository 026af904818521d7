//! What the window and the command line show: plain data, computed from the file on a day. It holds no rule and keeps no state;
//! the names are those of `ui/commands.d.ts`.
mod acts;
mod backups;
pub mod calendar;
mod chain;
mod currency;
mod impact;
mod pack;
mod palette;
pub(crate) mod programme;
mod record;
mod register;
mod saves;
mod session;
mod starters;
mod today;
mod training;

pub use acts::{CheckpointKept, HistoryEntry, Problem, TrailShown, Verified, history_of, say_act, trail};
pub use backups::{BackupFact, BackupPlace, BackupRoutine, BackupShown, BackupsShown, PlaceFact, backups};
pub use calendar::{CalendarFile, CalendarShown, calendar, calendar_file};
pub use chain::{AlsoShown, ChainShown, CircleShown, KnotShown, SomeoneShown, chain, chains_of};
pub use currency::{CurrencyField, CurrencyMonths, CurrencyRow, months, say as say_counts};
pub use impact::{ImpactShown, impact, named};
pub use pack::{GapShown, PackShown, pack, pack_gaps};
pub use palette::{PaletteEntry, palette};
pub use programme::{
    Became, Cell, MonthShown, Occasion, ProgrammeShown, RoutineShown, Strip, alone_answers, may_retire, programme,
    span, spell, strip,
};
pub use record::{EvidenceShown, FieldChange, LinkShown, RecordShown, VerbShown, changes_between, evidence_of, record};
pub use register::{Register, Row, register};
pub use saves::{FollowsShown, SavesShown, follows, saves, saves_after};
pub use session::{DraftShown, KindShown, NamedDay, Place, PlaceGroup, SessionShown, Surroundings, days, session};
pub use starters::{StarterShown, starters};
pub(crate) use today::whole;
pub use today::{ImpactLine, ItemShown, Today, begin, impact_line, item_shown, needs, title_of, today};
pub use training::{CellShown, CellStory, Standing as Trained, Training, training, training_cell};

use crate::isms::Isms;
use crate::staleness::{Currency, Item, State};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Everything derived from the file on a day, computed once an act and shared by all views.
pub struct Shown<'a> {
    pub isms: &'a Isms,
    pub today: NaiveDate,
    pub currency: &'a Currency,
    by_id: HashMap<String, usize>,
}
impl<'a> Shown<'a> {
    pub fn new(isms: &'a Isms, today: NaiveDate, currency: &'a Currency) -> Shown<'a> {
        let by_id = currency.items.iter().enumerate().map(|(i, item)| (item.id(isms), i)).collect();
        Shown { isms, today, currency, by_id }
    }
    pub fn item(&self, id: &str) -> Option<&'a Item> {
        self.by_id.get(id).map(|i| &self.currency.items[*i])
    }
    /// Titles of all records that these codes name, for links.
    pub fn titles<'b>(&self, codes: impl Iterator<Item = &'b str>) -> BTreeMap<String, String> {
        codes.filter_map(|c| self.isms.record(c).map(|r| (c.to_string(), r.title()))).collect()
    }
}

/// An obligation whose chain runs through what was just done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LawNamed {
    pub id: String,
    pub title: String,
}

/// What another surface needs in order to react to an act: the toast, the places, the next step.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeShown {
    pub seq: u32,
    pub did: String,
    pub why: String,
    pub changed: Vec<String>,
    pub became_current: Vec<String>,
    pub became_stale: Vec<String>,
    pub session: SessionShown,
    pub next: Option<ItemShown>,
}

/// Which items are current, by code: to be compared after an act.
pub fn standing(isms: &Isms, c: &Currency) -> HashMap<String, bool> {
    c.items.iter().map(|i| (i.id(isms), i.is_current())).collect()
}
/// Which items became current, which stopped being so.
pub fn moved(was: &HashMap<String, bool>, isms: &Isms, after: &Currency) -> (Vec<String>, Vec<String>) {
    let mut better = Vec::new();
    let mut worse = Vec::new();
    for item in &after.items {
        let id = item.id(isms);
        match (was.get(&id), item.is_current()) {
            (Some(false), true) => better.push(id),
            (Some(true), false) => worse.push(id),
            _ => {}
        }
    }
    (better, worse)
}

/// A sentence without its links.
pub fn plain(sentence: &[crate::staleness::Piece]) -> String {
    let words = |p: &crate::staleness::Piece| match p {
        crate::staleness::Piece::Text(t) => t.clone(),
        crate::staleness::Piece::Code { words, .. } => words.clone(),
    };
    sentence.iter().map(words).collect()
}

/// The word of a state on screen and paper (UX 6); its stored name is DOMAIN's.
pub fn word(state: State) -> &'static str {
    match state {
        State::Stale => "out of step",
        other => other.name(),
    }
}
