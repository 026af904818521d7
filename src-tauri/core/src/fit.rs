//! Which of the assets and suppliers an item of news may concern: by product, by maker, or by words only (A.5.7).
//! It proposes and says why; it must never decide that something concerns nobody.
use crate::isms::Isms;
use crate::kinds::{Asset, Fits, Supplier};
use std::collections::HashSet;

/// What is known of an item of news, as its source says it; empty: not said.
#[derive(Clone, Copy, Debug, Default)]
pub struct News<'a> {
    pub title: &'a str,
    pub says: &'a str,
    pub vendor: &'a str,
    pub product: &'a str,
    pub version: &'a str,
}
/// What it fits, and why in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    pub how: Fits,
    pub assets: Vec<String>,
    pub suppliers: Vec<String>,
    pub why: String,
    /// What is known of the version, as a sentence; mostly empty.
    pub more: String,
}

/// Words that say nothing of what a thing is.
const GENERIC: &[&str] = &[
    "and",
    "app",
    "application",
    "applications",
    "client",
    "cloud",
    "code",
    "computer",
    "data",
    "desktop",
    "device",
    "devices",
    "edition",
    "enterprise",
    "for",
    "gateway",
    "home",
    "hosted",
    "internet",
    "library",
    "machine",
    "machines",
    "management",
    "manager",
    "mobile",
    "multiple",
    "network",
    "office",
    "online",
    "open",
    "other",
    "package",
    "platform",
    "pro",
    "product",
    "products",
    "project",
    "secure",
    "security",
    "server",
    "servers",
    "service",
    "services",
    "software",
    "standard",
    "suite",
    "system",
    "systems",
    "team",
    "the",
    "tool",
    "tools",
    "web",
    "website",
    "with",
    "work",
];
/// Endings of firms' names.
const FORMS: &[&str] = &[
    "ag",
    "co",
    "company",
    "corp",
    "corporation",
    "foundation",
    "gmbh",
    "group",
    "inc",
    "labs",
    "limited",
    "llc",
    "ltd",
    "sa",
    "se",
];

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}
fn name(text: &str) -> Vec<String> {
    words(text).filter(|w| !FORMS.contains(&w.as_str())).collect()
}
/// "iOS, Android" are two.
fn names(text: Option<&str>) -> Vec<Vec<String>> {
    text.unwrap_or_default().split([',', ';', '/']).map(name).filter(|n| !n.is_empty()).collect()
}
fn telling(word: &str) -> bool {
    word.chars().count() > 2 && !GENERIC.contains(&word) && !word.chars().all(|c| c.is_ascii_digit())
}
/// Is one of the two names contained in the other, by words of which at least one tells something?
fn alike(a: &[String], b: &[String]) -> bool {
    if a == b && a.iter().any(|w| !GENERIC.contains(&w.as_str())) {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().any(|w| telling(w)) && short.iter().all(|w| long.contains(w))
}

/// A thing that news may concern.
struct Thing {
    code: String,
    title: String,
    /// Its products or, of a supplier, its name.
    products: Vec<Vec<String>>,
    makers: Vec<Vec<String>>,
    said: String,
    release: String,
    telling: Vec<String>,
}
/// Assets and suppliers as they are compared: made once for many items.
pub struct Yours {
    assets: Vec<Thing>,
    suppliers: Vec<Thing>,
}
impl Yours {
    pub fn of(isms: &Isms) -> Yours {
        let assets = isms
            .live::<Asset>()
            .map(|(_, r, a)| {
                let (product, vendor) = (a.product.as_deref(), a.vendor.as_deref());
                let products = names(product);
                let mut own: Vec<String> =
                    products.iter().flatten().filter(|w| telling(w) && w.len() > 3).cloned().collect();
                if own.is_empty() {
                    own = words(&r.title()).filter(|w| telling(w) && w.chars().count() > 4).collect();
                }
                Thing {
                    code: r.code.to_string(),
                    title: r.title(),
                    products,
                    makers: names(vendor),
                    said: product.or(vendor).unwrap_or_default().to_string(),
                    release: a.release.as_deref().unwrap_or_default().to_lowercase(),
                    telling: own,
                }
            })
            .collect();
        let suppliers = isms
            .live::<Supplier>()
            .map(|(_, r, _)| Thing {
                code: r.code.to_string(),
                title: r.title(),
                products: Vec::new(),
                makers: vec![name(&r.title())].into_iter().filter(|n| !n.is_empty()).collect(),
                said: String::new(),
                release: String::new(),
                telling: words(&r.title()).filter(|w| telling(w) && w.chars().count() > 4).collect(),
            })
            .collect();
        Yours { assets, suppliers }
    }
    /// Does any asset name a product? Otherwise matching is by words only.
    pub fn names_products(&self) -> bool {
        self.assets.iter().any(|a| !a.products.is_empty())
    }
    /// What an item fits, best first.
    pub fn fit(&self, news: &News) -> Fit {
        let (product, vendor) = (name(news.product), name(news.vendor));
        let mut by_product = Vec::new();
        let mut by_maker = Vec::new();
        for a in &self.assets {
            let maker = !vendor.is_empty() && a.makers.iter().any(|m| alike(m, &vendor));
            let same = !product.is_empty() && a.products.iter().any(|p| alike(p, &product));
            // A product's name alone counts where the asset names no maker, or where the maker's name stands in the product's.
            if same && (maker || vendor.is_empty() || a.makers.is_empty()) {
                by_product.push(a);
            } else if maker {
                by_maker.push(a);
            }
        }
        let hit: Vec<&Thing> = self
            .suppliers
            .iter()
            .filter(|s| {
                let named = |n: &[String]| !n.is_empty() && s.makers.iter().any(|m| alike(m, n));
                named(&vendor) || named(&product)
            })
            .collect();
        let codes = |list: &[&Thing]| list.iter().map(|t| t.code.clone()).collect::<Vec<_>>();
        let fit = |how, assets: &[&Thing], suppliers: &[&Thing], why| Fit {
            how,
            assets: codes(assets),
            suppliers: codes(suppliers),
            why,
            more: String::new(),
        };
        if let Some(first) = by_product.first() {
            let release = news.version.to_lowercase();
            let more = match (first.release.as_str(), release.as_str()) {
                ("", _) => String::new(),
                (r, v) if !v.is_empty() && v.contains(r) => format!("Your version {r} is named."),
                (r, _) => format!("You have version {r}."),
            };
            let why = format!("You run {} ({}{})", first.said, first.code, others(&by_product));
            return Fit { more, ..fit(Fits::Product, &by_product, &hit, why) };
        }
        if let Some(first) = by_maker.first() {
            let why = format!("{} {} is by the same maker{}", first.code, first.title, also(&by_maker));
            return fit(Fits::Maker, &by_maker, &hit, why);
        }
        if let Some(first) = hit.first() {
            let why =
                format!("{} {} is named: their service may be hit, and not a thing of yours", first.code, first.title);
            return fit(Fits::Maker, &[], &hit, why);
        }
        let said: HashSet<String> = words(news.title).chain(words(news.says)).chain(product).chain(vendor).collect();
        let by_words: Vec<(&Thing, &String)> = self
            .assets
            .iter()
            .filter_map(|a| Some((a, a.telling.iter().find(|w| said.contains(*w))?)))
            .take(5)
            .collect();
        if let Some((first, word)) = by_words.first() {
            let things: Vec<&Thing> = by_words.iter().map(|w| w.0).collect();
            let why =
                format!("\u{201c}{word}\u{201d} is named, a word of {} {}{}", first.code, first.title, also(&things));
            return fit(Fits::Words, &things, &[], why);
        }
        let named = self.suppliers.iter().find_map(|s| Some((s, s.telling.iter().find(|w| said.contains(*w))?)));
        if let Some((s, word)) = named {
            let why = format!("\u{201c}{word}\u{201d} is named, a word of {} {}", s.code, s.title);
            return fit(Fits::Words, &[], &[s], why);
        }
        fit(Fits::Nothing, &[], &[], "Nothing that you have is named".into())
    }
}
fn others(list: &[&Thing]) -> String {
    if list.len() > 1 { format!(" and {} more", list.len() - 1) } else { String::new() }
}
fn also(list: &[&Thing]) -> String {
    if list.len() > 1 { format!(", and {} more", list.len() - 1) } else { String::new() }
}
