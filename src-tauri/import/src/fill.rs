//! What a new record needs and a table cannot have: filled with honest, visible text, taken from another field, or asked for once.
//! Nothing is made up: a score, an owner, a decision is never filled in without the owner's word.
use crate::ask::pairs;
use crate::cells::{Work, label, words};
use crate::draft::{Draft, RowError};
use crate::guides::Fill;
use crate::scale;
use chrono::{Datelike, Months, NaiveDate};
use isms::kind::{Field, Ty};
use serde_json::json;

impl Work<'_> {
    /// What a new record needs and the table does not have.
    pub(crate) fn fill(&mut self, d: &mut Draft) {
        if let Some((_, Fill::Is(state))) = self.guide.fill.iter().find(|(n, _)| *n == "state") {
            d.fields.entry("state").or_insert_with(|| (*state).into());
        }
        for f in &self.info.fields {
            let asked = !f.case.is_empty() && isms::check::holds(&f.case, &d.fields);
            let planned = self.guide.fill.iter().find(|(n, _)| *n == f.name).map(|(_, fill)| *fill);
            if d.fields.contains_key(&f.name) || !(f.required || asked || matches!(planned, Some(Fill::Is(_)))) {
                continue;
            }
            let column = self.column(&f.name).map(|c| c.name.clone());
            if column.as_ref().is_some_and(|c| d.errors.iter().any(|e| e.column == *c)) {
                continue;
            }
            let fill = planned.unwrap_or(match f.ty {
                Ty::Prose | Ty::PersonalProse | Ty::LongProse => Fill::Why,
                Ty::Text | Ty::PersonalText if f.name != "title" => Fill::NotRecorded,
                _ => Fill::Ask,
            });
            match fill {
                Fill::Why | Fill::NotRecorded => self.honest(d, f, fill),
                Fill::Same(of) => {
                    if let Some(v) = d.fields.get(of).cloned() {
                        d.fields.insert(f.name.clone(), v);
                        if self.column(&f.name).is_none() {
                            let taken =
                                if of == "title" { "the title is taken for it" } else { "it is taken to be as today" };
                            self.notes.say(format!("The table does not say \u{201c}{}\u{201d}; {taken}.", f.question));
                        }
                    }
                }
                Fill::Is(v) => {
                    d.fields.insert(f.name.clone(), v.into());
                }
                Fill::Ask | Fill::AskAhead | Fill::AskBehind | Fill::Propose(_) => {
                    match column.filter(|_| fill == Fill::Ask || f.ty != Ty::Date) {
                        Some(name) => {
                            let mend = self.choices_of(f).into_iter().map(|(_, l)| l).take(60).collect();
                            d.errors.push(RowError {
                                column: name,
                                value: String::new(),
                                text: format!("\u{201c}{}\u{201d} is not answered.", f.question),
                                mend,
                            });
                        }
                        None => self.missing(d, f, fill),
                    }
                }
            }
        }
        self.hit(d);
    }

    fn honest(&mut self, d: &mut Draft, f: &Field, fill: Fill) {
        let day = words(self.today);
        let file = &self.source.name;
        let text = match fill {
            Fill::Why if f.name.ends_with("_why") || f.name == "justification" => {
                format!("Taken over from {file} on {day}; why not recorded.")
            }
            Fill::Why => format!("Taken over from {file} on {day}; not recorded there."),
            _ => format!("Not recorded in {file}, taken over on {day}."),
        };
        let answer = self.asks.ask("fill", Some("yes"), || {
            (
                format!("What the table cannot say is filled with an honest sentence: \u{201c}{text}\u{201d} Do that?"),
                pairs(&[("yes", "yes; it stays visible until you write your own"), ("no", "no, those rows are wrong")]),
            )
        });
        if answer.as_deref() == Some("yes") {
            self.notes.say(format!(
                "\u{201c}{}\u{201d} is filled with: \u{201c}{text}\u{201d} where the table says nothing.",
                f.question
            ));
            d.fields.insert(f.name.clone(), text.into());
        } else {
            d.errors.push(RowError {
                column: self.name_of(&f.name),
                value: String::new(),
                text: format!("\u{201c}{}\u{201d} is not answered.", f.question),
                mend: Vec::new(),
            });
        }
    }

    fn choices_of(&mut self, f: &Field) -> Vec<(String, String)> {
        match &f.ty {
            Ty::Choice { of } => of.iter().map(|c| (c.name.clone(), label(c))).collect(),
            Ty::Many { of } => {
                let mut list: Vec<(String, String)> = of.iter().map(|c| (c.name.clone(), label(c))).collect();
                if of.len() == 3 {
                    list.push((of.iter().map(|c| c.name.clone()).collect::<Vec<_>>().join("+"), "all three".into()));
                }
                list
            }
            Ty::Score => self.scale(scale::of(&f.name)).choices(),
            Ty::Bool => pairs(&[("yes", "yes"), ("no", "no")]),
            Ty::Ref { kinds, .. } => {
                let names = self.names(kinds);
                names.here().take(400).map(|(c, n)| (c.to_string(), format!("{n} ({c})"))).collect()
            }
            Ty::Texts if f.name.contains("roles") => self.roles().into_iter().map(|r| (r.clone(), r)).collect(),
            _ => Vec::new(),
        }
    }

    /// One answer for all rows of a column that the table does not have.
    fn missing(&mut self, d: &mut Draft, f: &Field, fill: Fill) {
        let id = format!("missing:{}", f.name);
        let answer = self.asks.asked(&id).unwrap_or_else(|| self.ask_missing(&id, f, fill));
        match answer {
            Some(a) => {
                let v = match &f.ty {
                    Ty::Score => json!(a.parse::<i64>().unwrap_or(0)),
                    Ty::Many { .. } | Ty::Texts => json!(a.split('+').collect::<Vec<_>>()),
                    Ty::Bool => json!(a == "yes"),
                    _ => json!(a),
                };
                d.fields.insert(f.name.clone(), v);
            }
            None => d.waits.push(format!("\u{201c}{}\u{201d}", f.question)),
        }
    }
    fn ask_missing(&mut self, id: &str, f: &Field, fill: Fill) -> Option<String> {
        let choices = match fill {
            Fill::AskAhead => [3, 6, 12]
                .iter()
                .filter_map(|m| self.today.checked_add_months(Months::new(*m)))
                .map(|d| (d.to_string(), words(d)))
                .collect(),
            Fill::AskBehind => [0, 1, 5]
                .iter()
                .filter_map(|y| NaiveDate::from_ymd_opt(self.today.year() - y, 1, 1))
                .map(|d| (d.to_string(), format!("{} or before", words(d))))
                .collect(),
            _ => self.choices_of(f),
        };
        let question = f.question.clone();
        let proposed = match fill {
            Fill::Propose(p) => Some(p),
            _ => None,
        };
        if choices.is_empty() {
            return None;
        }
        self.asks.ask(id, proposed, || {
            (format!("The table does not say \u{201c}{question}\u{201d}. What holds for all its rows?"), choices)
        })
    }

    /// A risk must hit something that the file knows.
    fn hit(&mut self, d: &mut Draft) {
        let Some((fields, kind)) = self.guide.hit else { return };
        if fields.iter().any(|f| d.fields.contains_key(*f))
            || fields.iter().any(|f| d.errors.iter().any(|e| !e.column.is_empty() && e.column == self.name_of(f)))
        {
            return;
        }
        let names = self.names(&[kind.to_string()]);
        let answer = self.asks.ask("hit", None, || {
            let text = format!("Some rows name no {kind} that this file knows. Which one do they hit?");
            (text, names.here().take(400).map(|(c, n)| (c.to_string(), format!("{n} ({c})"))).collect())
        });
        match answer {
            Some(code) => {
                d.fields.insert(fields[0].into(), json!([code]));
            }
            None => d.waits.push(format!("which {kind} it hits")),
        }
    }
}
