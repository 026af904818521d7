//! Lists of participants and of confirmations: one person a row, one course or document for the table.
//! Course and version come from the head of the sheet or are asked; a person who is not placed is a wrong row, never left out in silence.
use crate::cells::{Got, Work, bad, words, yes_no};
use crate::draft::{Draft, Extra, What};
use crate::fold::{key, shown};
use crate::people::Found;
use crate::source::{Cell, Line};
use chrono::NaiveDate;
use isms::kind::Ty;
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// What the whole table is about.
struct About {
    /// Code of the course or policy; none: asked, and not answered.
    code: Option<String>,
    version: Option<String>,
    /// Versions with the day from which each was there.
    versions: Vec<(String, NaiveDate)>,
    pass_mark: Option<i64>,
    on: Option<NaiveDate>,
    teacher: Option<String>,
    how: Option<String>,
}

impl Work<'_> {
    fn course(&self) -> bool {
        self.info.field("course").is_some()
    }
    fn head(&self, names: &[&str]) -> Option<(u32, String)> {
        self.table
            .head
            .iter()
            .find(|(_, k, v)| names.contains(&key(k).as_str()) && !v.is_empty())
            .map(|(row, _, v)| (*row, v.clone()))
    }

    pub(crate) fn session(&mut self) -> Vec<Draft> {
        let lines: Vec<&Line> = self.table.rows.clone();
        let about = self.about(&lines);
        let mut drafts: Vec<Draft> = lines.iter().map(|l| self.participant(l, &about)).collect();
        let mut first: HashMap<String, u32> = HashMap::new();
        for d in drafts.iter_mut().filter(|d| matches!(d.what, What::New | What::Same)) {
            let text = |f: &str| d.fields.get(f).and_then(Json::as_str).unwrap_or_default().to_string();
            let id = format!("{} {} {} {}", text("person"), text("course"), text("policy"), text("on"));
            match first.get(&id) {
                Some(row) => {
                    let row = *row;
                    let title = d.title.clone();
                    d.wrong(
                        "",
                        &title,
                        bad(format!("{title} is here twice for the same day; row {row} has it first.")),
                    );
                    d.what = What::Wrong;
                }
                None => {
                    first.insert(id, d.row);
                }
            }
        }
        drafts
    }

    fn about(&mut self, lines: &[&Line]) -> About {
        let (kind, field) = if self.course() { ("course", "course") } else { ("policy", "policy") };
        let names = self.names(&[kind.to_string()]);
        // From a column only where it names one; else from the head of the sheet, or from what a header says.
        let told = self
            .head(&[
                "course", "training", "kurs", "schulung", "thema", "topic", "title", "document", "policy", "dokument",
            ])
            .map(|(_, v)| v);
        let header = self
            .table
            .columns
            .iter()
            .map(|c| c.name.clone())
            .find(|n| names.here().any(|(_, title)| key(title).len() > 5 && key(n).contains(&key(title))));
        let by_header = header
            .as_ref()
            .and_then(|h| names.here().find(|(_, title)| key(h).contains(&key(title))).map(|(c, _)| c.to_string()));
        let sure = told.as_ref().and_then(|t| match names.find(t) {
            Found::One(c) => Some(c),
            _ => None,
        });
        let proposed = sure.or(by_header);
        let code = if self.column(field).is_some() {
            None
        } else {
            let what = if self.course() { "Which course is it?" } else { "Which document is it?" };
            let said =
                told.clone().map(|t| format!("The sheet says \u{201c}{}\u{201d}. ", shown(&t))).unwrap_or_default();
            self.asks.ask(field, proposed.as_deref(), || {
                (format!("{said}{what}"), names.here().map(|(c, n)| (c.to_string(), format!("{n} ({c})"))).collect())
            })
        };
        let on = self.head(&["date", "datum", "on", "day", "tag", "held on"]).and_then(|(row, v)| {
            let column = self.table.columns.first()?;
            self.day(column, &Cell::text(v), row).ok().flatten()
        });
        let versions = code.as_deref().map(|c| self.versions(c)).unwrap_or_default();
        let last = self.latest(lines).or(on);
        // "…»; version 2" in a header.
        let asked = header.as_deref().and_then(|h| {
            key(h).split("version ").nth(1).and_then(|r| r.split(' ').next()).and_then(|n| n.parse::<u32>().ok())
        });
        let at_the_time = versions
            .iter()
            .rev()
            .find(|(v, day)| last.is_none_or(|l| *day <= l) && asked.is_none_or(|a| v.starts_with(&format!("{a}."))))
            .or_else(|| versions.iter().rev().find(|(_, day)| last.is_none_or(|l| *day <= l)))
            .or(versions.last())
            .map(|(v, _)| v.clone());
        if let Some(a) =
            asked.filter(|a| !versions.is_empty() && !versions.iter().any(|(v, _)| v.starts_with(&format!("{a}."))))
        {
            self.notes.say(format!(
                "The list speaks of version {a}; there is none of {}.",
                code.as_deref().unwrap_or_default()
            ));
        }
        let version = if versions.is_empty() {
            None
        } else {
            let mut choices: Vec<(String, String)> =
                versions.iter().map(|(v, day)| (v.clone(), format!("{v}, since {}", words(*day)))).collect();
            choices.push(("each".into(), "for each the one in use on its day".into()));
            let answer = self.asks.ask(&format!("{field}-version"), at_the_time.as_deref(), || {
                ("Which version was it? The one in use on those days is proposed.".to_string(), choices)
            });
            answer.filter(|a| a != "each")
        };
        let pass_mark = code
            .as_deref()
            .and_then(|c| self.isms.record(c))
            .and_then(|r| r.body_json().get("pass_mark").and_then(Json::as_i64));
        let teacher = self
            .head(&["trainer", "teacher", "instructor", "taught by", "dozent", "referent", "schulungsleiter"])
            .map(|(_, v)| v);
        let how = self.how();
        About { code, version, versions, pass_mark, on, teacher, how }
    }

    fn how(&mut self) -> Option<String> {
        let Some(Ty::Choice { of }) = self.info.field("how").map(|f| f.ty.clone()) else { return None };
        let alone = self.column("score").is_some() && self.column("present").is_none();
        let proposed = if !self.course() {
            None
        } else if alone {
            Some("self_study")
        } else {
            Some("session")
        };
        let choices: Vec<(String, String)> =
            of.iter().filter(|c| c.name != "in_app").map(|c| (c.name.clone(), crate::cells::label(c))).collect();
        self.asks.ask("how", proposed, || {
            (
                if proposed.is_some() { "In what way was it?" } else { "In what way did they confirm it?" }.to_string(),
                choices,
            )
        })
    }

    /// Versions of a course or document that were in use, oldest first.
    fn versions(&self, code: &str) -> Vec<(String, NaiveDate)> {
        let mut out: Vec<(String, NaiveDate)> = Vec::new();
        let Some(r) = self.isms.record(code) else { return out };
        for rev in &r.revisions {
            let body = isms::isms::json_of(rev);
            let since = body
                .get("in_force_from")
                .and_then(Json::as_str)
                .and_then(|d| d.parse().ok())
                .unwrap_or_else(|| self.isms.day_of(rev.seq));
            if let Some(v) = body.get("version").and_then(Json::as_str) {
                if !out.iter().any(|(have, _)| have == v) {
                    out.push((v.to_string(), since));
                }
            }
        }
        out
    }
    fn latest(&mut self, lines: &[&Line]) -> Option<NaiveDate> {
        let column = self.column("on")?;
        lines.iter().filter_map(|l| self.day(column, &l.cell(column.index).clone(), l.number).ok().flatten()).max()
    }

    fn participant(&mut self, line: &Line, about: &About) -> Draft {
        let cell = |w: &Self, to: &str| w.column(to).map(|c| (c.name.clone(), w.cell(line, c)));
        let text = |w: &Self, to: &str| cell(w, to).map(|(_, c)| c.show()).unwrap_or_default();
        let name = match text(self, "person") {
            n if n.is_empty() => format!("{} {}", text(self, "first_name"), text(self, "last_name")).trim().to_string(),
            n => n,
        };
        let mail = text(self, "email");
        let mut d = Draft::new(line.number, shown(if name.is_empty() { &mail } else { &name }));
        if self.asks.given(&format!("row:{}", line.number)) == Some("out") {
            return Draft::left(line.number, d.title, "left out by you");
        }
        if let Some((_, c)) = cell(self, "present") {
            if yes_no(&c) == Some(false) || c.is_empty() {
                let remark = text(self, "notes");
                let why = if remark.is_empty() {
                    "not marked as present".to_string()
                } else {
                    format!("not marked as present ({})", shown(&remark))
                };
                return Draft::left(line.number, d.title, why);
            }
        }
        self.who(&mut d, &name, &mail);
        self.when(&mut d, line, about);
        self.which(&mut d, line, about);
        if self.course() {
            self.result(&mut d, line, about);
            if let Some(t) = Some(text(self, "taught_by")).filter(|t| !t.is_empty()).or(about.teacher.clone()) {
                d.fields.insert("taught_by".into(), t.into());
            }
            let remark = text(self, "notes");
            if !remark.is_empty() {
                d.fields.insert("notes".into(), remark.into());
            }
        }
        match &about.how {
            Some(how) => {
                d.fields.insert("how".into(), how.clone().into());
                if !self.course() && matches!(how.as_str(), "sheet" | "email") {
                    self.proof(&mut d);
                }
            }
            None => d.wrong("", "", bad("In what way it was is not said; say it above.")),
        }
        self.settle(&mut d);
        d
    }

    fn who(&mut self, d: &mut Draft, name: &str, mail: &str) {
        let names = self.people();
        let (to, shown_as) = if mail.is_empty() { ("person", name) } else { ("email", mail) };
        let by_mail = if mail.is_empty() { Found::None } else { names.find(mail) };
        let got = match by_mail {
            Found::One(code) => Got::Is(code.into()),
            _ if name.is_empty() => bad(format!("\u{201c}{}\u{201d} is no person in this file.", shown(mail))),
            _ => self.one("person", &["person".to_string()], name),
        };
        match got {
            Got::Is(v) => {
                d.title = names.name(v.as_str().unwrap_or_default()).to_string();
                d.fields.insert("person".into(), v);
            }
            got => {
                let column =
                    self.column(to).or_else(|| self.column("last_name")).map(|c| c.name.clone()).unwrap_or_default();
                d.wrong(&column, shown_as, got);
            }
        }
    }

    fn when(&mut self, d: &mut Draft, line: &Line, about: &About) {
        let (mut on, mut name, mut value) = (about.on, String::new(), String::new());
        if let Some(c) = self.column("on") {
            let cell = self.cell(line, c);
            (name, value) = (c.name.clone(), cell.show());
            match self.day(c, &cell, line.number) {
                Ok(Some(day)) => on = Some(day),
                Ok(None) => {}
                Err(got) => return d.wrong(&name, &value, got),
            }
        }
        let Some(on) = on else { return d.wrong(&name, &value, bad("It is not said on which day it was.")) };
        if on > self.today {
            return d.wrong(&name, &value, bad(format!("{} lies after today.", words(on))));
        }
        let people = self.people();
        if let Some(code) = d.fields.get("person").and_then(Json::as_str) {
            if let Some((_, Some(left))) = people.gone(code).filter(|(_, left)| left.is_some_and(|l| l < on)) {
                let who = people.name(code).to_string();
                let answer = self.asks.ask("left", None, || (format!("Some had left by the day that the list gives ({who}, for one, on {}). Record them all the same?", words(left)), crate::ask::pairs(&[("take", "yes, they took part"), ("out", "no, those rows are wrong")])));
                if answer.as_deref() != Some("take") {
                    return d.wrong(&name, &value, bad(format!("{who} left on {}, before that day.", words(left))));
                }
            }
        }
        d.fields.insert("on".into(), on.to_string().into());
    }

    fn which(&mut self, d: &mut Draft, line: &Line, about: &About) {
        let (field, version) = if self.course() { ("course", "course_version") } else { ("policy", "policy_version") };
        let mut versions = about.versions.clone();
        let mut chosen = about.version.clone();
        if let Some(c) = self.column(field) {
            let show = self.cell(line, c).show();
            match self.one(field, &[field.to_string()], &show) {
                Got::Is(v) => {
                    versions = self.versions(v.as_str().unwrap_or_default());
                    chosen = None;
                    d.fields.insert(field.into(), v);
                }
                got => return d.wrong(&c.name, &show, got),
            }
        } else {
            match &about.code {
                Some(code) => {
                    d.fields.insert(field.into(), code.clone().into());
                }
                None => {
                    return d.wrong(
                        "",
                        "",
                        bad(if self.course() {
                            "Which course it is, is asked above."
                        } else {
                            "Which document it is, is asked above."
                        }),
                    );
                }
            }
        }
        let on = d.fields.get("on").and_then(Json::as_str).and_then(|s| s.parse::<NaiveDate>().ok());
        if let Some(c) = self.column(version) {
            let cell = self.cell(line, c);
            match self.read(version, &Ty::Version, c, &cell, line.number, &mut Vec::new()) {
                Got::Is(v) => chosen = v.as_str().map(String::from),
                Got::Nothing => {}
                got => return d.wrong(&c.name, &cell.show(), got),
            }
        }
        let chosen = chosen.or_else(|| {
            versions.iter().rev().find(|(_, since)| on.is_none_or(|o| *since <= o)).map(|(v, _)| v.clone())
        });
        let Some(v) = chosen else { return d.wrong("", "", bad("Which version it was, is not known for that day.")) };
        if let (Some(on), Some((_, since))) = (on, versions.iter().find(|(have, _)| *have == v)) {
            if *since > on {
                return d.wrong(
                    &self.name_of("on"),
                    &on.to_string(),
                    bad(format!(
                        "Version {v} exists since {}; on {} it can only have been an older one.",
                        words(*since),
                        words(on)
                    )),
                );
            }
        }
        d.fields.insert(version.into(), v.into());
    }

    fn result(&mut self, d: &mut Draft, line: &Line, about: &About) {
        let mut result = None;
        if let (Some(c), Some(Ty::Choice { of })) =
            (self.column("result"), self.info.field("result").map(|f| f.ty.clone()))
        {
            let cell = self.cell(line, c);
            if !cell.is_empty() {
                match self.choice("result", &of, c, &cell, &cell.show()) {
                    Got::Is(v) => result = v.as_str().map(String::from),
                    Got::Nothing => {}
                    got => return d.wrong(&c.name, &cell.show(), got),
                }
            }
        }
        if let Some(c) = self.column("score") {
            let cell = self.cell(line, c);
            match self.read("score", &Ty::Percent, c, &cell, line.number, &mut Vec::new()) {
                Got::Is(v) => {
                    if let (None, Some(mark), Some(score)) = (&result, about.pass_mark, v.as_i64()) {
                        result = Some(if score >= mark { "passed" } else { "failed" }.into());
                        self.notes.say(format!("Passed or failed is judged by the pass mark of {mark} %."));
                    }
                    d.fields.insert("score".into(), v);
                }
                Got::Nothing => {}
                got => return d.wrong(&c.name, &cell.show(), got),
            }
        }
        d.fields.insert("result".into(), result.unwrap_or_else(|| "attended".into()).into());
    }

    /// A signed sheet or a mail needs its proof: one piece of evidence for the whole list.
    fn proof(&mut self, d: &mut Draft) {
        let name = "@proof";
        if !self.shared.iter().any(|(n, _)| n == name) {
            let mut fields = Map::new();
            let on = d.fields.get("on").cloned().unwrap_or_else(|| self.today.to_string().into());
            fields.insert(
                "shows".into(),
                format!("Confirmations in {}", self.source.name).chars().take(200).collect::<String>().into(),
            );
            fields.insert(
                "note".into(),
                format!(
                    "Taken over from the list {} on {}. The list itself is not attached.",
                    self.source.name,
                    words(self.today)
                )
                .into(),
            );
            fields.insert("collected_on".into(), on);
            fields.insert("classification".into(), "internal".into());
            fields.insert("personal".into(), true.into());
            self.shared.push((name.into(), Extra { kind: "evidence", fields, listed_in: "proof" }));
            self.notes
                .say("One piece of evidence is made for the whole list; attach the list itself to it afterwards.");
        }
        d.fields.insert("proof".into(), json!([name]));
    }

    /// Is it recorded already?
    fn settle(&mut self, d: &mut Draft) {
        if !d.errors.is_empty() {
            d.what = What::Wrong;
            return;
        }
        let same = |f: &str, body: &Map<String, Json>| body.get(f) == d.fields.get(f);
        let keys: &[&str] =
            if self.course() { &["person", "course", "on"] } else { &["person", "policy", "policy_version"] };
        let have = self.isms.each(self.info.name).filter(|(_, r)| r.live()).find(|(_, r)| {
            let body = r.body_json();
            keys.iter().all(|k| same(k, &body))
        });
        if let Some((_, r)) = have {
            d.code = Some(r.code.to_string());
            d.exists = true;
            d.what = What::Same;
        }
    }
}
