//! E. Suppliers, assets, processes, obligations, and the organization's context (DOMAIN 3.4 E).
use super::{Differs, Eye, Rule, Said, Sort, State, Target, When, word};
use crate::dates::add_days;
use crate::isms::json_of;
use crate::kinds::{Audit, Change, Obligation, Supplier};
use serde_json::Value;

const REVIEW: &str = "review; no effect";
pub const RULES: &[Rule] = &[
    Rule {
        id: "supplier-assurance-ending",
        target: "supplier",
        clause: "A.5.22",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(assurance),
        says: "{T}: what shows that they are secure ({assurance}) {ends} on {due}.",
        clears: "a newer one; review that accepts going without",
    },
    Rule {
        id: "supplier-assurance-missing",
        target: "supplier",
        clause: "A.5.19, A.5.22",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::With("supplier-assurance-ending"),
        says: "{T} is critical and nothing shows that they are secure.",
        clears: "a row",
    },
    Rule {
        id: "supplier-contract-ending",
        target: "supplier",
        clause: "A.5.20, A.5.22",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(contract_ending),
        says: "The contract with {T} {contract} on {t.contract_ends}{notice}.",
        clears: "new date; leaving",
    },
    Rule {
        id: "supplier-contract-weak",
        target: "supplier",
        clause: "A.5.20, A.5.34",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(contract_weak),
        says: "{T} {weak}.",
        clears: "field; accepted risk cited in review",
    },
    Rule {
        id: "supplier-incident",
        target: "supplier",
        clause: "A.5.22",
        sort: Sort::Input,
        dagger: false,
        when: When::News("incident", &[], |_, _| true),
        says: "{O} came through {T}.",
        clears: "review",
    },
    Rule {
        id: "supplier-change",
        target: "supplier",
        clause: "A.5.22",
        sort: Sort::Input,
        dagger: false,
        when: When::News("change", &[], |_, _| true),
        says: "{O} changes what {T} does for you.",
        clears: REVIEW,
    },
    Rule {
        id: "supplier-obligation-changed",
        target: "supplier",
        clause: "A.5.31",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("obligation", Differs::Facet(""))]),
        says: "{T} is bound by {O}, whose entry changed on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "supplier-used-unassessed",
        target: "supplier",
        clause: "A.5.19",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(used_unassessed),
        says: "{T} is in use since {changed} and was never assessed.",
        clears: "review",
    },
    Rule {
        id: "asset-supplier-changed",
        target: "asset",
        clause: "A.5.9, A.5.22",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("supplier", Differs::Facet(""))]),
        says: "{T} runs at {O}{through}, whose {fields} changed on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "asset-depends-changed",
        target: "asset",
        clause: "A.5.9",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[("asset", Differs::Facet(""))]),
        says: "{T} needs {O}{through}, which changed on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "asset-change",
        target: "asset",
        clause: "A.8.32, A.5.9",
        sort: Sort::Input,
        dagger: false,
        when: When::News("change", &[], |eye, b| matches!(eye.rec(b.news).state(), "done" | "checked")),
        says: "{O} is done since {changed}; does the entry of {T} still fit?",
        clears: "review",
    },
    Rule {
        id: "process-input-changed",
        target: "process",
        clause: "A.5.29, 8.1",
        sort: Sort::Input,
        dagger: false,
        when: When::Input(&[
            ("asset", Differs::Facet("")),
            ("supplier", Differs::Facet("")),
            ("obligation", Differs::Facet("")),
        ]),
        says: "{T} needs {O}{through}, which changed on {changed}.",
        clears: REVIEW,
    },
    Rule {
        id: "obligation-coming",
        target: "obligation",
        clause: "A.5.31, 4.2",
        sort: Sort::Expiry,
        dagger: false,
        when: When::Test(coming),
        says: "{T} holds from {due}; you have not yet looked at what it asks.",
        clears: "review",
    },
    Rule {
        id: "obligation-unanswered",
        target: "obligation",
        clause: "A.5.31, 4.2 c",
        sort: Sort::Contradiction,
        dagger: true,
        when: When::Test(unanswered),
        says: "{T} applies and no rule or control answers it.",
        clears: "a link",
    },
    Rule {
        id: "obligation-unclear",
        target: "obligation",
        clause: "A.5.31",
        sort: Sort::Cadence,
        dagger: false,
        when: When::Test(unclear),
        says: "It has been unclear for {ago} days whether {T} applies to you.",
        clears: "applies yes or no",
    },
    Rule {
        id: "context-law-changed",
        target: "organization",
        clause: "4.1, 4.2",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(law_changed),
        says: "A new law applies since the context was last reviewed: {O}.",
        clears: "context review; no effect",
    },
    Rule {
        id: "context-change",
        target: "organization",
        clause: "4.1, 4.3",
        sort: Sort::Input,
        dagger: false,
        when: When::Test(context_change),
        says: "{O} was approved after the context was last reviewed.",
        clears: "context review; no effect",
    },
    Rule {
        id: "headcount-moved",
        target: "organization",
        clause: "certification",
        sort: Sort::Contradiction,
        dagger: false,
        when: When::Test(headcount),
        says: "You were {n} at the last audit and are {org.headcount} now; the certification body plans its days by headcount.",
        clears: "change with tell_cb done",
    },
];

/// 2 critical, 1 important, 0 minor.
pub(crate) fn importance(s: &Supplier) -> u8 {
    match word(&s.critical) {
        "critical" => 2,
        "important" => 1,
        _ => 0,
    }
}
fn supplier<'e>(eye: &'e Eye, t: Target) -> Option<(crate::isms::Ix, &'e Supplier)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Supplier>()?))
}
fn assurance(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, s)) = supplier(eye, t) else { return };
    let state = eye.rec(ix).state();
    if !matches!(state, "in_use" | "leaving") {
        return;
    }
    let mut covering = s.assurance.iter().filter(|a| a.covers_our_service).peekable();
    if covering.peek().is_none() {
        if importance(s) == 2 && state == "in_use" {
            said.tell("supplier-assurance-missing", State::Stale);
        }
        return;
    }
    // The latest date; a row without one has no end.
    let Some(best) = covering.map(|a| a.valid_until.map_or(chrono::NaiveDate::MAX, |d| d.0)).max() else { return };
    if best == chrono::NaiveDate::MAX {
        return;
    }
    // A review held after it had ended has accepted going without.
    if best < eye.today && eye.reviewed(ix).is_some_and(|held| held > best) {
        return;
    }
    said.due("supplier-assurance-ending", best, 60);
}
fn contract_ending(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, s)) = supplier(eye, t) else { return };
    let (Some(end), "in_use" | "considered") = (s.contract_ends, eye.rec(ix).state()) else { return };
    let notice = add_days(end.0, -i64::from(s.notice_days.map_or(0, |n| n.0)));
    let due = if notice >= eye.today { notice } else { end.0 };
    said.next(due);
    let state = if eye.today > end.0 {
        State::Overdue
    } else if eye.today >= add_days(notice, -30) {
        State::DueSoon
    } else {
        said.coming("supplier-contract-ending", due, 30);
        return;
    };
    let say = said.tell("supplier-contract-ending", state);
    say.due = Some(due);
    say.lead = 30;
}
fn contract_weak(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, s)) = supplier(eye, t) else { return };
    if eye.rec(ix).state() != "in_use" {
        return;
    }
    let reaches = s.access.iter().any(|a| word(a) != "none");
    if word(&s.personal_data) == "processor" && s.processing_agreement_on.is_none() {
        said.tell("supplier-contract-weak", State::Stale).number = 1;
    } else if reaches && word(&s.security_clauses) == "no" {
        said.tell("supplier-contract-weak", State::Stale);
    }
}
fn used_unassessed(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, _)) = supplier(eye, t) else { return };
    if eye.rec(ix).state() == "in_use" && eye.reviewed(ix).is_none() {
        let since = eye.since_state(ix, |s| s == "in_use");
        said.tell("supplier-used-unassessed", State::NeverReviewed).changed = Some(eye.day(since));
    }
}

fn obligation<'e>(eye: &'e Eye, t: Target) -> Option<(crate::isms::Ix, &'e Obligation)> {
    let ix = t.record()?;
    Some((ix, eye.rec(ix).get::<Obligation>()?))
}
fn coming(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, o)) = obligation(eye, t) else { return };
    let Some(from) = o.in_force_from.filter(|_| word(&o.applies) != "no") else { return };
    if add_days(from.0, -180) > eye.today && !eye.ahead {
        return;
    }
    let entered = eye.since_field(ix, "in_force_from");
    if eye.horizon(ix) < entered && from.0 >= eye.day(entered) {
        said.due("obligation-coming", from.0, 180);
    }
}
fn unanswered(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, o)) = obligation(eye, t) else { return };
    if eye.rec(ix).state() != "binding" || word(&o.applies) != "yes" {
        return;
    }
    let answered = eye.citing(ix, "policy", "obligations").any(|p| super::controls::in_force(eye, p))
        || eye.citing(ix, "control", "obligations").next().is_some();
    if !answered {
        said.tell("obligation-unanswered", State::Stale);
    }
}
fn unclear(eye: &Eye, t: Target, said: &mut Said) {
    let Some((ix, o)) = obligation(eye, t) else { return };
    if word(&o.applies) == "unclear" {
        let since = eye.day(eye.since_field(ix, "applies"));
        // More than 60 days: 61 or more.
        if let Some(say) = said.due("obligation-unclear", add_days(since, 60), -1) {
            say.changed = Some(since);
        }
    }
}

fn law_changed(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    if eye.horizon(ix) == 0 {
        return;
    }
    let Some(rule) = super::rule("context-law-changed") else { return };
    for (ob, r, o) in eye.isms.live::<Obligation>() {
        if !matches!(word(&o.sort), "law" | "regulation") || r.head().seq <= eye.horizon(ix) {
            continue;
        }
        let (h, _) = eye.pair_horizon(ix, ob, rule);
        if r.added() > h {
            if word(&o.applies) != "no" {
                eye.input(said, "context-law-changed", State::Stale, ob, eye.day(r.added()), h);
            }
            continue;
        }
        let was = r.at(h).map(json_of).and_then(|b| b.get("applies").and_then(Value::as_str).map(String::from));
        if was.as_deref() != Some(word(&o.applies)) {
            let on = eye.day(eye.since_field(ob, "applies"));
            eye.input(said, "context-law-changed", State::Stale, ob, on, h);
        }
    }
}
fn context_change(eye: &Eye, t: Target, said: &mut Said) {
    let Some(ix) = t.record() else { return };
    if eye.horizon(ix) == 0 {
        return;
    }
    let Some(rule) = super::rule("context-change") else { return };
    for (n, r, c) in eye.isms.live::<Change>() {
        if !matches!(word(&c.sort), "site" | "organization" | "initiative" | "isms") || r.head().seq <= eye.horizon(ix)
        {
            continue;
        }
        let (h, held) = eye.pair_horizon(ix, n, rule);
        if let Some(on) = eye.news_since(n, h, held) {
            eye.input(said, "context-change", State::Stale, n, on, h);
        }
    }
}
/// External audits that were held, with the last day of each.
pub(crate) fn held_external(eye: &Eye) -> Vec<(chrono::NaiveDate, &'static str)> {
    let mut out: Vec<_> = eye
        .isms
        .live::<Audit>()
        .filter(|(_, r, a)| {
            super::coverage::was_held(r.state())
                && matches!(word(&a.sort), "stage_1" | "stage_2" | "surveillance" | "recertification" | "special")
        })
        .map(|(ix, _, a)| (super::coverage::held_on(eye, ix, a), word(&a.sort)))
        .filter(|(d, _)| *d <= eye.today)
        .collect();
    out.sort_unstable();
    out
}
fn headcount(eye: &Eye, t: Target, said: &mut Said) {
    let (Some(ix), Some((_, org))) = (t.record(), eye.org) else { return };
    let Some((audit, _)) = held_external(eye).last().copied() else { return };
    // Nobody knows what an audit before this file was told.
    let then = eye
        .rec(ix)
        .at(eye.isms.last_act_of(audit))
        .map(json_of)
        .and_then(|b| b.get("headcount").and_then(Value::as_i64))
        .unwrap_or(0);
    let now = i64::from(org.headcount.0);
    if then == 0 || (now - then).abs() * 5 < then {
        return;
    }
    let told = eye
        .isms
        .live::<Change>()
        .any(|(n, _, c)| word(&c.tell_cb) == "done" && eye.day(eye.rec(n).head().seq) >= audit);
    if !told {
        let say = said.tell("headcount-moved", State::DueSoon);
        say.number = then;
        say.due = eye.next_audit;
    }
}
