//! Walks by chance: whatever is done to whatever web of records, what `impact_of` says beforehand is the difference of the two, worked out by
//! replaying the whole file; the copy that it works on leaves the file as it was; every search ends, and gives the same each time.
#![allow(clippy::expect_used, clippy::unwrap_used)]
use chrono::{NaiveDate, TimeZone, Utc};
use isms::dates::{add_days, parse};
use isms::plan::Planned;
use isms::staleness::{Currency, impact, impact_of, staleness};
use isms::{Change, Declare, Isms, Proposal, Refusal, Stamp, Verb, demo, kinds};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

struct Dice(u64);
impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.roll(list.len())]
    }
    fn some(&mut self, of: &[String], most: usize) -> Vec<String> {
        let mut out: Vec<String> = (0..self.roll(most + 1)).map(|_| self.of(of).clone()).collect();
        out.sort();
        out.dedup();
        out
    }
}
fn d(s: &str) -> NaiveDate {
    parse(s).unwrap()
}
fn plan(isms: &Isms, on: NaiveDate, verb: Verb, changes: Vec<Change>) -> Result<Planned, Refusal> {
    let mut salt = || [1; 32];
    let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).unwrap());
    let mut stamp = Stamp { at, on, by: "P-0".into(), salt: &mut salt };
    isms.plan(Proposal { verb, why: "by chance".into(), changes }, &mut stamp)
}
fn example(kind: &str, more: Value) -> Value {
    let mut body = (kinds::kind(kind).unwrap().example)();
    for (k, v) in more.as_object().unwrap() {
        body[k] = v.clone();
    }
    body
}
fn review(about: &[String], on: NaiveDate, more: Value) -> Change {
    let mut b = example(
        "review",
        json!({"wizard": "note", "about": about, "held_on": on.to_string(), "by": "P-0", "signed": {"by": "P-0", "on": on.to_string(), "how": "in_app"}}),
    );
    for (k, v) in more.as_object().unwrap() {
        b[k] = v.clone();
    }
    Change::add("review", b)
}

/// Everything that is said, in words that do not hang on numbers of records.
fn said(isms: &Isms, c: &Currency) -> Vec<String> {
    let item = |i: &isms::staleness::Item| {
        format!("{} {:?} {:?} {:?} {:?} {:?}", i.id(isms), i.states.as_ref(), i.due, i.next, i.since, i.put_off_until)
    };
    c.items.iter().flat_map(|i| std::iter::once(item(i)).chain(i.reasons.iter().map(|r| one(isms, r)))).collect()
}
fn one(isms: &Isms, r: &isms::staleness::Reason) -> String {
    let way: Vec<&str> = r.path.iter().map(|ix| &*isms.rec(*ix).code).collect();
    format!("{} {} {:?} {:?} {way:?} {}", r.target.id(isms), r.rule.id, r.state, r.changed, r.text(isms))
}
/// What tells two reasons apart: of which item, which rule, which state, which input, which day.
fn keys(isms: &Isms, c: &Currency) -> Vec<(String, &'static str, &'static str, String, Option<NaiveDate>)> {
    let mut out: Vec<_> = c.items.iter().flat_map(|i| &i.reasons).map(|r| key(isms, r)).collect();
    out.sort();
    out
}
fn key(isms: &Isms, r: &isms::staleness::Reason) -> (String, &'static str, &'static str, String, Option<NaiveDate>) {
    (
        r.target.id(isms),
        r.rule.id,
        r.state.name(),
        r.input.map_or(String::new(), |ix| isms.rec(ix).code.to_string()),
        r.changed,
    )
}
/// Holds what `impact_of` says against a replay of the whole file. Gives how many reasons come.
fn proves(isms: &Isms, now: &Currency, planned: &Planned, what: &str) -> usize {
    let before = keys(isms, now);
    let outlook = impact_of(isms, now, planned);
    let mut replayed = isms.as_of_act(isms.last_seq());
    replayed.apply(planned);
    let then = staleness(&replayed, now.today);
    assert_eq!(
        said(&outlook.after, &outlook.currency),
        said(&replayed, &then),
        "the copy differs from a replay: {what}"
    );
    let mut want: Vec<_> = keys(&replayed, &then).into_iter().filter(|k| before.binary_search(k).is_err()).collect();
    want.sort();
    let mut told: Vec<_> = outlook.touched.iter().map(|r| key(&outlook.after, r)).collect();
    told.sort();
    assert_eq!(told, want, "{what}");
    // Looking changes nothing.
    assert_eq!((isms.last_seq(), keys(isms, &staleness(isms, now.today))), (planned.act.seq - 1, before), "{what}");
    want.len()
}

/// A small file whose links are thrown: circles, chains, hubs, records that name themselves by way of others.
struct World {
    isms: Isms,
    dice: Dice,
    on: NaiveDate,
    codes: BTreeMap<&'static str, Vec<String>>,
}
const KINDS: [(&str, usize); 12] = [
    ("supplier", 4),
    ("asset", 10),
    ("process", 3),
    ("obligation", 3),
    ("policy", 4),
    ("control", 5),
    ("course", 2),
    ("risk", 8),
    ("action", 3),
    ("objective", 1),
    ("threat", 2),
    ("incident", 2),
];
impl World {
    fn new(seed: u64) -> World {
        let on = d("2026-01-05");
        let mut w =
            World { isms: Isms::new("0123456789abcdef0123456789abcdef"), dice: Dice(seed), on, codes: BTreeMap::new() };
        for (kind, n) in KINDS {
            let prefix = kinds::kind(kind).unwrap().prefix;
            let list = (1..=n)
                .map(|i| if kind == "control" { format!("SOA-X{i}") } else { format!("{prefix}-{i}") })
                .collect();
            w.codes.insert(kind, list);
        }
        let mut all =
            vec![Change::put("organization", "ORG", example("organization", json!({"top_management": ["P-0"]})))];
        all.extend((0..3).map(|n| Change::put("person", &format!("P-{n}"), example("person", json!({})))));
        for (kind, _) in KINDS {
            for code in w.codes[kind].clone() {
                let mut more = w.links(kind, &code);
                more["title"] = json!(format!("{kind} {code}"));
                if kind == "control" {
                    more["number"] = json!(code.trim_start_matches("SOA-"));
                }
                all.push(Change::put(kind, &code, example(kind, more)));
            }
        }
        w.act(Verb::Add, all).unwrap_or_else(|r| panic!("{r}"));
        let about = w.reviewed();
        w.act(Verb::Review, vec![review(&about, on, json!({}))]).unwrap();
        w
    }
    fn reviewed(&self) -> Vec<String> {
        self.codes.iter().filter(|(k, _)| kinds::kind(k).unwrap().reviewed).flat_map(|(_, c)| c.clone()).collect()
    }
    fn links(&mut self, kind: &str, own: &str) -> Value {
        let c = self.codes.clone();
        let mut some = |k: &str, most: usize| {
            let mut list = self.dice.some(&c[k], most);
            list.retain(|x| x != own);
            json!(list)
        };
        match kind {
            "asset" => json!({"supplier": some("supplier", 1), "depends_on": some("asset", 4)}),
            "process" => {
                json!({"assets": some("asset", 3), "suppliers": some("supplier", 2), "obligations": some("obligation", 1)})
            }
            "supplier" => json!({"obligations": some("obligation", 1)}),
            "policy" => json!({"obligations": some("obligation", 2), "must_be_read": "yearly"}),
            "control" => {
                json!({"policies": some("policy", 2), "assets": some("asset", 2), "suppliers": some("supplier", 1), "obligations": some("obligation", 1)})
            }
            "course" => json!({"policies": some("policy", 2)}),
            "risk" => {
                let mut assets = some("asset", 3);
                if assets == json!([]) {
                    assets = json!(["A-1"]);
                }
                json!({"assets": assets, "processes": some("process", 1), "suppliers": some("supplier", 1), "controls": some("control", 3), "obligations": some("obligation", 1)})
            }
            "action" => json!({"from": some("risk", 1).get(0).cloned().unwrap_or(json!("R-1"))}),
            "objective" => json!({"risks": some("risk", 2), "policies": some("policy", 1)}),
            "threat" | "incident" => json!({"assets": some("asset", 2), "risks": some("risk", 1)}),
            _ => json!({}),
        }
    }
    fn act(&mut self, verb: Verb, changes: Vec<Change>) -> Result<(), Refusal> {
        let planned = plan(&self.isms, self.on, verb, changes)?;
        self.isms.apply(&planned);
        Ok(())
    }
    /// Something that an owner may do, thrown.
    fn throw(&mut self) -> (String, Verb, Vec<Change>) {
        let n = self.dice.roll(1_000);
        let kind = self.dice.of(&KINDS).0;
        let code = self.dice.of(&self.codes[kind].clone()).clone();
        let told = |what: &str| format!("{what} {code}");
        let material = |n: usize| match kind {
            "supplier" => json!({"data_where": format!("Place {n}")}),
            "asset" => json!({"runs_where": format!("Place {n}")}),
            "process" => json!({"down_at_most": format!("{n} hours")}),
            "obligation" => json!({"source_version": format!("Text {n}")}),
            "policy" | "course" => {
                json!({"version": format!("{}.0", 2 + n), "change": "major", "changed_what": "All of it."})
            }
            "control" => {
                json!({"how": format!("Done in another way, number {n}."), "works": if n.is_multiple_of(2) { "no" } else { "yes" }})
            }
            "risk" => json!({"likelihood": 1 + n % 5, "residual_likelihood": 1 + n % 5}),
            "action" => json!({"due": add_days(d("2026-01-01"), n as i64).to_string()}),
            "threat" => json!({"relevant": "yes", "relevant_why": "We use the same technique.", "state": "judged"}),
            "incident" => json!({"class": if n.is_multiple_of(2) { "major" } else { "near_miss" }}),
            _ => json!({"notes": format!("Note {n}")}),
        };
        let put = |fields: Value, declare: Declare| {
            let fields: Map<String, Value> = fields.as_object().unwrap().clone();
            vec![Change::Put { kind: kind.into(), code: Some(code.clone()), fields, declare }]
        };
        match self.dice.roll(12) {
            0 => (told("noted"), Verb::Change, put(json!({"notes": format!("Note {n}")}), Declare::Nothing)),
            1 => (told("declared"), Verb::Change, put(json!({"notes": format!("Note {n}")}), Declare::Material)),
            2 => (told("corrected"), Verb::Change, put(json!({"title": format!("Name {n}")}), Declare::Correction)),
            3 => (told("retired"), Verb::Retire, vec![Change::Retire { code, why: "It no longer exists.".into() }]),
            4 => (told("restored"), Verb::Restore, vec![Change::Restore { code }]),
            5 | 6 => {
                let links = self.links(kind, &code);
                let what = told("linked anew");
                (what, Verb::Change, vec![Change::put(kind, &code, links)])
            }
            7 => {
                let all = self.reviewed();
                let mut about = self.dice.some(&all, 5);
                about.push(all[n % all.len()].clone());
                about.sort();
                about.dedup();
                (format!("reviewed {about:?}"), Verb::Review, vec![review(&about, self.on, json!({}))])
            }
            8 => {
                let target = self.dice.of(&self.reviewed()).clone();
                let more =
                    json!({"outcome": "no_effect", "input": code, "why": "It changes nothing of what was decided."});
                (format!("{target}: no effect of {code}"), Verb::NoEffect, vec![review(&[target], self.on, more)])
            }
            9 => {
                let more = json!({"title": "News", "assets": self.dice.some(&self.codes["asset"].clone(), 3), "risks": ["R-1"], "noticed_at": format!("{}T09:00+01:00", self.on)});
                ("news".into(), Verb::Add, vec![Change::put("incident", "", example("incident", more))])
            }
            10 => {
                let org = [
                    json!({"issues_outside": format!("Outside {n}.")}),
                    json!({"accept_up_to": 4 + n % 10}),
                    json!({"scope": format!("Scope {n}.")}),
                    json!({"next_external_audit": add_days(self.on, 60).to_string()}),
                ];
                (
                    "the organization changed".into(),
                    Verb::Change,
                    vec![Change::put("organization", "ORG", org[n % 4].clone())],
                )
            }
            _ => (told("changed"), Verb::Change, put(material(n), Declare::Nothing)),
        }
    }
}

#[test]
fn what_comes_is_what_impact_said_whatever_is_thrown() {
    let (mut done, mut came, mut sorts) = (0, 0, BTreeMap::<String, usize>::new());
    for seed in 1..=6 {
        let mut w = World::new(seed);
        for step in 0..60 {
            if w.dice.roll(5) == 0 {
                w.on = add_days(w.on, 1 + w.dice.roll(20) as i64);
            }
            let (what, verb, changes) = w.throw();
            // What the product refuses is no act.
            let Ok(planned) = plan(&w.isms, w.on, verb, changes) else { continue };
            let now = staleness(&w.isms, w.on);
            let n = proves(&w.isms, &now, &planned, &format!("seed {seed}, step {step}, {}: {what}", w.on));
            w.isms.apply(&planned);
            done += 1;
            came += n;
            *sorts.entry(what.split(' ').next().unwrap_or_default().to_string()).or_default() += usize::from(n > 0);
            // Now and then it was a mistake; taking it back is an act like any other.
            if w.dice.roll(6) == 0 {
                let mut salt = || [2; 32];
                let at = Utc.from_utc_datetime(&w.on.and_hms_opt(10, 0, 0).unwrap());
                let mut stamp = Stamp { at, on: w.on, by: "P-0".into(), salt: &mut salt };
                if let Ok(undo) = w.isms.plan_undo(String::new(), &mut stamp) {
                    let now = staleness(&w.isms, w.on);
                    proves(&w.isms, &now, &undo, &format!("seed {seed}, step {step}: undone"));
                    w.isms.apply(&undo);
                }
            }
        }
    }
    // A walk on which hardly anything happens would prove nothing.
    assert!(done > 200 && came > 500, "{done} acts, {came} reasons");
    for sort in ["declared", "retired", "linked", "changed", "news", "the"] {
        assert!(sorts.get(sort).is_some_and(|n| *n > 0), "{sort} never touched anything: {sorts:?}");
    }
}

/// The abstract question says the same as the change of every material field does, over every kind of origin.
#[test]
fn of_any_web_the_search_ends_and_is_the_same_each_time() {
    for seed in 11..=30 {
        let mut w = World::new(seed);
        // Every asset needs every other, every way is a circle.
        if seed % 2 == 0 {
            let assets = w.codes["asset"].clone();
            let all = assets
                .iter()
                .map(|a| {
                    Change::put(
                        "asset",
                        a,
                        json!({"depends_on": assets.iter().filter(|x| *x != a).collect::<Vec<_>>()}),
                    )
                })
                .collect();
            w.act(Verb::Change, all).unwrap();
            let about = w.reviewed();
            w.act(Verb::Review, vec![review(&about, w.on, json!({}))]).unwrap();
        }
        w.on = add_days(w.on, 30);
        let now = staleness(&w.isms, w.on);
        assert_eq!(said(&w.isms, &now), said(&w.isms, &staleness(&w.isms, w.on)));
        for code in ["S-1", "A-1", "A-10", "PR-1", "OB-1", "SOA-X1"] {
            let ix = w.isms.ix(code).unwrap();
            let told = impact(&w.isms, &now, ix, &[]);
            let again = impact(&w.isms, &now, ix, &[]);
            assert_eq!(format!("{told:?}"), format!("{again:?}"));
            for r in &told {
                assert_eq!(
                    (r.input, r.path.first(), r.path.len() <= 6),
                    (Some(ix), Some(&ix), true),
                    "{}",
                    one(&w.isms, r)
                );
                // Nobody is met twice on a way.
                let mut way = r.path.to_vec();
                way.sort_unstable();
                way.dedup();
                assert_eq!(way.len(), r.path.len(), "{}", one(&w.isms, r));
            }
            // The same records as a change that is really planned; only the words of the sentence are of it.
            let info = w.isms.rec(ix).info().name;
            let change = match info {
                "supplier" => json!({"data_where": "Elsewhere"}),
                "asset" => json!({"runs_where": "Elsewhere"}),
                "process" => json!({"down_at_most": "An hour"}),
                "obligation" => json!({"source_version": "Another text"}),
                _ => json!({"how": "In quite another way than before.", "works": "no"}),
            };
            let planned = plan(&w.isms, w.on, Verb::Change, vec![Change::put(info, code, change)])
                .unwrap_or_else(|r| panic!("{r}"));
            let outlook = impact_of(&w.isms, &now, &planned);
            let reach = |isms: &Isms, list: &[isms::staleness::Reason]| {
                let mut out: Vec<_> = list
                    .iter()
                    .filter(|r| r.input == Some(ix))
                    .map(|r| (r.target.id(isms), r.rule.id, r.path.to_vec()))
                    .collect();
                out.sort();
                out
            };
            assert_eq!(reach(&w.isms, &told), reach(&outlook.after, &outlook.touched), "seed {seed}: {code}");
        }
    }
}

#[test]
fn over_the_demo_too_what_comes_is_what_impact_said() {
    let today = d(demo::DAY);
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../file/demo/acts.jsonl")).unwrap();
    let mut isms = Isms::new("0123456789abcdef0123456789abcdef");
    for a in demo::acts(&text).unwrap() {
        let mut salt = || [1; 32];
        let at = Utc.from_utc_datetime(&a.on.and_hms_opt(9, 0, 0).unwrap());
        let planned = isms
            .plan(a.proposal, &mut Stamp { at, on: a.on, by: a.by, salt: &mut salt })
            .unwrap_or_else(|r| panic!("{}: {r}", a.on));
        isms.apply(&planned);
    }
    let now = staleness(&isms, today);
    let put = |kind: &str, code: &str, fields: Value| vec![Change::put(kind, code, fields)];
    let plans: Vec<(&str, Vec<Change>)> = vec![
        ("a supplier moves", put("supplier", "S-001", json!({"data_where": "Iceland"}))),
        ("an asset ends", vec![Change::Retire { code: "A-003".into(), why: "Replaced by another.".into() }]),
        ("a person leaves", put("person", "P-008", json!({"state": "left", "left_on": "2026-11-23"}))),
        ("a new yardstick", put("organization", "ORG", json!({"accept_up_to": 6}))),
        ("the auditor comes", put("organization", "ORG", json!({"next_external_audit": "2026-12-15"}))),
        ("a law is read anew", put("obligation", "OB-001", json!({"source_version": "Read again"}))),
        (
            "a policy for all",
            put(
                "policy",
                "POL-01",
                json!({"version": "9.0", "change": "major", "changed_what": "All of it.", "in_force_from": "2026-11-24"}),
            ),
        ),
        (
            "a course for all",
            put("course", "CRS-01", json!({"version": "9.0", "change": "major", "changed_what": "All of it."})),
        ),
        (
            "news",
            vec![Change::put(
                "incident",
                "",
                example(
                    "incident",
                    json!({"noticed_at": "2026-11-24T08:00+00:00", "class": "major", "personal_data": "yes", "risk_to_people": "risk", "significant": "yes", "assets": ["A-003"], "risks": ["R-001"], "suppliers": ["S-001"]}),
                ),
            )],
        ),
        ("a note", put("risk", "R-001", json!({"notes": "Seen again."}))),
        (
            "a risk is looked at",
            vec![{
                let mut b = json!({"wizard": "note", "about": ["R-038", "A-031"], "held_on": demo::DAY, "by": "P-004", "outcome": "holds", "why": "Looked at it with those who know.", "signed": {"by": "P-004", "on": demo::DAY, "how": "in_app"}});
                b["with"] = json!(["P-002"]);
                Change::add("review", b)
            }],
        ),
    ];
    let mut touched = BTreeMap::new();
    for (what, changes) in plans {
        let planned = plan(&isms, today, Verb::Change, changes).unwrap_or_else(|r| panic!("{what}: {r}"));
        touched.insert(what, proves(&isms, &now, &planned, what));
    }
    assert!(
        touched["an asset ends"] > 20 && touched["a new yardstick"] > 10 && touched["a policy for all"] > 40,
        "{touched:?}"
    );
    assert_eq!((touched["a note"], touched["a risk is looked at"]), (0, 0), "{touched:?}");
}

#[test]
fn a_cadence_of_nought_or_beyond_is_refused_with_a_sentence() {
    let w = World::new(1);
    for (cadence, says) in [
        (json!({"every": 0, "unit": "month", "from": "last"}), "Every 1 to 60"),
        (json!({"every": 61, "unit": "month", "from": "last"}), "Every 1 to 60"),
        (json!({"every": 4_294_967_295u32, "unit": "year", "from": "last"}), "Every 1 to 60"),
        (json!({"every": 1, "unit": "month", "from": "last", "lead_days": 181}), "lead 0 to 180"),
        (json!({"every": 1, "unit": "month", "from": "last", "window_days": 91}), "window 0 to 90"),
        (json!({"every": 1, "unit": "month", "from": {"fixed": "2026-01-01"}, "lead_days": 30}), "fewer days of lead"),
        (json!({"every": 1, "unit": "month", "from": {"fixed": "2100-01-01"}}), "2100"),
        (json!({"every": -1, "unit": "month", "from": "last"}), "cadence"),
    ] {
        let r = plan(&w.isms, w.on, Verb::Change, vec![Change::put("risk", "R-1", json!({"review_every": cadence}))]);
        let r = r.err().unwrap_or_else(|| panic!("taken: {cadence}"));
        assert!(r.to_string().contains(says), "{cadence}: {r}");
    }
}
