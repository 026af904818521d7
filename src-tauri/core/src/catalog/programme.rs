//! The routines that the first run proposes and the owner edits: RT-01 to RT-29 in this order (DOMAIN 4).
//! Minutes are for an organization of about 40 people.
mod first_run;
mod spread;

pub use first_run::{Does, FirstRun, Joiners, Proposed, answers_alone, minutes_by_month, propose, takes_each};

use crate::words::Unit;

/// From when a routine counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Last,
    /// From a day that the owner chooses, so that the year has a rhythm.
    Fixed,
    /// The next external audit.
    Audit,
}

/// What must be left as proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Note,
    Evidence,
}

/// A line of the programme.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Stands in code; a kind names the one that gives it a cadence.
    pub name: &'static str,
    pub title: &'static str,
    pub what: &'static str,
    pub every: u32,
    pub unit: Unit,
    pub from: Anchor,
    pub lead_days: u32,
    pub window_days: u32,
    /// Clauses and controls.
    pub serves: &'static [&'static str],
    pub wizard: &'static str,
    pub proof: Proof,
    pub minutes: u32,
}

use Anchor::{Audit, Fixed, Last};
use Proof::{Evidence, Note};
use Unit::{Month, Year};

#[allow(clippy::too_many_arguments)]
const fn line(
    name: &'static str,
    title: &'static str,
    what: &'static str,
    (every, unit, from): (u32, Unit, Anchor),
    (lead_days, window_days): (u32, u32),
    serves: &'static [&'static str],
    wizard: &'static str,
    (proof, minutes): (Proof, u32),
) -> Line {
    Line { name, title, what, every, unit, from, lead_days, window_days, serves, wizard, proof, minutes }
}

/// The programme.
#[rustfmt::skip]
pub const ROUTINES: [Line; 29] = [
    line("context-review", "Context, parties, scope, climate", "Go through what changed inside and outside, the parties, the scope and the climate question with management.", (1, Year, Last), (30, 30), &["4.1", "4.2", "4.3", "5.3"], "context-review", (Note, 45)),
    line("risk-review", "Risk review", "Go through each risk with its owner; those above the line every three months.", (1, Year, Last), (30, 14), &["8.2", "6.1.2"], "risk-review", (Note, 6)),
    line("risk-identification", "Find new risks", "Look at the register as a whole: what is missing, what worried people this half-year?", (6, Month, Fixed), (21, 21), &["8.2", "6.1.2"], "risk-identification", (Note, 60)),
    line("action-round", "Treatment plan", "Go through the open actions, late ones first: done, moved with a reason, or dropped.", (3, Month, Fixed), (14, 14), &["8.3", "6.1.3"], "action-round", (Note, 20)),
    line("control-review", "Statement of Applicability", "Go through the controls theme by theme with their owners: reason, how, proof, does it work?", (1, Year, Last), (45, 30), &["6.1.3"], "control-review", (Note, 180)),
    line("policy-review", "Policies", "Read each document with its owner: is it what people do, does it still fit?", (1, Year, Last), (45, 30), &["5.2", "7.5", "A.5.1"], "policy-review", (Note, 20)),
    line("obligation-review", "Obligations, laws, contracts", "Read again what binds you: has the text changed, does it apply, what answers it?", (1, Year, Last), (30, 30), &["A.5.31", "4.2"], "obligation-review", (Note, 45)),
    line("supplier-review", "Suppliers", "Look at each supplier by importance: service, data, assurance, contract, exit.", (1, Year, Last), (45, 30), &["A.5.19", "A.5.22"], "supplier-review", (Evidence, 25)),
    line("asset-review", "Inventory of assets and processes", "Compare the inventory with what is really there: new, gone, moved, unowned.", (1, Year, Last), (30, 30), &["A.5.9", "4.4"], "asset-review", (Note, 60)),
    line("threat-digest", "Threat digest", "Read the month's news and judge each item: does it concern us?", (1, Month, Fixed), (7, 10), &["A.5.7"], "threat-digest", (Note, 15)),
    line("vulnerability-round", "Vulnerability scan and triage", "Scan, bring the report in, give each finding a severity, a decision and a day.", (1, Month, Fixed), (7, 10), &["A.8.8"], "vulnerability-round", (Evidence, 30)),
    line("pentest", "Penetration test or technical check", "Have someone from outside try it; bring the findings in and have them checked again.", (1, Year, Last), (60, 60), &["A.8.8", "A.5.36", "A.8.29"], "pentest", (Evidence, 90)),
    line("access-review", "Access review", "Take the list of rights out of each system that matters: administrators each time, everyone else every second time; keep, remove or ask.", (3, Month, Fixed), (14, 14), &["A.5.18", "A.8.2"], "access-review", (Evidence, 40)),
    line("restore-test", "Restore test", "Restore something that matters and compare; note how long it took and who did it.", (3, Month, Fixed), (14, 14), &["A.8.13"], "restore-test", (Evidence, 45)),
    line("continuity-exercise", "Continuity exercise", "Play the loss of a place, a system or a supplier; note times against the aim, and lessons.", (1, Year, Last), (45, 60), &["A.5.29", "A.5.30"], "exercise", (Evidence, 120)),
    line("incident-exercise", "Incident exercise", "Play an incident at the table, with the legal clocks running; note lessons.", (1, Year, Last), (45, 60), &["A.5.24", "A.5.26"], "exercise", (Evidence, 90)),
    line("awareness-course", "Awareness course for everyone", "Everyone in scope takes the course in its current version; those who are missing are asked.", (1, Year, Fixed), (30, 30), &["7.3", "A.6.3"], "training-campaign", (Evidence, 90)),
    line("competence-review", "Competence of roles", "Role by role: what it needs, who holds it, why they are able, what is missing.", (1, Year, Last), (30, 30), &["7.2"], "competence-review", (Note, 30)),
    line("people-round", "Joiners, movers, leavers", "Who came, moved, went since last time; is everything done for each?", (1, Month, Fixed), (5, 7), &["A.5.11", "A.5.18", "A.6.5", "7.2"], "people-round", (Note, 10)),
    line("log-look", "Logs and alerts", "Look at the logs and alerts, even if none rang.", (1, Month, Fixed), (5, 7), &["A.8.15", "A.8.16"], "note", (Note, 15)),
    line("spot-check", "Spot check of our own rules", "Choose one rule, take five samples: is it kept?", (6, Month, Fixed), (21, 21), &["A.5.36"], "spot-check", (Note, 40)),
    line("measure", "Measure objectives", "Enter the values; bring what is off target to management.", (3, Month, Fixed), (10, 10), &["9.1", "6.2"], "measure", (Note, 15)),
    line("internal-audit", "Internal audit", "Audit by the plan, so that all clauses and applicable controls are covered over the cycle; report to management.", (1, Year, Last), (60, 30), &["9.2", "A.5.35"], "internal-audit", (Evidence, 480)),
    line("management-review", "Management review", "Management looks at all set topics, decides, and approves the minutes.", (1, Year, Last), (45, 30), &["9.3"], "management-review", (Evidence, 120)),
    line("contacts", "Contacts with authorities and groups", "Check names, numbers and memberships.", (1, Year, Last), (14, 30), &["A.5.5", "A.5.6"], "note", (Note, 10)),
    line("exception-review", "Exceptions round", "Look at each exception: still needed, is the other thing still done?", (3, Month, Fixed), (7, 14), &["A.5.36"], "exception-review", (Note, 10)),
    line("site-round", "Physical round of sites", "Walk through each place of work with open eyes.", (1, Year, Last), (14, 30), &["A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.7"], "spot-check", (Note, 30)),
    line("retention", "Retention and deletion of ISMS records", "List what has passed its time, by kind; confirm and delete.", (1, Year, Last), (14, 30), &["7.5.3", "A.5.33", "A.8.10"], "retention", (Note, 20)),
    line("audit-countdown", "Get ready for the external audit", "Go through the gaps by owner and week, pick samples as the auditor would, make the pack.", (1, Year, Audit), (90, 0), &["9.2.2"], "audit-countdown", (Note, 240)),
];

/// The programme, in its order.
pub fn routines() -> &'static [Line] {
    &ROUTINES
}
