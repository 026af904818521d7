//! What stays the same from screen to screen: the organization, the day, the kinds, the places with their counts.
use super::{Shown, needs as wants};
use crate::catalog;
use crate::isms::Isms;
use crate::kind::{Arrow, Field, Group, KindInfo};
use crate::kinds::{self, kinds};
use crate::reports;
use crate::wizards;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A kind as a form, a register and a palette need it.
#[derive(Clone, Debug, Serialize)]
pub struct KindShown {
    pub name: &'static str,
    pub prefix: &'static str,
    pub title: &'static str,
    pub plural: &'static str,
    pub about: String,
    pub clause: &'static str,
    pub icon: &'static str,
    pub group: Group,
    pub reviewed: bool,
    pub fields: Vec<Field>,
    pub columns: Vec<&'static str>,
    pub states: Vec<&'static str>,
    pub arrows: Vec<Arrow>,
    pub wizard: Option<&'static str>,
    pub wizard_verb: &'static str,
    pub proof: bool,
    /// Is one written down in a form? Else its guide makes it.
    pub form: bool,
    /// The same records in a drawing of their own, beside the list.
    pub drawn: Option<Drawn>,
    /// Are there texts of ours to begin one with?
    pub starters: bool,
}
/// A second way to show a register, or a record.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Drawn {
    pub screen: &'static str,
    pub word: &'static str,
    pub icon: &'static str,
}
const DRAWN: [(&str, Drawn); 2] = [
    ("risk", Drawn { screen: "matrix", word: "Matrix", icon: "matrix" }),
    ("routine", Drawn { screen: "programme", word: "Year", icon: "calendar" }),
];
/// Records that have a drawing of their own, beside their page.
pub(super) const DRAWN_EACH: [(&str, Drawn); 1] =
    [("obligation", Drawn { screen: "chain", word: "The chain", icon: "link" })];
impl From<&'static KindInfo> for KindShown {
    fn from(k: &'static KindInfo) -> KindShown {
        KindShown {
            name: k.name,
            prefix: k.prefix,
            title: k.title,
            plural: k.plural,
            about: k.about.clone(),
            clause: k.clause,
            icon: k.icon,
            group: k.group,
            reviewed: k.reviewed,
            fields: k.fields.clone(),
            columns: k.columns.to_vec(),
            states: k.states.to_vec(),
            arrows: k.arrows.to_vec(),
            wizard: k.wizard.filter(|w| wizards::wizard(w).is_some()),
            wizard_verb: k.verb,
            proof: k.proof,
            form: !k.keyed,
            drawn: DRAWN.iter().find(|(name, _)| *name == k.name).map(|(_, d)| *d),
            starters: catalog::STARTERS.iter().any(|t| t.kind == k.name),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Named {
    pub name: String,
    pub title: String,
    pub clause: String,
    pub about: String,
    pub minutes: u32,
}
#[derive(Clone, Debug, Serialize)]
pub struct ReportNamed {
    pub name: &'static str,
    pub title: &'static str,
    pub clause: &'static str,
    /// The kind whose sheet it is; empty: about the whole file.
    pub about: &'static str,
    /// The kinds whose register it is.
    pub of: &'static [&'static str],
}
#[derive(Clone, Debug, Serialize)]
pub struct PersonShown {
    pub code: String,
    pub name: String,
    pub role: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct PlaceGroup {
    pub title: &'static str,
    pub places: Vec<Place>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub kind: Option<&'static str>,
    pub screen: &'static str,
    pub title: &'static str,
    pub icon: &'static str,
    /// Items that need the owner.
    pub count: usize,
    pub more: bool,
}
#[derive(Clone, Debug, Serialize)]
pub struct WordShown {
    pub score: u32,
    pub word: String,
    pub meaning: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct BandShown {
    pub name: String,
    pub from: u32,
    pub to: u32,
    pub rank: u8,
}
#[derive(Clone, Debug, Serialize)]
pub struct DraftShown {
    pub draft: i64,
    pub wizard: String,
    pub title: String,
    pub about: Vec<String>,
    pub step: String,
    pub minutes_left: u32,
    pub kept_at: String,
}
/// What the domain cannot know: where the file lies, the machine's day, drafts.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub path: String,
    pub file_name: String,
    pub real_today: NaiveDate,
    pub demo: bool,
    pub read_only: Option<String>,
    pub by: String,
    pub drafts: Vec<DraftShown>,
    /// Forms that were begun and not saved, by record or "new:kind".
    pub words: BTreeMap<String, Value>,
    /// Where the owner was last.
    pub address: String,
    /// What is to be said of copies that lie beside the file.
    pub copies: Vec<String>,
}
#[derive(Clone, Debug, Serialize)]
pub struct SessionShown {
    pub path: String,
    pub file_name: String,
    pub organization: String,
    pub owner: PersonShown,
    pub today: NaiveDate,
    pub real_today: NaiveDate,
    pub demo: bool,
    pub read_only: Option<String>,
    pub kinds: Vec<KindShown>,
    pub wizards: Vec<Named>,
    pub reports: Vec<ReportNamed>,
    pub places: Vec<PlaceGroup>,
    pub accept_up_to: u32,
    pub likelihood_words: Vec<WordShown>,
    pub impact_words: Vec<WordShown>,
    pub bands: Vec<BandShown>,
    pub zone: String,
    pub can_undo: Option<String>,
    pub can_redo: Option<String>,
    pub drafts: Vec<DraftShown>,
    pub words: BTreeMap<String, Value>,
    pub address: String,
    pub copies: Vec<String>,
}

pub fn session(s: &Shown, around: Surroundings) -> SessionShown {
    let isms = s.isms;
    let org = isms.organization();
    let words = |rows: Vec<(u32, String, String)>| {
        rows.into_iter().map(|(score, word, meaning)| WordShown { score, word, meaning }).collect()
    };
    let owner = isms.record(&around.by);
    SessionShown {
        path: around.path,
        file_name: around.file_name,
        organization: org.map(|o| o.name.to_string()).unwrap_or_default(),
        owner: PersonShown {
            code: around.by.clone(),
            name: owner.map_or_else(|| around.by.clone(), |r| r.title()),
            role: owner
                .and_then(|r| r.get::<kinds::Person>())
                .map(|p| {
                    p.roles.iter().map(|r| r.to_string()).filter(|r| r != "everyone").collect::<Vec<_>>().join(", ")
                })
                .unwrap_or_default(),
        },
        today: s.today,
        real_today: around.real_today,
        demo: around.demo,
        read_only: around.read_only,
        kinds: kinds().iter().map(KindShown::from).collect(),
        wizards: wizards::all()
            .iter()
            .map(|w| Named {
                name: w.name.into(),
                title: w.title.into(),
                clause: w.clause.into(),
                about: w.about.word().into(),
                minutes: w.minutes,
            })
            .collect(),
        reports: reports::all()
            .iter()
            .map(|r| ReportNamed { name: r.name, title: r.title, clause: r.clause, about: r.about, of: r.of })
            .collect(),
        places: places(s),
        accept_up_to: org.map_or(9, |o| o.accept_up_to.0),
        likelihood_words: words(catalog::likelihood_words(org)),
        impact_words: words(catalog::impact_words(org)),
        bands: catalog::bands(org)
            .into_iter()
            .enumerate()
            .map(|(i, (name, from, to))| BandShown { name, from, to, rank: i.min(3) as u8 })
            .collect(),
        zone: org.map(|o| o.zone.to_string()).unwrap_or_default(),
        can_undo: isms.undoable().filter(|a| a.verb != crate::Verb::Erase).map(|a| super::say_act(isms, a)),
        can_redo: isms.redoable().map(|a| super::say_act(isms, a)),
        drafts: around.drafts,
        words: around.words,
        address: around.address,
        copies: around.copies,
    }
}

/// The list of places (UX 2): the groups follow what makes an ISMS go stale, then the audit.
fn places(s: &Shown) -> Vec<PlaceGroup> {
    let needs = |kind: &str| s.currency.items.iter().filter(|i| i.kind(s.isms) == kind && wants(i, s.today)).count();
    let of = |group: Group| -> Vec<Place> {
        let mut list: Vec<Place> = kinds()
            .iter()
            .filter(|k| k.group == group)
            .map(|k| Place {
                kind: Some(k.name),
                screen: "register",
                title: k.plural,
                icon: k.icon,
                count: needs(k.name),
                more: k.more,
            })
            .collect();
        list.sort_by_key(|p| ORDER.iter().position(|n| Some(*n) == p.kind).unwrap_or(ORDER.len()));
        list
    };
    let screen = |screen: &'static str, title: &'static str, icon: &'static str, count: usize| Place {
        kind: None,
        screen,
        title,
        icon,
        count,
        more: false,
    };
    let mut rules = of(Group::Rules);
    let at = rules.iter().position(|p| p.more).unwrap_or(rules.len());
    rules.insert(at, screen("training", "Training", "training", needs("person_course") + needs("person_policy")));
    let mut audit = of(Group::Audit);
    let at = audit.iter().position(|p| p.more).unwrap_or(audit.len());
    audit.insert(at, screen("pack", "Audit pack", "pack", 0));
    audit.insert(at + 1, screen("trail", "Trail", "trail", 0));
    vec![
        PlaceGroup {
            title: "",
            places: vec![
                screen("today", "Today", "today", s.currency.items.iter().filter(|i| wants(i, s.today)).count()),
                screen("calendar", "Calendar", "calendar", 0),
            ],
        },
        PlaceGroup { title: "Threats", places: of(Group::Threats) },
        PlaceGroup { title: "Business", places: of(Group::Business) },
        PlaceGroup { title: "Law and rules", places: rules },
        PlaceGroup { title: "Audit", places: audit },
    ]
}
/// Order inside the groups, as drawn.
const ORDER: [&str; 12] = [
    "risk",
    "threat",
    "vulnerability",
    "incident",
    "supplier",
    "asset",
    "change",
    "person",
    "obligation",
    "policy",
    "control",
    "action",
];

/// A day with a name, for the as-of switch.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct NamedDay {
    pub on: NaiveDate,
    pub what: String,
}
/// Days that matter: audits, management reviews, certification; latest first.
pub fn days(isms: &Isms) -> Vec<NamedDay> {
    let mut out = Vec::new();
    for (_, r, a) in isms.live::<kinds::Audit>() {
        if let Some(d) = a.held_from {
            out.push(NamedDay { on: d.0, what: r.title() });
        }
    }
    for (_, r, m) in isms.live::<kinds::ManagementReview>() {
        out.push(NamedDay { on: m.held_on.0, what: r.title() });
    }
    if let Some(d) = isms.organization().and_then(|o| o.decided_on) {
        out.push(NamedDay { on: d.0, what: "Certification decided".into() });
    }
    out.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.what.cmp(&b.what)));
    out
}
