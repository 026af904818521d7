//! One record: its answers, what it rests on, what rests on it, its evidence, its history, and what may be done with it.
use super::{HistoryEntry, ItemShown, Shown, history_of, item_shown};
use crate::catalog;
use crate::isms::{Ix, Record};
use crate::kind::{Choice, KindInfo, Ty};
use crate::kinds::{Evidence, Review, Risk};
use crate::staleness::State;
use crate::words::Edge;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize)]
pub struct FieldChange {
    pub field: String,
    pub question: String,
    pub was: Value,
    pub now: Value,
    pub ty: Ty,
}
/// What differs between two bodies of one kind, in the order of its fields. Against nothing: every answer.
pub fn changes_between(
    kind: &KindInfo,
    was: Option<&Map<String, Value>>,
    now: &Map<String, Value>,
) -> Vec<FieldChange> {
    let none = Map::new();
    let was = was.unwrap_or(&none);
    let mut out: Vec<FieldChange> = kind
        .fields
        .iter()
        .filter(|f| was.get(&f.name) != now.get(&f.name))
        .map(|f| FieldChange {
            field: f.name.clone(),
            question: f.question.clone(),
            was: was.get(&f.name).cloned().unwrap_or_default(),
            now: now.get(&f.name).cloned().unwrap_or_default(),
            ty: f.ty.clone(),
        })
        .collect();
    let states =
        kind.states.iter().map(|s| Choice { name: (*s).into(), label: s.replace('_', " "), meaning: String::new() });
    let extra = [
        ("state", "Where does it stand?", Ty::Choice { of: states.collect() }),
        ("retired", "Why is it retired?", Ty::Text),
    ];
    for (name, question, ty) in extra {
        if was.get(name) != now.get(name) {
            out.push(FieldChange {
                field: name.into(),
                question: question.into(),
                was: was.get(name).cloned().unwrap_or_default(),
                now: now.get(name).cloned().unwrap_or_default(),
                ty,
            });
        }
    }
    out
}

#[derive(Clone, Debug, Serialize)]
pub struct LinkShown {
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    pub field: String,
    pub states: Vec<State>,
    /// It is different from what the last review of this record saw.
    pub moved: bool,
    pub says: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceShown {
    pub id: String,
    pub shows: String,
    pub collected_on: NaiveDate,
    pub age: String,
    pub name: Option<String>,
    pub size: Option<u64>,
    pub valid_until: Option<NaiveDate>,
    pub note: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct VerbShown {
    pub verb: &'static str,
    pub label: &'static str,
    pub to: &'static str,
    pub enabled: bool,
    pub missing: String,
}
/// The guide that can be started on a record, and the verb on its button.
#[derive(Clone, Debug, Serialize)]
pub struct GuideShown {
    pub name: &'static str,
    pub verb: &'static str,
}
#[derive(Clone, Debug, Serialize)]
pub struct ReviewShown {
    pub id: String,
    pub held_on: NaiveDate,
    pub by: String,
    pub outcome: String,
    pub why: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct Levels {
    pub now: u32,
    pub after: u32,
    pub then: Option<u32>,
}
#[derive(Clone, Debug, Serialize)]
pub struct RecordShown {
    pub id: String,
    pub kind: &'static str,
    pub title: String,
    pub as_of: NaiveDate,
    pub states: Vec<State>,
    pub due: Option<NaiveDate>,
    pub reasons: Vec<super::today::ReasonShown>,
    pub item: Option<ItemShown>,
    pub guide: Option<GuideShown>,
    /// The same in a drawing of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawn: Option<super::session::Drawn>,
    pub body: Map<String, Value>,
    pub retired: Option<String>,
    /// When what named them was erased, in a sentence; then nothing can be done with it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased: Option<String>,
    pub titles: BTreeMap<String, String>,
    pub rests_on: Vec<LinkShown>,
    pub news: Vec<LinkShown>,
    pub rested_on_by: Vec<LinkShown>,
    pub also: Vec<LinkShown>,
    pub evidence: Vec<EvidenceShown>,
    pub history: Vec<HistoryEntry>,
    pub reviews: Vec<ReviewShown>,
    pub verbs: Vec<VerbShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Levels>,
    /// What became of it month by month, where it recurs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strip: Option<super::Strip>,
    /// Clauses and controls that nothing else answers once it is retired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alone_answers: Vec<String>,
    /// Files that can be made of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub saves: Vec<super::SavesShown>,
}

fn edge_of(r: &Record, field: u16) -> (Option<Edge>, &str) {
    let f = &r.info().fields[field as usize];
    match &f.ty {
        Ty::Ref { edge, .. } | Ty::Refs { edge, .. } => (*edge, &f.name),
        _ => (None, &f.name),
    }
}

/// Proofs of a record, newest first, with their age in words.
pub fn evidence_of(s: &Shown, ix: Ix) -> Vec<EvidenceShown> {
    let r = s.isms.rec(ix);
    let mut list: Vec<Ix> = s.isms.linked(r, "evidence").collect();
    for (src, f) in &r.inn {
        let other = s.isms.rec(*src);
        if other.info().name == "evidence" && edge_of(other, *f).1 == "about" {
            list.push(*src);
        }
    }
    list.sort_unstable();
    list.dedup();
    let mut out: Vec<EvidenceShown> = list
        .into_iter()
        .filter_map(|ix| {
            let r = s.isms.rec(ix);
            let e = r.get::<Evidence>().filter(|_| r.live())?;
            let file = e.file.as_ref();
            Some(EvidenceShown {
                id: r.code.to_string(),
                shows: e.shows.to_string(),
                collected_on: e.collected_on.0,
                age: age(e.collected_on.0, s.today),
                name: file.map(|f| f.name.to_string()),
                size: file.map(|f| u64::from(f.size.0)),
                valid_until: e.valid_until.map(|d| d.0),
                note: e.note.as_ref().map(|n| n.to_string()).unwrap_or_default(),
            })
        })
        .collect();
    out.sort_by(|a, b| b.collected_on.cmp(&a.collected_on).then_with(|| b.id.cmp(&a.id)));
    out
}
fn age(from: NaiveDate, today: NaiveDate) -> String {
    match (today - from).num_days() {
        i64::MIN..=0 => "of today".into(),
        1 => "1 day old".into(),
        d @ 2..=60 => format!("{d} days old"),
        d => format!("{} months old", d / 30),
    }
}

pub fn record(s: &Shown, id: &str) -> Option<RecordShown> {
    let isms = s.isms;
    let ix = isms.ix(id)?;
    let r = isms.rec(ix);
    if r.common.withdrawn {
        return None;
    }
    let item = s.item(id);
    let horizon = r.last_review().map(|m| m.horizon);
    let shown = |other: Ix, field: &str| {
        let o = isms.rec(other);
        let states = s.item(&o.code).map(|i| i.states.as_ref().to_vec()).unwrap_or_default();
        let differs = horizon.is_some_and(|h| o.print(0) != o.print_at(0, h.max(isms.no_effect(id, &o.code))));
        LinkShown {
            id: o.code.to_string(),
            title: o.title(),
            kind: o.info().name,
            field: field.to_string(),
            states,
            moved: differs,
            says: o.state().replace('_', " "),
        }
    };
    let (mut rests_on, mut news, mut rested_on_by, mut also) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (f, dst) in &r.out {
        let (edge, name) = edge_of(r, *f);
        if name == "evidence" {
            continue;
        }
        let l = shown(*dst, name);
        match edge {
            Some(Edge::RestsOn | Edge::Mutual) => rests_on.push(l),
            Some(Edge::BearsOn) => rested_on_by.push(l),
            // Named in several answers, it is still one record.
            None if also.iter().any(|have: &LinkShown| have.id == l.id) => {}
            None => also.push(LinkShown { moved: false, ..l }),
        }
    }
    for (src, f) in &r.inn {
        let o = isms.rec(*src);
        if o.common.withdrawn || matches!(o.info().name, "review" | "evidence" | "training_record" | "acknowledgement")
        {
            continue;
        }
        let (edge, name) = edge_of(o, *f);
        let l = shown(*src, name);
        match edge {
            Some(Edge::Mutual) => rests_on.push(l),
            Some(Edge::RestsOn) => rested_on_by.push(LinkShown { moved: false, ..l }),
            Some(Edge::BearsOn) if o.head().derived.active => news.push(l),
            Some(Edge::BearsOn) | None => {}
        }
    }
    let body = r.shown_json();
    let mut codes = Vec::new();
    crate::isms::links_in(r.info(), &body, &mut |_, c| codes.push(c.to_string()));
    let level = r.get::<Risk>().map(|risk| {
        let then = super::days(isms)
            .into_iter()
            .find(|d| d.on < s.today)
            .and_then(|d| r.at(isms.last_act_of(d.on)))
            .map(crate::isms::json_of)
            .and_then(|b| Some(b.get("likelihood")?.as_u64()? as u32 * b.get("impact")?.as_u64()? as u32));
        Levels { now: risk.level(), after: risk.residual(), then }
    });
    let (from, to) = super::span(s.today);
    Some(RecordShown {
        strip: super::strip(s, ix, from, to),
        alone_answers: super::alone_answers(isms, id),
        saves: super::saves(isms, id, s.today),
        id: id.to_string(),
        kind: r.info().name,
        title: r.title(),
        as_of: s.today,
        states: item.map(|i| i.states.as_ref().to_vec()).unwrap_or_default(),
        due: item.and_then(|i| i.due),
        reasons: item.map(|i| i.shown().map(|x| super::today::reason_shown(isms, x)).collect()).unwrap_or_default(),
        item: item.map(|i| item_shown(s, i)),
        guide: guide_of(r),
        drawn: super::session::DRAWN_EACH.iter().find(|(k, _)| *k == r.info().name).map(|(_, d)| *d),
        titles: s.titles(codes.iter().map(String::as_str)),
        retired: r.common.retired.clone(),
        erased: (r.state() == "erased").then(|| {
            let act = r.head().seq;
            let on = crate::dates::say(isms.day_of(act), s.today);
            format!("What named this person was erased on {on} (act {}). What stays says that someone was here, and in what role.", crate::report::thousands(act as usize))
        }),
        rests_on,
        news,
        rested_on_by,
        also,
        evidence: evidence_of(s, ix),
        history: history_of(isms, ix),
        reviews: r
            .marks
            .iter()
            .rev()
            .filter_map(|m| {
                let v = isms.rec(m.review);
                let review = v.get::<Review>()?;
                Some(ReviewShown {
                    id: v.code.to_string(),
                    held_on: m.held_on,
                    by: isms.name_of(&review.by),
                    outcome: catalog::outcome_words(m.outcome).to_string(),
                    why: review.why.to_string(),
                })
            })
            .collect(),
        verbs: verbs(r),
        level,
        body,
    })
}

pub(super) fn guide_of(r: &Record) -> Option<GuideShown> {
    let here = |(name, _): &(&str, &str)| crate::wizards::wizard(name).is_some();
    r.guide().filter(here).map(|(name, verb)| GuideShown { name, verb })
}

/// The moves of its state that are drawn, from where it stands; what a move still lacks is said when it is tried.
fn verbs(r: &Record) -> Vec<VerbShown> {
    if r.retired() {
        return Vec::new();
    }
    r.info()
        .arrows
        .iter()
        .filter(|a| a.from == r.state() && !a.verb.is_empty())
        .map(|a| VerbShown {
            verb: if a.to == "erased" { "erase" } else { "state" },
            label: a.verb,
            to: a.to,
            enabled: true,
            missing: String::new(),
        })
        .collect()
}
