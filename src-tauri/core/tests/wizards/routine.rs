//! Routine evidence: notes, restore tests, exercises, spot checks; what each writes, and what each refuses.
use super::book::{Book, but};
use super::registry::Way;
use isms::Change;
use isms::Verb;
use isms::kinds::kind;
use serde_json::{Value, json};

/// A book with routines that were begun in January, a backup control, and an asset that must be back soon.
pub fn book() -> Book {
    let mut b = Book::new();
    let today = b.today;
    b.today = super::book::day("2026-01-05");
    let put = |k: &str, code: &str, more: Value| {
        let mut body = (kind(k).unwrap().example)();
        super::book::merge(&mut body, more);
        Change::put(k, code, body)
    };
    let every = |n: u32| json!({"every": n, "unit": "month", "from": {"fixed": "2026-01-01"}, "lead_days": 7, "window_days": 10});
    b.act(
        Verb::Add,
        vec![
            put("routine", "RT-1", json!({"title": "Logs and alerts", "wizard": "note", "cadence": every(1), "serves": ["A.8.15"], "proof_needed": "note"})),
            put("routine", "RT-2", json!({"title": "Restore test", "wizard": "restore-test", "cadence": {"every": 1, "unit": "year", "from": "last"}, "serves": ["A.8.13"], "proof_needed": "evidence"})),
            put("routine", "RT-3", json!({"title": "Incident exercise", "wizard": "exercise", "cadence": {"every": 1, "unit": "year", "from": "last"}, "serves": ["A.5.24"], "proof_needed": "note"})),
            put("routine", "RT-4", json!({"title": "Spot check", "wizard": "spot-check", "cadence": {"every": 1, "unit": "year", "from": "last"}, "serves": ["A.5.36"], "proof_needed": "note"})),
            put("asset", "A-7", json!({"title": "File store", "restore_within": "4 hours", "lose_at_most": "1 day"})),
            put("control", "SOA-8.13", json!({"title": "Backup", "number": "A.8.13", "applies": "yes", "because_of": ["business"], "justification": "What is lost must come back.", "status": "in_place", "how": "Nightly, to two places.", "evidence": ["EV-0"], "owner": "P-0"})),
        ],
    );
    b.today = today;
    b
}
fn sign(why: &str) -> Value {
    json!({"held_on": "2026-06-02", "why": why, "signed": true})
}
fn skipped() -> Value {
    json!({"sign": {"skipped_why": "The administrator was ill and nobody stood in."}})
}
fn note_short() -> Value {
    but(
        json!({
            "looked": {"looked": "The alerts of the mail server, 1 to 31 May.", "seen": "Three alerts, all of them updates that we made."},
            "follow": {}, "sign": sign("Read all alerts of May; nothing that we did not do ourselves."),
        }),
        skipped(),
    )
}
fn note_long() -> Value {
    but(
        note_short(),
        json!({"follow": {"follow": [
            {"sort": "action", "what": "Send alerts to two people", "who": "P-1", "until": "2026-06-30"},
            {"sort": "incident", "what": "A sign-in from abroad at night"},
            {"sort": "finding", "what": "Logs of April are missing"},
        ]}}),
    )
}
fn restore_good() -> Value {
    json!({
        "what": {"assets": ["A-7"], "backup_of": "2026-06-01", "to": "A spare disk in the office."},
        "who": {"by": ["P-0"], "other": "Jo Berg, by the instruction in the safe."},
        "time": {"hours": "2.5", "newest": "9"},
        "right": {"right": "yes", "how": "Opened ten files of each folder and counted them."},
        "apart": {"apart": "yes", "apart_proof": ["EV-1"]},
        "proof": {"proof": ["EV-1"]}, "learn": {}, "sign": sign("Restored the file store and compared it."),
    })
}
fn restore_bad() -> Value {
    but(
        restore_good(),
        json!({
            "time": {"hours": "9", "newest": "30"}, "right": {"right": "partly"}, "apart": {"apart": "no", "apart_proof": null, "apart_why": "Both copies hang on the same account."},
            "learn": {"learn": [{"sort": "action", "what": "Restore from the second place next time", "until": "2026-07-31"}]},
        }),
    )
}
fn exercise() -> Value {
    let beat = |m: u32| json!({"did": "Pulled the plug and called the provider.", "decided": "P-1", "minutes": m, "written": "Plan, page 2"});
    json!({
        "story": {"story": "lost-laptop"}, "who": {"who": ["P-0", "P-1"]},
        "beats": {"beats": {"beat-1": beat(10), "beat-2": beat(25), "beat-3": beat(40), "beat-4": beat(60)}},
        "clocks": {"clocks": "The authority within 72 hours, by Jo Berg."},
        "plan": {"found": "yes", "right": "partly", "followed": "no", "policies": ["POL-0"]},
        "gaps": {"gaps": [{"sort": "action", "what": "Print the phone list", "who": "P-2", "until": "2026-06-30"}]},
        "phones": {"phones": false, "which": "The provider's night number."},
        "proof": {}, "sign": sign("Played it for an hour with those who would decide."),
    })
}
fn exercise_own() -> Value {
    but(
        exercise(),
        json!({"story": {"story": "own", "own": "The office key is stolen and someone copies the archive."},
        "beats": {"beats": {"beat-2": null, "beat-3": null, "beat-4": null}}, "plan": {"found": "yes", "right": "yes", "followed": "yes", "policies": null},
        "gaps": {"gaps": null}, "phones": {"phones": true, "which": null}}),
    )
}
fn with_incident() -> Book {
    let mut b = book();
    b.act(Verb::Add, vec![Change::put("incident", "I-1", (kind("incident").unwrap().example)())]);
    b
}
fn exercise_real() -> Value {
    json!({
        "story": {"story": "real", "incident": "I-1", "real_why": "The whole plan was used on that day."}, "who": {"who": ["P-0"]},
        "clocks": {"clocks": "None: no personal data was on it."}, "plan": {"found": "yes", "right": "yes", "followed": "yes"},
        "gaps": {}, "phones": {"phones": true}, "proof": {}, "sign": sign("It was played for real in January."),
    })
}
fn spot() -> Value {
    let seen = |kept: &str| json!({"kept": kept, "seen": "Stood beside the desk at noon."});
    json!({
        "rule": {"rule": "POL-0", "sentence": "A loss is reported within 24 hours.", "on": "people"},
        "sample": {"draw": "these"},
        "each": {"kept": {"P-0": seen("yes"), "P-1": seen("yes"), "P-2": seen("no"), "P-3": seen("yes")}},
        "result": {"says": "Most know it; one had never read it.", "finding": true},
        "proof": {}, "sign": sign("Asked four people one by one."),
    })
}
fn spot_others() -> Value {
    json!({
        "rule": {"rule": "POL-0", "sentence": "A loss is reported within 24 hours.", "on": "assets"},
        "sample": {"draw": "others", "others": ["A-0", "A-7"], "why_others": "Only these two left the house."},
        "each": {"kept": {"A-0": {"kept": "yes", "seen": "Encrypted."}, "A-7": {"kept": "yes", "seen": "Encrypted."}}},
        "result": {"says": "Both in order.", "follow": [{"sort": "action", "what": "Repeat with the new phones", "until": "2026-12-01"}]},
        "proof": {}, "sign": sign("Looked at the two that travel."),
    })
}

pub fn ways() -> Vec<Way> {
    vec![
        (book(), "note", vec!["RT-1"], note_short()),
        (book(), "note", vec!["RT-1"], note_long()),
        (
            book().with("routine", "RT-1", json!({"proof_needed": "evidence"})),
            "note",
            vec!["RT-1"],
            but(note_short(), json!({"proof": {"proof": ["EV-1"]}})),
        ),
        (book(), "restore-test", vec!["RT-2"], restore_good()),
        (book(), "restore-test", vec!["RT-2"], restore_bad()),
        (book(), "exercise", vec!["RT-3"], exercise()),
        (book(), "exercise", vec!["RT-3"], exercise_own()),
        (with_incident(), "exercise", vec!["RT-3"], exercise_real()),
        (book(), "spot-check", vec!["RT-4"], spot()),
        (book(), "spot-check", vec!["RT-4"], spot_others()),
    ]
}
fn adds(b: &Book, kind: &str) -> Vec<String> {
    b.isms.each(kind).map(|(_, r)| r.title()).collect()
}

#[test]
fn what_came_up_becomes_an_action_an_incident_and_a_finding() {
    let mut b = book();
    assert_eq!(b.states("RT-1"), "never reviewed");
    b.finish("note", &["RT-1"], note_long()).unwrap();
    assert_eq!(b.states("RT-1"), "current");
    assert_eq!(adds(&b, "action"), ["Send alerts to two people"]);
    assert_eq!(adds(&b, "incident"), ["A sign-in from abroad at night"]);
    assert_eq!(adds(&b, "nonconformity"), ["Logs of April are missing"]);
    assert_eq!(b.review()["skipped_why"], "The administrator was ill and nobody stood in.");
}

#[test]
fn a_routine_that_was_left_out_asks_why_and_nothing_needs_how_it_was_looked_for() {
    let b = book();
    let says = |a: Value, step: &str| b.guide("note", &["RT-1"], a).says(step);
    assert!(
        says(but(note_short(), json!({"sign": {"skipped_why": null}})), "sign")
            .contains("red skipped_why: It was to be done on 1 May and was left out.")
    );
    assert!(
        says(but(note_short(), json!({"looked": {"seen": "Nothing."}})), "looked")
            .contains("red seen: \u{201c}Nothing\u{201d} needs how you looked.")
    );
    let b = b.with("routine", "RT-1", json!({"proof_needed": "evidence"}));
    assert!(
        b.guide("note", &["RT-1"], but(note_short(), json!({"proof": {}})))
            .says("proof")
            .contains("red proof: This routine leaves a proof each time.")
    );
}

#[test]
fn a_restore_over_the_aim_becomes_something_to_do_and_the_control_says_so() {
    let mut b = book();
    let says = |step: &str| b.guide("restore-test", &["RT-2"], restore_bad()).says(step);
    assert_eq!(
        says("time"),
        "yellow hours: The aim is 4 hours to be back; this was 9. It becomes something to do.\nyellow newest: The aim is 24 hours of data lost; this was 30. It becomes something to do."
    );
    let no_plan = but(restore_bad(), json!({"learn": {"learn": null}}));
    assert!(
        b.guide("restore-test", &["RT-2"], no_plan)
            .says("learn")
            .contains("red learn: It was not complete and usable.")
    );
    b.finish("restore-test", &["RT-2"], restore_bad()).unwrap();
    assert_eq!(adds(&b, "action").len(), 4);
    assert_eq!(b.body("SOA-8.13")["works"], "partly");
    assert_eq!(b.body("RT-2")["evidence"], json!(["EV-1"]));
    let again = b.guide("restore-test", &["RT-2"], restore_good());
    assert!(again.says("what").contains("yellow assets: This is what was restored last time."));
    let mut good = book();
    good.finish("restore-test", &["RT-2"], restore_good()).unwrap();
    assert_eq!((adds(&good, "action").len(), good.body("SOA-8.13")["works"].as_str()), (0, Some("yes")));
}

#[test]
fn an_exercise_leaves_things_to_do_and_a_real_incident_counts_once() {
    let mut b = book();
    b.finish("exercise", &["RT-3"], exercise()).unwrap();
    assert_eq!(
        adds(&b, "action"),
        [
            "Print the phone list",
            "Mend the phone list: The provider's night number.",
            "Bring POL-0 Acceptable use in line with what the exercise of 2 June showed"
        ]
    );
    assert!(
        b.guide("exercise", &["RT-3"], but(exercise(), json!({"gaps": {"gaps": null}})))
            .says("gaps")
            .contains("red gaps: The plan did not hold.")
    );
    let mut b = with_incident();
    b.finish("exercise", &["RT-3"], exercise_real()).unwrap();
    let b = b.on("2026-09-02");
    assert!(
        b.guide("exercise", &["RT-3"], exercise_real())
            .says("story")
            .contains("red story: A real incident stood for the exercise last time already.")
    );
}

#[test]
fn one_of_five_that_is_not_kept_asks_for_a_finding_and_the_same_day_draws_the_same() {
    let mut b = book();
    let drawn = |b: &Book| b.guide("spot-check", &["RT-4"], spot()).show("sample").step.questions[0].label.clone();
    assert!(drawn(&b).starts_with("We drew 4 of 4: P-0 Pat Zero; P-1 Jo Berg;"), "{}", drawn(&b));
    assert_eq!(drawn(&b), drawn(&book()));
    let silent = but(spot(), json!({"result": {"finding": null}}));
    assert!(b.guide("spot-check", &["RT-4"], silent).says("result").contains("red finding: One was not kept."));
    b.finish("spot-check", &["RT-4"], spot()).unwrap();
    assert_eq!(adds(&b, "nonconformity"), ["Not kept: A loss is reported within 24 hours."]);
    assert_eq!(b.body("NC-001")["policies"], json!(["POL-0"]));
    let not_a_finding = but(spot(), json!({"result": {"finding": false}}));
    let mut b = book();
    b.finish("spot-check", &["RT-4"], not_a_finding).unwrap();
    assert_eq!(adds(&b, "action"), ["Put right what the spot check of POL-0 showed: P-2"]);
}

/// What a guide is begun on, or why it is not.
fn begun(b: &Book, guide: &str, about: &[&str]) -> Result<Vec<String>, String> {
    let now = isms::staleness::staleness(&b.isms, b.today);
    let shown = isms::view::Shown::new(&b.isms, b.today, &now);
    let about: Vec<String> = about.iter().map(|s| s.to_string()).collect();
    isms::view::begin(&shown, isms::wizards::wizard(guide).unwrap(), &about).map_err(|r| r.to_string())
}

#[test]
fn a_guide_performs_only_routines_that_are_done_with_it() {
    let b = book();
    for (guide, own) in [("note", "RT-1"), ("restore-test", "RT-2"), ("exercise", "RT-3"), ("spot-check", "RT-4")] {
        assert_eq!(begun(&b, guide, &[]), Ok(vec![own.to_string()]), "{guide}");
    }
    let other = begun(&b, "restore-test", &["RT-3"]).unwrap_err();
    assert!(
        other.contains(
            "RT-3 is done with \u{201c}Record an exercise\u{201d}, not with \u{201c}Record a restore test\u{201d}."
        ),
        "{other}"
    );
    assert!(begun(&b, "access-review", &["RT-1"]).is_err());
    // Done already: it may be done once more before it is due. One whose guide this version has not is noted.
    let mut b = b;
    b.finish("restore-test", &["RT-2"], restore_good()).unwrap();
    assert_eq!(begun(&b, "restore-test", &[]), Ok(vec!["RT-2".to_string()]));
    let b = b.with("routine", "RT-4", json!({"wizard": "guide-of-a-later-version"}));
    assert_eq!(begun(&b, "note", &["RT-4"]), Ok(vec!["RT-4".to_string()]));
    assert!(begun(&b, "spot-check", &[]).is_err());
}
