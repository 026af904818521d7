//! Lists of weaknesses and threats as their makers publish them, and reports of scanners: recognised by what stands in them, never by name.
//! Each becomes rows of one shape; what a list says of itself is not believed beyond what can be read in it.
mod news;
mod scans;
mod tree;

use crate::dropped::{Dropped, Found, MOST_DROPPED};
use crate::source::{Cell, Format, Line, MOST_BYTES, Sheet, Source, refuse};
use isms::kinds::{Threat, Vulnerability};
use isms::{Isms, Refusal, cvss};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read};

/// Files in a packed folder, and bytes that they may unpack to.
const MOST_PACKED: usize = 20_000;
/// Hosts that are named of one weakness.
const MOST_HOSTS: usize = 200;

/// What a file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tells {
    /// News of what happens outside.
    News,
    /// What was found on machines or in code of this house.
    Findings,
    /// Weaknesses of products: news, and of what is used here a finding too.
    Products,
}
/// One line of a list. Empty: not said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// The source's own number.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) says: String,
    pub(crate) source: String,
    pub(crate) url: String,
    /// As it was written; read as a day below.
    pub(crate) published: String,
    pub(crate) cve: Vec<String>,
    pub(crate) vendor: String,
    pub(crate) product: String,
    pub(crate) version: String,
    /// "confirmed" or "claimed".
    pub(crate) exploited: &'static str,
    pub(crate) vectors: Vec<String>,
    pub(crate) score: Option<f64>,
    /// A word for it, if no vector or score is given.
    pub(crate) severity: String,
    pub(crate) hosts: Vec<String>,
    /// What mends it.
    pub(crate) fix: String,
}
/// What a file turned out to be.
pub(crate) struct Feed {
    /// "CISA KEV"
    pub(crate) name: String,
    pub(crate) tells: Tells,
    pub(crate) items: Vec<Item>,
    /// Hosts that a scan reached, with findings or without.
    pub(crate) hosts: Vec<String>,
    pub(crate) notes: Vec<String>,
    /// Lines that only inform.
    pub(crate) left_out: usize,
}
impl Feed {
    pub(crate) fn new(name: impl Into<String>, tells: Tells) -> Feed {
        Feed { name: name.into(), tells, items: Vec::new(), hosts: Vec::new(), notes: Vec::new(), left_out: 0 }
    }
    pub(crate) fn note(&mut self, n: usize, one: &str, many: &str) {
        if n > 0 {
            self.notes.push(if n == 1 { one.replace("{n}", "1") } else { many.replace("{n}", &n.to_string()) });
        }
    }
}

/// How refusals begin of what is no list at all, so that it may still be something else.
const NO_LIST: [&str; 3] = ["It is none of the lists", "It is a web page", "The file is empty"];

/// Reads a file of any sort that is known here.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Feed, Refusal> {
    if bytes.is_empty() {
        return Err(refuse(name, "The file is empty.", "Choose another file."));
    }
    if bytes.len() > MOST_BYTES {
        return Err(refuse(
            name,
            format!("The file has {} MB.", bytes.len() >> 20),
            "At most 50 MB are read; take out what is not needed, or split it.",
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return packed(name, bytes);
    }
    let text = tree::decoded(bytes);
    let start = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let feed = match start.as_bytes().first() {
        Some(b'{' | b'[') => from_json(name, &tree::json(name, start)?)?,
        Some(b'<') => from_xml(name, start)?,
        _ => from_table(name, bytes),
    };
    feed.ok_or_else(|| {
        refuse(
            name,
            "It is none of the lists that are read here.",
            "These are: KEV, NVD, CSAF, ROLIE, OSV, OpenVEX, CycloneDX, STIX, RSS and Atom; and reports of Nessus, Greenbone, Trivy, Grype, ZAP, Burp, Nmap and in SARIF.",
        )
    })
}
fn from_json(name: &str, v: &Value) -> Result<Option<Feed>, Refusal> {
    if v.get("$schema").is_some() && v.get("properties").is_some() && v.get("vulnerabilities").is_none() {
        return Err(refuse(name, "It describes a format (a JSON schema); it is no list.", "Bring the list itself."));
    }
    Ok(news::json(v).or_else(|| scans::json(v)))
}
fn from_xml(name: &str, text: &str) -> Result<Option<Feed>, Refusal> {
    if text.get(..200.min(text.len())).unwrap_or(text).to_lowercase().contains("<html") {
        return Err(refuse(
            name,
            "It is a web page, not a list.",
            "Fetch the list itself; its page mostly names it \u{201c}JSON\u{201d}, \u{201c}XML\u{201d} or \u{201c}feed\u{201d}.",
        ));
    }
    let root = tree::xml(name, text)?;
    Ok(news::xml(&root).or_else(|| scans::xml(&root)))
}
/// A table with the headers of a list that is published as one.
fn from_table(name: &str, bytes: &[u8]) -> Option<Feed> {
    let source = Source::read(name, bytes).ok()?;
    let sheet = source.sheets.first()?;
    let head: Vec<String> = sheet.lines.first()?.cells.iter().map(|c| c.show()).collect();
    let rows = sheet.lines.iter().skip(1).map(|l| {
        head.iter().enumerate().map(|(i, h)| (h.as_str(), l.cell(i).show())).collect::<HashMap<&str, String>>()
    });
    let has = |names: &[&str]| names.iter().all(|n| head.iter().any(|h| h == n));
    if has(&["cveID", "vendorProject", "product"]) {
        return Some(news::kev_table(rows));
    }
    scans::table(&has, rows)
}
/// Many records of OSV, as an ecosystem is published.
fn packed(name: &str, bytes: &[u8]) -> Result<Feed, Refusal> {
    let bad = || refuse(name, "The packed folder is damaged.", "Fetch it once more from where it came.");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| bad())?;
    if zip.len() > MOST_PACKED {
        return Err(refuse(
            name,
            format!("The packed folder has {} files.", zip.len()),
            format!("At most {MOST_PACKED} are read; unpack it and bring those that matter."),
        ));
    }
    let mut feed = Feed::new("OSV", Tells::Products);
    let (mut total, mut other) = (0u64, 0);
    for i in 0..zip.len() {
        let part = zip.by_index(i).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(why) if why.to_lowercase().contains("password") => refuse(
                name,
                "The packed folder is protected with a password.",
                "Unpack it, and bring the list that is inside.",
            ),
            _ => bad(),
        })?;
        let mut text = Vec::new();
        // Counted as it unpacks; what the folder says of its sizes is not believed.
        part.take(MOST_BYTES as u64 + 1).read_to_end(&mut text).map_err(|_| bad())?;
        total += text.len() as u64;
        if text.len() > MOST_BYTES || total > 2 * MOST_BYTES as u64 {
            return Err(refuse(
                name,
                format!(
                    "The packed folder unpacks to far more than its size (over {} MB, or one file over {}).",
                    2 * (MOST_BYTES >> 20),
                    MOST_BYTES >> 20
                ),
                "Unpack it and bring the lists that matter.",
            ));
        }
        match tree::json(name, &tree::decoded(&text)).ok().and_then(|v| news::osv(&v)) {
            Some(item) => feed.items.push(item),
            None => other += 1,
        }
    }
    if feed.items.is_empty() {
        return Err(refuse(
            name,
            "It is a packed folder without a list that is read here.",
            "Unpack it, and bring the list that is inside.",
        ));
    }
    feed.note(other, "1 file in it is no such record.", "{n} files in it are no such records.");
    Ok(feed)
}

// ---- rows

/// News for the digest. What the file has already is marked; findings about machines of this house are refused here.
pub(crate) fn threats(d: &Dropped) -> Result<Found, Refusal> {
    let mut feed = read(d.name, d.bytes)?;
    if feed.tells == Tells::Findings {
        return Err(refuse(
            d.name,
            format!("It is a report of {}: what was found in your own house.", feed.name),
            "Bring it in with the weaknesses of the month.",
        ));
    }
    let have: HashMap<String, String> = d
        .isms
        .live::<Threat>()
        .filter_map(|(_, r, t)| Some((t.item.as_deref()?.to_string(), r.code.to_string())))
        .collect();
    let known = |i: &Item| have.get(&i.id).cloned();
    rows(&mut feed, d, &known, false)
}
/// Findings for the round. News without a product is refused here.
pub(crate) fn findings(d: &Dropped) -> Result<Found, Refusal> {
    let mut feed = read(d.name, d.bytes)?;
    if feed.tells == Tells::News {
        return Err(refuse(
            d.name,
            format!("It is \u{201c}{}\u{201d}: news, and not what was found in your own house.", feed.name),
            "Bring it in with the news of the month.",
        ));
    }
    let have = known_findings(d.isms);
    let known = |i: &Item| have.get(&i.id).cloned();
    rows(&mut feed, d, &known, true)
}
fn known_findings(isms: &Isms) -> HashMap<String, String> {
    isms.live::<Vulnerability>()
        .flat_map(|(_, r, v)| v.identifiers.iter().map(move |i| (i.to_string(), r.code.to_string())))
        .collect()
}
fn rows(feed: &mut Feed, d: &Dropped, known: &dyn Fn(&Item) -> Option<String>, found: bool) -> Result<Found, Refusal> {
    let mut out = Found::default();
    out.notes.append(&mut feed.notes);
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut merged: Vec<Item> = Vec::new();
    let (mut twice, mut bare) = (0, 0);
    for mut item in std::mem::take(&mut feed.items) {
        item.id = line(&item.id, 120);
        if item.id.is_empty() {
            item.id = line(if item.url.is_empty() { &item.title } else { &item.url }, 120);
        }
        if item.id.is_empty() {
            bare += 1;
            continue;
        }
        match at.get(&item.id) {
            Some(i) => {
                let have = &mut merged[*i];
                let before = have.hosts.len();
                have.hosts.extend(
                    item.hosts.into_iter().filter(|h| !have.hosts.contains(h)).take(MOST_HOSTS).collect::<Vec<_>>(),
                );
                twice += usize::from(have.hosts.len() == before);
            }
            None => {
                at.insert(item.id.clone(), merged.len());
                merged.push(item);
            }
        }
    }
    let mut seen = 0;
    for item in &merged {
        let mark = known(item);
        seen += usize::from(mark.is_some());
        out.rows.push(row(item, feed, mark, found, d));
    }
    let n = out.rows.len();
    let mut notes = vec![match n {
        0 => format!("{}: nothing is listed.", feed.name),
        1 => format!("{}: 1 item.", feed.name),
        n => format!("{}: {n} items.", feed.name),
    }];
    if seen > 0 {
        notes.push(format!("{seen} of {n} you have already seen."));
    }
    let mut count = |n: usize, one: &str, many: &str| {
        if n > 0 {
            notes.push(if n == 1 { one.to_string() } else { many.replace("{n}", &n.to_string()) });
        }
    };
    count(feed.left_out, "1 line that only informs is left out.", "{n} lines that only inform are left out.");
    count(twice, "1 line stands twice and is taken once.", "{n} lines stand twice and are taken once.");
    count(
        bare,
        "1 line has neither number, title nor address and is left out.",
        "{n} lines have neither number, title nor address and are left out.",
    );
    notes.append(&mut out.notes);
    out.notes = notes;
    feed.hosts.sort();
    feed.hosts.dedup();
    out.hosts = std::mem::take(&mut feed.hosts);
    if n > MOST_DROPPED {
        return Err(refuse(
            d.name,
            format!("The list has {n} items."),
            format!("At most {MOST_DROPPED} are gone through at once; bring the newest part of it."),
        ));
    }
    Ok(out)
}
fn row(item: &Item, feed: &Feed, known: Option<String>, found: bool, d: &Dropped) -> Map<String, Value> {
    let mut row = Map::new();
    let mut put = |k: &str, v: String| {
        if !v.is_empty() {
            row.insert(k.into(), v.into());
        }
    };
    put("id", item.id.clone());
    let title = [&item.title, &item.says, &item.id].into_iter().map(|t| line(&plain(t), 160)).find(|t| !t.is_empty());
    put("title", title.unwrap_or_default());
    if let Some(code) = known {
        put("known", code);
    }
    put("source", line(if item.source.is_empty() { &feed.name } else { &item.source }, 120));
    if item.url.starts_with("https://") || item.url.starts_with("http://") {
        put("url", line(&item.url, 500));
    }
    put("published", day(&item.published, d.today));
    put("cve", item.cve.iter().filter(|c| cve(c)).take(40).cloned().collect::<Vec<_>>().join(", "));
    put("vendor", line(&item.vendor, 120));
    put("product", line(&item.product, 160));
    put("version", line(&item.version, 160));
    put("exploited", item.exploited.into());
    let scored = item.vectors.iter().rev().filter_map(|v| vector(v)).max_by(|a, b| a.0.version.cmp(b.0.version));
    if let Some((_, v)) = &scored {
        put("vector", v.clone());
    }
    let word = scored
        .map(|(s, _)| s.severity())
        .or_else(|| item.score.map(cvss::band))
        .unwrap_or_else(|| severity(&item.severity));
    if let Some(s) = word.or((found && !item.severity.is_empty()).then_some(isms::kinds::Severity::Low)) {
        put("severity", s.word().into());
    }
    put("host", item.hosts.iter().map(|h| line(h, 200)).filter(|h| !h.is_empty()).collect::<Vec<_>>().join(", "));
    put("fix", prose(&item.fix, 400));
    put("says", prose(&item.says, 1_500));
    row
}
/// A list as a source with one sheet, so that it can be brought in as a table is; none: it is no such list, but a table perhaps.
pub(crate) fn source(name: &str, bytes: &[u8]) -> Option<Result<Source, Refusal>> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf)).unwrap_or(0);
    if !matches!(bytes.get(start), Some(b'{' | b'[' | b'<')) {
        return None;
    }
    let mut feed = match read(name, bytes) {
        Ok(feed) => feed,
        // What is no list is refused as what it is not: a spreadsheet. What is one and damaged says so.
        Err(r) if NO_LIST.iter().any(|n| r.text.starts_with(n)) || bytes[start] == b'[' => return None,
        Err(r) => return Some(Err(r)),
    };
    let found = feed.tells == Tells::Findings;
    let (nothing, last) = (Isms::new("0"), chrono::NaiveDate::from_ymd_opt(2099, 12, 31).unwrap_or_default());
    let d = Dropped { name, bytes, isms: &nothing, today: last };
    let none = |_: &Item| None;
    let out = match rows(&mut feed, &d, &none, found) {
        Ok(out) => out,
        Err(r) => return Some(Err(r)),
    };
    if out.rows.is_empty() {
        return Some(Err(refuse(name, format!("{}: nothing is listed.", feed.name), "There is nothing to bring in.")));
    }
    let columns: &[(&str, &str)] = if found {
        &[
            ("Weakness", "title"),
            ("Identifier", "id"),
            ("Severity", "severity"),
            ("CVSS vector", "vector"),
            ("Exploited", "exploited"),
            ("Host", "host"),
            ("Details", "says"),
        ]
    } else {
        &[
            ("Threat", "title"),
            ("What is new", "says"),
            ("Who says so", "source"),
            ("Address", "url"),
            ("Published", "published"),
            ("Exploited", "exploited"),
            ("Number in the source", "id"),
            ("Maker", "vendor"),
            ("Product", "product"),
        ]
    };
    let line = |number: usize, cells: Vec<Cell>| Line { number: number as u32, cells, other_encoding: false };
    let mut lines = vec![line(1, columns.iter().map(|(head, _)| Cell::text(*head)).collect())];
    for (i, row) in out.rows.iter().enumerate() {
        let cell = |k: &str| {
            let t = row.get(k).and_then(Value::as_str).unwrap_or_default();
            // Where the source says nothing, its title is all there is; that no attacks are known is not said by it either.
            Cell::text(match (k, t) {
                ("says", "") => row.get("title").and_then(Value::as_str).unwrap_or_default(),
                ("exploited", "") => "unknown",
                (_, t) => t,
            })
        };
        lines.push(line(i + 2, columns.iter().map(|(_, k)| cell(k)).collect()));
    }
    let sheet = Sheet { name: feed.name.clone(), lines, ..Sheet::default() };
    Some(Ok(Source {
        name: name.to_string(),
        format: Format::Feed,
        encoding: feed.name,
        sheets: vec![sheet],
        notes: out.notes,
    }))
}

// ---- words of the sources

/// One line, its white space single, no control characters, at most so many characters.
pub(crate) fn line(text: &str, most: usize) -> String {
    let mut out = String::new();
    // Marks that turn the direction of writing could make a line read otherwise than it is.
    let unseen =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    for w in text.split(|c: char| c.is_whitespace() || c.is_control() || unseen(c)).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(w);
        if out.chars().count() > most {
            return out.chars().take(most - 1).collect::<String>() + "\u{2026}";
        }
    }
    out
}
/// Some lines, as plain text.
fn prose(text: &str, most: usize) -> String {
    let lines: Vec<String> = plain(text).lines().map(|l| line(l, most)).filter(|l| !l.is_empty()).collect();
    let whole = lines.join("\n");
    if whole.chars().count() <= most { whole } else { whole.chars().take(most - 1).collect::<String>() + "\u{2026}" }
}
/// Text without the marks of a web page.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains('<') {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.find('>').filter(|_| tag) {
            Some(close) => {
                out.push(
                    if after.starts_with("br")
                        || after.starts_with("p")
                        || after.starts_with("/p")
                        || after.starts_with("li")
                    {
                        '\n'
                    } else {
                        ' '
                    },
                );
                rest = &after[close + 1..];
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    for (name, c) in [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        out = out.replace(name, c);
    }
    out
}
/// A vector that can be computed; one without its version is read as 3.1 if its parts are those.
fn vector(v: &str) -> Option<(cvss::Scored, String)> {
    let v = v.trim().trim_start_matches('(').trim_end_matches(')');
    let whole = if v.starts_with("AV:") && v.contains("/PR:") { format!("CVSS:3.1/{v}") } else { v.to_string() };
    cvss::score(&whole).ok().filter(|_| whole.len() <= 200).map(|s| (s, whole))
}
/// The words of the sources for how grave something is; none: it only informs.
pub(crate) fn severity(word: &str) -> Option<isms::kinds::Severity> {
    use isms::kinds::Severity::*;
    match word.trim().to_lowercase().as_str() {
        "critical" | "urgent" => Some(Critical),
        "high" | "important" | "serious" | "error" => Some(High),
        "medium" | "moderate" | "warning" => Some(Medium),
        "low" | "minor" | "negligible" | "note" => Some(Low),
        _ => None,
    }
}
/// "CVE-2024-1234"
pub(crate) fn cve(text: &str) -> bool {
    let mut parts = text.split('-');
    parts.next() == Some("CVE")
        && parts.next().is_some_and(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))
        && parts.next().is_some_and(|n| (4..=19).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
        && parts.next().is_none()
}
/// Every number of that sort in a text, each once.
pub(crate) fn cves(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for w in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        let w = w.to_uppercase();
        if cve(&w) && !out.contains(&w) {
            out.push(w);
        }
    }
    out
}
/// A day as the sources write it; empty if it cannot be read, lies before 1990, or has not come yet.
fn day(text: &str, today: chrono::NaiveDate) -> String {
    let text = text.trim();
    let read = isms::dates::parse(text.get(..10).unwrap_or(text))
        .or_else(|| chrono::DateTime::parse_from_rfc2822(text).ok().map(|d| d.date_naive()));
    read.filter(|d| *d <= today && *d >= chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or(*d))
        .map_or_else(String::new, |d| d.to_string())
}
/// Text of a JSON field; numbers too.
pub(crate) fn text(v: &Value, path: &str) -> String {
    match v.pointer(path) {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    }
}
pub(crate) fn list<'a>(v: &'a Value, path: &str) -> impl Iterator<Item = &'a Value> {
    v.pointer(path).and_then(Value::as_array).into_iter().flatten()
}
/// "log4j-core" of "pkg:maven/org.apache.logging.log4j/log4j-core@2.13.2": maker, product, version.
pub(crate) fn purl(p: &str) -> (String, String, String) {
    let Some(rest) = p.strip_prefix("pkg:") else { return Default::default() };
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (path, version) = rest.rsplit_once('@').filter(|(a, _)| a.contains('/')).unwrap_or((rest, ""));
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    let maker = if parts.len() > 1 { parts[parts.len() - 1] } else { "" };
    let clean = |s: &str| s.replace("%40", "@").replace("%2F", "/");
    (clean(maker), clean(name), version.replace("%2B", "+"))
}
/// Maker, product and version of "cpe:2.3:a:rubyonrails:rails:6.0:…".
pub(crate) fn cpe(c: &str) -> (String, String, String) {
    let rest = c.strip_prefix("cpe:2.3:").or_else(|| c.strip_prefix("cpe:/")).unwrap_or_default();
    let mut parts = rest
        .split(':')
        .skip(1)
        .map(|p| if matches!(p, "*" | "-") { String::new() } else { p.replace('_', " ").replace('\\', "") });
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}
