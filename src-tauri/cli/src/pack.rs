//! `isms pack`: what was chosen, from the arguments to the finished file.
use crate::look::{open, today_of};
use crate::say::{self, End, Ended, Stop, line};
use chrono::NaiveDate;
use isms::packs::{self, Choices, Evidences};
use isms::refusal::Refusal;
use isms::report::{Names, Scope};
use serde_json::json;
use std::path::Path;

/// What is chosen of a pack; what is not said is as PACK 2.1 has it.
#[derive(clap::Args)]
pub struct Chosen {
    /// The audit that it is for, by code; else the next one
    #[arg(long, value_name = "CODE")]
    of: Option<String>,
    /// Only these sections, by name: risks,soa
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    sections: Vec<String>,
    /// The reports of a pack on one question: suppliers, or risk-sheet:R-012
    #[arg(long, value_delimiter = ',', value_name = "NAME[:CODE]")]
    reports: Vec<String>,
    /// How people are named
    #[arg(long, default_value = "initials", value_parser = ["initials", "full", "roles"])]
    names: String,
    /// What happens to the files of proof
    #[arg(long, default_value = "index", value_parser = ["index", "beside", "inside"])]
    evidence: String,
    #[arg(long, default_value = "a4", value_parser = ["a4", "letter"])]
    paper: String,
    /// In the foot of each page
    #[arg(long, value_name = "WORDS")]
    classification: Option<String>,
    /// For whom this copy is
    #[arg(long, value_name = "WHO")]
    copy_for: Option<String>,
    /// Who let it out, by code of the person
    #[arg(long, value_name = "CODE")]
    released_by: Option<String>,
    /// Weaknesses with hosts and identifiers
    #[arg(long)]
    long: bool,
    /// The word stands in the head of each page
    #[arg(long)]
    draft: bool,
    /// The list of known gaps stands in its section alone, not on page 3 too
    #[arg(long)]
    gaps_last: bool,
}

pub fn pack(
    path: &Path,
    out: &Path,
    audit: &str,
    chosen: &Chosen,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    json: bool,
) -> Ended {
    let mut file = open(path)?;
    let now = today_of(&file)?;
    let day = to.unwrap_or(now);
    if day > now {
        return Err(Refusal::new(
            "date",
            "--to",
            format!("{day} lies ahead: nothing of that day is on record yet."),
            format!("Give {now} or an earlier day."),
        )
        .into());
    }
    let Some(pack) = packs::pack(audit) else { return Err(Stop::Fault(format!("no pack {audit}"))) };
    for code in chosen.of.iter().chain(&chosen.released_by) {
        if file.isms().record(code).is_none_or(|r| r.common.withdrawn) {
            return Err(Refusal::new(
                "unknown",
                code.clone(),
                format!("There is no \u{201c}{code}\u{201d} in this file."),
                "Give the code of an audit, or of a person.",
            )
            .into());
        }
    }
    let past = (day < now).then(|| file.isms().as_of(day));
    let isms = past.as_ref().unwrap_or(file.isms());
    let facts = crate::preflight::facts(&file, isms)?;
    let from = from.or_else(|| (pack.since)(isms, day));
    let earlier = isms::proof::last_pack(isms);
    let scope = Scope {
        from,
        names: match chosen.names.as_str() {
            "full" => Names::Full,
            "roles" => Names::Roles,
            _ => Names::Initials,
        },
        classification: chosen.classification.clone().unwrap_or_else(|| pack.classification.into()),
        long: chosen.long,
        draft: chosen.draft,
        earlier,
        pack: Choices {
            audit: chosen.of.clone(),
            sections: chosen.sections.clone(),
            evidence: Evidences::named(&chosen.evidence).unwrap_or_default(),
            letter: chosen.paper == "letter",
            gaps_last: chosen.gaps_last,
            reports: chosen
                .reports
                .iter()
                .map(|r| match r.split_once(':') {
                    Some((name, code)) => (name.to_string(), Some(code.to_string())),
                    None => (r.clone(), None),
                })
                .collect(),
            copy_for: chosen.copy_for.clone().unwrap_or_default(),
            released_by: chosen.released_by.clone().unwrap_or_default(),
            facts,
        },
        ..Scope::on(day)
    };
    let doc = packs::build(isms, pack, &scope)?;
    let paper = if chosen.paper == "letter" { isms_press::Paper::Letter } else { isms_press::Paper::A4 };
    let pdf = isms_press::pdf_on(&doc, paper).map_err(|e| Stop::Fault(e.to_string()))?;
    let head = doc.checkpoint.clone().unwrap_or_else(|| file.isms().checkpoint());
    let numbers: std::collections::BTreeSet<u32> = doc.sections.iter().filter_map(|s| s.number).collect();
    let by = crate::work::who(&file)?;
    let given =
        isms_file::Given { pdf: &pdf.bytes, pages: pdf.pages as u32, audit, as_of: day, from, head: head.clone() };
    let made = file.give_out(&given, out, &by, crate::work::clock(now))?;
    if json {
        say::value(&json!({
            "pack": out.display().to_string(),
            "pages": pdf.pages,
            "sections": numbers.len(),
            "draft": doc.draft,
            "checkpoint": {"size": head.size, "root": isms::plan::hex(&head.root)},
            "act": made.seq,
            "proof": made.proof.as_ref().map(|p| p.display().to_string()),
        }));
        return Ok(End::Done);
    }
    let draft = if doc.draft { ", a draft: a stop is not declared" } else { "" };
    line(format!(
        "{}: {} pages{draft}, checkpoint {} after {} acts",
        out.display(),
        pdf.pages,
        head.short(),
        head.size
    ));
    match (made.seq, made.proof, made.unproven) {
        (Some(seq), Some(proof), _) => {
            line(format!("{}: its proof, by act {seq}. Give both out together.", proof.display()));
        }
        (_, _, Some(why)) => line(why),
        _ => {}
    }
    Ok(End::Done)
}
