//! What of a row is no field of its own: names in two columns, reviews, certificates, approvals, actions, reasons in columns.
//! An approval or a review that a table claims is kept as what it is: a claim of that table.
use crate::ask::pairs;
use crate::cells::{Got, Work, bad, blank, words, yes_no};
use crate::draft::{Beside, Draft, Extra};
use crate::fold::{key, shown};
use crate::source::Line;
use chrono::NaiveDate;
use serde_json::{Map, json};

impl Work<'_> {
    /// What is no field of its own: names in two columns, reviews, certificates, approvals, actions, reasons in columns.
    pub(crate) fn beside(&mut self, d: &mut Draft, b: &mut Beside, line: &Line) {
        let text = |b: &Beside, k: &str| b.cells.get(k).map(|(_, c)| c.show()).filter(|t| !t.is_empty());
        if let (first, Some(last)) = (text(b, "first_name"), text(b, "last_name")) {
            let name = format!("{} {last}", first.unwrap_or_default());
            let field = if self.info.field("person").is_some() { "person" } else { "title" };
            d.fields.insert(field.into(), name.trim().into());
        }
        for (to, because) in [
            ("because_risk", "risk"),
            ("because_law", "law"),
            ("because_contract", "contract"),
            ("because_business", "business"),
            ("because_practice", "good_practice"),
        ] {
            if b.cells.get(to).is_some_and(|(_, c)| yes_no(c) == Some(true) || key(&c.show()) == "x") {
                let list = d.fields.entry("because_of").or_insert_with(|| json!([]));
                if let Some(a) = list.as_array_mut().filter(|a| !a.contains(&json!(because))) {
                    a.push(because.into());
                }
            }
        }
        let day = |w: &mut Self, d: &mut Draft, to: &'static str| -> Option<NaiveDate> {
            let (name, cell) = b.cells.get(to)?;
            let column = w.column(to)?;
            match w.day(column, cell, line.number) {
                Ok(day) => day,
                Err(got) => {
                    d.wrong(name, &cell.show(), got);
                    None
                }
            }
        };
        let (reviewed, next) = (day(self, d, "reviewed_on"), day(self, d, "next_review"));
        let until = day(self, d, "iso27001_until");
        let approved = day(self, d, "approved_on");
        let due = day(self, d, "action_due");
        match reviewed {
            Some(on) if on > self.today => {
                d.wrong(&self.name_of("reviewed_on"), &on.to_string(), bad(format!("{} lies after today.", words(on))))
            }
            Some(on) => d.reviewed = Some((on, next.filter(|n| *n > self.today))),
            None => {
                if let Some(n) = next {
                    b.lines.push(format!("{}: {n}", self.name_of("next_review")));
                }
            }
        }
        if let Some(until) = until {
            d.fields.insert("assurance".into(), json!([{"sort": "iso27001", "valid_until": until.to_string()}]));
        }
        if let Some(by) = text(b, "approved_by").filter(|t| !blank(t)) {
            let on = approved.map(|d| format!(" on {d}")).unwrap_or_default();
            b.lines.push(format!("Approved by {by}{on}, as the list says"));
        }
        if let Some((name, cell)) = b.cells.get("damage") {
            b.lines.push(format!("{name}: {}", cell.show()));
        }
        if let Some(what) = text(b, "action").filter(|t| !blank(t)) {
            self.action(d, b, &what, due, line);
        } else if let Some(who) = text(b, "action_owner") {
            // Without an action, "Who" is whose risk it is.
            if self.column("owner").is_none() && !d.fields.contains_key("owner") {
                self.person_into(d, "owner", "action_owner", &who);
            }
        }
    }

    pub(crate) fn person_into(&mut self, d: &mut Draft, field: &str, to: &str, who: &str) {
        match self.one(field, &["person".to_string()], who) {
            Got::Is(v) => {
                d.fields.insert(field.into(), v);
            }
            got => d.wrong(&self.name_of(to), who, got),
        }
    }

    fn action(&mut self, d: &mut Draft, b: &mut Beside, what: &str, due: Option<NaiveDate>, line: &Line) {
        let who = b.cells.get("action_owner").map(|(_, c)| c.show()).unwrap_or_default();
        if self.column("action_owner").is_none() && self.column("action_due").is_none() {
            b.lines.push(format!("{}: {what}", self.name_of("action")));
            return;
        }
        let mut fields = Map::new();
        fields.insert("title".into(), shown(what).into());
        fields.insert("sort".into(), "treatment".into());
        fields.insert("what".into(), what.into());
        let mut holder = Draft::new(line.number, "");
        if who.is_empty() {
            d.wrong(&self.name_of("action_owner"), "", bad("The action has nobody who does it."));
        } else {
            self.person_into(&mut holder, "owner", "action_owner", &who);
        }
        if let Some(v) = holder.fields.remove("owner") {
            // The table has one person a row: whose risk it is, is asked once.
            if self.column("owner").is_none() && !d.fields.contains_key("owner") {
                let answer = self.asks.ask("risk-owner", Some("same"), || {
                    (
                        "The table names only who does the action. Is that person the owner of the risk too?".into(),
                        pairs(&[("same", "yes"), ("ask", "no; one owner for all rows")]),
                    )
                });
                if answer.as_deref() == Some("same") {
                    d.fields.insert("owner".into(), v.clone());
                }
            }
            fields.insert("owner".into(), v);
        }
        d.errors.append(&mut holder.errors);
        match due {
            Some(day) => {
                fields.insert("due".into(), day.to_string().into());
                if b.cells.get("action_done").is_some_and(|(_, c)| yes_no(c) == Some(true)) {
                    // The day on which it was done is not in the table: at the latest its due day, or today.
                    fields.insert("done_on".into(), day.min(self.today).to_string().into());
                    fields.insert("state".into(), "done".into());
                    fields.insert(
                        "result".into(),
                        format!("Done, as {} says; the day is the one on which it was due.", self.source.name).into(),
                    );
                    self.notes
                        .say("Actions that are done have no day of their own in the table; the due day stands for it.");
                }
            }
            None if !d.errors.iter().any(|e| e.column == self.name_of("action_due")) => {
                d.wrong(&self.name_of("action_due"), "", bad("The action has no day until when."))
            }
            None => {}
        }
        d.extras.push(Extra { kind: "action", fields, listed_in: "actions" });
    }
}
