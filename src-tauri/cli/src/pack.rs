//! `isms pack`: what was chosen, from the arguments to the finished file.
use crate::look::{open, today_of};
use crate::say::{self, End, Ended, line};
use chrono::NaiveDate;
use isms::refusal::Refusal;
use isms_file::{Bundle, File};
use isms_pack::Request;
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
    audit: Option<&str>,
    chosen: &Chosen,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    json: bool,
) -> Ended {
    let mut file = open(path)?;
    let now = today_of(&file)?;
    let request = Request {
        pack: audit.unwrap_or_default().into(),
        audit: chosen.of.clone(),
        from,
        as_of: to,
        sections: chosen.sections.clone(),
        reports: chosen
            .reports
            .iter()
            .map(|r| match r.split_once(':') {
                Some((name, code)) => (name.to_string(), Some(code.to_string())),
                None => (r.clone(), None),
            })
            .collect(),
        names: chosen.names.clone(),
        evidence: chosen.evidence.clone(),
        paper: chosen.paper.clone(),
        classification: chosen.classification.clone().unwrap_or_default(),
        copy_for: chosen.copy_for.clone().unwrap_or_default(),
        released_by: chosen.released_by.clone().unwrap_or_default(),
        long: chosen.long,
        draft: chosen.draft,
        gaps_last: chosen.gaps_last,
    };
    let by = crate::work::who(&file)?;
    let mut lend = |f: &mut dyn FnMut(&mut File)| -> Result<(), Refusal> {
        f(&mut file);
        Ok(())
    };
    // Where the program is ended meanwhile, its place is as it was, and the next run there clears away what is left.
    let made = isms_pack::make(&mut lend, &request, out, &by, crate::work::clock(now), &mut |_| true)?;
    if json {
        say::value(&json!({
            "pack": out.display().to_string(),
            "pages": made.pages,
            "sections": made.sections,
            "draft": made.draft,
            "checkpoint": {"size": made.size, "root": isms::plan::hex(&made.root)},
            "act": made.act,
            "proof": made.proof.as_ref().map(|p| p.display().to_string()),
            "inside": made.inside,
            "beside": made.beside,
            "notes": made.notes,
        }));
        return Ok(End::Done);
    }
    let draft = if made.draft { ", a draft: a stop is not declared" } else { "" };
    line(format!("{}: {} pages{draft}, checkpoint {} after {} acts", out.display(), made.pages, made.short, made.size));
    if let (Some(seq), Some(proof)) = (made.act, &made.proof) {
        line(format!("{}: its proof, by act {seq}. Give both out together.", proof.display()));
    }
    if made.inside > 0 {
        line(format!("{} of proof inside it.", files(made.inside)));
    }
    if made.beside > 0 {
        line(format!("{}: {} of proof.", Bundle::folder_beside(out).display(), files(made.beside)));
    }
    made.notes.iter().for_each(line);
    Ok(End::Done)
}
fn files(n: usize) -> String {
    if n == 1 { "1 file".into() } else { format!("{n} files") }
}
