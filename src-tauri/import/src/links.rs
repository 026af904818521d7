//! Links that a cell names: one record, several, or controls by their numbers. What is nearly right is asked about, once for each text.
//! What this file does not know is kept in the notes and told; no row is lost for it, but where a person must be named.
use crate::ask::pairs;
use crate::cells::{Got, Work, bad, blank, control_numbers};
use crate::fold::{key, shown};
use crate::header::Column;
use crate::people::{Found, Names};
use serde_json::Value as Json;

impl Work<'_> {
    /// One record that the text names.
    pub(crate) fn one(&mut self, field: &str, kinds: &[String], show: &str) -> Got {
        let id = (kinds.join("|"), show.to_string());
        if let Some(got) = self.known.get(&id) {
            return got.clone();
        }
        let names = self.names(kinds);
        let people = kinds.iter().any(|k| k == "person");
        let word = shown(show);
        let what = if people { "person" } else { "link" };
        let ask_id = format!("{what}:{show}");
        let answer = match names.find(show) {
            Found::One(code) => Some(code),
            Found::Perhaps(list) => {
                let a = self.asks.ask(&ask_id, None, || {
                    let mut choices: Vec<(String, String)> = list
                        .iter()
                        .map(|c| {
                            (
                                c.clone(),
                                match names.gone(c) {
                                    Some((state, _)) => format!("{} ({c}, {state})", names.name(c)),
                                    None => format!("{} ({c})", names.name(c)),
                                },
                            )
                        })
                        .collect();
                    choices
                        .push(("none".into(), if people { "nobody of these".into() } else { "none of these".into() }));
                    (
                        if people {
                            format!("Who is \u{201c}{word}\u{201d}?")
                        } else {
                            format!("Which one is \u{201c}{word}\u{201d}?")
                        },
                        choices,
                    )
                });
                match a.as_deref() {
                    Some("none") => None,
                    Some(code) => Some(code.to_string()),
                    None => {
                        let who = list.iter().map(|c| names.name(c).to_string()).collect::<Vec<_>>();
                        return self.keep(
                            id,
                            Got::Bad {
                                text: format!(
                                    "\u{201c}{word}\u{201d} may be {}; say so above.",
                                    crate::fold::list(&who, 3).replace(" and ", " or ")
                                ),
                                mend: who,
                            },
                        );
                    }
                }
            }
            Found::None => self.asks.given(&ask_id).filter(|c| names.has(c)).map(String::from),
        };
        let got = match answer {
            Some(code) => Got::Is(code.into()),
            None if people => bad(format!("\u{201c}{word}\u{201d} is no person in this file.")),
            None => bad(format!(
                "There is no {} called \u{201c}{word}\u{201d} in this file.",
                kinds.first().map_or("record", String::as_str).replace('_', " ")
            )),
        };
        let _ = field;
        self.keep(id, got)
    }
    fn keep(&mut self, id: (String, String), got: Got) -> Got {
        self.known.insert(id, got.clone());
        got
    }

    pub(crate) fn several(
        &mut self,
        field: &str,
        kinds: &[String],
        column: &Column,
        show: &str,
        lines: &mut Vec<String>,
    ) -> Got {
        if blank(show)
            || matches!(
                key(show).as_str(),
                "in house"
                    | "inhouse"
                    | "intern"
                    | "internal"
                    | "own"
                    | "self"
                    | "selbst"
                    | "eigen"
                    | "none yet"
                    | "noch keine"
            )
        {
            return Got::Nothing;
        }
        let names = self.names(kinds);
        if kinds == ["control"] {
            return self.controls(&names, column, show, lines);
        }
        let parts: Vec<&str> = match names.find(show) {
            Found::One(_) => vec![show],
            _ => show.split([';', '\n', ',', '|']).map(str::trim).filter(|p| !p.is_empty()).collect(),
        };
        let mut out: Vec<Json> = Vec::new();
        for part in parts {
            // A link that has no place yet is not worth a row: the text stays in the notes, and is told.
            if names.is_empty()
                || matches!(names.find(part), Found::None) && self.asks.given(&format!("link:{part}")).is_none()
            {
                lines.push(format!("{}: {part}", column.name));
                self.notes.say(format!("\u{201c}{}\u{201d} in \u{201c}{}\u{201d} is nothing that this file knows; it is kept in the notes.", shown(part), column.name));
                continue;
            }
            match self.one(field, kinds, part) {
                Got::Is(v) if !out.contains(&v) => out.push(v),
                Got::Is(_) => {}
                Got::Bad { .. } if self.asks.given(&format!("link:{part}")) == Some("none") => {
                    lines.push(format!("{}: {part}", column.name))
                }
                got => return got,
            }
        }
        if out.is_empty() { Got::Nothing } else { Got::Is(out.into()) }
    }
    /// Numbers of controls in a text are offered as links; the text itself stays in the notes.
    fn controls(&mut self, names: &Names, column: &Column, show: &str, lines: &mut Vec<String>) -> Got {
        let codes: Vec<String> =
            control_numbers(show).into_iter().map(|n| format!("SOA-{n}")).filter(|c| names.has(c)).collect();
        let words = show.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if codes.is_empty() || words {
            lines.push(format!("{}: {show}", column.name));
        }
        if codes.is_empty() {
            return Got::Nothing;
        }
        let answer = self.asks.ask(&format!("controls:{}", column.name), Some("yes"), || {
            (
                format!("\u{201c}{}\u{201d} names controls of Annex A by number. Link them?", column.name),
                pairs(&[("yes", "yes, link them"), ("no", "no, keep the text only")]),
            )
        });
        if answer.as_deref() == Some("yes") {
            return Got::Is(codes.into());
        }
        if !words {
            lines.push(format!("{}: {show}", column.name));
        }
        Got::Nothing
    }
}
