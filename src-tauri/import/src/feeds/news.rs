//! Lists that are published: KEV, NVD, CSAF and its feeds, OSV, OpenVEX, STIX, RSS and Atom. What each says, nothing more.
use super::tree::Node;
use super::{Feed, Item, Tells, cves, list, purl, text};
use serde_json::Value;
use std::collections::HashMap;

pub(super) fn json(v: &Value) -> Option<Feed> {
    if list(v, "/vulnerabilities").next().is_some_and(|i| i.get("cveID").is_some())
        || (v.get("catalogVersion").is_some() && v.get("vulnerabilities").is_some())
    {
        return Some(kev(v));
    }
    if v["format"] == "NVD_CVE"
        || list(v, "/vulnerabilities").next().is_some_and(|i| i.get("cve").is_some_and(Value::is_object))
    {
        let mut feed = Feed::new("NVD", Tells::Products);
        feed.items = list(v, "/vulnerabilities").map(|i| nvd(&i["cve"])).collect();
        let (shown, total) = (feed.items.len() as u64, v["totalResults"].as_u64().unwrap_or(0));
        if total > shown {
            feed.notes
                .push(format!("It is one page: {shown} of {total} that were asked for. Bring the other pages too."));
        }
        return Some(feed);
    }
    if text(v, "/id").starts_with("CVE-") && v.get("descriptions").is_some() {
        let mut feed = Feed::new("NVD", Tells::Products);
        feed.items.push(nvd(v));
        return Some(feed);
    }
    if v.pointer("/document/csaf_version").is_some() || v.pointer("/document/tracking/id").is_some() {
        return Some(csaf(v));
    }
    if v.pointer("/feed/entry").is_some_and(Value::is_array) {
        return Some(rolie(v));
    }
    if text(v, "/@context").contains("openvex") {
        return Some(openvex(v));
    }
    if v["type"] == "bundle" && v.get("objects").is_some_and(Value::is_array) {
        return Some(stix(v));
    }
    if let Some(item) = osv(v) {
        let mut feed = Feed::new("OSV", Tells::Products);
        feed.items.push(item);
        return Some(feed);
    }
    let many: Vec<Item> = v.as_array().into_iter().flatten().filter_map(osv).collect();
    if !many.is_empty() && Some(many.len()) == v.as_array().map(Vec::len) {
        let mut feed = Feed::new("OSV", Tells::Products);
        feed.items = many;
        return Some(feed);
    }
    None
}
pub(super) fn xml(root: &Node) -> Option<Feed> {
    match root.name.as_str() {
        "rss" => Some(rss(root.the("channel"), root.the("channel"))),
        "rdf:RDF" => Some(rss(Some(root), root.the("channel"))),
        "feed" => Some(atom(root)),
        _ => None,
    }
}

// ---- KEV
fn kev(v: &Value) -> Feed {
    let mut feed = Feed::new("CISA KEV", Tells::Products);
    feed.items = list(v, "/vulnerabilities")
        .map(|i| {
            let t = |f: &str| i[f].as_str().unwrap_or_default().to_string();
            one_kev(&t)
        })
        .collect();
    if let Some(n) = v["count"].as_u64().filter(|n| *n != feed.items.len() as u64) {
        feed.notes.push(format!("The list says that it has {n} items; it has {}.", feed.items.len()));
    }
    feed
}
pub(super) fn kev_table<'a>(rows: impl Iterator<Item = HashMap<&'a str, String>>) -> Feed {
    let mut feed = Feed::new("CISA KEV", Tells::Products);
    feed.items = rows.map(|r| one_kev(&|f: &str| r.get(f).cloned().unwrap_or_default())).collect();
    feed
}
fn one_kev(t: &dyn Fn(&str) -> String) -> Item {
    let id = t("cveID");
    let ransom = if t("knownRansomwareCampaignUse") == "Known" { " Used by ransom groups." } else { "" };
    Item {
        url: if id.is_empty() { String::new() } else { format!("https://nvd.nist.gov/vuln/detail/{id}") },
        cve: vec![id.clone()],
        title: t("vulnerabilityName"),
        says: format!("{}{ransom}", t("shortDescription")),
        published: t("dateAdded"),
        vendor: t("vendorProject"),
        product: t("product"),
        fix: t("requiredAction"),
        exploited: "confirmed",
        id,
        ..Item::default()
    }
}

// ---- NVD
fn nvd(v: &Value) -> Item {
    let id = text(v, "/id");
    let english = list(v, "/descriptions").find(|d| d["lang"] == "en").or_else(|| list(v, "/descriptions").next());
    let says = english.map(|d| text(d, "/value")).unwrap_or_default();
    let mut vectors = Vec::new();
    for version in ["cvssMetricV40", "cvssMetricV31", "cvssMetricV30"] {
        vectors.extend(list(v, &format!("/metrics/{version}")).map(|m| text(m, "/cvssData/vectorString")));
    }
    let old = list(v, "/metrics/cvssMetricV2").next();
    let criteria = list(v, "/configurations")
        .flat_map(|c| list(c, "/nodes"))
        .flat_map(|n| list(n, "/cpeMatch"))
        .find(|m| m["vulnerable"] != false)
        .map(|m| super::cpe(&text(m, "/criteria")));
    let (vendor, product, version) = criteria.unwrap_or_default();
    Item {
        title: if product.is_empty() { says.chars().take(120).collect() } else { format!("{id} in {product}") },
        says,
        url: format!("https://nvd.nist.gov/vuln/detail/{id}"),
        published: text(v, "/published"),
        cve: vec![id.clone()],
        exploited: if v.get("cisaExploitAdd").is_some() { "confirmed" } else { "" },
        score: old.and_then(|m| m.pointer("/cvssData/baseScore")).and_then(Value::as_f64),
        vendor,
        product,
        version,
        vectors,
        id,
        ..Item::default()
    }
}

// ---- CSAF
fn csaf(v: &Value) -> Feed {
    let publisher = text(v, "/document/publisher/name");
    let mut feed = Feed::new(
        if publisher.is_empty() { "CSAF".to_string() } else { super::line(&publisher, 100) },
        Tells::Products,
    );
    let (advisory, title) = (text(v, "/document/tracking/id"), text(v, "/document/title"));
    let mut products: HashMap<String, [String; 3]> = HashMap::new();
    branches(&v["product_tree"]["branches"], ["", "", ""], &mut products, 0);
    for r in list(v, "/product_tree/relationships") {
        let of = products.get(&text(r, "/product_reference")).cloned();
        if let Some(of) = of {
            products.insert(text(r, "/full_product_name/product_id"), of);
        }
    }
    let own = list(v, "/document/references")
        .filter(|r| r["category"] == "self")
        .map(|r| text(r, "/url"))
        .find(|u| !u.ends_with(".json"))
        .or_else(|| list(v, "/document/references").map(|r| text(r, "/url")).next())
        .unwrap_or_default();
    let published = text(v, "/document/tracking/initial_release_date");
    let all: Vec<&Value> = list(v, "/vulnerabilities").collect();
    let mut safe = 0;
    for w in &all {
        let ids =
            |status: &str| list(w, &format!("/product_status/{status}")).filter_map(Value::as_str).collect::<Vec<_>>();
        let hit: Vec<&str> = ["known_affected", "under_investigation", "first_affected", "last_affected"]
            .into_iter()
            .flat_map(ids)
            .collect();
        let mended: Vec<&str> = ["fixed", "first_fixed", "recommended"].into_iter().flat_map(ids).collect();
        if hit.is_empty() && mended.is_empty() && !ids("known_not_affected").is_empty() {
            safe += 1;
            continue;
        }
        let named: Vec<&[String; 3]> = hit.iter().chain(&mended).filter_map(|p| products.get(*p)).collect();
        let each = |i: usize| {
            let mut out: Vec<&str> = Vec::new();
            for n in named.iter().map(|n| n[i].as_str()).filter(|n| !n.is_empty()) {
                if !out.contains(&n) && out.len() < 8 {
                    out.push(n);
                }
            }
            out.join(", ")
        };
        let cve = text(w, "/cve");
        let note = |c: &str| list(w, "/notes").find(|n| n["category"] == c).map(|n| text(n, "/text"));
        let mut vectors: Vec<String> = list(w, "/scores").map(|s| text(s, "/cvss_v3/vectorString")).collect();
        vectors.extend(
            list(w, "/metrics")
                .flat_map(|m| [text(m, "/content/cvss_v3/vectorString"), text(m, "/content/cvss_v4/vectorString")]),
        );
        let attacked = w.get("first_known_exploitation_dates").is_some();
        let claimed = list(w, "/threats")
            .any(|t| t["category"] == "exploit_status" && text(t, "/details").to_lowercase().contains("exploited"));
        feed.items.push(Item {
            id: if all.len() == 1 || cve.is_empty() { advisory.clone() } else { format!("{advisory}/{cve}") },
            title: [text(w, "/title"), title.clone()].into_iter().find(|t| !t.is_empty()).unwrap_or_default(),
            says: note("description")
                .or_else(|| note("summary"))
                .or_else(|| note("general"))
                .or_else(|| note("details"))
                .unwrap_or_default(),
            url: own.clone(),
            published: published.clone(),
            cve: Some(cve).into_iter().filter(|c| !c.is_empty()).collect(),
            vendor: each(0),
            product: each(1),
            version: each(2),
            exploited: if attacked {
                "confirmed"
            } else if claimed {
                "claimed"
            } else {
                ""
            },
            vectors,
            severity: text(v, "/document/aggregate_severity/text"),
            fix: list(w, "/remediations")
                .find(|r| r["category"] == "vendor_fix")
                .map(|r| text(r, "/details"))
                .unwrap_or_default(),
            ..Item::default()
        });
    }
    if all.is_empty() {
        let says = list(v, "/document/notes").map(|n| text(n, "/text")).next().unwrap_or_default();
        feed.items.push(Item { id: advisory, title, says, url: own, published, ..Item::default() });
    }
    feed.note(
        safe,
        "1 item says that what it names is not affected, and is left out.",
        "{n} items say that what they name is not affected, and are left out.",
    );
    feed
}
/// Maker, product, version by product number; a tree of any depth, as deep as a JSON file may be.
fn branches(v: &Value, at: [&str; 3], out: &mut HashMap<String, [String; 3]>, deep: usize) {
    for b in v.as_array().into_iter().flatten() {
        let name = b["name"].as_str().unwrap_or_default();
        let mut here = at;
        match b["category"].as_str().unwrap_or_default() {
            "vendor" => here[0] = name,
            "product_name" => here[1] = name,
            "product_version" | "product_version_range" | "service_pack" | "patch_level" => here[2] = name,
            _ => {}
        }
        if let Some(id) = b.pointer("/product/product_id").and_then(Value::as_str) {
            let mut is = here.map(String::from);
            if is[1].is_empty() {
                is[1] = text(b, "/product/name");
            }
            out.insert(id.to_string(), is);
        }
        if deep < 100 {
            branches(&b["branches"], here, out, deep + 1);
        }
    }
}
fn rolie(v: &Value) -> Feed {
    let title = text(v, "/feed/title");
    let mut feed = Feed::new(
        if title.is_empty() { "Feed of advisories".to_string() } else { super::line(&title, 100) },
        Tells::News,
    );
    feed.items = list(v, "/feed/entry")
        .map(|e| Item {
            id: text(e, "/id"),
            title: text(e, "/title"),
            says: text(e, "/summary/content"),
            url: list(e, "/link").find(|l| l["rel"] == "self").map(|l| text(l, "/href")).unwrap_or_default(),
            published: text(e, "/published"),
            ..Item::default()
        })
        .collect();
    feed.notes.push("It names advisories and not what is in them; open the ones that may matter.".into());
    feed
}

// ---- OSV, OpenVEX
pub(super) fn osv(v: &Value) -> Option<Item> {
    let id = text(v, "/id");
    let is = v.get("affected").is_some_and(Value::is_array) && v.get("modified").is_some();
    if id.is_empty() || !is {
        return None;
    }
    let affected = list(v, "/affected").next();
    let (mut product, system) =
        affected.map(|a| (text(a, "/package/name"), text(a, "/package/ecosystem"))).unwrap_or_default();
    let mut vendor = system;
    if let Some(p) = affected.map(|a| text(a, "/package/purl")).filter(|p| !p.is_empty()) {
        let (maker, name, _) = purl(&p);
        if !maker.is_empty() {
            vendor = maker;
        }
        if product.is_empty() {
            product = name;
        }
    }
    let fixed: Vec<String> = affected
        .into_iter()
        .flat_map(|a| list(a, "/ranges"))
        .filter(|r| r["type"] != "GIT")
        .flat_map(|r| list(r, "/events"))
        .map(|e| text(e, "/fixed"))
        .filter(|f| !f.is_empty())
        .collect();
    let aliases: Vec<String> = list(v, "/aliases").filter_map(Value::as_str).map(String::from).collect();
    let mut vectors: Vec<String> = list(v, "/severity").map(|s| text(s, "/score")).collect();
    vectors.extend(list(v, "/affected").map(|a| text(a, "/database_specific/cvss")).filter(|c| !c.is_empty()));
    let advisory = list(v, "/references").find(|r| r["type"] == "ADVISORY").or_else(|| list(v, "/references").next());
    Some(Item {
        title: [text(v, "/summary"), format!("{id} in {product}")]
            .into_iter()
            .find(|t| !t.is_empty())
            .unwrap_or_default(),
        says: text(v, "/details"),
        url: advisory.map(|r| text(r, "/url")).unwrap_or_default(),
        published: [text(v, "/published"), text(v, "/modified")]
            .into_iter()
            .find(|d| !d.is_empty())
            .unwrap_or_default(),
        cve: aliases.into_iter().chain([id.clone()]).filter(|a| super::cve(a)).collect(),
        severity: text(v, "/database_specific/severity"),
        fix: if fixed.is_empty() { String::new() } else { format!("Mended in {}.", fixed.join(", ")) },
        source: "OSV".into(),
        exploited: if id.starts_with("MAL-") { "confirmed" } else { "" },
        vendor,
        product,
        vectors,
        id,
        ..Item::default()
    })
}
fn openvex(v: &Value) -> Feed {
    let author = text(v, "/author");
    let mut feed = Feed::new(
        if author.is_empty() { "OpenVEX".to_string() } else { format!("{} (VEX)", super::line(&author, 90)) },
        Tells::Products,
    );
    let mut safe = 0;
    for s in list(v, "/statements") {
        if matches!(s["status"].as_str(), Some("not_affected" | "fixed")) {
            safe += 1;
            continue;
        }
        let name = [text(s, "/vulnerability/name"), text(s, "/vulnerability/@id"), text(s, "/vulnerability")]
            .into_iter()
            .find(|n| !n.is_empty())
            .unwrap_or_default();
        let of = list(s, "/products")
            .next()
            .map(|p| [text(p, "/@id"), p.as_str().unwrap_or_default().to_string()].concat())
            .unwrap_or_default();
        let (vendor, product, version) = purl(&of);
        let product = if product.is_empty() { of } else { product };
        let mut cve = cves(&name);
        cve.extend(list(s, "/vulnerability/aliases").filter_map(Value::as_str).flat_map(cves));
        feed.items.push(Item {
            id: format!("{name}/{product}"),
            title: format!("{name} in {product} {version}"),
            says: [text(s, "/vulnerability/description"), text(s, "/status_notes"), text(s, "/action_statement")]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join("\n"),
            url: Some(text(v, "/@id")).filter(|u| u.starts_with("http")).unwrap_or_default(),
            published: [text(s, "/timestamp"), text(v, "/timestamp")]
                .into_iter()
                .find(|t| !t.is_empty())
                .unwrap_or_default(),
            cve,
            vendor,
            product,
            version,
            ..Item::default()
        });
    }
    feed.note(
        safe,
        "1 item says that what it names is not affected, and is left out.",
        "{n} items say that what they name is not affected or mended, and are left out.",
    );
    feed
}

// ---- STIX
fn stix(v: &Value) -> Feed {
    let mut feed = Feed::new("STIX bundle", Tells::News);
    let names: HashMap<String, String> =
        list(v, "/objects").filter(|o| o["type"] == "identity").map(|o| (text(o, "/id"), text(o, "/name"))).collect();
    for o in list(v, "/objects") {
        let kind = match o["type"].as_str().unwrap_or_default() {
            "threat-actor" => "Attackers",
            "intrusion-set" => "Attackers",
            "campaign" => "Campaign",
            "malware" => "Malware",
            "attack-pattern" => "Way of attacking",
            "vulnerability" => "Weakness",
            "indicator" => "Sign to look for",
            "infrastructure" => "Attackers' machines",
            "report" => "Report",
            "tool" => "Tool of attackers",
            _ => {
                feed.left_out += 1;
                continue;
            }
        };
        let name = [text(o, "/name"), text(o, "/pattern")].into_iter().find(|n| !n.is_empty()).unwrap_or_default();
        let says = [text(o, "/description"), text(o, "/pattern")]
            .into_iter()
            .filter(|t| !t.is_empty() && *t != name)
            .collect::<Vec<_>>()
            .join("\n");
        let refs: Vec<String> = list(o, "/external_references").map(|r| text(r, "/external_id")).collect();
        feed.items.push(Item {
            id: text(o, "/id"),
            title: format!("{kind}: {name}"),
            cve: cves(&format!("{name} {}", refs.join(" "))),
            says,
            source: names.get(&text(o, "/created_by_ref")).cloned().unwrap_or_default(),
            url: list(o, "/external_references").map(|r| text(r, "/url")).find(|u| !u.is_empty()).unwrap_or_default(),
            published: [text(o, "/published"), text(o, "/created")]
                .into_iter()
                .find(|d| !d.is_empty())
                .unwrap_or_default(),
            ..Item::default()
        });
    }
    feed
}

// ---- RSS and Atom
fn rss(items: Option<&Node>, channel: Option<&Node>) -> Feed {
    let title = channel.map(|c| c.said("title")).unwrap_or_default();
    let mut feed =
        Feed::new(if title.is_empty() { "RSS feed".to_string() } else { super::line(title, 100) }, Tells::News);
    for i in items.into_iter().flat_map(|n| n.all("item")) {
        let first =
            |names: &[&str]| names.iter().map(|n| i.said(n)).find(|t| !t.is_empty()).unwrap_or_default().to_string();
        let says = super::plain(&first(&["description", "content:encoded"]));
        let title = super::plain(&first(&["title"]));
        feed.items.push(Item {
            id: first(&["guid", "link"]),
            cve: cves(&format!("{title} {says}")),
            url: first(&["link", "guid"]),
            published: first(&["pubDate", "dc:date"]),
            title,
            says,
            ..Item::default()
        });
    }
    feed
}
fn atom(root: &Node) -> Feed {
    let title = root.said("title");
    let mut feed =
        Feed::new(if title.is_empty() { "Atom feed".to_string() } else { super::line(title, 100) }, Tells::News);
    for e in root.all("entry") {
        let first =
            |names: &[&str]| names.iter().map(|n| e.said(n)).find(|t| !t.is_empty()).unwrap_or_default().to_string();
        let link = e
            .all("link")
            .find(|l| matches!(l.attribute("rel"), "" | "alternate"))
            .map(|l| l.attribute("href").to_string())
            .unwrap_or_default();
        let says = super::plain(&first(&["summary", "content"]));
        let title = super::plain(&first(&["title"]));
        feed.items.push(Item {
            id: first(&["id"]),
            cve: cves(&format!("{title} {says}")),
            url: link,
            published: first(&["published", "issued", "updated", "modified"]),
            title,
            says,
            ..Item::default()
        });
    }
    feed
}
