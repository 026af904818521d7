//! Lists of threats and reports of scanners: every sample read to rows, and files that lie refused with a sentence.
//! What is expected of the samples stands in `files/feeds.txt`; `ISMS_BLESS=1` writes what it is now.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use chrono::NaiveDate;
use isms::{Change, Isms, Proposal, Stamp, Verb};
use isms_import::{Choices, Import, Source, beside, dropped};
use serde_json::{Value, json};
use std::path::Path;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 18).unwrap()
}
fn read(of: &str, name: &str, bytes: &[u8]) -> Result<Value, isms::Refusal> {
    dropped(of, name, bytes, &Isms::new("0"), today())
}
fn sample(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/feeds/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}
fn no(of: &str, bytes: &[u8]) -> String {
    let r = read(of, "list.txt", bytes).unwrap_err();
    format!("{} {}", r.text, r.hint)
}
fn files(dir: &Path, out: &mut Vec<String>) {
    let mut all: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    for p in all {
        if p.is_dir() {
            files(&p, out);
        } else {
            out.push(p.to_string_lossy().replace('\\', "/"));
        }
    }
}
/// What is made of a file: how many rows, what is said of it, how grave they are, the first and the last row.
fn told(path: &str, of: &str) -> String {
    match read(of, path, &sample(path)) {
        Err(r) => format!("{of}: {} {}\n", r.text, r.hint),
        Ok(v) => {
            let rows = v["rows"].as_array().unwrap();
            let mut out = format!(
                "{of}: {} {}. {}\n",
                rows.len(),
                if rows.len() == 1 { "row" } else { "rows" },
                v["notes"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect::<Vec<_>>().join(" ")
            );
            let count = |s: &str| rows.iter().filter(|r| r["severity"] == s).count();
            let grave: Vec<String> = ["critical", "high", "medium", "low"]
                .iter()
                .filter(|s| count(s) > 0)
                .map(|s| format!("{} {s}", count(s)))
                .collect();
            if !grave.is_empty() {
                out += &format!("  {}\n", grave.join(", "));
            }
            if let Some(h) = v["hosts"].as_array() {
                out += &format!("  hosts: {} ({})\n", h.len(), h[0].as_str().unwrap());
            }
            let mut shown: Vec<&Value> = rows.iter().take(1).collect();
            shown.extend(rows.iter().skip(1).last());
            for r in shown {
                let mut r = r.clone();
                for long in ["says", "fix"] {
                    if let Some(s) = r[long].as_str() {
                        r[long] = s.chars().take(60).collect::<String>().into();
                    }
                    if r[long].is_null() {
                        r.as_object_mut().unwrap().remove(long);
                    }
                }
                out += &format!("  {r}\n");
            }
            out
        }
    }
}

#[test]
fn every_sample_is_recognised_by_its_content_and_read_to_rows() {
    let root = format!("{}/tests/files/feeds", env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(Path::new(&root), &mut all);
    let mut out = String::new();
    for path in all.iter().map(|p| p.rsplit_once("/feeds/").unwrap().1).filter(|p| *p != "SOURCES.md") {
        out += &format!("== {path}\n{}{}", told(path, "threats"), told(path, "findings"));
    }
    let at = format!("{}/tests/files/feeds.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("ISMS_BLESS").is_some() {
        std::fs::write(&at, &out).unwrap();
    }
    let expected = std::fs::read_to_string(&at).unwrap();
    for (i, (a, b)) in out.lines().zip(expected.lines()).enumerate() {
        assert_eq!(a, b, "line {}", i + 1);
    }
    assert_eq!(out.lines().count(), expected.lines().count());
}

#[test]
fn the_name_of_a_file_says_nothing() {
    let v = read("threats", "holiday.xlsx", &sample("kev/kev-two-entries.json")).unwrap();
    assert_eq!(v["rows"][1]["id"], "CVE-2022-1388");
    assert_eq!(
        (v["rows"][1]["vendor"].as_str(), v["rows"][1]["product"].as_str(), v["rows"][1]["exploited"].as_str()),
        (Some("F5"), Some("BIG-IP"), Some("confirmed"))
    );
}

#[test]
fn the_same_catalogue_as_table_and_as_json_is_the_same_rows() {
    let table = read("threats", "a", &sample("kev/kev-2025-08-25.csv")).unwrap();
    let json = read("threats", "b", &sample("kev/kev-2025-08-25.json")).unwrap();
    let (a, b) = (table["rows"].as_array().unwrap(), json["rows"].as_array().unwrap());
    let raw: Value = serde_json::from_slice(&sample("kev/kev-2025-08-25.json")).unwrap();
    assert_eq!(a.len(), raw["vulnerabilities"].as_array().unwrap().len());
    assert_eq!(a.len(), b.len());
    let by = |rows: &[Value]| {
        rows.iter()
            .map(|r| (r["id"].to_string(), r["product"].to_string(), r["published"].to_string()))
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(by(a), by(b));
}

#[test]
fn what_the_file_has_already_is_marked_and_counted() {
    let mut isms = Isms::new("0");
    let mut put = |kind: &str, code: &str, more: Value| {
        let mut body = (isms::kinds::kind(kind).unwrap().example)();
        more.as_object().unwrap().iter().for_each(|(k, v)| body[k] = v.clone());
        let mut salt = || [1u8; 32];
        let proposal = Proposal { verb: Verb::Add, why: String::new(), changes: vec![Change::put(kind, code, body)] };
        let planned = isms
            .plan(
                proposal,
                &mut Stamp {
                    at: today().and_hms_opt(9, 0, 0).unwrap().and_utc(),
                    on: today(),
                    by: "P-0".into(),
                    salt: &mut salt,
                },
            )
            .unwrap_or_else(|e| panic!("{e}"));
        isms.apply(&planned);
    };
    put("person", "P-0", json!({}));
    put("asset", "A-0", json!({}));
    put("threat", "T-0", json!({"item": "CVE-2014-0160"}));
    put("vulnerability", "V-0", json!({"identifiers": ["nessus-35291"]}));
    let v = dropped("threats", "k", &sample("kev/kev-two-entries.json"), &isms, today()).unwrap();
    assert_eq!((v["rows"][0]["known"].as_str(), v["rows"][1].get("known")), (Some("T-0"), None));
    assert_eq!(v["notes"][1], "1 of 2 you have already seen.");
    let v = dropped("findings", "n", &sample("nessus/nessus-many.csv"), &isms, today()).unwrap();
    let marked: Vec<&Value> = v["rows"].as_array().unwrap().iter().filter(|r| r.get("known").is_some()).collect();
    assert_eq!((marked.len(), &marked[0]["id"], &marked[0]["known"]), (1, &json!("nessus-35291"), &json!("V-0")));
}

#[test]
fn a_further_file_is_laid_beside_the_first() {
    let a = read("threats", "two.json", &sample("kev/kev-two-entries.json")).unwrap();
    let b = read("threats", "all.json", &sample("kev/kev-2025-08-25.json")).unwrap();
    let n = b["rows"].as_array().unwrap().len();
    let both = beside("threats", Some(&a), b.clone());
    // Both of the two stand in the catalogue as well.
    assert_eq!(both["rows"].as_array().unwrap().len(), n);
    assert_eq!((both["file"].as_str(), both["also"][0]["file"].as_str()), (Some("all.json"), Some("two.json")));
    assert_eq!(beside("table", Some(&a), b.clone()), b);
}

#[test]
fn what_belongs_elsewhere_says_where() {
    assert!(no("threats", &sample("nessus/nessus-was.nessus")).contains(
        "It is a report of Nessus: what was found in your own house. Bring it in with the weaknesses of the month."
    ));
    assert!(
        no("findings", &sample("stix/apt1.json"))
            .contains("It is \u{201c}STIX bundle\u{201d}: news, and not what was found in your own house.")
    );
    assert!(
        no("threats", &sample("kev/kev-schema.json")).contains("It describes a format (a JSON schema); it is no list.")
    );
}

#[test]
fn shorthand_of_a_files_own_is_refused_before_it_grows() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&c;</title></item></channel></rss>"#;
    assert!(
        no("threats", bomb.as_bytes()).starts_with(
            "The file defines shorthand of its own (entities), by which a small file can become a huge one."
        )
    );
    let outside = r#"<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>"#;
    assert!(no("threats", outside.as_bytes()).contains("shorthand of its own"));
    // Without a declaration a name is a blank; it is never looked up.
    let v = read(
        "threats",
        "f",
        b"<rss><channel><item><guid>1</guid><title>A&nbsp;B &lt; C &#68;</title></item></channel></rss>",
    )
    .unwrap();
    assert_eq!(v["rows"][0]["title"], "A B < C D");
}

#[test]
fn deep_and_wide_files_are_refused_before_they_are_built() {
    let deep = |open: &str, close: &str, n: usize| format!("{}{}", open.repeat(n), close.repeat(n));
    for text in
        [deep("<a>", "</a>", 100_000), format!("{{\"a\":{}}}", deep("[", "]", 100_000)), deep("{\"a\":", "}", 100_000)]
    {
        assert_eq!(
            no("threats", text.as_bytes()),
            "The file is nested deeper than any such list (limit 100). Nothing of it was read. Fetch it once more from where it came."
        );
    }
    let wide = format!("[{}1]", "1,".repeat(1_050_000));
    assert!(no("threats", wide.as_bytes()).starts_with("The file has more than 1000000 parts."));
    let wide = format!("<rss>{}</rss>", "<a/>".repeat(1_050_000));
    assert!(no("threats", wide.as_bytes()).starts_with("The file has more than 1000000 parts."));
    let quoted = format!(
        "{{\"vulnerabilities\":[{{\"cveID\":\"CVE-2024-1234\",\"shortDescription\":\"{}\"}}]}}",
        "[{,\\\"".repeat(500)
    );
    assert_eq!(read("threats", "q", quoted.as_bytes()).unwrap()["rows"].as_array().unwrap().len(), 1);
}

#[test]
fn too_large_empty_cut_and_foreign_files_are_refused_with_a_sentence() {
    assert!(no("threats", &vec![b' '; (50 << 20) + 1]).starts_with("The file has 50 MB. At most 50 MB are read"));
    assert!(no("threats", b"").starts_with("The file is empty."));
    assert!(
        no("threats", b"<!doctype html><html><body>CVE</body></html>").starts_with("It is a web page, not a list.")
    );
    assert!(no("threats", b"{\"a\": 1}").starts_with("It is none of the lists that are read here."));
    assert!(no("findings", b"a;b\n1;2\n").starts_with("It is none of the lists that are read here."));
    assert!(no("threats", b"PK\x03\x04rubbish").starts_with("The packed folder is damaged."));
    let kev = sample("kev/kev-two-entries.json");
    assert_eq!(
        no("threats", &kev[..kev.len() - 40]),
        "The file is damaged: line 25 is no JSON any more. Fetch it once more from where it came."
    );
    let scan = sample("burp/seven-findings.xml");
    assert!(no("findings", &scan[..scan.len() / 2]).starts_with("The file is damaged:"));
}

#[test]
fn a_packed_folder_that_lies_of_its_size_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.json", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![b' '; 51 << 20]).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert!(
        no("threats", &bytes)
            .starts_with("The packed folder unpacks to far more than its size (over 100 MB, or one file over 50).")
    );
}

#[test]
fn lies_in_a_list_are_not_believed() {
    let list = json!({"catalogVersion": "x", "count": 7, "vulnerabilities": [
        {"cveID": "CVE-2024-1234", "vulnerabilityName": "A\u{0007}\u{202e} b", "dateAdded": "2031-01-01", "shortDescription": "x".repeat(90_000)},
        {"cveID": "CVE-2024-1234"}, {"cveID": 5}, "text", {},
    ]});
    let v = read("threats", "k", list.to_string().as_bytes()).unwrap();
    let row = &v["rows"][0];
    assert_eq!(v["rows"].as_array().unwrap().len(), 1);
    assert_eq!((row.get("published"), row["says"].as_str().unwrap().chars().count()), (None, 1_500));
    assert_eq!(row["title"], "A b");
    let notes = v["notes"].to_string();
    for says in [
        "The list says that it has 7 items; it has 5.",
        "1 line stands twice and is taken once.",
        "3 lines have neither number, title nor address and are left out.",
    ] {
        assert!(notes.contains(says), "{notes}");
    }
    let sites = r#"<rss><channel><item><guid>javascript:alert(1)</guid><title>x</title><link>javascript:alert(1)</link></item></channel></rss>"#;
    assert_eq!(read("threats", "r", sites.as_bytes()).unwrap()["rows"][0].get("url"), None);
}

#[test]
fn severity_is_computed_from_the_vector_and_never_taken_from_the_word_beside_it() {
    let bom = json!({"bomFormat": "CycloneDX", "vulnerabilities": [{"id": "CVE-2024-1", "ratings": [{"severity": "low", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]}, {"id": "CVE-2024-2", "ratings": [{"severity": "high", "vector": "nonsense"}]}]});
    let v = read("findings", "b", bom.to_string().as_bytes()).unwrap();
    assert_eq!(
        (&v["rows"][0]["severity"], &v["rows"][1]["severity"], v["rows"][1].get("vector")),
        (&json!("critical"), &json!("high"), None)
    );
}

#[test]
fn a_list_is_brought_in_as_a_table_is() {
    let mut isms = Isms::new("0");
    let mut salt = || [1u8; 32];
    let mut stamp =
        Stamp { at: today().and_hms_opt(9, 0, 0).unwrap().and_utc(), on: today(), by: "P-0".into(), salt: &mut salt };
    let examples = [("person", "P-0"), ("asset", "A-0")];
    let changes = examples.iter().map(|(k, c)| Change::put(k, c, (isms::kinds::kind(k).unwrap().example)())).collect();
    let planned = isms.plan(Proposal { verb: Verb::Add, why: String::new(), changes }, &mut stamp).unwrap();
    isms.apply(&planned);
    let mut bring = |path: &str, kind: &str, given: &[(&str, &str)]| {
        let source = Source::read(path, &sample(path)).unwrap_or_else(|r| panic!("{r}"));
        let answers = given.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
        let look = Import::look(&source, &isms, today(), &Choices { answers, ..Choices::default() })
            .unwrap_or_else(|r| panic!("{r}"));
        let asks: Vec<String> = look.asks.iter().map(|a| format!("{} {:?}", a.id, a.answer)).collect();
        let wrong: Vec<String> = look.rows.iter().flat_map(|r| r.errors.iter().map(|e| e.text.clone())).collect();
        assert_eq!((look.kind, look.counts.errors), (kind, 0), "{asks:?} {wrong:?}");
        let planned = isms.plan(look.proposal(false).unwrap(), &mut stamp).unwrap_or_else(|r| panic!("{r}"));
        isms.apply(&planned);
        let (_, r) = isms.each(kind).last().unwrap();
        Value::Object(r.body_json())
    };
    let t = bring("kev/kev-two-entries.json", "threat", &[("missing:level", "operational")]);
    assert_eq!(
        (&t["item"], &t["vendor"], &t["exploited"], &t["relevant"], &t["state"], &t["published_on"]),
        (
            &json!("CVE-2022-1388"),
            &json!("F5"),
            &json!("confirmed"),
            &json!("not_judged"),
            &json!("new"),
            &json!("2022-05-10")
        )
    );
    let v = bring(
        "trivy/many.json",
        "vulnerability",
        &[("missing:found_on", "2026-01-01"), ("missing:due", "2027-02-18"), ("hit", "A-0")],
    );
    assert_eq!(
        (&v["identifiers"], &v["hosts"], &v["severity"], &v["decision"], &v["assets"]),
        (
            &json!(["CVE-2018-1324/org.apache.commons:commons-compress"]),
            &json!(["teamdojo:latest"]),
            &json!("medium"),
            &json!("open"),
            &json!(["A-0"])
        )
    );
    // Damage is damage here too, and what is no list is still no spreadsheet.
    assert!(Source::read("x.json", b"{\"vulnerabilities\": [").unwrap_err().text.starts_with("The file is damaged"));
    assert!(Source::read("x.csv", b"<?xml version='1.0'?><a/>").unwrap_err().text.contains("XML"));
}
