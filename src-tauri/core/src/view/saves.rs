//! What follows from an act at once: files that can be made of a record and saved, with the words on the button, and the guide that a new
//! version asks for.
//! It must never make a file: the surfaces do.
use super::Shown;
use crate::campaign;
use crate::isms::{Isms, json_of};
use crate::kinds::Campaign;
use crate::kinds::campaign::Then;
use chrono::NaiveDate;
use serde::Serialize;

/// Something that can be saved of a record.
#[derive(Clone, Debug, Serialize)]
pub struct SavesShown {
    pub id: String,
    /// "Save the 4 files…"
    pub label: String,
    /// What it is, in one sentence.
    pub says: String,
    /// As reminders.
    pub again: bool,
}

/// What can be saved of this record on this day.
pub fn saves(isms: &Isms, id: &str, today: NaiveDate) -> Vec<SavesShown> {
    let Some((r, c)) = isms.record(id).and_then(|r| Some((r, r.get::<Campaign>()?))) else { return Vec::new() };
    let open = r.state() == "out" && !r.retired() && !r.common.withdrawn;
    let n = if open { campaign::missing(isms, c).len() } else { 0 };
    if n == 0 {
        return Vec::new();
    }
    let many = |n: usize, what: &str| {
        if n == 1 { format!("Save the {what}\u{2026}") } else { format!("Save the {n} {what}s\u{2026}") }
    };
    let mut out = vec![SavesShown {
        id: id.into(),
        label: many(n, "file"),
        says: "The file of each person who has not answered, and the draft of a mail that carries it.".into(),
        again: false,
    }];
    let remind = campaign::to_remind(isms, c).len();
    if remind > 0 && (c.until.0 < today || !c.reminded.is_empty() || !c.answered.is_empty()) {
        out.push(SavesShown {
            id: id.into(),
            label: many(remind, "reminder"),
            says: "The same once more, as a reminder.".into(),
            again: true,
        });
    }
    out
}
/// The same right after an act: what it has made due to be saved.
pub fn saves_after(isms: &Isms, id: &str, today: NaiveDate) -> Vec<SavesShown> {
    let Some((r, c)) = isms.record(id).and_then(|r| Some((r, r.get::<Campaign>()?))) else { return Vec::new() };
    let before = r.revisions.iter().rev().nth(1).map(json_of);
    let rows = before.as_ref().and_then(|b| b.get("reminded")).and_then(|v| v.as_array()).map_or(0, Vec::len);
    let asked = c.reminded.iter().skip(rows).any(|x| x.then == Then::Remind);
    let now = |s: &SavesShown| if before.is_none() { !s.again } else { s.again && asked };
    saves(isms, id, today).into_iter().filter(now).collect()
}

/// A guide that an act makes due, and the words on its button.
#[derive(Clone, Debug, Serialize)]
pub struct FollowsShown {
    pub wizard: &'static str,
    pub about: String,
    /// "Start a campaign for the 38 people who must read it"
    pub label: String,
}
/// A new version of what people must read or learn asks for a campaign.
pub fn follows(s: &Shown, id: &str) -> Option<FollowsShown> {
    let isms = s.isms;
    let (ix, r) = (isms.ix(id)?, isms.record(id)?);
    let read = match r.info().name {
        "policy" => true,
        "course" => false,
        _ => return None,
    };
    let version = |v: &crate::isms::Revision| json_of(v).get("version").cloned();
    let mut newest = r.revisions.iter().rev();
    if newest.next().map(version) == newest.next().map(version) {
        return None;
    }
    let about = |i: &&crate::staleness::Item| matches!(i.target, crate::staleness::Target::Pair(_, of) if of == ix);
    let n = s.currency.items.iter().filter(about).filter(|i| super::needs(i, s.today)).count();
    let what = if read { "read it" } else { "do it" };
    let label = match n {
        0 => return None,
        1 => format!("Start a campaign for the one person who must {what}"),
        n => format!("Start a campaign for the {n} people who must {what}"),
    };
    Some(FollowsShown { wizard: "training-campaign", about: id.into(), label })
}
