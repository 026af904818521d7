//! The check of what was made: of a file from its bytes, of a pack by the proof beside it, of either against an earlier one.
//! It must never say of a pack that it is proved by anything but its proof.
use crate::input;
use crate::look::open;
use crate::say::{self, End, Ended, Stop, line};
use isms::Refusal;
use isms::doc::Checkpoint;
use isms::ledger;
use isms::plan::hex;
use isms::proof::{self, Earlier, NotRead, Proof, Said};
use isms::report::count;
use isms::view::Problem;
use isms_file::{File, Twins, proof_beside, twins};
use serde_json::{Value, json};
use std::path::Path;

pub fn verify(path: &Path, against: Option<&Path>, json: bool) -> Ended {
    match sort(path) {
        Sort::Pdf => verify_pack(path, against, json),
        Sort::Proof => verify_pack(&path.with_extension("pdf"), against, json),
        Sort::File => verify_file(path, against, json),
    }
}

enum Sort {
    Pdf,
    Proof,
    File,
}
fn sort(path: &Path) -> Sort {
    let is = |ext: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ext));
    if is("pdf") {
        Sort::Pdf
    } else if is("isms-proof") {
        Sort::Proof
    } else {
        Sort::File
    }
}
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}
fn refused(path: &Path, text: impl Into<String>, hint: impl Into<String>) -> Stop {
    Refusal::new("proof", path.display().to_string(), text, hint).into()
}
fn bytes(path: &Path, hint: &str) -> Result<Vec<u8>, Stop> {
    Ok(input::read(path, input::PACK, hint).map_err(|r| Refusal { code: "proof", ..r })?)
}

/// A proof, or the sentence that it was changed.
fn read_proof(path: &Path) -> Result<Result<Proof, Said>, Stop> {
    let bytes = bytes(path, "Ask for it where the pack came from: it was made with the PDF.")?;
    match proof::read(&String::from_utf8_lossy(&bytes)) {
        Ok(p) => Ok(Ok(p)),
        Err(NotRead::NoProof) => Err(refused(
            path,
            "This is no proof of a pack, or one of a later format.",
            "Give the .isms-proof that was made with the pack.",
        )),
        Err(NotRead::Line(n)) => Ok(Err(Said {
            holds: false,
            text: format!("{} was changed: line {n} is not as it was written, or contradicts another.", name(path)),
        })),
    }
}

/// What is held of an earlier pack: what is known of it, or of itself what does not hold.
struct Held {
    name: String,
    head: Option<Checkpoint>,
    proof: Option<Proof>,
    wrong: Vec<Said>,
}
fn held(path: &Path) -> Result<Held, Stop> {
    let name = name(path);
    let (proof_path, pdf) = match sort(path) {
        Sort::Pdf => (proof_beside(path), Some(bytes(path, "Give a pack that this program made.")?)),
        _ => (path.to_path_buf(), None),
    };
    let carried = pdf.as_ref().and_then(|b| isms_press::checkpoint_in(b));
    if pdf.is_some() && !proof_path.exists() {
        let Some(head) = carried else {
            return Err(refused(path, "This PDF carries no checkpoint.", "Give a pack that this program made."));
        };
        return Ok(Held { name, head: Some(head), proof: None, wrong: Vec::new() });
    }
    let proof = match read_proof(&proof_path)? {
        Ok(p) => p,
        Err(said) => return Ok(Held { name, head: None, proof: None, wrong: vec![said] }),
    };
    let mut all = match &pdf {
        Some(b) => proof.alone(&ledger::sha256(b), carried.as_ref()),
        None => vec![proof.act(), proof.printed(None), proof.extends()],
    };
    all.retain(|s| !s.holds);
    let wrong = all.into_iter().map(|s| Said { text: format!("{name}: {}", s.text), ..s }).collect();
    Ok(Held { name, head: Some(proof.head.clone()), proof: Some(proof), wrong })
}

fn verify_pack(path: &Path, against: Option<&Path>, json: bool) -> Ended {
    let pdf = bytes(path, "Give the PDF of a pack, with its .isms-proof beside it.")?;
    let carried = isms_press::checkpoint_in(&pdf);
    let proof_path = proof_beside(path);
    if !proof_path.exists() {
        return without_proof(path, carried, &proof_path, against, json);
    }
    let proof = match read_proof(&proof_path)? {
        Ok(p) => p,
        Err(said) => return told(&[said], 0, "", json),
    };
    let mut all = proof.alone(&ledger::sha256(&pdf), carried.as_ref());
    if let Some(against) = against {
        if matches!(sort(against), Sort::File) {
            let file = open(against)?;
            all.extend(proof.in_file(file.isms(), &name(against)));
        } else {
            let held = held(against)?;
            if let (true, Some(head)) = (held.wrong.is_empty(), &held.head) {
                let log = held.proof.as_ref().map(|p| p.log.as_str());
                all.push(proof.against(&Earlier { name: &held.name, head: head.clone(), log })?);
            }
            all.extend(held.wrong);
        }
    }
    told(&all, proof.head.size, &proof.root(), json)
}

/// A PDF alone: it can be held against the file that it was made from, and against nothing else.
fn without_proof(path: &Path, carried: Option<Checkpoint>, proof: &Path, against: Option<&Path>, json: bool) -> Ended {
    let Some(head) = carried else {
        return Err(refused(path, "This PDF carries no checkpoint.", "Give a pack that this program made."));
    };
    let missing = format!("Ask for {} where the pack came from, and lay it beside the PDF", name(proof));
    match against {
        None => Err(refused(
            path,
            format!(
                "It carries the checkpoint of {} acts, {}; without a proof beside it nothing of it can be checked.",
                head.size,
                head.short()
            ),
            format!("{missing}."),
        )),
        Some(other) if !matches!(sort(other), Sort::File) => Err(refused(
            other,
            "Two packs alone do not prove that one extends the other.",
            format!("{missing}; or give the file that they were made from: `isms verify FILE --against PACK.pdf`."),
        )),
        Some(other) => {
            let file = open(other)?;
            let said = match contradicted(&file, &head, &name(path)) {
                Some(p) => Said { holds: false, text: p.text },
                None => Said {
                    holds: true,
                    text: format!(
                        "{} was made from this history: its {} acts are the first {} of {}.",
                        name(path),
                        head.size,
                        head.size,
                        name(other)
                    ),
                },
            };
            told(&[said], head.size, &hex(&head.root), json)
        }
    }
}

/// One line a check.
fn told(all: &[Said], acts: u64, root: &str, json: bool) -> Ended {
    let wrong: Vec<&Said> = all.iter().filter(|s| !s.holds).collect();
    let ok = wrong.is_empty();
    if json {
        let problems: Vec<Value> = wrong.iter().map(|s| json!({"where": "", "text": s.text})).collect();
        let checks: Vec<Value> = all.iter().map(|s| json!({"holds": s.holds, "text": s.text})).collect();
        say::value(&json!({"ok": ok, "acts": acts, "root": root, "problems": problems, "checks": checks}));
    } else {
        for s in all {
            line(format!("{} {}", if s.holds { "yes" } else { "NO " }, s.text));
        }
        line(match (all.len(), wrong.len()) {
            (1, 0) => {
                "It holds. No signature was checked: this shows what did not change, not who made it.".to_string()
            }
            (n, 0) => {
                format!("All {n} hold. No signature was checked: this shows what did not change, not who made it.")
            }
            (n, w) => format!("Not in order: {w} of {n} {} not hold.", if w == 1 { "does" } else { "do" }),
        });
    }
    Ok(if ok { End::Done } else { End::Finding })
}

fn verify_file(path: &Path, against: Option<&Path>, json: bool) -> Ended {
    let file = open(path)?;
    let report = file.verify()?;
    let (erased, other_views) = (report.says_erased(), report.other_views);
    let mut problems: Vec<Problem> =
        report.problems.into_iter().map(|p| Problem { place: p.place, text: p.text }).collect();
    let mut twin = None;
    if let Some(earlier) = against {
        if matches!(sort(earlier), Sort::File) {
            let (found, said) = beside(&file, earlier)?;
            if !matches!(found, Twins::Same { .. } | Twins::Extends { .. }) {
                problems.push(Problem { place: earlier.display().to_string(), text: said.clone() });
            }
            twin = Some(said);
        } else {
            problems.extend(not_contained(&file, earlier)?);
        }
    }
    let ok = problems.is_empty();
    if json {
        let problems: Vec<Value> = problems.iter().map(|p| json!({"where": p.place, "text": p.text})).collect();
        say::value(
            &json!({"ok": ok, "acts": report.acts, "root": report.root, "erased": report.erased, "problems": problems}),
        );
    } else if ok {
        line(match (twin, against) {
            (Some(said), _) => format!("{} acts, all in order. {said}", report.acts),
            (None, Some(a)) => format!(
                "{} acts, all in order. The history of {} is wholly contained in it: nothing was changed since.",
                report.acts,
                a.display()
            ),
            (None, None) => format!(
                "{} acts, all in order. Checkpoint {}.",
                report.acts,
                file.isms().checkpoint().groups().join(" ")
            ),
        });
    } else {
        line(format!(
            "Not in order. {} found in {}.",
            count(problems.len(), "problem was", "problems were"),
            count(report.acts as usize, "act", "acts")
        ));
        for p in &problems {
            line(format!("    {}: {}", p.place, p.text));
        }
    }
    if other_views && !json {
        line(isms_file::OTHER_VIEWS);
    }
    if let Some(text) = erased.filter(|_| !json && ok) {
        line(text);
    }
    Ok(if ok { End::Done } else { End::Finding })
}

/// How this file stands to another: an earlier state of it, a later one, a copy that went its own way.
fn beside(file: &File, other: &Path) -> Result<(Twins, String), Stop> {
    let second = open(other)?;
    let found = twins(file.isms(), second.isms());
    let (a, b) = (name(file.path()), name(other));
    let (says, hint) = (found.sentence(&a, &b), found.hint(&a, &b));
    let hint = if matches!(found, Twins::Extends { .. }) { String::new() } else { hint };
    Ok((found, format!("{says} {hint}").trim_end().to_string()))
}

/// What speaks against this file containing the history of an earlier pack or proof.
fn not_contained(file: &File, earlier: &Path) -> Result<Vec<Problem>, Stop> {
    let what = earlier.display().to_string();
    let held = held(earlier)?;
    let mut wrong = held.wrong;
    let mut out: Vec<Problem> = Vec::new();
    match (&held.proof, &held.head) {
        (Some(proof), _) => {
            wrong.extend(proof.in_file(file.isms(), &name(file.path())).into_iter().filter(|s| !s.holds))
        }
        (None, Some(head)) => out.extend(contradicted(file, head, &what)),
        (None, None) => {}
    }
    out.extend(wrong.into_iter().map(|s| Problem { place: what.clone(), text: s.text }));
    Ok(out)
}
/// What speaks against this file being the continuation of a kept head.
fn contradicted(file: &File, head: &Checkpoint, what: &str) -> Option<Problem> {
    let kept = isms_file::Kept { size: head.size, root: head.root, day: None, purpose: what.to_string() };
    match file.verify_against(std::slice::from_ref(&kept)) {
        isms_file::Standing::Extends { .. } => None,
        other => Some(Problem { place: what.to_string(), text: other.sentence(&kept, file.isms().acts.len() as u64) }),
    }
}
