//! Files that can be made of a record and saved, with the words on the button. Now: the files of a campaign, and its reminders.
//! It must never make a file: the surfaces do.
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
    let many = |n: usize, what: &str| if n == 1 { format!("Save the {what}\u{2026}") } else { format!("Save the {n} {what}s\u{2026}") };
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
