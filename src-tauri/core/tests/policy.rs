//! Versions of a policy side by side, and the way from a draft to a version in force: text in, text out.
#![allow(clippy::expect_used, clippy::unwrap_used)] // A test says by panicking what is missing.
use chrono::{NaiveDate, TimeZone, Utc};
use isms::compare::{Compared, Fate, Op, compare};
use isms::kinds::VersionChange;
use isms::policy::{self, Written};
use isms::prose::{self, Is};
use isms::{Change, Isms, Proposal, Refusal, Stamp, Verb};
use serde_json::{Value, json};

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}
fn act(isms: &mut Isms, on: &str, proposal: Proposal) -> Result<(), Refusal> {
    let mut salt = || [1; 32];
    let on = day(on);
    let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).unwrap());
    let planned = isms.plan(proposal, &mut Stamp { at, on, by: "P-1".into(), salt: &mut salt })?;
    isms.apply(&planned);
    Ok(())
}
/// Plans, then does.
macro_rules! did {
    ($isms:ident, $on:expr, $plan:expr) => {{
        let planned = $plan;
        act(&mut $isms, $on, planned.unwrap()).unwrap();
    }};
}
fn put(isms: &mut Isms, on: &str, changes: Vec<Change>) {
    act(isms, on, Proposal { verb: Verb::Add, why: String::new(), changes }).unwrap();
}
/// Jo directs, Rui owns the rules, Ana only works here. POL-1 is the policy, POL-2 a topic, POL-3 was never in force.
fn house() -> Isms {
    let mut isms = Isms::new("00000000000000000000000000000000");
    let mut all = Vec::new();
    let person = |code: &str, name: &str| {
        Change::put(
            "person",
            code,
            json!({"title": name, "standing": "employee", "roles": (isms::kinds::kind("person").unwrap().example)()["roles"], "joined_on": "2020-01-01", "state": "active"}),
        )
    };
    all.extend([person("P-1", "Jo Lind"), person("P-2", "Rui Tavares"), person("P-3", "Ana Reis")]);
    let mut org = (isms::kinds::kind("organization").unwrap().example)();
    org["top_management"] = json!(["P-1"]);
    org["isms_owner"] = json!("P-1");
    let org = org.to_string().replace("\"P-0\"", "\"P-1\"");
    all.push(Change::put("organization", "ORG", serde_json::from_str(&org).unwrap()));
    let policy = |code: &str, sort: &str, state: &str| {
        let mut p = (isms::kinds::kind("policy").unwrap().example)();
        for (f, v) in
            [("title", code), ("sort", sort), ("state", state), ("owner", "P-2"), ("text", "Use it for work.")]
        {
            p[f] = v.into();
        }
        p["must_be_read"] = "once_a_major".into();
        p["approved"] = json!({"by": "P-1", "on": "2026-01-05", "how": "in_app"});
        if state == "draft" {
            p.as_object_mut().unwrap().retain(|f, _| f != "approved" && f != "in_force_from");
        }
        Change::put("policy", code, p)
    };
    all.extend([
        policy("POL-1", "policy", "in_force"),
        policy("POL-2", "topic_policy", "in_force"),
        policy("POL-3", "procedure", "draft"),
    ]);
    put(&mut isms, "2026-01-05", all);
    isms
}
fn text(t: &str, change: VersionChange) -> Written {
    Written {
        text: Some(t.into()),
        change: Some(change),
        changed_what: Some("From now on differently.".into()),
        ..Written::default()
    }
}
fn signed(by: &str, on: &str) -> Value {
    json!({"by": by, "on": on, "how": "in_app"})
}
fn numbers(isms: &Isms, code: &str) -> String {
    numbers_on(isms, "2026-12-31", code)
}
fn numbers_on(isms: &Isms, on: &str, code: &str) -> String {
    let all = policy::versions(isms, day(on), code).unwrap();
    all.iter().map(|v| format!("{} {}", v.number, v.state)).collect::<Vec<_>>().join(", ")
}
fn shape(c: &Compared) -> String {
    let mark = |f: Fate| match f {
        Fate::Same => "=",
        Fate::Changed => "~",
        Fate::Added => "+",
        Fate::Removed => "-",
    };
    c.parts
        .iter()
        .map(|p| {
            let words = |op: Op| {
                p.cells.iter().flatten().filter(|x| x.op == op).map(|x| x.text.trim()).collect::<Vec<_>>().join("|")
            };
            match p.fate {
                Fate::Changed => format!("~[{}>{}]", words(Op::Removed), words(Op::Added)),
                f => format!(
                    "{}{}",
                    mark(f),
                    words(if f == Fate::Same {
                        Op::Same
                    } else if f == Fate::Added {
                        Op::Added
                    } else {
                        Op::Removed
                    })
                ),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn what_belongs_together_is_compared_word_by_word() {
    for (was, now, says, places) in [
        ("A rule for all.", "A rule for all.", "=A rule for all.", 0),
        (
            "# Who\n\nThe CTO judges each case.",
            "# Who\n\nThe head of software judges each case.",
            "=Who ~[CTO>head of software]",
            1,
        ),
        (
            "Within a month we sit together and ask.",
            "Within two weeks we sit together and ask.",
            "~[a month>two weeks]",
            1,
        ),
        // A number that moved is no difference.
        (
            "1. One thing\n2. Another thing",
            "1. A new first step\n2. One thing\n3. Another thing",
            "+A new first step =One thing =Another thing",
            1,
        ),
        (
            "| What | Who |\n|--|--|\n| Look at it | Rui |",
            "| What | Who |\n|--|--|\n| Look at it | Ana |",
            "=What|Who ~[Rui>Ana]",
            1,
        ),
        // Nothing in common: one went, the other came. A heading never becomes a paragraph.
        (
            "Backups are tried monthly.",
            "Visitors wear a badge.",
            "-Backups are tried monthly. +Visitors wear a badge.",
            1,
        ),
        ("Who does what", "# Who does what", "-Who does what +Who does what", 1),
        ("All **must** lock it.", "All must lock it.", "~[must>must]", 1),
        // Markup is words, and lines that were only broken elsewhere are the same.
        ("a <b>bold</b> word here", "a <b>bold</b> word there", "~[here>there]", 1),
        ("one line\nbroken here", "one line broken here", "=one line broken here", 0),
        ("", "Something.", "+Something.", 1),
    ] {
        let c = compare(was, now);
        assert_eq!((shape(&c).as_str(), c.places), (says, places), "{was:?} to {now:?}");
    }
}
/// Whatever two texts are: the removed and same words are the earlier, the added and same the later, in their order.
#[test]
fn no_word_is_lost_whatever_the_texts_are() {
    const BITS: [&str; 14] = [
        "# A\n\n",
        "- item one\n",
        "1. first of all\n",
        "| a | b |\n|---|---|\n| c | d |\n\n",
        "must within 24 hours ",
        "\n\n",
        "**x** ",
        "`y` ",
        "<script>alert(1)</script>\n\n",
        "é ü 日本 ",
        "> said\n\n",
        "    code\n\n",
        "[to](https://x.org) ",
        "*",
    ];
    let mut seed = 7u64;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    for _ in 0..400 {
        let was: String = (0..next(12)).map(|_| BITS[next(BITS.len())]).collect();
        let now: String = (0..next(12)).map(|_| BITS[next(BITS.len())]).collect();
        let c = compare(&was, &now);
        let side = |op: Op| -> String {
            let all = c.parts.iter().flat_map(|p| p.cells.iter().flatten()).filter(|x| x.op == op || x.op == Op::Same);
            all.map(|x| x.text.as_str()).collect::<String>().split_whitespace().collect()
        };
        let words = |t: &str| -> String {
            let all: Vec<String> =
                prose::blocks(t).iter().flat_map(|b| b.cells.iter().flatten()).map(|r| r.text.clone()).collect();
            all.concat().split_whitespace().collect()
        };
        assert_eq!((side(Op::Removed), side(Op::Added)), (words(&was), words(&now)), "{was:?} to {now:?}");
    }
}
#[test]
fn words_of_a_file_mean_nothing_but_themselves() {
    for words in [
        "# not a heading",
        "- no item",
        "1. no list",
        "2) no list",
        "a *b* _c_ `d` [e](f) <g> | h",
        "> said",
        "\\ back",
    ] {
        let b = prose::blocks(&prose::escaped(words));
        assert_eq!(b.len(), 1, "{words}");
        assert!(matches!(b[0].is, Is::Paragraph { depth: 0 }), "{words}");
        assert_eq!(b[0].words(), words);
    }
}

#[test]
fn a_draft_becomes_a_version_by_one_act_of_who_may() {
    let mut isms = house();
    let on = "2026-03-02";
    let w = policy::write(&isms, day(on), "POL-2", &text("Use it for work only.", VersionChange::Major)).unwrap();
    act(&mut isms, on, w).unwrap();
    assert_eq!(numbers(&isms, "POL-2"), "2.0 draft, 1.0 in force");
    did!(isms, on, policy::ask(&isms, day(on), "POL-2"));
    assert_eq!(numbers(&isms, "POL-2"), "2.0 in approval, 1.0 in force");
    did!(isms, on, policy::refuse(&isms, day(on), "POL-2", "Say who looks at it."));
    assert_eq!(numbers(&isms, "POL-2"), "2.0 draft, 1.0 in force");
    // While it waits it is minor: what is shown and compared is the draft, what holds is the version in force.
    let c = policy::compare_versions(&isms, day(on), "POL-2", None, None, None).unwrap();
    assert_eq!((c.was.number.as_str(), c.now.number.as_str(), shape(&c.compared).as_str()), ("1.0", "2.0", "~[>only]"));
    let c = policy::compare_versions(&isms, day(on), "POL-2", None, Some("writing"), Some("Use it for play.")).unwrap();
    assert_eq!((c.was.number.as_str(), shape(&c.compared).as_str()), ("1.0", "~[work>play]"));
    let p = policy::approve(&isms, day(on), "P-2", "POL-2", &signed("P-2", on), Some(day("2026-03-16"))).unwrap();
    assert_eq!((p.verb, p.changes.len()), (Verb::Publish, 1));
    act(&mut isms, on, p).unwrap();
    assert_eq!(numbers(&isms, "POL-2"), "2.0 in force, 1.0 earlier");
    // It comes in force on its day; until then the one before it holds, and nobody owes the new one.
    let held = |on: &str| policy::version(&isms, day(on), "POL-2", None).unwrap().0.number;
    assert_eq!(numbers_on(&isms, "2026-03-15", "POL-2"), "2.0 approved, 1.0 in force");
    assert_eq!((held("2026-03-15").as_str(), held("2026-03-16").as_str()), ("1.0", "2.0"));
    let paper = |on: &str, name: &str| {
        let scope = isms::report::Scope::on(day(on)).about("POL-2");
        isms::text::doc_text(&isms::report::build(&isms, name, &scope).unwrap())
    };
    assert!(paper("2026-03-15", "documents").contains("2.0 is approved; 1.0 holds until then"));
    assert!(!paper("2026-03-16", "documents").contains("holds until then"));
    assert!(
        paper("2026-03-15", "policy-changes").contains("2.0, approved"),
        "{}",
        paper("2026-03-15", "policy-changes")
    );
    let body = isms.record("POL-2").unwrap().body_json();
    assert_eq!(
        (&body["text"], &body["in_force_from"], body.get("draft")),
        (&json!("Use it for work only."), &json!("2026-03-16"), None)
    );
    // A minor one raises the second number. Undone, it is no version any more.
    let w =
        policy::write(&isms, day("2026-04-01"), "POL-2", &text("Use it only for work.", VersionChange::Minor)).unwrap();
    act(&mut isms, "2026-04-01", w).unwrap();
    assert_eq!(numbers(&isms, "POL-2"), "2.1 draft, 2.0 in force, 1.0 earlier");
    did!(isms, "2026-04-02", policy::drop_draft(&isms, "POL-2", "It says the same."));
    assert_eq!(numbers(&isms, "POL-2"), "2.0 in force, 1.0 earlier");
}
#[test]
fn a_first_version_goes_the_same_way() {
    let mut isms = house();
    let on = "2026-03-02";
    assert_eq!(numbers(&isms, "POL-3"), "1.0 draft");
    did!(
        isms,
        on,
        policy::write(
            &isms,
            day(on),
            "POL-3",
            &Written { text: Some("First, look.".into()), ask: true, ..Written::default() },
        )
    );
    assert_eq!(numbers(&isms, "POL-3"), "1.0 in approval");
    did!(isms, on, policy::refuse(&isms, day(on), "POL-3", "Who looks at it first?"));
    did!(isms, on, policy::ask(&isms, day(on), "POL-3"));
    did!(isms, on, policy::approve(&isms, day(on), "P-2", "POL-3", &signed("P-2", on), None));
    assert_eq!(numbers(&isms, "POL-3"), "1.0 in force");
}
#[test]
fn what_cannot_be_done_is_said_in_a_sentence() {
    let mut isms = house();
    let on = day("2026-03-02");
    let no = |r: Result<Proposal, Refusal>| r.map(|_| ()).expect_err("refused").to_string();
    let major = |t: &str| text(t, VersionChange::Major);
    assert!(
        no(policy::write(&isms, on, "POL-2", &major("Use it for work."))).contains("is in force. Change something")
    );
    assert!(no(policy::write(&isms, on, "POL-2", &major("  "))).contains("There is no text yet."));
    assert!(no(policy::write(&isms, on, "POL-9", &major("x"))).contains("There is no policy"));
    assert!(no(policy::ask(&isms, on, "POL-2")).contains("has no draft: version 1.0 is in force"));
    assert!(
        no(policy::refuse(&isms, on, "POL-3", "Because it is too long."))
            .contains("Nobody was asked to approve it yet.")
    );
    let w = policy::write(&isms, on, "POL-1", &Written { text: Some("New.".into()), ..Written::default() }).unwrap();
    act(&mut isms, "2026-03-02", w).unwrap();
    let both = no(policy::ask(&isms, on, "POL-1"));
    assert!(
        both.contains("whether anyone has to act differently") && both.contains("It is not said what changed."),
        "{both}"
    );
    did!(
        isms,
        "2026-03-02",
        policy::write(&isms, on, "POL-1", &Written { ask: true, ..text("New.", VersionChange::Major) })
    );
    let approve = |by: &str, at: &str, how: &str| {
        policy::approve(&isms, on, at, "POL-1", &json!({"by": by, "on": "2026-03-02", "how": how}), None)
    };
    assert!(
        no(approve("P-2", "P-2", "in_app"))
            .contains("Rui Tavares may not approve this version. Only these may decide it: Jo Lind.")
    );
    assert!(no(approve("P-1", "P-2", "in_app")).contains("Jo Lind does not sit here now; Rui Tavares does."));
    let p = approve("P-1", "P-2", "email").unwrap();
    assert!(
        act(&mut isms.clone(), "2026-03-02", p).unwrap_err().to_string().contains("Nothing shows that they said yes.")
    );
    let p = policy::approve(&isms, on, "P-1", "POL-1", &signed("P-1", "2026-03-02"), Some(day("2026-02-01"))).unwrap();
    assert!(
        act(&mut isms.clone(), "2026-03-02", p)
            .unwrap_err()
            .to_string()
            .contains("It would hold before it was approved")
    );
    assert!(
        policy::version(&isms, day("2026-12-31"), "POL-1", Some("7.0"))
            .unwrap_err()
            .to_string()
            .contains("has no version \u{201c}7.0\u{201d}. It has: draft, 1.0.")
    );
}
#[test]
fn a_new_version_says_what_it_costs() {
    let mut isms = house();
    let course = json!({"title": "Security", "owner": "P-2", "policies": ["POL-2"]});
    let mut c = (isms::kinds::kind("course").unwrap().example)();
    for (f, v) in course.as_object().unwrap() {
        c[f] = v.clone();
    }
    let c: Value = serde_json::from_str(&c.to_string().replace("\"P-0\"", "\"P-1\"")).unwrap();
    put(&mut isms, "2026-01-06", vec![Change::put("course", "CRS-1", c)]);
    let mut review = (isms::kinds::kind("review").unwrap().example)();
    (review["about"], review["held_on"]) = (json!(["CRS-1"]), json!("2026-01-07"));
    let review: Value = serde_json::from_str(&review.to_string().replace("\"P-0\"", "\"P-1\"")).unwrap();
    put(&mut isms, "2026-01-07", vec![Change::put("review", "RV-1", review)]);
    let today = day("2026-03-02");
    let currency = isms::staleness::staleness(&isms, today);
    let shown = policy::policy_shown(&isms, &currency, today, "POL-2").unwrap();
    let codes = |p: &policy::Price| p.out_of_step.iter().map(|l| l.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        (shown.major.number.as_str(), shown.major.people, codes(&shown.major)),
        ("2.0", 3, vec!["CRS-1".to_string()])
    );
    assert_eq!((shown.minor.number.as_str(), shown.minor.people, codes(&shown.minor).len()), ("1.1", 0, 0));
    assert_eq!(shown.may_approve, ["P-2", "P-1"]);
    let first = policy::policy_shown(&isms, &currency, today, "POL-1").unwrap();
    assert_eq!(
        (first.may_approve, first.may_approve_minor),
        (vec!["P-1".to_string()], vec!["P-2".to_string(), "P-1".to_string()])
    );
}
