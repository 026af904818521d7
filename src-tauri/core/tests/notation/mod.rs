//! DOMAIN 3.4's notation: facts in the order of the ledger, in text, and the file that they make. What is expected of it is each test's own.
#![allow(dead_code, clippy::expect_used, clippy::unwrap_used)]
use chrono::{NaiveDate, TimeZone, Utc};
use isms::dates::{add_months, parse};
use isms::kind::{KindInfo, Ty};
use isms::staleness::State;
use isms::words::Version;
use isms::{Change, Declare, Isms, Proposal, Refusal, Stamp, Verb, kinds};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub fn d(s: &str) -> NaiveDate {
    let full = if s.len() == 5 { format!("2026-{s}") } else { s.to_string() };
    parse(&full).unwrap_or_else(|| panic!("not a day: {s}"))
}
pub fn zero() -> NaiveDate {
    d("2026-01-05")
}

// ---- the notation
/// One fact: an undated first mention, or what happened on a day.
#[derive(Debug)]
pub struct Fact {
    pub on: Option<NaiveDate>,
    pub id: String,
    pub verb: String,
    pub args: Vec<String>,
    pub braces: Vec<(String, String)>,
}
pub fn braces_of(text: &str) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    let (mut depth, mut quoted, mut from) = (0, false, 0);
    for (i, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(&text[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
        .into_iter()
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(|p| match p.split_once('=') {
            Some((k, v)) => (k.trim().to_string(), v.trim().to_string()),
            None => (p.to_string(), String::new()),
        })
        .collect()
}
pub fn split_top(text: &str, at: char) -> Vec<String> {
    let (mut depth, mut quoted, mut out, mut cur) = (0, false, Vec::new(), String::new());
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '{' | '(' if !quoted => depth += 1,
            '}' | ')' if !quoted => depth -= 1,
            c if c == at && depth == 0 && !quoted => {
                out.push(std::mem::take(&mut cur));
                continue;
            }
            _ => {}
        }
        cur.push(c);
    }
    out.push(cur);
    out.into_iter().map(|s| s.trim().to_string()).filter(|s| !s.is_empty()).collect()
}
pub fn fact(text: &str) -> Fact {
    let (head, inside) = match text.find('{') {
        Some(at) => (
            text[..at].to_string() + text[text.rfind('}').expect("a closing brace") + 1..].trim_end(),
            &text[at + 1..text.rfind('}').expect("a closing brace")],
        ),
        None => (text.to_string(), ""),
    };
    let mut words: Vec<String> = head.split_whitespace().map(String::from).collect();
    let dated = words.len() > 1 && words[0].starts_with(|c: char| c.is_ascii_digit());
    let on = dated.then(|| d(&words.remove(0)));
    let id = words.remove(0);
    let verb = if words.is_empty() { String::new() } else { words.remove(0) };
    Fact { on, id, verb, args: words, braces: braces_of(inside) }
}
pub struct Line {
    pub rule: String,
    pub facts: Vec<Fact>,
    pub today: NaiveDate,
    pub expected: Vec<Expected>,
    pub silent: bool,
}
pub struct Expected {
    pub id: String,
    pub states: BTreeSet<&'static str>,
    pub input: Option<String>,
    pub via: Vec<String>,
}
pub fn line(text: &str) -> Line {
    let (rule, rest) = text.split_once(':').expect("rule: facts | today | expected");
    let cols: Vec<String> = split_top(rest, '|');
    assert_eq!(cols.len(), 3, "three columns: {text}");
    let (want, silent) = match cols[2].strip_suffix("(silent)") {
        Some(w) => (w.trim(), true),
        None => (cols[2].as_str(), false),
    };
    let expected = split_top(want, ',')
        .iter()
        .map(|e| {
            let (left, right) = match e.split_once('<') {
                Some((l, r)) => (l.trim(), Some(r.trim())),
                None => (e.as_str(), None),
            };
            let (id, states) = left.split_once(' ').unwrap_or_else(|| panic!("no state: {e}"));
            let states = states
                .split('+')
                .map(|s| State::named(s.trim()).unwrap_or_else(|| panic!("no such state: {s}")).name())
                .collect();
            let mut way = right.into_iter().flat_map(|r| r.split('/')).map(|s| s.trim().to_string());
            Expected { id: id.into(), states, input: way.next(), via: way.collect() }
        })
        .collect();
    Line {
        rule: rule.trim().into(),
        facts: split_top(&cols[0], ';').iter().map(|f| fact(f)).collect(),
        today: d(&cols[1]),
        expected,
        silent,
    }
}

// ---- the world of a line
pub struct World {
    pub isms: Isms,
    pub refused: Vec<String>,
    pub soa: bool,
}
pub fn kind_of(code: &str) -> Option<&'static KindInfo> {
    let prefix = code.split_once('-').map_or(code, |(p, _)| p);
    if matches!(code, "SOA" | "REGISTER" | "POLICIES" | "PROGRAMME") || code.contains('/') {
        None
    } else {
        kinds::kinds().iter().find(|k| k.prefix == prefix)
    }
}
pub fn set(body: &mut Map<String, Value>, key: &str, v: Value) {
    body.insert(key.into(), v);
}
pub fn default(body: &mut Map<String, Value>, key: &str, v: Value) {
    body.entry(key.to_string()).or_insert(v);
}
pub fn approval(by: &str, on: NaiveDate) -> Value {
    json!({"by": by, "on": on.to_string(), "how": "in_app"})
}
/// "3m", "1y", with "from=fixed(2026-01-01)" or "fixed(2026-01-01)" after it.
pub fn cadence(text: &str) -> Map<String, Value> {
    let mut c = Map::new();
    for word in text.split_whitespace() {
        let word = word.strip_prefix("from=").unwrap_or(word);
        if let Some(day) = word.strip_prefix("fixed(").and_then(|w| w.strip_suffix(')')) {
            set(&mut c, "from", json!({"fixed": d(day).to_string()}));
        } else if matches!(word, "last" | "audit") {
            set(&mut c, "from", json!(word));
        } else {
            let (n, unit) = word.split_at(word.len() - 1);
            let unit = match unit {
                "d" => "day",
                "w" => "week",
                "m" => "month",
                _ => "year",
            };
            set(&mut c, "every", json!(n.parse::<u32>().unwrap_or_else(|_| panic!("not a cadence: {text}"))));
            set(&mut c, "unit", json!(unit));
        }
    }
    c
}
pub fn cadence_field(info: &KindInfo) -> &'static str {
    match info.name {
        "routine" => "cadence",
        "objective" => "measure_every",
        "course" => "repeat",
        _ => "review_every",
    }
}
pub fn value(ty: &Ty, text: &str) -> Value {
    let list = || text.split('+').map(|s| s.trim().to_string()).filter(|s| !s.is_empty()).collect::<Vec<_>>();
    match ty {
        Ty::Score | Ty::Count | Ty::Percent => {
            json!(text.parse::<u32>().unwrap_or_else(|_| panic!("not a number: {text}")))
        }
        Ty::Bool => json!(text == "yes"),
        Ty::Refs { .. } | Ty::Texts | Ty::Targets | Ty::Many { .. } | Ty::Clauses => json!(list()),
        Ty::Cadence => {
            let mut c = cadence(text);
            default(&mut c, "lead_days", json!(30));
            Value::Object(c)
        }
        Ty::Date | Ty::Past => json!(d(text).to_string()),
        _ => json!(text),
    }
}
/// Puts what stands in braces into a body.
pub fn put(info: &KindInfo, body: &mut Map<String, Value>, braces: &[(String, String)]) {
    let c = cadence_field(info);
    for (key, v) in braces {
        let cadence_now = |body: &Map<String, Value>| {
            body.get(c).and_then(Value::as_object).cloned().unwrap_or_else(|| {
                json!({"every": 1, "unit": "year", "lead_days": 30}).as_object().expect("an object").clone()
            })
        };
        match key.as_str() {
            "every" => {
                let mut now = cadence_now(body);
                now.extend(cadence(v));
                set(body, c, Value::Object(now));
            }
            "lead" | "window" => {
                let mut now = cadence_now(body);
                set(&mut now, &format!("{key}_days"), json!(v.parse::<u32>().expect("days")));
                set(body, c, Value::Object(now));
            }
            "accepted by" => {
                let (by, until) = v.split_once(" until=").unwrap_or((v, ""));
                set(body, "accepted", approval(by, zero()));
                if !until.is_empty() {
                    set(body, "accepted_until", json!(d(until).to_string()));
                }
            }
            "approved by" => set(body, "approved", approval(v, zero())),
            "assurance" if !v.is_empty() => {
                let w: Vec<&str> = v.split_whitespace().collect();
                let until = w.iter().position(|x| *x == "until").and_then(|p| w.get(p + 1)).map(|x| d(x).to_string());
                set(
                    body,
                    "assurance",
                    json!([{"sort": w[0], "valid_until": until, "covers_our_service": w.contains(&"covers")}]),
                );
            }
            "role_list" => {
                let (role, needs) = v.split_once(" needs ").unwrap_or((v, ""));
                let mut roles = body.get("role_list").and_then(Value::as_array).cloned().unwrap_or_default();
                roles.retain(|r| r["role"] != role);
                roles.push(json!({"role": role, "needs": needs.trim_matches('"')}));
                set(body, "role_list", json!(roles));
            }
            k if k.starts_with("inputs.") => {
                if let Some(rows) = body.get_mut("inputs").and_then(Value::as_array_mut) {
                    for row in rows.iter_mut().filter(|r| r["topic"] == k[7..]) {
                        row["said"] = json!(v);
                    }
                }
            }
            "state" | "retired" => set(body, key, json!(v)),
            _ if v.is_empty() => {
                body.remove(key);
                if key == "accepted" {
                    body.remove("accepted_until");
                }
            }
            _ => {
                let f = info.field(key).unwrap_or_else(|| panic!("a {} has no field {key}", info.name));
                set(body, key, value(&f.ty, v));
            }
        }
    }
    // "2 × 3, retained": what is carried stays where it is.
    if info.name == "risk" && body.get("treatment").and_then(Value::as_str) == Some("retain") {
        for s in ["likelihood", "impact"] {
            let now = body[s].clone();
            set(body, &format!("residual_{s}"), now);
        }
    }
}
/// What the product asks for in this state or case, with a plausible answer.
pub fn fill(info: &KindInfo, body: &mut Map<String, Value>, on: NaiveDate, by: &str) {
    let day = json!(on.to_string());
    let state = body.get("state").and_then(Value::as_str).unwrap_or_default().to_string();
    let is = |body: &Map<String, Value>, k: &str, v: &str| body.get(k).and_then(Value::as_str) == Some(v);
    match info.name {
        "supplier" if is(body, "critical", "critical") => {
            default(body, "exit", json!("We would move to another host within a month."))
        }
        "control" if is(body, "status", "partly") || is(body, "status", "planned") => {
            default(body, "done_by", json!("2027-12-31"))
        }
        "threat" if state == "judged" => default(body, "relevant_why", json!("We use the same technique.")),
        "action" => {
            if matches!(state.as_str(), "done" | "checked") {
                default(body, "done_on", day.clone());
                default(body, "result", json!("Done as planned."));
            }
            if state == "checked" {
                default(body, "checked_on", day);
                default(body, "effective", json!("yes"));
                default(body, "effective_because", json!("Looked at it again."));
            }
            if state == "dropped" {
                default(body, "dropped_why", json!("No longer needed."));
            }
        }
        "audit" => {
            if state != "planned" {
                default(body, "held_from", day.clone());
                default(body, "held_until", day.clone());
                let covers: Vec<String> = body
                    .get("covers")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(|c| c.as_str().map(String::from))
                    .collect();
                let rows: Vec<Value> = covers.iter().map(|c| json!({"clause": c, "question": "Does it work?", "seen": "Two samples.", "verdict": "conforms"})).collect();
                default(body, "checklist", json!(rows));
            }
            if matches!(state.as_str(), "reported" | "closed") {
                default(body, "reported_on", day);
            }
        }
        "change" if matches!(state.as_str(), "approved" | "done" | "checked") => {
            default(body, "approved", approval(by, on));
            if state == "checked" {
                default(body, "outcome", json!("It went well."));
            }
        }
        "exception" => {
            if state == "granted" {
                default(body, "approved", approval(by, on));
            }
            if body.get("from_rule").and_then(Value::as_array).is_none_or(Vec::is_empty) {
                set(body, "from_rule", json!(["POL-903"]));
            }
        }
        "incident" => {
            if !is(body, "personal_data", "no") {
                default(body, "risk_to_people", json!("unlikely"));
            }
            if matches!(state.as_str(), "recovered" | "closed") {
                default(body, "recovered_on", day);
            }
            if state == "closed" {
                default(body, "lessons", json!("Reporting at once worked."));
            }
        }
        "nonconformity" => {
            if matches!(body.get("source").and_then(Value::as_str), Some("internal_audit" | "external_audit")) {
                default(body, "audit", json!("AU-902"));
            }
            if !matches!(state.as_str(), "raised" | "noted") {
                default(body, "correction", json!("Mended the same day."));
                default(body, "cause", json!("No list of tools."));
            }
        }
        "vulnerability" => {
            if matches!(state.as_str(), "fixed" | "verified") {
                default(body, "fixed_on", day.clone());
            }
            if state == "verified" {
                default(body, "retested_on", day);
            }
        }
        "person" if state == "left" => default(body, "left_on", day),
        "policy" if state == "in_force" => {
            default(body, "approved", approval(by, on));
            default(body, "in_force_from", day);
        }
        "management_review" => default(body, "minutes_approved", approval(by, on)),
        _ => {}
    }
}
pub fn body_of(info: &KindInfo, code: &str, on: NaiveDate) -> Map<String, Value> {
    let mut body = (info.example)().as_object().expect("an object").clone();
    if info.field("owner").is_some() {
        set(&mut body, "owner", json!("P-0"));
    }
    if info.titled || info.name == "person" {
        let title = body.get("title").and_then(Value::as_str).unwrap_or("A thing").to_string();
        set(&mut body, "title", json!(format!("{title} {code}")));
    }
    if info.name == "control" {
        let n = code.trim_start_matches("SOA-");
        set(&mut body, "number", json!(if n.starts_with('X') { n.to_string() } else { format!("A.{n}") }));
    }
    if info.reviewed && !matches!(info.name, "routine" | "objective") {
        set(&mut body, "review_every", json!({"every": 1, "unit": "year", "lead_days": 30}));
    }
    // Days of what happens are the day of the fact.
    for f in ["found_on", "raised_on", "published_on", "collected_on", "held_on"] {
        if body.contains_key(f) {
            set(&mut body, f, json!(on.to_string()));
        }
    }
    if body.contains_key("noticed_at") {
        set(&mut body, "noticed_at", json!(format!("{on}T00:30+01:00")));
    }
    if info.name == "management_review" {
        set(&mut body, "period_from", json!(add_months(on, -12).to_string()));
        set(&mut body, "minutes_approved", approval("P-0", on));
    }
    for key in ["approved", "plan_approved"] {
        if let Some(by) = body.get(key).and_then(|a| a["by"].as_str()).map(String::from) {
            set(&mut body, key, approval(&by, on));
        }
    }
    for key in ["in_force_from", "from"] {
        if body.contains_key(key) && matches!(info.name, "policy" | "exception") {
            set(&mut body, key, json!(on.to_string()));
        }
    }
    if info.name == "exception" {
        set(&mut body, "until", json!(add_months(on, 12).to_string()));
    }
    body
}
/// `added`: no link, proof, assurance or approval that the braces do not name; news, findings and actions in their first state.
pub fn bare(info: &KindInfo, body: &mut Map<String, Value>) {
    for f in &info.fields {
        let link = matches!(f.ty, Ty::Ref { .. } | Ty::Refs { .. } | Ty::Approval);
        if link && !f.required && f.name != "owner" {
            body.remove(&f.name);
        }
    }
    for key in ["assurance", "processing_agreement_on", "plan_approved", "accepted", "independent_because"] {
        body.remove(key);
    }
    if matches!(info.name, "nonconformity" | "action" | "audit" | "management_review") || info.has_news() {
        set(body, "state", json!(info.states[0]));
    }
    if info.name == "nonconformity" {
        for key in ["cause", "correction", "elsewhere"] {
            body.remove(key);
        }
    }
    // A risk that hits nothing and a weakness that is nowhere would be refused.
    match info.name {
        "risk" | "vulnerability" => set(body, "assets", json!(["A-0"])),
        "policy" => set(body, "approved", approval("P-0", zero())),
        "exception" => {
            body.remove("from_rule");
        }
        _ => {}
    }
}

impl World {
    pub fn act(&mut self, on: NaiveDate, verb: Verb, changes: Vec<Change>) -> Result<(), Refusal> {
        let mut n = self.isms.last_seq() as u8;
        let mut salt = move || {
            n = n.wrapping_add(1);
            [n; 32]
        };
        let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).expect("a time"));
        let mut stamp = Stamp { at, on, by: "P-0".into(), salt: &mut salt };
        let planned = self.isms.plan(Proposal { verb, why: "as the line says".into(), changes }, &mut stamp)?;
        self.isms.apply(&planned);
        Ok(())
    }
    /// A fact that the product refuses leaves no act; why is told where the line fails.
    fn may(&mut self, what: &str, r: Result<(), Refusal>) {
        if let Err(r) = r {
            self.refused.push(format!("{what}: {r}"));
        }
    }
    fn body(&self, code: &str) -> Map<String, Value> {
        let mut b = self.isms.record(code).unwrap_or_else(|| panic!("there is no {code}")).body_json();
        b.remove("v");
        b
    }
    fn text(&self, code: &str, field: &str) -> String {
        self.body(code).get(field).and_then(Value::as_str).unwrap_or_default().to_string()
    }
    pub fn review(&self, about: &[String], on: NaiveDate, held: NaiveDate, outcome: &str, more: Value) -> Change {
        let mut body = json!({"wizard": "note", "about": about, "held_on": held.to_string(), "late_why": if held < on { json!("Written up later.") } else { Value::Null }, "by": "P-0", "outcome": outcome,
            "why": "Looked at all of it with those who know.", "signed": approval("P-0", on)});
        for (k, v) in more.as_object().into_iter().flatten() {
            body[k] = v.clone();
        }
        Change::add("review", body)
    }
    /// The approvals and acceptances that the wizard of a review asks for.
    fn renewals(&self, code: &str, on: NaiveDate, leave: &[(String, String)]) -> Option<Change> {
        let info = kind_of(code)?;
        let given = |k: &str| !leave.iter().any(|(x, v)| x == k && v.is_empty());
        let body = self.body(code);
        let mut put = Map::new();
        match info.name {
            "risk" => {
                let org = self.isms.organization().expect("the organization");
                let owner = self.text(code, "owner");
                if given("plan_approved") {
                    set(&mut put, "plan_approved", approval(&owner, on));
                }
                let n = |k: &str| body[k].as_u64().unwrap_or(0) as u32;
                let level = (n("likelihood") * n("impact")).max(n("residual_likelihood") * n("residual_impact"));
                if given("accepted") && level > org.accept_up_to.0 {
                    let by = body
                        .get("accepted")
                        .and_then(|a| a["by"].as_str())
                        .map_or_else(|| org.top_management[0].clone(), String::from);
                    set(&mut put, "accepted", approval(&by, on));
                    let months = org.accept_rule(level).map_or(12, |r| r.months.0);
                    let until = body
                        .get("accepted_until")
                        .and_then(Value::as_str)
                        .map_or_else(|| add_months(on, months as i32).to_string(), String::from);
                    set(&mut put, "accepted_until", json!(until));
                }
            }
            "policy" if given("approved") && body.get("sort").and_then(Value::as_str) == Some("policy") => {
                let org = self.isms.organization().expect("the organization");
                let by = body.get("approved").and_then(|a| a["by"].as_str()).unwrap_or_default();
                if !org.top_management.iter().any(|p| p == by) {
                    set(&mut put, "approved", approval(&org.top_management[0], on));
                    set(&mut put, "in_force_from", json!(on.to_string()));
                }
            }
            _ => {}
        }
        (!put.is_empty()).then(|| Change::put(info.name, code, Value::Object(put)))
    }
    fn do_review(&mut self, f: &Fact, on: NaiveDate) -> Result<(), Refusal> {
        let held = f.args.iter().find_map(|a| a.strip_prefix("held=")).map_or(on, d);
        let value = |k: &str| f.braces.iter().find(|(x, _)| x == k).map(|(_, v)| v.clone()).filter(|v| !v.is_empty());
        let outcome = value("outcome").unwrap_or_else(|| "holds".into());
        let mut more = Map::new();
        for k in ["skipped_why", "next_by"] {
            if let Some(v) = value(k) {
                set(&mut more, k, json!(v));
            }
        }
        let mut changes: Vec<Change> = self.renewals(&f.id, on, &f.braces).into_iter().collect();
        // Fields in the braces that are not about the review itself are changed by it.
        if let Some(info) = kind_of(&f.id) {
            let own: Vec<(String, String)> = f
                .braces
                .iter()
                .filter(|(k, v)| {
                    !v.is_empty()
                        && !matches!(k.as_str(), "outcome" | "skipped_why" | "next_by")
                        && info.field(k).is_some()
                })
                .cloned()
                .collect();
            if !own.is_empty() {
                let mut body = self.body(&f.id);
                put(info, &mut body, &own);
                changes.push(Change::put(info.name, &f.id, Value::Object(body)));
            }
        }
        changes.push(self.review(std::slice::from_ref(&f.id), on, held, &outcome, Value::Object(more)));
        self.act(on, Verb::Review, changes)
    }
    /// A new value for a field.
    fn another(&self, info: &KindInfo, code: &str, field: &str) -> Value {
        let now = self.body(code).get(field).cloned().unwrap_or_default();
        let f = info.field(field).unwrap_or_else(|| panic!("a {} has no field {field}", info.name));
        match &f.ty {
            Ty::Score | Ty::Count | Ty::Percent => json!(now.as_u64().unwrap_or(0) + 1),
            Ty::Choice { of } => json!(of.iter().find(|c| now != c.name).map(|c| c.name.clone())),
            Ty::Bool => json!(!now.as_bool().unwrap_or(false)),
            Ty::Date | Ty::Past => json!(
                now.as_str()
                    .and_then(parse)
                    .map_or_else(|| "2026-01-31".to_string(), |x| isms::dates::add_days(x, 1).to_string())
            ),
            Ty::List { .. } => {
                let mut rows = now.as_array().cloned().unwrap_or_default();
                if let Some(v) =
                    rows.first_mut().and_then(Value::as_object_mut).and_then(|r| r.values_mut().find(|v| v.is_string()))
                {
                    *v = json!(format!("{} (changed)", v.as_str().unwrap_or_default()));
                }
                json!(rows)
            }
            Ty::Texts | Ty::Refs { .. } => json!([]),
            _ => json!(format!("{} (changed)", now.as_str().unwrap_or("new"))),
        }
    }
    /// Moves a record to a state, through the states before it.
    fn transit(&mut self, f: &Fact, on: NaiveDate) -> Result<(), Refusal> {
        let info = kind_of(&f.id).expect("a record");
        let to = f.args.first().expect("a state").split('{').next().expect("a state").to_string();
        let from = self.text(&f.id, "state");
        let mut ways: Vec<Vec<&str>> = vec![vec![]];
        let mut seen = BTreeSet::from([from.clone()]);
        let path = loop {
            let mut next = Vec::new();
            let mut hit = None;
            for way in &ways {
                let at = way.last().copied().unwrap_or(&from);
                if at == to {
                    hit = Some(way.clone());
                    break;
                }
                for a in info.arrows.iter().filter(|a| a.from == at) {
                    if seen.insert(a.to.to_string()) {
                        let mut w = way.clone();
                        w.push(a.to);
                        next.push(w);
                    }
                }
            }
            if let Some(hit) = hit {
                break hit;
            }
            assert!(!next.is_empty(), "{} cannot become {to} from {from}", f.id);
            ways = next;
        };
        let by = self.isms.organization().map_or("P-0".to_string(), |o| o.top_management[0].clone());
        for (n, state) in path.iter().enumerate() {
            let mut body = self.body(&f.id);
            // What the program makes is not given again.
            body.remove("secret");
            set(&mut body, "state", json!(state));
            if n + 1 == path.len() {
                put(info, &mut body, &f.braces);
            }
            fill(info, &mut body, on, &by);
            self.act(on, Verb::State, vec![Change::put(info.name, &f.id, Value::Object(body))])?;
        }
        Ok(())
    }
    fn happen(&mut self, f: &Fact) {
        let on = f.on.expect("a dated fact");
        let what = format!("{on} {} {}", f.id, f.verb);
        if let Some(info) = kind_of(&f.id).filter(|_| self.isms.record(&f.id).is_none()) {
            // A first mention that is dated: added that day, in that way.
            let mut body = body_of(info, &f.id, on);
            bare(info, &mut body);
            let early = matches!(f.verb.as_str(), "added" | "is");
            // Braces of a move belong to the move, but a record cannot be added without what they name.
            if early {
                put(info, &mut body, &f.braces);
            }
            if f.verb == "changed" {
                put(
                    info,
                    &mut body,
                    &f.args
                        .iter()
                        .filter_map(|a| a.split_once('='))
                        .map(|(a, b)| (a.to_string(), b.to_string()))
                        .collect::<Vec<_>>(),
                );
            }
            fill(info, &mut body, on, "P-0");
            let r = self.act(on, Verb::Add, vec![Change::put(info.name, &f.id, Value::Object(body))]);
            self.may(&what, r);
            if matches!(f.verb.as_str(), "added" | "changed") || self.isms.record(&f.id).is_none() {
                return;
            }
        }
        let r = self.done(f, on);
        self.may(&what, r);
    }
    fn done(&mut self, f: &Fact, on: NaiveDate) -> Result<(), Refusal> {
        let id = f.id.clone();
        let arg = |n: usize| f.args.get(n).cloned().unwrap_or_default();
        match f.verb.as_str() {
            "changed" | "edited" | "declared" | "corrected" => {
                let info = kind_of(&id).expect("a record");
                let text = f.args.join(" ");
                let mut body = self.body(&id);
                match text.split_once('=') {
                    Some((k, v)) => put(info, &mut body, &[(k.into(), v.into())]),
                    None => {
                        let v = self.another(info, &id, &text);
                        set(&mut body, &text, v);
                        put(info, &mut body, &[]);
                    }
                }
                fill(info, &mut body, on, "P-0");
                // What the line empties must be told, too.
                for k in self.body(&id).keys() {
                    body.entry(k.clone()).or_insert(Value::Null);
                }
                let declare = match f.verb.as_str() {
                    "declared" => Declare::Material,
                    "corrected" => Declare::Correction,
                    _ => Declare::Nothing,
                };
                self.act(
                    on,
                    Verb::Change,
                    vec![Change::Put { kind: info.name.into(), code: Some(id), fields: body, declare }],
                )
            }
            "reviewed" | "performed" => self.do_review(f, on),
            "retired" => {
                self.act(on, Verb::Retire, vec![Change::Retire { code: id, why: "It no longer exists.".into() }])
            }
            "restored" => self.act(on, Verb::Restore, vec![Change::Restore { code: id }]),
            "undone" => {
                let mut salt = || [7; 32];
                let at = Utc.from_utc_datetime(&on.and_hms_opt(9, 0, 0).expect("a time"));
                let planned =
                    self.isms.plan_undo(String::new(), &mut Stamp { at, on, by: "P-0".into(), salt: &mut salt })?;
                self.isms.apply(&planned);
                Ok(())
            }
            "noeffect" => {
                let r = self.review(&[id], on, on, "no_effect", json!({"input": arg(0)}));
                self.act(on, Verb::NoEffect, vec![r])
            }
            "snoozed" => {
                let r = self.review(&[id], on, on, "put_off", json!({"next_by": d(&arg(0)).to_string()}));
                self.act(on, Verb::PutOff, vec![r])
            }
            "is" => self.transit(f, on),
            "measured" => {
                let mut rows =
                    self.body(&id).get("measurements").and_then(Value::as_array).cloned().unwrap_or_default();
                let n = if f.args.is_empty() { self.text(&id, "target") } else { arg(0) };
                rows.push(json!({"date": on.to_string(), "number": n}));
                self.act(on, Verb::Measure, vec![Change::put("objective", &id, json!({"measurements": rows}))])
            }
            "trained" => {
                let result = if f.args.len() > 2 { arg(2) } else { "attended".into() };
                let body = json!({"person": id, "course": arg(0), "course_version": arg(1).trim_start_matches('v'), "on": on.to_string(), "result": result, "how": "session", "taught_by": "Pat Zero"});
                self.act(on, Verb::Add, vec![Change::add("training_record", body)])
            }
            "read" => {
                let body = json!({"person": id, "policy": arg(0), "policy_version": arg(1).trim_start_matches('v'), "on": on.to_string(), "how": "campaign_file"});
                self.act(on, Verb::Add, vec![Change::add("acknowledgement", body)])
            }
            "accepted" => {
                let get = |k: &str| {
                    f.args
                        .iter()
                        .find_map(|a| a.strip_prefix(k))
                        .unwrap_or_else(|| panic!("accepted without {k}"))
                        .to_string()
                };
                let body =
                    json!({"accepted": approval(&get("by="), on), "accepted_until": d(&get("until=")).to_string()});
                self.act(on, Verb::Change, vec![Change::put("risk", &id, body)])
            }
            "version" => {
                let info = kind_of(&id).expect("a record");
                let new: Version = arg(0).trim_start_matches('v').parse().expect("a version");
                let was: Version = self.text(&id, "version").parse().expect("a version");
                let mut body = json!({"version": new.to_string(), "change": if new.major > was.major { "major" } else { "minor" }, "changed_what": "What people must do is said anew."});
                if info.name == "policy" {
                    let by = self.text(&id, "owner");
                    let by = if self.text(&id, "sort") == "policy" {
                        self.isms.organization().expect("the organization").top_management[0].clone()
                    } else {
                        by
                    };
                    body["text"] = json!(format!("The text of version {new}."));
                    body["approved"] = approval(&by, on);
                    body["in_force_from"] = json!(on.to_string());
                }
                let review = self.review(std::slice::from_ref(&id), on, on, "changed", json!({}));
                self.act(on, Verb::Publish, vec![Change::put(info.name, &id, body), review])
            }
            other => panic!("there is no verb {other}"),
        }
    }
}

/// "R-012", "SOA-8.13": the code of some kind of record.
pub fn is_code(s: &str) -> bool {
    s.len() < 20
        && s.split_once('-').is_some_and(|(p, n)| {
            !n.is_empty()
                && kinds::kinds().iter().any(|k| k.prefix == p)
                && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        })
}
/// Codes that a body links to.
pub fn codes_in(v: &Value, out: &mut BTreeSet<String>) {
    match v {
        Value::String(s) if is_code(s) => {
            out.insert(s.clone());
        }
        Value::Array(a) => a.iter().for_each(|v| codes_in(v, out)),
        Value::Object(o) => o.values().for_each(|v| codes_in(v, out)),
        _ => {}
    }
}

pub fn world(line: &Line) -> World {
    let soa = line.facts.iter().any(|f| f.id == "SOA") || line.expected.iter().any(|e| e.id == "SOA");
    let mut w = World { isms: Isms::new("0123456789abcdef0123456789abcdef"), refused: Vec::new(), soa };
    // What happened before day zero to a record that is added on day zero is refused or entered late, as the product does.
    let stands = |id: &str| line.facts.iter().any(|f| f.on.is_none() && f.id == id);
    let early = |f: &&Fact| f.on.is_some_and(|on| on < zero()) && !stands(&f.id);
    let first = line.facts.iter().filter(early).filter_map(|f| f.on).min();
    let begin = first.unwrap_or(zero());

    // What stands on day zero: first mentions without a date, and whatever the wholes need to be in order.
    let mut bodies: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut proofs = 0;
    let mut answered: Vec<String> = Vec::new();
    let undated: Vec<&Fact> = line.facts.iter().filter(|f| f.on.is_none()).collect();
    let mut order: Vec<String> = Vec::new();
    for f in &undated {
        let Some(info) = kind_of(&f.id) else { continue };
        let mut body = body_of(info, &f.id, zero());
        put(info, &mut body, &f.braces);
        if info.name == "routine" {
            if let Some(anchor) = body["cadence"]["from"]["fixed"].as_str().map(String::from) {
                set(&mut body, "started_on", json!(anchor));
            }
        }
        if info.name == "control" && !f.braces.iter().any(|(k, _)| k == "evidence") && body["applies"] == "yes" {
            proofs += 1;
            set(&mut body, "evidence", json!([format!("EV-9{proofs:02}")]));
        }
        if info.name == "obligation" {
            answered.push(f.id.clone());
        }
        fill(info, &mut body, zero(), "P-0");
        bodies.insert(f.id.clone(), body);
        order.push(f.id.clone());
    }
    let without = |whole: &str, key: &str| {
        undated.iter().any(|f| f.id == whole && f.braces.iter().any(|(k, v)| k == key && v.is_empty()))
    };
    if !without("POLICIES", "in_force") {
        let policy = kinds::kind("policy").expect("a kind");
        for (code, sort, answers) in
            [("POL-901", "policy", json!(["5.2"])), ("POL-902", "method", json!(["6.1.2", "6.1.3"]))]
        {
            let mut b = body_of(policy, code, zero());
            set(&mut b, "sort", json!(sort));
            set(&mut b, "answers", answers);
            bodies.insert(code.into(), b);
            order.push(code.into());
        }
        // Rules from which exceptions are made, and which answer the obligations.
        let mut b = body_of(policy, "POL-903", zero());
        set(&mut b, "obligations", json!(answered));
        bodies.insert("POL-903".into(), b);
        order.push("POL-903".into());
    }
    let names = |kind: &str, internal: bool| {
        line.facts.iter().any(|f| {
            kind_of(&f.id).is_some_and(|k| k.name == kind)
                && (!internal
                    || f.braces.iter().any(|(k, v)| k == "sort" && v == "internal")
                    || !f.braces.iter().any(|(k, _)| k == "sort"))
        })
    };
    if !names("audit", true) {
        let mut b = body_of(kinds::kind("audit").expect("a kind"), "AU-901", zero());
        set(&mut b, "state", json!("reported"));
        fill(kinds::kind("audit").expect("a kind"), &mut b, zero(), "P-0");
        bodies.insert("AU-901".into(), b);
    }
    if !names("management_review", false) {
        bodies.insert("MR-901".into(), body_of(kinds::kind("management_review").expect("a kind"), "MR-901", zero()));
    }
    if soa {
        for c in isms::catalog::controls() {
            let code = format!("SOA-{}", c.number.trim_start_matches("A."));
            if !bodies.contains_key(&code) {
                proofs += 1;
                let mut b = body_of(kinds::kind("control").expect("a kind"), &code, zero());
                set(&mut b, "evidence", json!([format!("EV-9{proofs:02}")]));
                bodies.insert(code.clone(), b);
                order.push(code);
            }
        }
    }
    if !bodies.contains_key("ORG") {
        bodies.insert("ORG".into(), body_of(kinds::kind("organization").expect("a kind"), "ORG", zero()));
        order.push("ORG".into());
    }
    // Roles that anyone has or that any course is for.
    let mut roles: BTreeSet<String> = BTreeSet::new();
    for f in &line.facts {
        let args = f.args.iter().filter_map(|a| a.split_once('=')).map(|(k, v)| (k.to_string(), v.to_string()));
        for (_, v) in f.braces.iter().cloned().chain(args).filter(|(k, _)| k == "roles" || k == "for_roles") {
            roles.extend(v.split('+').map(|r| r.trim().to_string()).filter(|r| !r.is_empty()));
        }
    }
    let org = bodies.get_mut("ORG").expect("the organization");
    let mut list = org.get("role_list").and_then(Value::as_array).cloned().unwrap_or_default();
    for r in roles {
        if !list.iter().any(|x| x["role"] == r) {
            list.push(json!({"role": r}));
        }
    }
    set(org, "role_list", json!(list));
    // Whoever accepts or approves something may do so.
    let may: BTreeSet<String> = line
        .facts
        .iter()
        .flat_map(|f| {
            f.braces
                .iter()
                .filter(|(k, _)| k == "accepted by")
                .map(|(_, v)| v.split(' ').next().unwrap_or_default().to_string())
                .chain(
                    f.args
                        .iter()
                        .filter(|_| f.verb == "accepted")
                        .filter_map(|a| a.strip_prefix("by="))
                        .map(String::from),
                )
        })
        .collect();
    if !undated.iter().any(|f| f.id == "ORG" && f.braces.iter().any(|(k, _)| k == "top_management")) {
        let mut top: Vec<String> = vec!["P-0".into()];
        top.extend(may.into_iter().filter(|p| p != "P-0"));
        set(org, "top_management", json!(top));
    }
    // Everything that anything names exists, unless a fact adds it later.
    let mut named = BTreeSet::new();
    undated.iter().for_each(|f| {
        f.braces.iter().for_each(|(_, v)| v.split(['+', ' ', '=']).for_each(|p| codes_in(&json!(p), &mut named)))
    });
    let later: BTreeSet<&str> = line
        .facts
        .iter()
        .filter(|f| f.on.is_some() && (f.verb == "added" || !named.contains(&f.id)))
        .map(|f| f.id.as_str())
        .collect();
    let mut wanted = BTreeSet::from(["P-0".to_string(), "A-0".to_string(), "AU-902".to_string()]);
    for f in &line.facts {
        f.braces.iter().for_each(|(_, v)| v.split(['+', ' ', '=']).for_each(|p| codes_in(&json!(p), &mut wanted)));
        f.args.iter().for_each(|a| a.split(['+', '=']).for_each(|p| codes_in(&json!(p), &mut wanted)));
    }
    loop {
        for b in bodies.values() {
            b.values().for_each(|v| codes_in(v, &mut wanted));
        }
        let missing: Vec<String> =
            wanted.iter().filter(|c| !bodies.contains_key(*c) && !later.contains(c.as_str())).cloned().collect();
        if missing.is_empty() {
            break;
        }
        for code in missing {
            let info = kind_of(&code).unwrap_or_else(|| panic!("what is {code}?"));
            let mut b = body_of(info, &code, zero());
            fill(info, &mut b, zero(), "P-0");
            bodies.insert(code.clone(), b);
            order.push(code);
        }
    }
    // Facts before day zero need the organization and its people.
    if first.is_some() {
        let people: Vec<String> =
            bodies.keys().filter(|c| *c == "ORG" || c.starts_with("P-") || c.starts_with("EV-")).cloned().collect();
        let mut acts = Vec::new();
        for code in people {
            let body = bodies.remove(&code).expect("there");
            acts.push(Change::put(kind_of(&code).expect("a kind").name, &code, Value::Object(body)));
        }
        acts.sort_by_key(|c| !matches!(c, Change::Put { kind, .. } if kind == "person"));
        let r = w.act(begin, Verb::Add, acts);
        w.may("the organization", r);
        for f in line.facts.iter().filter(early) {
            w.happen(f);
        }
    }
    let acts: Vec<Change> = bodies
        .into_iter()
        .map(|(code, body)| Change::put(kind_of(&code).expect("a kind").name, &code, Value::Object(body)))
        .collect();
    let r = w.act(zero(), Verb::Add, acts);
    w.may("day zero", r);
    if soa {
        let version = undated
            .iter()
            .filter(|f| f.id == "SOA")
            .flat_map(|f| f.braces.iter())
            .find(|(k, _)| k == "version")
            .map_or(1, |(_, v)| v.split('.').next().unwrap_or("1").parse::<u32>().expect("a number"));
        for n in 1..version {
            let why = if n % 2 == 1 { json!(["business", "good_practice"]) } else { json!(["business"]) };
            let r = w.act(zero(), Verb::Change, vec![Change::put("control", "SOA-5.2", json!({"because_of": why}))]);
            w.may("an earlier version", r);
        }
    }
    let mut about: Vec<String> =
        order.into_iter().filter(|c| kind_of(c).is_some_and(|k| k.reviewed) && w.isms.record(c).is_some()).collect();
    let mut changes: Vec<Change> = about.iter().filter_map(|c| w.renewals(c, zero(), &[])).collect();
    about.extend(["REGISTER", "SOA", "POLICIES", "PROGRAMME"].map(String::from));
    changes.push(w.review(&about, zero(), zero(), "holds", json!({})));
    let r = w.act(zero(), Verb::Review, changes);
    w.may("the review of day zero", r);
    for f in line.facts.iter().filter(|f| f.on.is_some() && !early(f)) {
        w.happen(f);
    }
    w
}

pub fn each(text: &str) -> impl Iterator<Item = (usize, String)> {
    text.lines().enumerate().filter_map(|(n, l)| {
        let l = if l.trim_start().starts_with('#') { "" } else { l.split_once(" #").map_or(l, |(a, _)| a) };
        (!l.trim().is_empty()).then(|| (n + 1, l.trim().to_string()))
    })
}
