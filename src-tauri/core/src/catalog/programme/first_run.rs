//! The programme that the answers to the five questions of the first run propose (DOMAIN 4). Pure: the same answers on the same day
//! give the same programme. Nothing is added here; whoever records it makes each kept line's `body` a routine with its `code`.
//! How the days are found: `spread`.
use super::{Anchor, Proof, ROUTINES};
use crate::calendar::surveillance_by;
use crate::catalog::{CLOCKS, parts};
use crate::dates::{add_days, add_months};
use crate::kinds::organization::Law;
use crate::refusal::Refusal;
use crate::words::{Cadence, From, Unit};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How fast the number of people changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joiners {
    Few,
    #[default]
    Some,
    Many,
}
/// What the organization does with information systems. Several may be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// Builds software.
    Build,
    /// Runs systems for customers.
    Run,
    /// Uses what others run.
    Use,
}

/// The answers to the five questions. `FirstRun::default()`: nothing answered, so the table of DOMAIN 4 as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FirstRun {
    /// Q1: on which day the body decided to certify.
    pub decided_on: Option<NaiveDate>,
    /// Q1: until when the certificate is valid.
    pub expires_on: Option<NaiveDate>,
    /// Q1: the day agreed for the next external audit.
    pub next_external_audit: Option<NaiveDate>,
    /// Q2: people in scope, 1 to 100,000.
    pub headcount: Option<u32>,
    /// Q2: joiners in a year.
    pub joiners: Joiners,
    /// Q2: is every place of work a home?
    pub home_offices_only: bool,
    /// Q3. Empty: not answered.
    pub does: Vec<Does>,
    /// Q4: the laws that bind.
    pub laws: Vec<Law>,
    /// Q4: do customers' contracts set security terms?
    pub contracts_set_terms: bool,
    /// Q5: months with least time, 1 to 12.
    pub busiest: Vec<u32>,
    /// Q5: months in which budgets are made, 1 to 12.
    pub budgets: Vec<u32>,
}

impl FirstRun {
    /// What cannot be so: months outside 1 to 12, a certificate that ends before it begins, a headcount out of bounds.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut bad = Vec::new();
        for (name, months) in [("busiest", &self.busiest), ("budgets", &self.budgets)] {
            if let Some(m) = months.iter().find(|m| !(1..=12).contains(*m)) {
                bad.push(Refusal::new("field", name, format!("{m} is not a month."), "Give numbers from 1 to 12."));
            }
        }
        if self.headcount.is_some_and(|n| !(1..=100_000).contains(&n)) {
            bad.push(Refusal::new(
                "field",
                "headcount",
                "So many people are not in one scope.",
                "Give a number from 1 to 100,000.",
            ));
        }
        for (name, day) in [
            ("decided_on", self.decided_on),
            ("expires_on", self.expires_on),
            ("next_external_audit", self.next_external_audit),
        ] {
            if let Some(d) = day.filter(|d| !(1990..=2099).contains(&d.year())) {
                bad.push(Refusal::new("date", name, format!("{d} is out of bounds."), "Give a day from 1990 to 2099."));
            }
        }
        if self.decided_on.zip(self.expires_on).is_some_and(|(from, until)| until <= from) {
            bad.push(Refusal::new(
                "date",
                "expires_on",
                "The certificate ends before it begins.",
                "Give a day after the decision.",
            ));
        }
        Refusal::all(bad)
    }
    /// The next external audit: agreed, else planned by the cycle (DOMAIN 5.2). None where no answer says or all of the cycle is past.
    pub fn external_audit(&self, today: NaiveDate) -> Option<NaiveDate> {
        if let Some(agreed) = self.next_external_audit.filter(|d| *d >= today) {
            return Some(agreed);
        }
        let end = |d| add_days(add_months(d, 36), -1);
        let from = self.decided_on.or_else(|| self.expires_on.map(|e| add_months(add_days(e, 1), -36)))?;
        let until = self.expires_on.unwrap_or_else(|| end(from));
        let plan = [surveillance_by(from, None, 1), add_months(from, 24), add_days(until, -60)];
        plan.into_iter().find(|d| *d >= today)
    }
    fn small(&self) -> bool {
        self.headcount.is_some_and(|n| n <= 25)
    }
    /// More than 100 people, or many joiners: in words.
    fn growing(&self) -> Option<&'static str> {
        match (self.headcount.is_some_and(|n| n > 100), self.joiners) {
            (true, _) => Some("More than 100 people"),
            (false, Joiners::Many) => Some("Many join in a year"),
            _ => None,
        }
    }
    fn only_uses(&self) -> bool {
        !self.does.is_empty() && self.does.iter().all(|d| *d == Does::Use)
    }
    fn nis2(&self) -> bool {
        self.laws.iter().any(|l| matches!(l, Law::Nis2Essential | Law::Nis2Important))
    }
}

/// A line of the proposed programme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposed {
    /// "RT-13": its number in the table. Lines that the table does not have follow from RT-30 on; one that is left out leaves its number free.
    pub code: String,
    /// Name of the line ("access-review"): stands in code, and is never shown.
    pub name: &'static str,
    pub title: String,
    pub what: String,
    pub cadence: Cadence,
    /// Clauses and controls.
    pub serves: Vec<String>,
    pub wizard: &'static str,
    /// "note" or "evidence".
    pub proof: &'static str,
    /// Of one time; where it is done item by item (`times`), of one item.
    pub minutes: u32,
    /// On how many things it is done each period in an organization of about 40; 1 for all that is done as a whole.
    pub times: u32,
    /// Day on which it is first due. None where the records themselves say (each risk, each policy), or no audit is known.
    pub first: Option<NaiveDate>,
    /// Why it deviates from the default, or is left out, in sentences. Empty: the default.
    pub why: String,
    /// Left out: not to be added.
    pub dropped: bool,
    /// Clauses and controls that nothing else in the programme answers once it is left out.
    pub leaves: Vec<String>,
}

impl Proposed {
    /// The body of its routine. What counts from the last time starts so that it first falls due on `first` (a routine that was never
    /// done is due 14 days after it starts).
    pub fn body(&self, owner: &str, started_on: NaiveDate) -> Value {
        let start = match (self.cadence.from, self.first) {
            (From::Last, Some(first)) => started_on.max(add_days(first, -FIRST_DUE)),
            _ => started_on,
        };
        json!({
            "title": self.title, "owner": owner, "what": self.what, "cadence": self.cadence, "wizard": self.wizard, "serves": self.serves,
            "minutes": self.minutes, "proof_needed": self.proof, "started_on": start.to_string(),
        })
    }
    /// Adds the minutes that it takes in each of twelve months, were it first due on `day`; in twelfths of a minute, so that nothing
    /// is rounded away.
    pub(super) fn load(&self, day: Option<NaiveDate>, first: NaiveDate, out: &mut [u32; 12]) {
        let all = self.minutes * self.times;
        if takes_each(self.wizard) {
            // A twelfth of the year's minutes each month.
            let year = all * 365 / self.cadence.days().max(1);
            out.iter_mut().for_each(|m| *m += year);
            return;
        }
        let Some(day) = day else { return };
        let until = add_months(first, 12);
        // What comes once a year has its month in every year, also where it first falls into another.
        if self.cadence.from == From::Audit || day >= until {
            let mut day = day;
            while day >= until {
                day = add_months(day, -12);
            }
            out[month_of(first, if day < first { add_months(day, 12) } else { day })] += all * 12;
            return;
        }
        for k in 0.. {
            let d = self.cadence.after(day, k);
            if d >= until {
                break;
            }
            if d >= first {
                out[month_of(first, d)] += all * 12;
            }
        }
    }
    pub(super) fn because(&mut self, why: &str) {
        if !self.why.is_empty() {
            self.why.push(' ');
        }
        self.why.push_str(why);
    }
    fn every(&mut self, every: u32, unit: Unit, why: &str) {
        (self.cadence.every, self.cadence.unit) = (every, unit);
        // A lead is shorter than its period, and what comes often is not late for weeks.
        let most = match (unit, every) {
            (Unit::Day, n) => (n / 3, n / 3),
            (Unit::Week, 1) => (2, 3),
            (Unit::Week, _) => (5, 7),
            (Unit::Month, 1) => (7, 10),
            _ => (180, 90),
        };
        self.cadence.lead_days = self.cadence.lead_days.min(most.0);
        self.cadence.window_days = self.cadence.window_days.min(most.1);
        self.because(why);
    }
}

/// A routine that was never done is due so many days after it starts (DOMAIN 3.4, never-reviewed).
const FIRST_DUE: i64 = 14;
/// Guides whose minutes are those of one item, and how many items there are in an organization of about 40; their records say when.
const BY_ITEM: [(&str, u32); 3] = [("risk-review", 40), ("policy-review", 20), ("supplier-review", 15)];

/// Are the minutes of a routine with this guide those of one item?
pub fn takes_each(wizard: &str) -> bool {
    BY_ITEM.iter().any(|(w, _)| *w == wizard)
}

pub(super) fn month_of(first: NaiveDate, day: NaiveDate) -> usize {
    let n = (day.year() - first.year()) * 12 + day.month() as i32 - first.month() as i32;
    n.clamp(0, 11) as usize
}

/// Minutes of the kept lines in the twelve months from `first` (the first day of a month) on.
pub fn minutes_by_month(lines: &[Proposed], first: NaiveDate) -> [u32; 12] {
    let mut sum = [0; 12];
    lines.iter().filter(|l| !l.dropped).for_each(|l| l.load(l.first, first, &mut sum));
    sum.map(|m| m / 12)
}

/// What of `serves` no other line answers: each as a number that the catalogue lists, so that 9.2 stands for 9.2.1 and 9.2.2.
pub fn answers_alone<'a>(serves: &[String], others: impl Iterator<Item = &'a [String]>) -> Vec<String> {
    let theirs: Vec<&str> = others.flatten().flat_map(|n| parts(n)).collect();
    let mut out: Vec<String> = Vec::new();
    for n in serves.iter().flat_map(|n| parts(n)) {
        if !theirs.contains(&n) && !out.iter().any(|o| o == n) {
            out.push(n.to_string());
        }
    }
    out
}

/// The programme in the table's order, then what the table does not have. `today` is the day of the first run; a routine that is added
/// on it has no occurrence before the month after.
pub fn propose(answers: &FirstRun, today: NaiveDate) -> Vec<Proposed> {
    let mut lines: Vec<Proposed> = ROUTINES.iter().enumerate().map(|(i, l)| from_table(i, l)).collect();
    size(&mut lines, answers);
    work(&mut lines, answers);
    law(&mut lines, answers);
    super::spread::place(&mut lines, answers, today);
    for i in 0..lines.len() {
        if lines[i].dropped {
            let others = lines.iter().filter(|l| !l.dropped).map(|l| l.serves.as_slice());
            lines[i].leaves = answers_alone(&lines[i].serves, others);
        }
    }
    lines
}

fn from_table(i: usize, l: &super::Line) -> Proposed {
    Proposed {
        code: format!("RT-{:02}", i + 1),
        name: l.name,
        title: l.title.into(),
        what: l.what.into(),
        cadence: Cadence {
            every: l.every,
            unit: l.unit,
            from: match l.from {
                Anchor::Audit => From::Audit,
                // The day of a fixed one is found when all are known.
                Anchor::Last | Anchor::Fixed => From::Last,
            },
            lead_days: l.lead_days,
            window_days: l.window_days,
        },
        serves: l.serves.iter().map(|s| s.to_string()).collect(),
        wizard: l.wizard,
        proof: match l.proof {
            Proof::Note => "note",
            Proof::Evidence => "evidence",
        },
        minutes: l.minutes,
        times: BY_ITEM.iter().find(|(w, _)| *w == l.wizard).map_or(1, |(_, n)| *n),
        first: None,
        why: String::new(),
        dropped: false,
        leaves: Vec::new(),
    }
}
pub(super) fn with(lines: &mut [Proposed], name: &str, change: impl FnOnce(&mut Proposed)) {
    if let Some(l) = lines.iter_mut().find(|l| l.name == name) {
        change(l);
    }
}

/// Q2.
fn size(lines: &mut [Proposed], answers: &FirstRun) {
    if answers.small() {
        const FEW: &str = "25 people or fewer:";
        with(lines, "risk-identification", |l| {
            l.every(1, Unit::Year, &format!("{FEW} new risks are looked for once a year."))
        });
        with(lines, "spot-check", |l| {
            l.every(1, Unit::Year, &format!("{FEW} one spot check a year shows whether rules are kept."))
        });
        if answers.growing().is_none() {
            with(lines, "access-review", |l| {
                l.every(6, Unit::Month, &format!("{FEW} rights change seldom, so they are reviewed every half-year."))
            });
        }
        if answers.home_offices_only {
            with(lines, "site-round", |l| {
                l.dropped = true;
                l.because(&format!("{FEW} everyone works at home, so there is no site to walk through."));
            });
        }
    }
    if let Some(because) = answers.growing() {
        with(lines, "people-round", |l| {
            l.every(2, Unit::Week, &format!("{because}: joiners, movers and leavers are gone through every two weeks."))
        });
        with(lines, "awareness-course", |l| {
            l.every(
                6,
                Unit::Month,
                &format!("{because}: the course is given twice a year, so that nobody waits long for it."),
            )
        });
        with(lines, "access-review", |l| {
            l.what =
                "Take the list of rights out of each system that matters, everyone's each time: keep, remove or ask."
                    .into();
            l.because(&format!(
                "{because}: everyone's rights are reviewed each quarter, not the administrators' alone."
            ));
        });
    }
}

/// Q3.
fn work(lines: &mut [Proposed], answers: &FirstRun) {
    if answers.does.contains(&Does::Build) {
        with(lines, "pentest", |l| {
            l.what.push_str(" Your own code is checked with it: how it is written, tested and released.");
            for n in ["A.8.25", "A.8.26", "A.8.27", "A.8.28"] {
                l.serves.push(n.into());
            }
            l.because("You build software, so the check covers your code too.");
        });
        with(lines, "vulnerability-round", |l| {
            l.every(2, Unit::Week, "You build software, so its parts are scanned every two weeks.")
        });
    }
    if answers.does.contains(&Does::Run) {
        with(lines, "restore-test", |l| {
            l.what = "Restore customers' data and compare; note how long it took and who did it.".into();
            l.every(1, Unit::Month, "You run systems for customers, so their data is restored every month.");
        });
        with(lines, "log-look", |l| {
            l.every(1, Unit::Week, "You run systems for customers, so logs and alerts are looked at every week.")
        });
    }
    if answers.only_uses() {
        with(lines, "vulnerability-round", |l| {
            l.title = "Update status".into();
            l.what = "Look whether every device and service stands on a version that its maker keeps up; note what waits and why.".into();
            l.because("You only use what others run, so the update status takes the place of a scan.");
        });
        with(lines, "pentest", |l| {
            l.every(
                2,
                Unit::Year,
                "You only use what others run, so a technical check every two years will do; say so to the auditor.",
            )
        });
        with(lines, "restore-test", |l| {
            l.every(6, Unit::Month, "You only use what others run, so a restore is tested every half-year.")
        });
    }
}

/// Q4.
fn law(lines: &mut Vec<Proposed>, answers: &FirstRun) {
    let (nis2, dora, cra) = (answers.nis2(), answers.laws.contains(&Law::Dora), answers.laws.contains(&Law::Cra));
    let named: Vec<&str> =
        [(nis2, "NIS2"), (dora, "DORA"), (cra, "CRA")].iter().filter(|(is, _)| *is).map(|(_, n)| *n).collect();
    with(lines, "obligation-review", |l| {
        if !named.is_empty() {
            let binds = if named.len() == 1 { "binds" } else { "bind" };
            l.every(
                6,
                Unit::Month,
                &format!("{} {binds} you, so what binds you is read again every half-year.", and(&named)),
            );
        }
        if answers.contracts_set_terms {
            l.what.push_str(" The security terms of customers' contracts are read with them.");
            l.because("Customers' contracts set security terms, so they are read with the laws.");
        }
    });
    let bound: Vec<String> =
        answers.laws.iter().filter_map(|l| Some(serde_json::to_value(l).ok()?.as_str()?.to_string())).collect();
    let running: Vec<String> = CLOCKS
        .iter()
        .filter(|c| c.hours.is_some_and(|h| h <= 72) && c.of.iter().any(|o| bound.iter().any(|b| b == o)))
        .map(|c| format!("{} ({})", c.law, c.limit))
        .collect();
    if !running.is_empty() {
        with(lines, "incident-exercise", |l| {
            l.what = format!(
                "Play an incident at the table with these clocks running: {}; note lessons.",
                running.join(", ")
            );
            l.because("The exercise runs the clocks of your laws.");
        });
    }
    let mut more = |name, title: &str, what: &str, serves: &[&str], wizard, proof, minutes, why: &str| {
        lines.push(Proposed {
            code: format!("RT-{:02}", lines.len() + 1),
            name,
            title: title.into(),
            what: what.into(),
            cadence: Cadence { every: 1, unit: Unit::Year, from: From::Last, lead_days: 30, window_days: 30 },
            serves: serves.iter().map(|s| s.to_string()).collect(),
            wizard,
            proof,
            minutes,
            times: 1,
            first: None,
            why: why.into(),
            dropped: false,
            leaves: Vec::new(),
        });
    };
    if nis2 {
        more(
            "management-training",
            "Management's own security training",
            "Those who direct the organization take their own training: the risks, the measures, what they answer for.",
            &["7.2", "7.3", "A.6.3"],
            "training-campaign",
            "evidence",
            60,
            "NIS2 Art. 20(2) asks that management is itself trained.",
        );
    }
    if dora {
        more(
            "ict-risk-framework",
            "ICT risk framework",
            "Go through the framework for ICT risk as a whole with management: strategy, rules, tolerance, lessons of incidents and tests.",
            &["6.1.2", "A.5.31"],
            "note",
            "note",
            120,
            "DORA Art. 6(5) asks for a review of the framework at least once a year.",
        );
        more(
            "ict-register",
            "Register of ICT contracts",
            "Bring the register of information about contracts with ICT providers up to date and hand it in where it is asked for.",
            &["A.5.19", "A.5.21"],
            "note",
            "evidence",
            90,
            "DORA Art. 28(3) asks for the register of information.",
        );
    }
}
fn and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => one.to_string(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
