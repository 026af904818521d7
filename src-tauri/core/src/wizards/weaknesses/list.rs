//! What a scan or a report found, beside the weaknesses that are open: which host is which asset, what is new, what is back again.
//! It must never decide what is done about one.
use crate::fit::{News, Yours};
use crate::kinds::{Asset, Fits, Severity, Vulnerability};
use crate::staleness::word;
use crate::wizard::{PanelPart, Row, Run, panel};
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// One weakness to be dealt with.
pub(in crate::wizards) struct Weakness {
    pub(in crate::wizards) key: String,
    /// It is in the register already.
    pub(in crate::wizards) code: Option<String>,
    pub(in crate::wizards) title: String,
    says: String,
    pub(in crate::wizards) severity: Option<Severity>,
    pub(in crate::wizards) vector: String,
    pub(in crate::wizards) exploited: String,
    pub(in crate::wizards) hosts: Vec<String>,
    /// Codes; "@host-…" of an asset that this guide adds.
    pub(in crate::wizards) assets: Vec<String>,
    pub(in crate::wizards) identifiers: Vec<String>,
    fix: String,
    /// It was fixed, and is there again.
    pub(in crate::wizards) back: bool,
}
impl Weakness {
    pub(in crate::wizards) fn attacked(&self) -> bool {
        self.exploited == "confirmed"
    }
}
/// Everything of this round.
#[derive(Default)]
pub(in crate::wizards) struct List {
    pub(in crate::wizards) all: Vec<Rc<Weakness>>,
    /// Hosts with findings that no asset names.
    pub(in crate::wizards) unmatched: Vec<String>,
    /// Open ones that were found on a further asset: code, assets, hosts.
    pub(in crate::wizards) further: Vec<(String, Vec<String>, Vec<String>)>,
    pub(in crate::wizards) reached: Vec<String>,
    /// Rows that are open already, and rows of lists that fit nothing here.
    pub(in crate::wizards) known: usize,
    pub(in crate::wizards) aside: usize,
    pub(in crate::wizards) rows: Vec<Row>,
    /// Numbers that the file lists, to tell what it no longer sees.
    pub(in crate::wizards) listed: Vec<String>,
}

/// Worked out once for a page; `step` is where the file was dropped.
pub(in crate::wizards) fn list(run: &Run, step: &str) -> Rc<List> {
    run.once(|| make(run, step))
}
/// Which asset a host is: one that has it among its words to find it by, or is called so.
fn by_host(run: &Run) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (_, r, _) in run.isms.live::<Asset>() {
        for t in r.common.tags.iter().map(|t| t.to_lowercase()).chain([r.title().to_lowercase()]) {
            out.entry(t).or_insert_with(|| r.code.to_string());
        }
    }
    out
}
/// As answered on the page `match`.
fn as_answered(run: &Run, host: &str) -> Option<String> {
    let cells = run.answer("match", "host")?.get(host)?;
    match cells["what"].as_str()? {
        "asset" => cells["asset"].as_str().map(String::from),
        "new" => Some(format!("@host-{host}")),
        _ => Some(String::new()),
    }
}
fn make(run: &Run, step: &str) -> List {
    let mut out = List::default();
    let known_hosts = by_host(run);
    let yours = Yours::of(run.isms);
    let text = |row: &Value, k: &str| row[k].as_str().unwrap_or_default().to_string();
    let split = |s: String| -> Vec<String> { s.split(", ").filter(|t| !t.is_empty()).map(String::from).collect() };
    let file = run.answer(step, "file");
    out.reached = file
        .and_then(|f| f["hosts"].as_array())
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(String::from)
        .collect();
    for row in file.and_then(|f| f["rows"].as_array()).into_iter().flatten() {
        let hosts = split(text(row, "host"));
        let mut assets: Vec<String> = Vec::new();
        let mut foreign = !hosts.is_empty();
        for h in &hosts {
            let known = known_hosts.get(&h.to_lowercase());
            if known.is_none() && !out.unmatched.contains(h) {
                out.unmatched.push(h.clone());
            }
            let is = known.cloned().or_else(|| as_answered(run, h));
            foreign &= is.as_deref() == Some("");
            assets.extend(is.filter(|a| !a.is_empty()));
        }
        if hosts.is_empty() {
            let (title, says, vendor, product, version) = (
                text(row, "title"),
                text(row, "says"),
                text(row, "vendor"),
                text(row, "product"),
                text(row, "version"),
            );
            let fit =
                yours.fit(&News { title: &title, says: &says, vendor: &vendor, product: &product, version: &version });
            if fit.how < Fits::Product {
                out.aside += 1;
                continue;
            }
            assets = fit.assets;
        }
        if foreign {
            out.aside += 1;
            continue;
        }
        assets.sort();
        assets.dedup();
        let id = text(row, "id");
        out.listed.push(id.clone());
        let known = text(row, "known");
        let old = run.isms.record(&known).filter(|r| r.live());
        let mut back = false;
        if let (Some(r), Some(v)) = (old, run.isms.get::<Vulnerability>(&known)) {
            back = matches!(r.state(), "fixed" | "verified");
            if !back {
                let more: Vec<String> = assets.iter().filter(|a| !v.assets.contains(a)).cloned().collect();
                if !more.is_empty() {
                    out.further.push((known.clone(), more, hosts));
                }
                out.known += 1;
                continue;
            }
        }
        let mut identifiers = vec![id.clone()];
        identifiers.extend(split(text(row, "cve")).into_iter().filter(|c| *c != id));
        out.all.push(Rc::new(Weakness {
            key: id,
            code: Some(known).filter(|_| old.is_some()),
            title: text(row, "title"),
            says: text(row, "says"),
            severity: serde_json::from_value(row["severity"].clone()).ok(),
            vector: text(row, "vector"),
            exploited: text(row, "exploited"),
            fix: text(row, "fix"),
            hosts,
            assets,
            identifiers,
            back,
        }));
    }
    for (n, row) in run.table(step, "findings").into_iter().enumerate() {
        let t = |k: &str| row.get(k).and_then(Value::as_str).unwrap_or_default().to_string();
        if t("what").is_empty() {
            continue;
        }
        let computed = crate::cvss::score(&t("vector")).ok().and_then(|s| s.severity());
        out.all.push(Rc::new(Weakness {
            key: format!("finding-{}", n + 1),
            title: t("what"),
            severity: computed.or_else(|| serde_json::from_value(t("severity").into()).ok()),
            vector: t("vector"),
            assets: Some(t("asset")).into_iter().filter(|a| !a.is_empty()).collect(),
            ..blank()
        }));
    }
    // Open ones of which nobody has said yet what is done.
    for (_, r, v) in run.isms.live::<Vulnerability>() {
        if r.state() == "open" && word(&v.decision) == "open" && step == "scan" {
            out.all.push(Rc::new(Weakness {
                key: r.code.to_string(),
                code: Some(r.code.to_string()),
                title: r.title(),
                severity: Some(v.severity),
                vector: v.vector.as_deref().unwrap_or_default().to_string(),
                exploited: word(&v.exploited).to_string(),
                hosts: v.hosts.iter().map(|h| h.to_string()).collect(),
                assets: v.assets.to_vec(),
                ..blank()
            }));
        }
    }
    out.all.sort_by_key(|w| (!w.attacked(), std::cmp::Reverse(w.severity), !exposed(run, w), w.key.clone()));
    out.rows = out.all.iter().map(|w| row(run, w)).collect();
    out
}
fn blank() -> Weakness {
    Weakness {
        key: String::new(),
        code: None,
        title: String::new(),
        says: String::new(),
        severity: None,
        vector: String::new(),
        exploited: String::new(),
        hosts: Vec::new(),
        assets: Vec::new(),
        identifiers: Vec::new(),
        fix: String::new(),
        back: false,
    }
}
/// Can one of its places be reached from the internet?
fn exposed(run: &Run, w: &Weakness) -> bool {
    w.assets.iter().filter_map(|a| run.isms.get::<Asset>(a)).any(|a| word(&a.exposed) == "internet")
}
/// The day of the organization's own rules for it.
pub(in crate::wizards) fn due(run: &Run, severity: Severity, attacked: bool) -> chrono::NaiveDate {
    let days = run.isms.organization().map_or(30, |o| o.weakness_days(severity, attacked));
    crate::dates::add_days(run.today, i64::from(days))
}
fn places(run: &Run, w: &Weakness) -> String {
    let name = |a: &String| match a.strip_prefix("@host-") {
        Some(host) => format!("{host} (new)"),
        None => format!("{a} {}", run.isms.record(a).map_or_else(String::new, crate::isms::Record::title)),
    };
    w.assets.iter().map(name).collect::<Vec<_>>().join(", ")
}
fn row(run: &Run, w: &Weakness) -> Row {
    let grave = w.severity.map_or("severity not said", Severity::word);
    let mut says = format!("{grave}{}", if w.attacked() { ", used in attacks" } else { "" });
    if exposed(run, w) {
        says += ", reachable from the internet";
    }
    if let Some(s) = w.severity {
        says += &format!("; by your rules until {}", run.say_day(due(run, s, w.attacked())));
    }
    if w.back {
        says += &format!(". {} was fixed, and is there again", w.code.as_deref().unwrap_or_default());
    }
    let mut fields: Vec<String> = ["due", "by", "why"].map(String::from).to_vec();
    if w.severity.is_none() {
        fields.push("severity".into());
    }
    let what = if w.identifiers.is_empty() {
        places(run, w)
    } else {
        format!("{} \u{b7} {}", places(run, w), w.identifiers[0])
    };
    Row { fields: Some(fields), panel: beside(run, w), ..Row::new(w.key.as_str(), w.title.as_str(), says + ".", what) }
}
/// Severity from the vector, whether it is used in attacks, how it can be reached, and the risks of that.
fn beside(run: &Run, w: &Weakness) -> Vec<PanelPart> {
    let mut says = if w.says.is_empty() { w.title.clone() } else { w.says.clone() };
    match crate::cvss::score(&w.vector) {
        Ok(s) => says += &format!("\n\n**How serious:** {}\n\n{}", s.words(), w.vector),
        Err(_) => says += &format!("\n\n**How serious:** {}", w.severity.map_or("not said", Severity::word)),
    }
    if !w.fix.is_empty() {
        says += &format!("\n\n**What mends it:** {}", w.fix);
    }
    if !w.hosts.is_empty() {
        says += &format!("\n\n**Seen on:** {}", w.hosts.join(", "));
    }
    let mut out = vec![PanelPart::text("What was found", says)];
    let links: Vec<_> = w
        .assets
        .iter()
        .take(6)
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| {
            let reach = run.isms.rec(ix).get::<Asset>().map_or("", |a| word(&a.exposed));
            panel::link_shown(
                run,
                ix,
                "assets",
                format!("reachable from: {reach}; {}", panel::one_line(run, run.isms.rec(ix))),
            )
        })
        .collect();
    if !links.is_empty() {
        out.push(PanelPart::Links { title: "Where it is".into(), links });
    }
    let mut risks: Vec<_> = run
        .isms
        .live::<crate::kinds::Risk>()
        .filter(|(_, _, k)| k.assets.iter().any(|a| w.assets.contains(a)))
        .map(|(ix, _, k)| (u32::MAX - k.level(), ix))
        .collect();
    risks.sort();
    if !risks.is_empty() {
        let links = risks
            .into_iter()
            .take(4)
            .map(|(_, ix)| panel::link_shown(run, ix, "risks", panel::one_line(run, run.isms.rec(ix))))
            .collect();
        out.push(PanelPart::Links { title: "Risks of that".into(), links });
    }
    out
}
