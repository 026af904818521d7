//! What an auditor does with a pack and the proof beside it: with `isms verify`, and with `docs/verify.py`, which must say the same.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use std::process::Command;
use stories::{Desk, Ended, root};

/// What the script says, and how it ends.
fn script(desk: &Desk, args: &[&str]) -> (i32, String) {
    let out = Command::new("python3")
        .arg(root().join("docs/verify.py"))
        .args(args)
        .current_dir(desk.dir.path())
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .expect("python3 is installed");
    let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert!(!said.contains("Traceback"), "{args:?}: {said}");
    (out.status.code().unwrap_or(-1), said)
}
/// Both say the same; gives what the program said.
#[track_caller]
fn both(desk: &Desk, args: &[&str], status: i32) -> Ended {
    let (code, said) = script(desk, args);
    assert_eq!(code, status, "verify.py {args:?}: {said}");
    desk.isms(&[&["verify"], args].concat()).ends(status)
}
fn change(desk: &Desk, file: &str, notes: &str) {
    desk.isms(&["put", file, "asset", "A-001", "--json", &json!({"notes": notes}).to_string()]).ok();
}
fn pack(desk: &Desk, file: &str, out: &str) {
    desk.isms(&["pack", file, "--out", out]).ok();
}
fn read(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path(name)).unwrap()
}
fn copy(desk: &Desk, from: &str, to: &str) {
    std::fs::copy(desk.path(from), desk.path(to)).unwrap();
}
/// A file of 30 acts.
fn begun(desk: &Desk, file: &str) {
    desk.isms(&["new", file, "--name", "Alder Bikes Ltd", "--certified", "2026-10-01"]).ok();
    desk.isms(&["put", file, "asset", "--json", r#"{"title":"Order database","owner":"P-001","what":"application","purpose":"Keeps orders.","classification":"confidential","personal_data":"ordinary","confidentiality":4,"integrity":3,"availability":3,"runs_where":"Amsterdam","exposed":"internet","state":"in_use"}"#]).ok();
    for n in 3..=30 {
        change(desk, file, &format!("Looked at for the {n}th time."));
    }
}
/// A pack of two years ago, of last year, and of this.
fn three_years() -> Desk {
    let desk = Desk::default();
    begun(&desk, "d.isms");
    for (out, notes) in [("one.pdf", "First."), ("two.pdf", "Second."), ("three.pdf", "Third.")] {
        change(&desk, "d.isms", notes);
        pack(&desk, "d.isms", out);
    }
    desk
}

#[test]
fn each_check_is_a_plain_sentence() {
    let desk = three_years();
    let said = both(&desk, &["two.pdf", "--against", "one.pdf"], 0).out;
    assert_eq!(
        said.lines().map(|l| l.split(" \u{b7} ").next().unwrap()).collect::<Vec<_>>(),
        [
            "yes The PDF is unchanged: it is the one that act 34 recorded on 24 November 2026, byte for byte.",
            "yes Act 34, by which it was given out, is in the log of 34 acts.",
            "yes The checkpoint printed in it, 33",
            "yes The log extends the earlier packs that the proof names: of 32 and 31 acts.",
            "yes The log grew from 32 to 34 acts, and nothing in the first 32 changed.",
            "All 5 hold. No signature was checked: this shows what did not change, not who made it.",
        ]
    );
    let v = desk.isms(&["verify", "three.pdf", "--against", "one.isms-proof", "--json"]).json_of(0);
    assert_eq!((&v["ok"], &v["acts"], v["checks"].as_array().unwrap().len()), (&json!(true), &json!(36), 5));
    // Against the file that it was made from, today and later.
    change(&desk, "d.isms", "After the pack.");
    let said = desk.isms(&["verify", "two.pdf", "--against", "d.isms"]).ok().out;
    assert!(said.contains("yes The log of the pack is the beginning of d.isms: its first 34 of 37 acts."), "{said}");
    assert!(said.contains("yes Act 34 of d.isms is the one that gave out this pack."), "{said}");
    desk.isms(&["verify", "d.isms", "--against", "two.pdf"]).ok();
    desk.isms(&["verify", "d.isms", "--against", "two.isms-proof"]).ok();
    desk.isms(&["verify", "d.isms"]).ok();
}

#[test]
fn whatever_is_changed_is_found_by_both() {
    let desk = three_years();
    let pdf = std::fs::read(desk.path("two.pdf")).unwrap();
    let proof = read(&desk, "two.isms-proof");
    // The PDF, by one byte, at many places; the last one is cut off.
    for at in (0..pdf.len()).step_by(pdf.len() / 7).chain([pdf.len() - 1]) {
        let mut bad = pdf.clone();
        bad[at] ^= 1;
        desk.write("two.pdf", &bad);
        both(&desk, &["two.pdf"], 1);
    }
    desk.write("two.pdf", &pdf[..pdf.len() - 1]);
    let said = both(&desk, &["two.pdf"], 1).out;
    assert!(said.contains("NO  The PDF is not the one of this proof: one of the two was changed"), "{said}");
    desk.write("two.pdf", &pdf);
    // Each line of the proof: another character; and one line less, or a blank more, or a line twice.
    let lines: Vec<&str> = proof.lines().collect();
    for at in 0..lines.len() {
        let mut edits: Vec<Vec<String>> = Vec::new();
        let with = |new: &[String]| {
            let mut all: Vec<String> = lines.iter().map(|l| l.to_string()).collect();
            all.splice(at..=at, new.iter().cloned());
            all
        };
        let line = lines[at].to_string();
        let mut other = line.clone().into_bytes();
        if let Some(b) = other.iter_mut().rev().find(|b| b.is_ascii_alphanumeric()) {
            *b = if *b == b'7' { b'8' } else { b'7' };
            edits.push(with(&[String::from_utf8(other).unwrap()]));
        }
        // In turn, for there are many.
        edits.push(match at % 3 {
            0 => with(&[]),
            1 => with(&[format!("{line} ")]),
            _ => with(&[line.clone(), line]),
        });
        for edit in edits {
            desk.write("two.isms-proof", edit.join("\n") + "\n");
            // What does not begin like a proof is none.
            both(&desk, &["two.pdf"], if edit[0] == lines[0] { 1 } else { 2 });
        }
    }
    let edited = proof.replace("\"pages\":", "\"pages\":9");
    assert_ne!(edited, proof);
    desk.write("two.isms-proof", edited);
    let said = both(&desk, &["two.pdf"], 1).out;
    assert!(said.contains("NO  Act 34, by which it was given out, is not in the log that the proof names."), "{said}");
    // What a mail program does to a text changes nothing, and a signature is not taken for one that was checked.
    desk.write("two.isms-proof", proof.trim_end().replace('\n', "\r\n"));
    both(&desk, &["two.pdf", "--against", "one.pdf"], 0);
    desk.write("two.isms-proof", format!("{proof}\n\u{2014} somebody c2lnbmVk\n"));
    let said = both(&desk, &["two.pdf"], 0).out;
    assert!(said.contains("Lines of signature: 1. This version checks none"), "{said}");
}

#[test]
fn what_does_not_belong_together_is_told_apart() {
    let desk = three_years();
    // Of another file.
    begun(&desk, "other.isms");
    pack(&desk, "other.isms", "other.pdf");
    let said = both(&desk, &["two.pdf", "--against", "other.pdf"], 1).out;
    assert!(
        said.contains("NO  other.pdf is of another log: the two packs were not made from the same file."),
        "{said}"
    );
    let said = desk.isms(&["verify", "two.pdf", "--against", "other.isms"]).ends(1).out;
    assert!(said.contains("NO  other.isms is of another log: the pack was not made from it."), "{said}");
    // The proof of another pack, of this log and of the other.
    for proof in ["one.isms-proof", "other.isms-proof"] {
        copy(&desk, "two.pdf", "mixed.pdf");
        copy(&desk, proof, "mixed.isms-proof");
        both(&desk, &["mixed.pdf"], 1);
    }
    // Changed, of the earlier one.
    desk.write("edited.isms-proof", read(&desk, "one.isms-proof").replace("byte 00", "byte 01"));
    let said = both(&desk, &["two.pdf", "--against", "edited.isms-proof"], 1).out;
    assert!(said.contains("NO  edited.isms-proof was changed: line 8 is not as it was written"), "{said}");
    // The wrong way round.
    let said = both(&desk, &["one.pdf", "--against", "two.pdf"], 1).out;
    assert!(
        said.contains("The log of this pack is shorter than that of two.pdf: it has 32 acts, and there were 34."),
        "{said}"
    );
    // Against itself it holds.
    both(&desk, &["two.pdf", "--against", "two.isms-proof"], 0);
}

#[test]
fn a_history_that_was_rewritten_is_found_in_the_next_pack() {
    let desk = Desk::default();
    begun(&desk, "d.isms");
    copy(&desk, "d.isms", "liar.isms");
    copy(&desk, "d.isms", "before.isms");
    change(&desk, "d.isms", "As it was.");
    pack(&desk, "d.isms", "seen.pdf");
    // As many acts up to the pack, of which the last says something else.
    change(&desk, "liar.isms", "As it should have been.");
    pack(&desk, "liar.isms", "hidden.pdf");
    pack(&desk, "liar.isms", "new.pdf");
    let said = both(&desk, &["new.pdf", "--against", "seen.pdf"], 1).out;
    assert!(said.contains("NO  The history was rewritten: the first 32 acts are not those of seen.pdf."), "{said}");
    both(&desk, &["new.pdf", "--against", "hidden.pdf"], 0);
    // One that does not name the pack that was seen at all.
    copy(&desk, "before.isms", "liar.isms");
    for notes in ["One.", "Two.", "Three."] {
        change(&desk, "liar.isms", notes);
    }
    pack(&desk, "liar.isms", "longer.pdf");
    let said = both(&desk, &["longer.pdf", "--against", "seen.pdf"], 1).out;
    assert!(said.contains("NO  The log of this pack does not know seen.pdf, which shows 32 acts"), "{said}");
    let said = desk.isms(&["verify", "liar.isms", "--against", "seen.pdf"]).ends(1).out;
    assert!(
        said.contains("The history of liar.isms was rewritten: its first 32 acts are not those of the pack."),
        "{said}"
    );
    desk.isms(&["verify", "longer.pdf", "--against", "d.isms"]).ends(1);
}

#[test]
fn what_is_missing_is_named_with_the_way_to_get_it() {
    let desk = three_years();
    copy(&desk, "two.pdf", "alone.pdf");
    let said = both(&desk, &["alone.pdf"], 2).err;
    assert!(
        said.contains(
            "without a proof beside it nothing of it can be checked. Ask for alone.isms-proof where the pack came from"
        ),
        "{said}"
    );
    let said = both(&desk, &["alone.pdf", "--against", "one.pdf"], 2).err;
    assert!(said.contains("Two packs alone do not prove that one extends the other."), "{said}");
    both(&desk, &["nowhere.pdf"], 2);
    both(&desk, &["two.pdf", "--against", "nowhere.pdf"], 2);
    both(&desk, &["two.pdf", "--against", "nowhere.isms-proof"], 2);
    desk.write("alone.isms-proof", "Dear auditor,\n");
    both(&desk, &["alone.pdf"], 2);
    desk.write("empty.isms-proof", "");
    both(&desk, &["two.pdf", "--against", "empty.isms-proof"], 2);
    // The program reads the checkpoint of an earlier PDF out of the PDF itself; a file proves a pack without a proof.
    let said = desk.isms(&["verify", "three.pdf", "--against", "two.pdf"]).ok().out;
    std::fs::remove_file(desk.path("two.isms-proof")).unwrap();
    let alone = desk.isms(&["verify", "three.pdf", "--against", "two.pdf"]).ok().out;
    assert!(said.contains("from 34 to 36 acts") && alone.contains("from 33 to 36 acts"), "{alone}");
    let said = desk.isms(&["verify", "two.pdf", "--against", "d.isms"]).ok().out;
    assert!(said.contains("two.pdf was made from this history: its 33 acts are the first 33 of d.isms."), "{said}");
    // Seven packs later the proof no longer reaches back to the first; one in between does.
    for n in 4..=9 {
        pack(&desk, "d.isms", &format!("{n}.pdf"));
    }
    let said = both(&desk, &["9.pdf", "--against", "one.pdf"], 2).err;
    assert!(said.contains("The proof of this pack does not speak of the state of 32 acts. Check it against the proof of a pack in between"), "{said}");
    both(&desk, &["9.pdf", "--against", "4.pdf"], 0);
    both(&desk, &["4.pdf", "--against", "one.pdf"], 0);
}

#[test]
fn a_pack_that_left_the_house_stands_in_the_trail_and_is_not_undone() {
    let desk = Desk::default();
    begun(&desk, "d.isms");
    let made = desk.isms(&["pack", "d.isms", "--out", "pack-2026.pdf", "--json"]).ok().json();
    assert_eq!(
        (&made["act"], &made["proof"], &made["checkpoint"]["size"]),
        (&json!(31), &json!("pack-2026.isms-proof"), &json!(30))
    );
    let trail = desk.isms(&["trail", "d.isms", "--json"]).ok().json();
    let act = trail["acts"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&act["verb"], &act["body"]["pack"]["file"]), (&json!("export.pack"), &json!("pack-2026.pdf")));
    assert_eq!(act["did"], format!("Gave out the surveillance pack pack-2026.pdf, {} pages", made["pages"]));
    let sum = Command::new("sha256sum").arg(desk.path("pack-2026.pdf")).output().unwrap();
    assert!(String::from_utf8_lossy(&sum.stdout).starts_with(act["body"]["pack"]["sha256"].as_str().unwrap()));
    let refused = desk.isms(&["undo", "d.isms"]).ends(2);
    assert!(
        refused.err.contains("A pack that left the house cannot be undone (act 31 of 2026-11-24)."),
        "{}",
        refused.err
    );
    // What is done after it is undone as ever; the pack itself still is not.
    change(&desk, "d.isms", "Later.");
    desk.isms(&["undo", "d.isms"]).ok();
    desk.isms(&["redo", "d.isms"]).ok();
    desk.isms(&["undo", "d.isms"]).ok();
    desk.isms(&["undo", "d.isms"]).ends(2);
    // What was done before it and is done again now can be taken back again.
    desk.isms(&["verify", "d.isms"]).ok();
    desk.isms(&["list", "d.isms", "risk", "--as-of", "2026-11-23"]).ok();
    both(&desk, &["pack-2026.pdf"], 0);
}

#[test]
fn a_pack_is_given_out_whole_or_not_at_all() {
    let desk = Desk::default();
    begun(&desk, "d.isms");
    let acts = || desk.isms(&["trail", "d.isms", "--json"]).ok().json()["acts"].as_array().unwrap().len();
    let names = || {
        let all = std::fs::read_dir(desk.dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut all: Vec<String> = all.filter(|n| !n.starts_with("d.isms")).collect();
        all.sort();
        all
    };
    // In the way, before anything is written.
    std::fs::create_dir(desk.path("p.isms-proof")).unwrap();
    desk.isms(&["pack", "d.isms", "--out", "p.pdf"]).ends(2);
    desk.isms(&["pack", "d.isms", "--out", "no/such/place.pdf"]).ends(2);
    assert_eq!((names(), acts()), (vec!["p.isms-proof".to_string()], 30));
    std::fs::remove_dir(desk.path("p.isms-proof")).unwrap();
    pack(&desk, "d.isms", "p.pdf");
    let first = (std::fs::read(desk.path("p.pdf")).unwrap(), read(&desk, "p.isms-proof"));
    pack(&desk, "d.isms", "p.pdf");
    assert_ne!(first, (std::fs::read(desk.path("p.pdf")).unwrap(), read(&desk, "p.isms-proof")));
    assert_eq!((names(), acts()), (vec!["p.isms-proof".to_string(), "p.pdf".to_string()], 32));
    both(&desk, &["p.pdf"], 0);
}
