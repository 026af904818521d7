//! How much still held, day by day: always what `staleness` says of the file as it stood on that day, however the history went.
#![allow(clippy::expect_used, clippy::unwrap_used)] // A test says by panicking what is missing.
use chrono::{Days, NaiveDate, TimeZone, Utc};
use isms::act::{Change, Proposal, Stamp, Verb};
use isms::currency::{self, Counts};
use isms::isms::Replay;
use isms::staleness::{Currency, State, staleness};
use isms::{Isms, demo, kinds};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}
fn fennel() -> &'static Isms {
    static ONCE: OnceLock<Isms> = OnceLock::new();
    ONCE.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl");
        let mut isms = Isms::new("00000000000000000000000000000000");
        for a in demo::acts(&std::fs::read_to_string(path).unwrap()).unwrap() {
            let mut salt = || [1; 32];
            let at = Utc.from_utc_datetime(&a.on.and_hms_opt(9, 0, 0).unwrap());
            let planned = isms.plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt }).unwrap();
            isms.apply(&planned);
        }
        isms
    })
}

/// What is compared: each item with its states, its day, whether it is put off, and why.
fn told(isms: &Isms, c: &Currency) -> Vec<String> {
    let mut all: Vec<String> = c
        .items
        .iter()
        .map(|i| {
            let why: Vec<String> = i.reasons.iter().map(|r| format!("{} {}", r.rule.id, r.text(isms))).collect();
            let states: Vec<&str> = i.states.as_ref().iter().map(|s| s.name()).collect();
            format!("{} {states:?} {:?} {:?} {why:?}", i.id(isms), i.due, i.put_off_until)
        })
        .collect();
    all.sort();
    all
}
fn counted(isms: &Isms, on: NaiveDate) -> Counts {
    let mut c = Counts::default();
    for i in staleness(&isms.as_of(on), on).items {
        let has = |s| i.states.has(s);
        if has(State::NotApplicable) {
            continue;
        }
        c.total += 1;
        let field = if has(State::Overdue) {
            &mut c.overdue
        } else if has(State::NeverReviewed) {
            &mut c.never
        } else if has(State::Stale) {
            &mut c.stale
        } else if has(State::DueSoon) {
            &mut c.soon
        } else {
            &mut c.current
        };
        *field += 1;
    }
    c
}

#[test]
fn each_month_is_what_the_file_said_at_its_end() {
    let isms = fennel();
    let today = day(demo::DAY);
    let days = currency::month_ends(currency::begins(isms, today), today);
    assert_eq!((days.first(), days.last(), days.len()), (Some(&day("2024-06-30")), Some(&today), 30));
    let moments = currency::on_days(isms, &days);
    assert_eq!(moments.iter().map(|m| m.on).collect::<Vec<_>>(), days);
    for m in &moments {
        assert_eq!(m.all, counted(isms, m.on), "{}", m.on);
        let mut sum = Counts::default();
        for (_, c) in &m.by {
            sum.current += c.current;
            sum.soon += c.soon;
            sum.stale += c.stale;
            sum.overdue += c.overdue;
            sum.never += c.never;
            sum.total += c.total;
        }
        assert_eq!(sum, m.all, "the registers add up on {}", m.on);
        assert_eq!(m.all.holds() + m.all.stale + m.all.overdue + m.all.never, m.all.total);
    }
    assert!(moments.iter().any(|m| m.all.percent() != moments[0].all.percent()), "nothing moved in thirty months");
}

#[test]
fn a_replay_forward_knows_what_a_replay_from_nothing_knows() {
    let isms = fennel();
    let mut replay = Replay::new(isms);
    let mut on = day("2024-03-10");
    while on < day(demo::DAY) {
        let seq = isms.last_act_of(on);
        let (forward, anew) = (replay.forward(seq), isms.as_of_act(seq));
        assert_eq!(forward.root(), anew.root());
        assert_eq!(told(forward, &staleness(forward, on)), told(&anew, &staleness(&anew, on)), "on {on}");
        on = on + Days::new(53);
    }
}

struct Dice(u64);
impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}
fn example(kind: &str) -> Map<String, Value> {
    (kinds::kind(kind).unwrap().example)().as_object().cloned().unwrap()
}
/// A life of no plan: things are added, changed, reviewed, put off, undone, done again; now and then the clock was wrong.
fn life(seed: u64) -> Isms {
    let mut dice = Dice(seed);
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    let mut on = day("2026-01-06");
    let mut done = 0;
    let mut act = |isms: &mut Isms, on: NaiveDate, verb: Verb, changes: Vec<Change>| {
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).unwrap());
        let stamp = &mut Stamp { at, on, by: "P-0".into(), salt: &mut salt };
        let planned = match verb {
            Verb::Undo => isms.plan_undo("It was too early.".into(), stamp),
            Verb::Redo => isms.plan_redo(stamp),
            _ => isms.plan(Proposal { verb, why: "As it came about.".into(), changes }, stamp),
        };
        // What is refused leaves no act.
        if let Ok(p) = planned {
            isms.apply(&p);
            done += 1;
        }
    };
    let put = |kind: &str, code: &str, with: Value| {
        let mut b = example(kind);
        b.extend(with.as_object().cloned().unwrap());
        Change::put(kind, code, Value::Object(b))
    };
    let first = ["organization", "person", "supplier", "asset", "policy", "obligation", "control", "risk"];
    act(&mut isms, on, Verb::Add, vec![put("organization", "ORG", json!({})), put("person", "P-0", json!({}))]);
    let mut codes: Vec<(&str, String)> = Vec::new();
    for _ in 0..160 {
        if dice.roll(4) == 0 {
            on = on + Days::new(dice.roll(24) as u64);
        }
        let then = if dice.roll(25) == 0 { on - Days::new(9) } else { on };
        let pick = |dice: &mut Dice, codes: &[(&'static str, String)]| codes.get(dice.roll(codes.len())).cloned();
        match dice.roll(12) {
            0..=2 => {
                let kind = first[2 + dice.roll(first.len() - 2)];
                let code = if kind == "control" {
                    format!("SOA-X{}", codes.len() + 1)
                } else {
                    format!("{}-{}", kinds::kind(kind).unwrap().prefix, codes.len() + 1)
                };
                let mut with = json!({"title": format!("Number {}", codes.len())});
                if kind == "control" {
                    with["number"] = json!(format!("X{}", codes.len() + 1));
                }
                let links =
                    |of: &str| codes.iter().filter(|c| c.0 == of).map(|c| c.1.clone()).take(2).collect::<Vec<_>>();
                match kind {
                    "asset" => with["supplier"] = json!(links("supplier")),
                    "risk" => {
                        with["assets"] = json!(links("asset"));
                        with["controls"] = json!(links("control"));
                    }
                    "control" => with["policies"] = json!(links("policy")),
                    "policy" => with["obligations"] = json!(links("obligation")),
                    _ => {}
                }
                act(&mut isms, then, Verb::Add, vec![put(kind, &code, with)]);
                if isms.record(&code).is_some() {
                    codes.push((kind, code));
                }
            }
            3..=5 => {
                if let Some((kind, code)) = pick(&mut dice, &codes) {
                    let n = dice.roll(3);
                    let fields = match kind {
                        "asset" => json!({"runs_where": format!("Place {n}")}),
                        "supplier" => json!({"data_where": format!("Country {n}")}),
                        "obligation" => json!({"source_version": format!("Text {n}")}),
                        "control" => json!({"how": format!("Done in another way, number {n}.")}),
                        _ => json!({"notes": format!("Note {n}")}),
                    };
                    act(&mut isms, then, Verb::Change, vec![Change::put(kind, &code, fields)]);
                }
            }
            6 | 7 => {
                let about: Vec<String> = (0..3).filter_map(|_| pick(&mut dice, &codes)).map(|c| c.1).collect();
                let mut b = example("review");
                let held = then - Days::new(dice.roll(3) as u64);
                b.insert("about".into(), json!(about));
                b.insert("held_on".into(), json!(held));
                b.insert("signed".into(), json!({"by": "P-0", "on": held, "how": "in_app"}));
                act(&mut isms, then, Verb::Review, vec![Change::add("review", Value::Object(b))]);
            }
            8 => {
                if let Some((_, code)) = pick(&mut dice, &codes) {
                    let until = then + Days::new(20);
                    if let Ok(c) =
                        isms::decide::put_off(&isms, then, "P-0", &code, until, "Not before the move is over.")
                    {
                        act(&mut isms, then, Verb::PutOff, vec![c]);
                    }
                }
            }
            9 => {
                let found = staleness(&isms, then);
                let pair = found.items.iter().find_map(|i| Some((i.id(&isms), i.reasons.first()?.input?)));
                if let Some((target, input)) = pair {
                    let input = isms.rec(input).code.to_string();
                    let why = "It changes nothing in what we do.";
                    if let Ok(c) = isms::decide::no_effect(&isms, then, "P-0", &target, &input, why) {
                        act(&mut isms, then, Verb::NoEffect, vec![c]);
                    }
                }
            }
            10 if isms.undoable().is_none_or(|a| a.seq < 3) => {}
            10 => act(&mut isms, then, if dice.roll(3) == 0 { Verb::Redo } else { Verb::Undo }, Vec::new()),
            _ => {
                if let Some((_, code)) = pick(&mut dice, &codes) {
                    act(
                        &mut isms,
                        then,
                        Verb::Retire,
                        vec![Change::Retire { code, why: "It is no longer in use.".into() }],
                    );
                }
            }
        }
    }
    assert!(done > 60, "only {done} acts were possible");
    isms
}

#[test]
fn whatever_happened_the_days_are_what_they_were() {
    let mut seen = [0usize; 5];
    for seed in 1..=24 {
        let isms = life(seed);
        let last = isms.acts.iter().map(|a| a.on).max().unwrap();
        let mut dice = Dice(seed);
        let mut days: Vec<NaiveDate> = (0..14).map(|_| day("2026-01-01") + Days::new(dice.roll(500) as u64)).collect();
        days.push(last);
        let moments = currency::on_days(&isms, &days);
        let mut replay = Replay::new(&isms);
        for m in &moments {
            assert_eq!(m.all, counted(&isms, m.on), "seed {seed}, {}", m.on);
            for (n, c) in seen.iter_mut().zip([m.all.current, m.all.soon, m.all.stale, m.all.overdue, m.all.never]) {
                *n += c;
            }
            let seq = isms.last_act_of(m.on);
            let (forward, anew) = (replay.forward(seq), isms.as_of_act(seq));
            assert_eq!(
                told(forward, &staleness(forward, m.on)),
                told(&anew, &staleness(&anew, m.on)),
                "seed {seed}, {}",
                m.on
            );
        }
        // And the file in memory, act by act, knows the same as one that is read again.
        let again = isms.as_of_act(isms.last_seq());
        assert_eq!(told(&isms, &staleness(&isms, last)), told(&again, &staleness(&again, last)), "seed {seed}, live");
    }
    assert!(seen.iter().all(|n| *n > 0), "a state was never met: {seen:?}");
}

#[test]
fn months_end_where_they_end() {
    assert_eq!(
        currency::month_ends(day("2025-12-20"), day("2026-03-10")),
        [day("2025-12-31"), day("2026-01-31"), day("2026-02-28"), day("2026-03-10")]
    );
    assert_eq!(currency::month_ends(day("2026-02-28"), day("2026-02-28")), [day("2026-02-28")]);
    assert!(currency::month_ends(day("2026-03-01"), day("2026-02-28")).is_empty());
    assert_eq!(Counts::default().percent(), None);
}

#[test]
fn the_trend_is_a_sentence() {
    let today = day("2026-11-24");
    let said = |then, now| currency::trend(then, now, today).unwrap_or_default();
    assert_eq!(said(Some((day("2026-01-14"), 97)), Some(94)), "On 14 January it was 97 %, now 94 %.");
    assert_eq!(said(Some((day("2025-05-13"), 94)), Some(94)), "On 13 May 2025 it was 94 %, and it is so now.");
    assert_eq!(said(None, None), "");
}

#[test]
fn work_that_was_done_in_the_last_weeks_is_said() {
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    let mut act = |on: &str, verb: Verb, changes: Vec<Change>| {
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&day(on).and_hms_opt(9, 0, 0).unwrap());
        let p = isms
            .plan(
                Proposal { verb, why: "So it was.".into(), changes },
                &mut Stamp { at, on: day(on), by: "P-0".into(), salt: &mut salt },
            )
            .unwrap_or_else(|r| panic!("{r}"));
        isms.apply(&p);
    };
    let mut org = example("organization");
    org.insert("next_external_audit".into(), json!("2026-03-20"));
    act(
        "2025-01-06",
        Verb::Add,
        vec![
            Change::put("organization", "ORG", Value::Object(org)),
            Change::put("person", "P-0", Value::Object(example("person"))),
        ],
    );
    act(
        "2025-01-06",
        Verb::Add,
        (1..=4).map(|n| Change::put("supplier", &format!("S-{n}"), Value::Object(example("supplier")))).collect(),
    );
    let review = |on: &str, about: &[&str]| {
        let mut b = example("review");
        b.insert("about".into(), json!(about));
        b.insert("held_on".into(), json!(on));
        b.insert("signed".into(), json!({"by": "P-0", "on": on, "how": "in_app"}));
        vec![Change::add("review", Value::Object(b))]
    };
    act("2026-03-02", Verb::Review, review("2026-03-02", &["S-1", "S-2", "S-3"]));
    let days = currency::month_ends(day("2025-01-06"), day("2026-03-10"));
    let s = currency::spread(&isms, &days);
    assert_eq!((s.total, s.months.last(), s.weekdays[0]), (3, Some(&3), 3));
    assert_eq!(
        s.says,
        [
            "Everything that was looked at before it was looked at in the four weeks before the next external audit on 20 March 2026: 3 of 3."
        ]
    );
    let mut act = |on: &str, verb: Verb, changes: Vec<Change>| {
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&day(on).and_hms_opt(9, 0, 0).unwrap());
        let p = isms
            .plan(
                Proposal { verb, why: "So it was.".into(), changes },
                &mut Stamp { at, on: day(on), by: "P-0".into(), salt: &mut salt },
            )
            .unwrap_or_else(|r| panic!("{r}"));
        isms.apply(&p);
    };
    act("2026-03-03", Verb::Review, review("2025-09-02", &["S-4"]));
    assert_eq!(
        currency::spread(&isms, &days).says,
        ["More than half was looked at in the four weeks before the next external audit on 20 March 2026: 3 of 4."]
    );
}

#[test]
fn nothing_is_compared_with_an_audit_before_the_file() {
    let held = |on: &str| {
        let today = day("2026-11-24");
        let mut isms = Isms::new("0");
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&today.and_hms_opt(9, 0, 0).unwrap());
        let changes = vec![
            Change::put("person", "P-001", isms::catalog::first_person("Ana Reyes", today)),
            Change::put("organization", "ORG", isms::catalog::default_organization("Heron Clinics", today)),
            Change::put(
                "audit",
                "AU-001",
                json!({"title": "External audit", "sort": "surveillance", "held_from": on, "held_until": on, "aims": "The body's own.", "method": "Their report.", "auditor": "Certare", "state": "held"}),
            ),
        ];
        let proposal = Proposal { verb: Verb::Add, why: "A new file.".into(), changes };
        let planned = isms.plan(proposal, &mut Stamp { at, on: today, by: "P-001".into(), salt: &mut salt }).unwrap();
        isms.apply(&planned);
        let later = day("2027-01-31");
        (currency::last_audit(&isms, later), isms::view::months(&isms, later, None, None).unwrap().trend)
    };
    let (none, trend) = held("2026-02-13");
    assert_eq!(none, None);
    assert_eq!(trend, "There was no external audit since this file began, so there is nothing to compare with.");
    assert_eq!(held("2026-11-24").0, Some((day("2026-11-24"), "External audit".into())));
}
