//! Reports of scanners: CycloneDX, SARIF, Trivy, Grype, OSV-Scanner, Nessus, Greenbone, ZAP, Burp, Nmap.
//! Lines that only inform are counted and left out; a host that was reached is named even if nothing was found on it.
use super::tree::Node;
use super::{Feed, Item, Tells, cves, list, news, purl, severity, text};
use serde_json::Value;
use std::collections::HashMap;

const SAFE: (&str, &str) = (
    "1 item says that what it names is not affected, and is left out.",
    "{n} items say that what they name is not affected, and are left out.",
);

pub(super) fn json(v: &Value) -> Option<Feed> {
    if v["bomFormat"] == "CycloneDX" {
        return Some(cyclonedx(v));
    }
    if v.get("runs").is_some_and(Value::is_array) && (v["version"] == "2.1.0" || text(v, "/$schema").contains("sarif"))
    {
        return Some(sarif(v));
    }
    if v.get("matches").is_some_and(Value::is_array) {
        return Some(grype(v));
    }
    if list(v, "/results").next().is_some_and(|r| r.get("packages").is_some()) {
        return Some(osv_scanner(v));
    }
    let trivy = v.get("SchemaVersion").is_some() && v.get("ArtifactName").is_some();
    let cluster = v.get("ClusterName").is_some();
    let legacy = v.as_array().is_some_and(|a| !a.is_empty() && a.iter().all(|r| r.get("Target").is_some()));
    (trivy || cluster || legacy).then(|| trivy_of(v))
}
pub(super) fn xml(root: &Node) -> Option<Feed> {
    match root.name.as_str() {
        "NessusClientData_v2" => Some(nessus(root)),
        "report" if root.the("report").is_some() || root.the("results").is_some() => Some(greenbone(root)),
        "get_reports_response" => root.the("report").map(greenbone),
        "OWASPZAPReport" => Some(zap(root)),
        "issues" if !root.attribute("burpVersion").is_empty() || root.the("issue").is_some() => Some(burp(root)),
        "nmaprun" => Some(nmap(root)),
        "bom" => Some(cyclonedx_xml(root)),
        _ => None,
    }
}
pub(super) fn table<'a>(
    has: &dyn Fn(&[&str]) -> bool,
    rows: impl Iterator<Item = HashMap<&'a str, String>>,
) -> Option<Feed> {
    if has(&["NVT Name", "NVT OID"]) {
        return Some(greenbone_table(rows));
    }
    let nessus = has(&["Plugin", "Plugin Name"]) || has(&["Plugin ID", "Name", "Host"]);
    nessus.then(|| nessus_table(rows))
}
/// Takes an item in, or counts it if it only informs.
fn keep(feed: &mut Feed, item: Item) {
    let graded = severity(&item.severity).is_some() || item.score.is_some_and(|s| s >= 0.1) || !item.vectors.is_empty();
    feed.hosts.extend(item.hosts.iter().cloned());
    if graded || item.severity.is_empty() || item.severity.eq_ignore_ascii_case("unknown") {
        feed.items.push(item);
    } else {
        feed.left_out += 1;
    }
}

// ---- lists of parts
fn cyclonedx(v: &Value) -> Feed {
    let mut feed = Feed::new("CycloneDX", Tells::Products);
    let mut parts: HashMap<String, [String; 3]> = HashMap::new();
    let mut stack: Vec<&Value> = list(v, "/components").chain(v.pointer("/metadata/component")).collect();
    let mut n = 0;
    while let Some(c) = stack.pop() {
        n += 1;
        parts.insert(
            text(c, "/bom-ref"),
            [
                [text(c, "/group"), text(c, "/publisher")].into_iter().find(|t| !t.is_empty()).unwrap_or_default(),
                text(c, "/name"),
                text(c, "/version"),
            ],
        );
        stack.extend(list(c, "/components"));
    }
    let whole = text(v, "/metadata/component/name");
    let mut safe = 0;
    for w in list(v, "/vulnerabilities") {
        if matches!(
            w.pointer("/analysis/state").and_then(Value::as_str),
            Some("not_affected" | "false_positive" | "resolved" | "resolved_with_pedigree")
        ) {
            safe += 1;
            continue;
        }
        let refs: Vec<String> = list(w, "/affects").map(|a| text(a, "/ref")).collect();
        let ratings: Vec<[String; 3]> =
            list(w, "/ratings").map(|r| [text(r, "/vector"), text(r, "/severity"), text(r, "/score")]).collect();
        let more = [text(w, "/analysis/detail"), text(w, "/recommendation")];
        feed.items.push(weak_part(
            &text(w, "/id"),
            &[text(w, "/description"), text(w, "/detail")],
            more,
            &text(w, "/source/url"),
            &[text(w, "/published"), text(v, "/metadata/timestamp")],
            &refs,
            &parts,
            ratings,
            &whole,
        ));
    }
    parts_note(&mut feed, n);
    feed.note(safe, SAFE.0, SAFE.1);
    feed
}
fn parts_note(feed: &mut Feed, parts: usize) {
    if feed.items.is_empty() && parts > 0 {
        feed.notes.push(format!(
            "It is a list of {parts} {} and names no weakness.",
            if parts == 1 { "part" } else { "parts" }
        ));
    }
}
#[allow(clippy::too_many_arguments)] // What the two forms of one format have in common.
fn weak_part(
    id: &str,
    says: &[String; 2],
    more: [String; 2],
    url: &str,
    days: &[String; 2],
    refs: &[String],
    parts: &HashMap<String, [String; 3]>,
    ratings: Vec<[String; 3]>,
    whole: &str,
) -> Item {
    let part = refs.iter().find_map(|r| parts.get(r)).cloned().or_else(|| {
        let (maker, name, version) = purl(refs.first().map_or("", String::as_str));
        (!name.is_empty()).then_some([maker, name, version])
    });
    let [vendor, mut product, version] = part.unwrap_or_default();
    if product.is_empty() {
        product = refs.first().and_then(|r| r.rsplit(['#', '/']).next()).unwrap_or_default().to_string();
    }
    Item {
        id: if product.is_empty() { id.to_string() } else { format!("{id}/{product}") },
        title: if product.is_empty() { id.to_string() } else { format!("{id} in {product} {version}") },
        says: says
            .iter()
            .find(|t| !t.is_empty())
            .into_iter()
            .chain([&more[0]])
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("\n"),
        fix: more[1].clone(),
        url: url.to_string(),
        published: days.iter().find(|d| !d.is_empty()).cloned().unwrap_or_default(),
        cve: cves(id),
        severity: ratings.iter().map(|r| r[1].clone()).find(|s| severity(s).is_some()).unwrap_or_default(),
        score: ratings.iter().find_map(|r| r[2].parse().ok()),
        vectors: ratings.into_iter().map(|r| r[0].clone()).collect(),
        hosts: Some(whole.to_string()).into_iter().filter(|w| !w.is_empty()).collect(),
        vendor,
        product,
        version,
        ..Item::default()
    }
}
fn cyclonedx_xml(root: &Node) -> Feed {
    let mut feed = Feed::new("CycloneDX", Tells::Products);
    let mut found = Vec::new();
    root.deep("component", &mut found);
    let parts: HashMap<String, [String; 3]> = found
        .iter()
        .map(|c| {
            (
                c.attribute("bom-ref").to_string(),
                [
                    [c.said("group"), c.said("publisher")]
                        .into_iter()
                        .find(|t| !t.is_empty())
                        .unwrap_or_default()
                        .to_string(),
                    c.said("name").to_string(),
                    c.said("version").to_string(),
                ],
            )
        })
        .collect();
    let whole =
        root.the("metadata").and_then(|m| m.the("component")).map(|c| c.said("name").to_string()).unwrap_or_default();
    let stamp = root.the("metadata").map(|m| m.said("timestamp").to_string()).unwrap_or_default();
    let mut safe = 0;
    for w in root.the("vulnerabilities").into_iter().flat_map(|v| v.all("vulnerability")) {
        let state = w.the("analysis").map(|a| a.said("state")).unwrap_or_default();
        if matches!(state, "not_affected" | "false_positive" | "resolved" | "resolved_with_pedigree") {
            safe += 1;
            continue;
        }
        let mut refs = Vec::new();
        w.deep("ref", &mut refs);
        let refs: Vec<String> = refs.iter().map(|r| r.text.trim().to_string()).collect();
        let ratings = w
            .the("ratings")
            .into_iter()
            .flat_map(|r| r.all("rating"))
            .map(|r| [r.said("vector").to_string(), r.said("severity").to_string(), r.said("score").to_string()])
            .collect();
        feed.items.push(weak_part(
            w.said("id"),
            &[w.said("description").to_string(), w.said("detail").to_string()],
            [
                w.the("analysis").map(|a| a.said("detail").to_string()).unwrap_or_default(),
                w.the("recommendation").map(|r| r.text.trim().to_string()).unwrap_or_default(),
            ],
            w.the("source").map(|s| s.said("url")).unwrap_or_default(),
            &[w.said("published").to_string(), stamp.clone()],
            &refs,
            &parts,
            ratings,
            &whole,
        ));
    }
    parts_note(&mut feed, found.len());
    feed.note(safe, SAFE.0, SAFE.1);
    feed
}

// ---- code and packages
fn sarif(v: &Value) -> Feed {
    let tool = list(v, "/runs").next().map(|r| text(r, "/tool/driver/name")).unwrap_or_default();
    let mut feed = Feed::new(
        if tool.is_empty() { "SARIF".to_string() } else { format!("{} (SARIF)", super::line(&tool, 80)) },
        Tells::Findings,
    );
    for run in list(v, "/runs") {
        let rules: HashMap<String, &Value> = list(run, "/tool/driver/rules").map(|r| (text(r, "/id"), r)).collect();
        let driver = text(run, "/tool/driver/name");
        let code = list(run, "/versionControlProvenance")
            .map(|p| text(p, "/repositoryUri"))
            .find(|u| !u.is_empty())
            .unwrap_or_else(|| format!("code that {driver} looked at"));
        for r in list(run, "/results") {
            if matches!(r["kind"].as_str(), Some("pass" | "notApplicable" | "informational"))
                || list(r, "/suppressions").next().is_some()
            {
                feed.left_out += 1;
                continue;
            }
            let rule_id =
                [text(r, "/ruleId"), text(r, "/rule/id")].into_iter().find(|i| !i.is_empty()).unwrap_or_default();
            let rule = rules
                .get(&rule_id)
                .copied()
                .or_else(|| list(run, "/tool/driver/rules").nth(r["ruleIndex"].as_u64().unwrap_or(u64::MAX) as usize));
            let of = |p: &str| rule.map(|x| text(x, p)).unwrap_or_default();
            let place = list(r, "/locations")
                .map(|l| {
                    (text(l, "/physicalLocation/artifactLocation/uri"), text(l, "/physicalLocation/region/startLine"))
                })
                .next()
                .unwrap_or_default();
            let message = [text(r, "/message/text"), text(r, "/message/markdown")]
                .into_iter()
                .find(|m| !m.is_empty())
                .unwrap_or_default();
            let level = [text(r, "/level"), of("/defaultConfiguration/level")]
                .into_iter()
                .find(|l| !l.is_empty())
                .unwrap_or_else(|| "warning".into());
            let title = [of("/shortDescription/text"), of("/name"), rule_id.clone(), message.clone()]
                .into_iter()
                .find(|t| !t.is_empty())
                .unwrap_or_default();
            let at = if place.0.is_empty() {
                String::new()
            } else {
                format!("{}{}{}", place.0, if place.1.is_empty() { "" } else { ":" }, place.1)
            };
            keep(
                &mut feed,
                Item {
                    id: format!(
                        "{driver}/{rule_id}{}{}",
                        if place.0.is_empty() { "" } else { "/" },
                        place.0.rsplit('/').next().unwrap_or_default()
                    ),
                    title: if at.is_empty() {
                        title
                    } else {
                        format!("{title} ({})", at.rsplit('/').next().unwrap_or(&at))
                    },
                    says: [message, at].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n"),
                    url: of("/helpUri"),
                    cve: cves(&rule_id),
                    score: of("/properties/security-severity").parse().ok(),
                    severity: if level == "none" { "information".into() } else { level },
                    hosts: vec![code.clone()],
                    ..Item::default()
                },
            );
        }
    }
    feed
}
fn trivy_of(v: &Value) -> Feed {
    let mut feed = Feed::new("Trivy", Tells::Findings);
    // Results of one artifact, of a cluster's things, or a bare list.
    let mut results: Vec<(String, &Value)> = Vec::new();
    let artifact = text(v, "/ArtifactName");
    results.extend(list(v, "/Results").map(|r| (artifact.clone(), r)));
    results.extend(v.as_array().into_iter().flatten().map(|r| (text(r, "/Target"), r)));
    for part in ["/Vulnerabilities", "/Misconfigurations", "/Resources"] {
        for thing in list(v, part) {
            let name = format!("{}/{} {}", text(thing, "/Namespace"), text(thing, "/Kind"), text(thing, "/Name"));
            results.extend(list(thing, "/Results").map(|r| (name.trim_start_matches('/').to_string(), r)));
        }
    }
    for (host, r) in results {
        feed.hosts.push(host.clone());
        for w in list(r, "/Vulnerabilities") {
            let id = text(w, "/VulnerabilityID");
            let product = text(w, "/PkgName");
            let mut scores: Vec<(&String, &Value)> = w["CVSS"].as_object().into_iter().flatten().collect();
            scores.sort_by_key(|(who, _)| (who.as_str() != "nvd", who.as_str()));
            let fixed = text(w, "/FixedVersion");
            feed.items.push(Item {
                id: format!("{id}/{product}"),
                title: [text(w, "/Title"), format!("{id} in {product}")]
                    .into_iter()
                    .find(|t| !t.is_empty())
                    .unwrap_or_default(),
                says: text(w, "/Description"),
                url: text(w, "/PrimaryURL"),
                published: text(w, "/PublishedDate"),
                cve: cves(&id),
                version: text(w, "/InstalledVersion"),
                vectors: scores
                    .iter()
                    .flat_map(|(_, s)| [text(s, "/V40Vector"), text(s, "/V3Vector")])
                    .filter(|t| !t.is_empty())
                    .collect(),
                severity: text(w, "/Severity"),
                fix: if fixed.is_empty() { String::new() } else { format!("Mended in {product} {fixed}.") },
                hosts: vec![host.clone()],
                product,
                ..Item::default()
            });
        }
        for w in list(r, "/Misconfigurations").filter(|w| w["Status"] != "PASS") {
            keep(
                &mut feed,
                Item {
                    id: format!("{}/{}", text(w, "/ID"), text(r, "/Target")),
                    title: text(w, "/Title"),
                    says: [text(w, "/Description"), text(w, "/Message")].join("\n"),
                    url: text(w, "/PrimaryURL"),
                    severity: text(w, "/Severity"),
                    fix: text(w, "/Resolution"),
                    hosts: vec![host.clone()],
                    ..Item::default()
                },
            );
        }
        for w in list(r, "/Secrets") {
            keep(
                &mut feed,
                Item {
                    id: format!("{}/{}", text(w, "/RuleID"), text(r, "/Target")),
                    title: format!("Secret in a file: {}", text(w, "/Title")),
                    says: format!(
                        "In {}, line {}. What it is is not kept here.",
                        text(r, "/Target"),
                        text(w, "/StartLine")
                    ),
                    severity: text(w, "/Severity"),
                    fix: "Make it worthless: change the secret, then take it out of the file.".into(),
                    hosts: vec![host.clone()],
                    ..Item::default()
                },
            );
        }
    }
    feed
}
fn grype(v: &Value) -> Feed {
    let mut feed = Feed::new("Grype", Tells::Findings);
    let host = [text(v, "/source/target/userInput"), text(v, "/source/target"), "what Grype looked at".into()]
        .into_iter()
        .find(|t| !t.is_empty())
        .unwrap_or_default();
    feed.hosts.push(host.clone());
    for m in list(v, "/matches") {
        let id = text(m, "/vulnerability/id");
        let product = text(m, "/artifact/name");
        let related = || list(m, "/relatedVulnerabilities");
        let mut cve = cves(&id);
        cve.extend(related().map(|r| text(r, "/id")).filter(|c| super::cve(c) && *c != id));
        let fixed: Vec<&str> = list(m, "/vulnerability/fix/versions").filter_map(Value::as_str).collect();
        let attacked =
            [&m["vulnerability"]].into_iter().chain(related()).any(|x| list(x, "/knownExploited").next().is_some());
        keep(
            &mut feed,
            Item {
                id: format!("{id}/{product}"),
                title: format!("{id} in {product} {}", text(m, "/artifact/version")),
                says: [text(m, "/vulnerability/description")]
                    .into_iter()
                    .chain(related().map(|r| text(r, "/description")))
                    .find(|t| !t.is_empty())
                    .unwrap_or_default(),
                url: text(m, "/vulnerability/dataSource"),
                vectors: list(m, "/vulnerability/cvss")
                    .chain(related().flat_map(|r| list(r, "/cvss")))
                    .map(|c| text(c, "/vector"))
                    .collect(),
                severity: text(m, "/vulnerability/severity"),
                version: text(m, "/artifact/version"),
                exploited: if attacked { "confirmed" } else { "" },
                fix: if fixed.is_empty() {
                    String::new()
                } else {
                    format!("Mended in {product} {}.", fixed.join(", "))
                },
                hosts: vec![host.clone()],
                cve,
                product,
                ..Item::default()
            },
        );
    }
    feed
}
fn osv_scanner(v: &Value) -> Feed {
    let mut feed = Feed::new("OSV-Scanner", Tells::Findings);
    for r in list(v, "/results") {
        let host = text(r, "/source/path");
        feed.hosts.push(host.clone());
        for p in list(r, "/packages") {
            let (product, version) = (text(p, "/package/name"), text(p, "/package/version"));
            for mut item in list(p, "/vulnerabilities").filter_map(news::osv) {
                item.id = format!("{}/{product}", item.id);
                item.hosts = vec![host.clone()];
                item.version = version.clone();
                item.source = "OSV-Scanner".into();
                feed.items.push(item);
            }
        }
    }
    feed
}

// ---- machines
fn nessus(root: &Node) -> Feed {
    let mut feed = Feed::new("Nessus", Tells::Findings);
    for host in root.all("Report").flat_map(|r| r.all("ReportHost")) {
        let tags = || host.the("HostProperties").into_iter().flat_map(|p| p.all("tag"));
        let tag = |name: &str| tags().find(|t| t.attribute("name") == name).map(|t| t.text.trim().to_string());
        let is = tag("host-fqdn").filter(|t| !t.is_empty()).unwrap_or_else(|| host.attribute("name").to_string());
        feed.hosts.push(is.clone());
        for i in host.all("ReportItem") {
            let grade = ["information", "low", "medium", "high", "critical"];
            keep(
                &mut feed,
                Item {
                    id: format!("nessus-{}", i.attribute("pluginID")),
                    title: i.attribute("pluginName").to_string(),
                    says: [i.said("synopsis"), i.said("description")]
                        .into_iter()
                        .filter(|t| !t.is_empty())
                        .collect::<Vec<_>>()
                        .join("\n"),
                    url: i.said("see_also").lines().next().unwrap_or_default().to_string(),
                    published: i.said("vuln_publication_date").replace('/', "-"),
                    cve: i.all("cve").flat_map(|c| cves(&c.text)).collect(),
                    vectors: ["cvss4_vector", "cvss3_vector"]
                        .map(|n| i.said(n).to_string())
                        .into_iter()
                        .filter(|v| !v.is_empty() && i.attribute("severity") != "0")
                        .collect(),
                    severity: grade
                        .get(i.attribute("severity").parse::<usize>().unwrap_or(9))
                        .copied()
                        .unwrap_or_default()
                        .to_string(),
                    fix: i.said("solution").to_string(),
                    exploited: if i.said("exploited_by_malware") == "true" { "claimed" } else { "" },
                    hosts: vec![is.clone()],
                    ..Item::default()
                },
            );
        }
    }
    feed
}
fn nessus_table<'a>(rows: impl Iterator<Item = HashMap<&'a str, String>>) -> Feed {
    let mut feed = Feed::new("Nessus", Tells::Findings);
    for r in rows {
        let t =
            |names: &[&str]| names.iter().filter_map(|n| r.get(n)).find(|v| !v.is_empty()).cloned().unwrap_or_default();
        let grade = t(&["Severity", "Risk", "Risk Factor"]);
        let informs = severity(&grade).is_none();
        keep(
            &mut feed,
            Item {
                id: format!("nessus-{}", t(&["Plugin", "Plugin ID"])),
                title: t(&["Plugin Name", "Name"]),
                says: [t(&["Synopsis"]), t(&["Description"])].join("\n"),
                url: t(&["See Also"]).lines().next().unwrap_or_default().to_string(),
                cve: cves(&t(&["CVE"])),
                vectors: [t(&["CVSS V4 Vector"]), t(&["CVSS V3 Vector", "CVSS v3.0 Vector"])]
                    .into_iter()
                    .filter(|v| !v.is_empty() && !informs)
                    .collect(),
                severity: if informs { "information".into() } else { grade },
                fix: t(&["Solution"]),
                hosts: vec![t(&["DNS Name", "IP Address", "Host"])],
                ..Item::default()
            },
        );
    }
    feed
}
fn greenbone(root: &Node) -> Feed {
    let mut feed = Feed::new("Greenbone", Tells::Findings);
    let inner = root.the("report").unwrap_or(root);
    for h in inner.all("host") {
        feed.hosts.push(h.said("ip").to_string());
    }
    for r in inner.the("results").into_iter().flat_map(|r| r.all("result")) {
        let nvt = r.the("nvt");
        let of = |n: &str| nvt.map(|v| v.said(n)).unwrap_or_default();
        let tag = |name: &str| of("tags").split('|').find_map(|t| t.strip_prefix(name)).unwrap_or_default().to_string();
        let host = r.the("host");
        let name = host
            .map(|h| h.said("hostname"))
            .filter(|n| !n.is_empty())
            .map(String::from)
            .or_else(|| host.map(|h| h.text.trim().to_string()))
            .unwrap_or_default();
        let mut refs = Vec::new();
        let mut values = Vec::new();
        if let Some(n) = nvt {
            n.deep("ref", &mut refs);
            n.deep("value", &mut values);
        }
        let score: Option<f64> = [r.said("severity"), of("cvss_base")].iter().find_map(|s| s.parse().ok());
        keep(
            &mut feed,
            Item {
                id: nvt.map(|n| n.attribute("oid").to_string()).unwrap_or_default(),
                title: [of("name"), r.said("name")].into_iter().find(|t| !t.is_empty()).unwrap_or_default().to_string(),
                says: [tag("summary="), r.said("description").to_string()]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n"),
                cve: refs
                    .iter()
                    .filter(|x| x.attribute("type").eq_ignore_ascii_case("cve"))
                    .flat_map(|x| cves(x.attribute("id")))
                    .chain(cves(of("cve")))
                    .collect(),
                vectors: values.iter().map(|v| v.text.trim().to_string()).filter(|v| v.starts_with("CVSS:")).collect(),
                severity: if score.is_some_and(|s| s < 0.1) {
                    "information".into()
                } else {
                    r.said("threat").to_string()
                },
                score: score.filter(|s| *s >= 0.1),
                fix: [tag("solution="), nvt.map(|n| n.said("solution").to_string()).unwrap_or_default()]
                    .into_iter()
                    .find(|t| !t.is_empty())
                    .unwrap_or_default(),
                hosts: vec![name],
                ..Item::default()
            },
        );
    }
    feed
}
fn greenbone_table<'a>(rows: impl Iterator<Item = HashMap<&'a str, String>>) -> Feed {
    let mut feed = Feed::new("Greenbone", Tells::Findings);
    for r in rows {
        let t = |n: &str| r.get(n).cloned().unwrap_or_default();
        let host = if t("Hostname").is_empty() { t("IP") } else { t("Hostname") };
        keep(
            &mut feed,
            Item {
                id: t("NVT OID"),
                title: t("NVT Name"),
                says: t("Summary"),
                cve: cves(&t("CVEs")),
                score: t("CVSS").parse().ok().filter(|s: &f64| *s >= 0.1),
                severity: t("Severity"),
                fix: t("Solution"),
                hosts: vec![host],
                ..Item::default()
            },
        );
    }
    feed
}
fn zap(root: &Node) -> Feed {
    let mut feed = Feed::new("ZAP", Tells::Findings);
    for site in root.all("site") {
        let host = site.attribute("name").to_string();
        feed.hosts.push(host.clone());
        for a in site.the("alerts").into_iter().flat_map(|x| x.all("alertitem")) {
            let grade = ["information", "low", "medium", "high"];
            keep(
                &mut feed,
                Item {
                    id: format!("zap-{}", a.said("pluginid")),
                    title: [a.said("name"), a.said("alert")]
                        .into_iter()
                        .find(|t| !t.is_empty())
                        .unwrap_or_default()
                        .to_string(),
                    says: a.said("desc").to_string(),
                    severity: grade
                        .get(a.said("riskcode").parse::<usize>().unwrap_or(9))
                        .copied()
                        .unwrap_or_default()
                        .to_string(),
                    fix: a.said("solution").to_string(),
                    hosts: vec![host.clone()],
                    ..Item::default()
                },
            );
        }
    }
    feed
}
fn burp(root: &Node) -> Feed {
    let mut feed = Feed::new("Burp", Tells::Findings);
    for i in root.all("issue") {
        let host = i.said("host").to_string();
        let path = i.said("path");
        keep(
            &mut feed,
            Item {
                id: format!("burp-{}", i.said("type")),
                title: i.said("name").to_string(),
                says: [i.said("issueDetail"), i.said("issueBackground"), path]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n"),
                severity: i.said("severity").to_string(),
                fix: i.said("remediationBackground").to_string(),
                hosts: vec![host],
                ..Item::default()
            },
        );
    }
    feed
}
/// Open ports are counted, not listed: an open port is no weakness by itself. Numbers that a script names are.
fn nmap(root: &Node) -> Feed {
    let mut feed = Feed::new("Nmap", Tells::Findings);
    let mut ports = 0;
    for h in root.all("host").filter(|h| h.the("status").is_none_or(|s| s.attribute("state") == "up")) {
        let named = h.the("hostnames").and_then(|n| n.the("hostname")).map(|n| n.attribute("name").to_string());
        let address =
            h.all("address").find(|a| a.attribute("addrtype") != "mac").map(|a| a.attribute("addr").to_string());
        let host = named.filter(|n| !n.is_empty()).or(address).unwrap_or_default();
        feed.hosts.push(host.clone());
        for p in h.the("ports").into_iter().flat_map(|p| p.all("port")) {
            ports += usize::from(p.the("state").is_some_and(|s| s.attribute("state") == "open"));
            let service = p.the("service");
            let of = |a: &str| service.map(|s| s.attribute(a).to_string()).unwrap_or_default();
            for s in p.all("script") {
                let mut tables = Vec::new();
                s.deep("table", &mut tables);
                let mut inner = Vec::new();
                tables.iter().for_each(|t| t.deep("table", &mut inner));
                let graded: HashMap<String, f64> = inner
                    .iter()
                    .chain(&tables)
                    .filter_map(|t| {
                        let e = |k: &str| {
                            t.all("elem").find(|e| e.attribute("key") == k).map(|e| e.text.trim().to_string())
                        };
                        Some((e("id")?, e("cvss")?.parse().ok()?))
                    })
                    .collect();
                for cve in cves(s.attribute("output")) {
                    let (product, version) = (of("product"), of("version"));
                    feed.items.push(Item {
                        id: format!("{cve}/{product}"),
                        title: format!("{cve} in {product} {version}"),
                        says: format!("Nmap's script {} names it for port {}/{}. It went by the version that the service gives and tried nothing.", s.attribute("id"), p.attribute("portid"), p.attribute("protocol")),
                        url: format!("https://nvd.nist.gov/vuln/detail/{cve}"),
                        score: graded.get(&cve).copied(),
                        hosts: vec![host.clone()],
                        cve: vec![cve],
                        product,
                        version,
                        ..Item::default()
                    });
                }
            }
        }
    }
    feed.note(
        ports,
        "1 port is open. An open port is no weakness by itself; look whether it must be.",
        "{n} ports are open. An open port is no weakness by itself; look whether each must be.",
    );
    feed
}
