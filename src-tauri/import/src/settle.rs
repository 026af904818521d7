//! What a row would do to the record that exists, or what the new one still needs: notes, states, links, and what differs, field by field.
//! What a table does not say stays as it is; a link or a note that is there is never taken away.
use crate::cells::{Work, bad, words};
use crate::draft::{Beside, Draft, FieldChange, RowError, What};
use crate::fold::key;
use crate::guides::Fill;
use crate::source::Line;
use chrono::NaiveDate;
use isms::kind::{Field, Ty};
use serde_json::{Map, Value as Json, json};

impl Work<'_> {
    /// Notes, what is missing, and what differs from the record that exists.
    pub(crate) fn finish(&mut self, d: &mut Draft, b: Beside, line: &Line) {
        let was = d.code.as_deref().filter(|_| d.exists).and_then(|c| self.isms.record(c)).map(|r| r.body_json());
        let mut b = b;
        if let Some(was) = &was {
            self.state_stays(d, &mut b, was);
            self.approval_known(d, &mut b, was);
        }
        self.note_lines(d, b, was.as_ref());
        // A word may allow several choices ("Y": ordinary or special): what is there already stays, else the first.
        for (name, v) in d.fields.iter_mut() {
            if let Some(many) = v
                .as_str()
                .filter(|s| s.contains('|') && matches!(self.info.field(name).map(|f| &f.ty), Some(Ty::Choice { .. })))
            {
                let now = was
                    .as_ref()
                    .and_then(|w| w.get(name))
                    .and_then(Json::as_str)
                    .filter(|n| many.split('|').any(|m| m == *n));
                let first = many.split('|').next().unwrap_or_default();
                *v = now.unwrap_or(first).into();
            }
        }
        self.links_here(d, line);
        match &was {
            None => self.fill(d),
            Some(was) => self.follow(d, was),
        }
        if let (Some(left), Some(Ty::Date)) = (
            d.fields.get("left_on").and_then(Json::as_str).and_then(|s| s.parse::<NaiveDate>().ok()),
            self.info.field("left_on").map(|f| f.ty.clone()),
        ) {
            if left <= self.today && self.info.states.contains(&"left") {
                d.fields.insert("state".into(), "left".into());
            }
        }
        if let Some(was) = &was {
            self.compare(d, was);
        }
        // An action that the record has already is not made again.
        if let Some(code) = d.code.as_deref().filter(|_| d.exists) {
            let have: Vec<(&str, String)> = self
                .isms
                .record(code)
                .into_iter()
                .flat_map(|r| r.inn.iter())
                .map(|(ix, _)| self.isms.rec(*ix))
                .filter(|r| r.live())
                .map(|r| (r.info().name, key(&r.title())))
                .collect();
            d.extras.retain(|x| {
                !have.iter().any(|(kind, title)| {
                    *kind == x.kind && *title == key(x.fields.get("title").and_then(Json::as_str).unwrap_or_default())
                })
            });
        }
        // What was reviewed since, or on that day, needs no review that is carried over.
        if let (Some((on, _)), Some(code)) = (d.reviewed, d.code.as_deref().filter(|_| d.exists)) {
            if self.isms.last_mark(code).is_some_and(|m| m.held_on >= on) {
                d.reviewed = None;
            }
        }
        if !d.waits.is_empty() {
            let text = format!("The table does not say {}; answer it above.", crate::fold::list(&d.waits, 12));
            d.errors.push(RowError { column: String::new(), value: String::new(), text, mend: Vec::new() });
        }
        if !d.errors.is_empty() {
            d.what = What::Wrong;
        } else if d.exists {
            d.what = if d.changes.is_empty() && d.reviewed.is_none() && d.extras.is_empty() {
                What::Same
            } else {
                What::Changed
            };
        }
    }

    /// A state that cannot be reached from where the record stands is noted, not forced.
    fn state_stays(&mut self, d: &mut Draft, b: &mut Beside, was: &Map<String, Json>) {
        let (Some(from), Some(to)) =
            (was.get("state").and_then(Json::as_str), d.fields.get("state").and_then(Json::as_str).map(String::from))
        else {
            return;
        };
        if from != to && !self.info.arrows.iter().any(|a| a.from == from && a.to == to) {
            let name = self.name_of("state");
            self.notes.row(format!("The table says \u{201c}{}\u{201d} where the record is {}; the record stays so, and the word is kept in its notes.", to.replace('_', " "), from.replace('_', " ")), d.row);
            b.lines.push(format!("{name}: {}", to.replace('_', " ")));
            d.fields.remove("state");
        }
    }
    /// An approval that is recorded already is not noted again.
    fn approval_known(&mut self, d: &Draft, b: &mut Beside, was: &Map<String, Json>) {
        let (Some(by), Some(on)) =
            (was.get("approved").and_then(|a| a["by"].as_str()), was.get("approved").and_then(|a| a["on"].as_str()))
        else {
            return;
        };
        let people = self.people();
        let _ = d;
        b.lines.retain(|l| {
            let Some(rest) = l.strip_prefix("Approved by ") else { return true };
            let Some((who, day)) = rest.trim_end_matches(", as the list says").rsplit_once(" on ") else { return true };
            let same = match people.find(who) {
                crate::people::Found::One(c) => c == by,
                crate::people::Found::Perhaps(list) => list.len() == 1 && list[0] == by,
                crate::people::Found::None => false,
            };
            !(same && day == on)
        });
    }

    fn note_lines(&mut self, d: &mut Draft, b: Beside, was: Option<&Map<String, Json>>) {
        let several = self.goes.iter().filter(|g| g.to == Some("notes")).count() > 1;
        let mut lines: Vec<String> = b
            .notes
            .into_iter()
            .map(|(name, text)| {
                let plain = !several
                    && ["note", "comment", "remark", "bemerkung", "kommentar", "anmerkung", "notiz"]
                        .iter()
                        .any(|w| key(&name).starts_with(w));
                if plain { text } else { format!("{name}: {text}") }
            })
            .collect();
        lines.extend(b.lines);
        let before = was.and_then(|w| w.get("notes")).and_then(Json::as_str).unwrap_or_default();
        let have = key(before);
        // What the notes say already, with or without the column's name, is not said twice.
        lines.retain(|l| {
            let bare = l.split_once(": ").map_or(l.as_str(), |(_, t)| t);
            let said = have.contains(&key(l)) || key(bare).len() > 3 && have.contains(&key(bare));
            !said
        });
        if lines.is_empty() {
            return;
        }
        let added = lines.join("\n");
        let whole = if before.is_empty() { added } else { format!("{before}\n{added}") };
        d.fields.insert("notes".into(), whole.into());
    }

    /// People who left own nothing; what is retired is not linked anew.
    fn links_here(&mut self, d: &mut Draft, line: &Line) {
        let people = self.people();
        for f in &self.info.fields {
            let (Ty::Ref { kinds, .. }, Some(code)) = (&f.ty, d.fields.get(&f.name).and_then(Json::as_str)) else {
                continue;
            };
            if kinds == &["person"] && f.name == "owner" {
                if let Some((_, on)) = people.gone(code) {
                    let text = format!(
                        "{} left{}.",
                        people.name(code),
                        on.map(|o| format!(" on {}", words(o))).unwrap_or_default()
                    );
                    let name =
                        self.column("owner").map(|c| (c.name.clone(), self.cell(line, c).show())).unwrap_or_default();
                    d.wrong(&name.0, &name.1, bad(format!("{text} Name someone who is here.")));
                }
            }
        }
    }

    /// "2 scores that stayed equal stay equal": what a table does not say of what is left follows what it says of today.
    fn follow(&mut self, d: &mut Draft, was: &Map<String, Json>) {
        for (field, fill) in self.guide.fill {
            let Fill::Same(of) = fill else { continue };
            if d.fields.contains_key(*field) {
                continue;
            }
            let (Some(now), Some(old), Some(left)) = (
                d.fields.get(*of).and_then(Json::as_i64),
                was.get(*of).and_then(Json::as_i64),
                was.get(*field).and_then(Json::as_i64),
            ) else {
                continue;
            };
            if now != old && (left == old || left > now) {
                d.fields.insert((*field).into(), now.into());
                self.notes.row("The table does not say what is left; where it was as today, or would be higher than today, it follows today's score.", d.row);
            }
        }
        if let (Some(rows), Some(Json::Array(old))) =
            (d.fields.get("assurance").and_then(Json::as_array).cloned(), was.get("assurance"))
        {
            let mut list = old.clone();
            for row in rows {
                match list.iter_mut().find(|o| o["sort"] == row["sort"]) {
                    Some(o) => o["valid_until"] = row["valid_until"].clone(),
                    None => list.push(row),
                }
            }
            d.fields.insert("assurance".into(), list.into());
        }
    }

    fn compare(&mut self, d: &mut Draft, was: &Map<String, Json>) {
        isms::check::normal(self.info, &mut d.fields);
        // A table rarely names all links: those that it does not name stay.
        for f in self.info.fields.iter().filter(|f| matches!(f.ty, Ty::Refs { .. })) {
            if let (Some(Json::Array(now)), Some(Json::Array(old))) = (d.fields.get_mut(&f.name), was.get(&f.name)) {
                if old.iter().any(|o| !now.contains(o)) {
                    let more: Vec<Json> = now.iter().filter(|n| !old.contains(n)).cloned().collect();
                    *now = old.iter().cloned().chain(more).collect();
                }
            }
        }
        let sorted = |v: &Json| match v {
            Json::Array(a) if a.iter().all(Json::is_string) => {
                let mut a: Vec<String> = a.iter().filter_map(Json::as_str).map(String::from).collect();
                a.sort();
                json!(a)
            }
            other => other.clone(),
        };
        // Assurances are compared by what the table can say of them.
        let same = |name: &str, now: &Json| {
            let old = was.get(name).cloned().unwrap_or_default();
            sorted(&old) == sorted(now)
                || old.as_str().zip(now.as_str()).is_some_and(|(a, b)| name == "title" && key(a) == key(b))
        };
        let changed: Vec<String> = d.fields.iter().filter(|(n, v)| !same(n, v)).map(|(n, _)| n.clone()).collect();
        d.fields.retain(|n, _| changed.contains(n));
        for name in changed {
            let f: Option<&Field> = self.info.field(&name);
            d.changes.push(FieldChange {
                question: f.map_or_else(|| "Where does it stand?".to_string(), |f| f.question.clone()),
                was: was.get(&name).cloned().unwrap_or_default(),
                now: d.fields.get(&name).cloned().unwrap_or_default(),
                ty: f.map_or(Ty::Text, |f| f.ty.clone()),
                field: name,
            });
        }
    }
}
