//! What is to be judged: the rows of the files, what was written down, what waits from before, and what was dismissed and now fits.
//! It orders and gives the reason; it must never judge.
use crate::fit::{Fit, News, Yours};
use crate::kinds::{Fits, Threat};
use crate::wizard::{PanelPart, Row, Run, panel};
use serde_json::Value;
use std::rc::Rc;

/// More than this many are not gone through one by one in a sitting.
pub(super) const SITTING: usize = 200;

/// One item of news.
pub(super) struct Item {
    /// By which it is answered: the source's number, "line-1", or the code of the threat that it is already.
    pub(super) key: String,
    pub(super) code: Option<String>,
    pub(super) title: String,
    pub(super) says: String,
    pub(super) source: String,
    pub(super) url: String,
    pub(super) published: String,
    pub(super) number: String,
    pub(super) cve: Vec<String>,
    pub(super) vendor: String,
    pub(super) product: String,
    pub(super) exploited: String,
    pub(super) vector: String,
    pub(super) severity: String,
    pub(super) fit: Fit,
    /// How often it was put off.
    pub(super) later: u32,
    /// Why it comes back.
    pub(super) back: String,
    /// From a file, and not written down by a person: only such may be dismissed unread.
    listed: bool,
}
impl Item {
    pub(super) fn attacked(&self) -> bool {
        self.exploited == "confirmed"
    }
    /// A no on such an item asks for one more sentence, and is listed in the pack.
    pub(super) fn strong(&self) -> bool {
        self.fit.how == Fits::Product && self.attacked()
    }
    /// "You run Ivanti Connect Secure, this weakness is being used in attacks."
    pub(super) fn reason(&self) -> String {
        let attacked = match self.exploited.as_str() {
            "confirmed" => ", this weakness is being used in attacks",
            "claimed" => "; it is said to be used in attacks",
            _ => "",
        };
        let back = if self.back.is_empty() { String::new() } else { format!(" {}", self.back) };
        let more = if self.fit.more.is_empty() { String::new() } else { format!(" {}", self.fit.more) };
        format!("{}{attacked}.{more}{back}", self.fit.why)
    }
}
/// Everything of this digest, best fit first.
pub(super) struct Items {
    pub(super) all: Vec<Rc<Item>>,
    /// Rows of the files that were judged before.
    pub(super) seen: usize,
    pub(super) by_product: bool,
    /// Numbers into `all`: asked singly, those that fit nothing, and what is too much for one sitting.
    pub(super) shown: Vec<usize>,
    pub(super) nothing: Vec<usize>,
    pub(super) rest: Vec<usize>,
    pub(super) rows: Vec<Row>,
}

/// Worked out once for a page.
pub(super) fn items(run: &Run) -> Rc<Items> {
    run.once(|| make(run))
}
fn make(run: &Run) -> Items {
    let yours = Yours::of(run.isms);
    let mut all = Vec::new();
    let mut seen = 0;
    for row in run.answer("bring", "files").and_then(|f| f["rows"].as_array()).into_iter().flatten() {
        let t = |k: &str| row[k].as_str().unwrap_or_default().to_string();
        let known = t("known");
        // What waits from before is listed below; what was judged is skipped and counted.
        if !known.is_empty() {
            seen += usize::from(run.isms.record(&known).is_some_and(|r| r.state() != "new"));
            continue;
        }
        all.push(Item {
            key: t("id"),
            code: None,
            title: t("title"),
            says: t("says"),
            source: t("source"),
            url: t("url"),
            published: t("published"),
            number: t("id"),
            cve: t("cve").split(", ").filter(|c| !c.is_empty()).map(String::from).collect(),
            fit: fit(&yours, &t("title"), &t("says"), &t("vendor"), &t("product"), &t("version")),
            vendor: t("vendor"),
            product: t("product"),
            exploited: t("exploited"),
            vector: t("vector"),
            severity: t("severity"),
            later: 0,
            back: String::new(),
            listed: true,
        });
    }
    for (n, row) in run.table("bring", "lines").into_iter().enumerate() {
        let t = |k: &str| row.get(k).and_then(Value::as_str).unwrap_or_default().to_string();
        if t("what").trim().is_empty() {
            continue;
        }
        all.push(Item {
            key: format!("line-{}", n + 1),
            code: None,
            title: crate::wizard::short(&t("what")),
            fit: fit(&yours, "", &t("what"), "", "", ""),
            says: t("what"),
            source: t("who"),
            published: t("when"),
            ..blank()
        });
    }
    for (_, r, t) in run.isms.live::<Threat>() {
        let text = |v: &Option<crate::words::Text>| v.as_deref().unwrap_or_default().to_string();
        let named = run.about.iter().any(|a| **a == *r.code);
        let fits = fit(&yours, &r.title(), &t.says, &text(&t.vendor), &text(&t.product), "");
        let before = t.fits.filter(|_| crate::staleness::word(&t.relevant) == "no");
        let again = before.filter(|b| fits.how > *b && fits.how >= Fits::Maker);
        if r.state() != "new" && again.is_none() && !named {
            continue;
        }
        let judged = run.say_day(run.isms.day_of(r.head().seq));
        all.push(Item {
            key: r.code.to_string(),
            code: Some(r.code.to_string()),
            title: r.title(),
            says: t.says.to_string(),
            source: t.source.to_string(),
            url: t.source_link.as_deref().unwrap_or_default().to_string(),
            published: t.published_on.0.to_string(),
            number: text(&t.item),
            cve: Some(text(&t.item)).into_iter().filter(|i| i.starts_with("CVE-")).collect(),
            vendor: text(&t.vendor),
            product: text(&t.product),
            exploited: crate::staleness::word(&t.exploited).to_string(),
            fit: fits,
            later: t.put_off.map_or(0, |n| n.0),
            back: if again.is_some() {
                format!("It fitted less when it was dismissed on {judged}, so it comes back.")
            } else {
                String::new()
            },
            ..blank()
        });
    }
    all.sort_by_key(order);
    let mut out = Items {
        by_product: yours.names_products(),
        all: all.into_iter().map(Rc::new).collect(),
        seen,
        shown: Vec::new(),
        nothing: Vec::new(),
        rest: Vec::new(),
        rows: Vec::new(),
    };
    split(run, &mut out);
    out.rows = out.shown.iter().map(|i| row(run, &out.all[*i])).collect();
    out
}
/// What may be dismissed together, and what is asked singly: after a holiday only what fits best, what is used in attacks first.
fn split(run: &Run, out: &mut Items) {
    let (nothing, some): (Vec<usize>, Vec<usize>) =
        (0..out.all.len()).partition(|i| out.all[*i].listed && out.all[*i].fit.how == Fits::Nothing);
    // They lie best first: what is by product or was written down is always asked, of the others as many as fit a sitting.
    let must = |i: &usize| !out.all[*i].listed || out.all[*i].fit.how == Fits::Product;
    let mut room = SITTING.saturating_sub(some.iter().filter(|i| must(i)).count());
    let (mut shown, rest): (Vec<usize>, Vec<usize>) = some.into_iter().partition(|i| {
        let fits = must(i) || room > 0;
        if fits && !must(i) {
            room -= 1;
        }
        fits
    });
    if run.is("sort", "rest", "show") {
        shown.extend(&rest);
    }
    if run.is("sort", "bulk", "show") {
        shown.extend(&nothing);
    }
    (out.shown, out.nothing, out.rest) = (shown, nothing, rest);
}
fn fit(yours: &Yours, title: &str, says: &str, vendor: &str, product: &str, version: &str) -> Fit {
    yours.fit(&News { title, says, vendor, product, version })
}
fn blank() -> Item {
    Item {
        key: String::new(),
        code: None,
        title: String::new(),
        says: String::new(),
        source: String::new(),
        url: String::new(),
        published: String::new(),
        number: String::new(),
        cve: Vec::new(),
        vendor: String::new(),
        product: String::new(),
        exploited: String::new(),
        vector: String::new(),
        severity: String::new(),
        fit: Fit {
            how: Fits::Nothing,
            assets: Vec::new(),
            suppliers: Vec::new(),
            why: String::new(),
            more: String::new(),
        },
        later: 0,
        back: String::new(),
        listed: false,
    }
}
/// Most likely to matter first.
fn order(i: &Item) -> (std::cmp::Reverse<Fits>, u8, u8, std::cmp::Reverse<String>, String) {
    let attacked = ["confirmed", "claimed"].iter().position(|x| *x == i.exploited).unwrap_or(2) as u8;
    let grave = ["critical", "high", "medium", "low"].iter().position(|x| *x == i.severity).unwrap_or(4) as u8;
    (std::cmp::Reverse(i.fit.how), attacked, grave, std::cmp::Reverse(i.published.clone()), i.key.clone())
}
fn row(run: &Run, i: &Item) -> Row {
    let day = crate::dates::parse(&i.published).map(|d| run.say_day(d)).unwrap_or_default();
    let detail = [i.number.clone(), i.severity.clone(), day, i.source.clone()]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(" \u{b7} ");
    let mut fields: Vec<String> = ["because", "other", "why"].map(String::from).to_vec();
    if i.strong() {
        fields.push("sentence".into());
    }
    Row {
        fields: Some(fields),
        panel: beside(run, i),
        ..Row::new(i.key.as_str(), i.title.as_str(), i.reason(), detail)
    }
}
/// What stands beside an item: all that it says, what it fits and how well, and the risks of that.
pub(super) fn beside(run: &Run, i: &Item) -> Vec<PanelPart> {
    let mut says = if i.says.is_empty() { i.title.clone() } else { i.says.clone() };
    let of: Vec<String> = [&i.vendor, &i.product].into_iter().filter(|t| !t.is_empty()).cloned().collect();
    if !of.is_empty() {
        says += &format!("\n\n**Of:** {}", of.join(", "));
    }
    if let Ok(s) = crate::cvss::score(&i.vector) {
        says += &format!("\n\n**How serious:** {}", s.words());
    }
    if !i.url.is_empty() {
        says += &format!("\n\n{}", i.url);
    }
    let mut out = vec![PanelPart::text("What is said", says)];
    let how = match i.fit.how {
        Fits::Product => "Strong: by product",
        Fits::Maker => "By maker",
        Fits::Words => "By words only",
        Fits::Nothing => "Nothing that you have",
    };
    let fits = how.rsplit(": ").next().unwrap_or(how);
    let links: Vec<_> = i
        .fit
        .assets
        .iter()
        .chain(&i.fit.suppliers)
        .take(6)
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| panel::link_shown(run, ix, "assets", panel::one_line(run, run.isms.rec(ix))))
        .collect();
    if links.is_empty() {
        out.push(PanelPart::text("How well it fits", how));
        return out;
    }
    out.push(PanelPart::Links { title: format!("It fits {}", fits.to_lowercase()), links });
    let risks = risks_of(run, &i.fit.assets);
    if !risks.is_empty() {
        let links = risks
            .iter()
            .take(5)
            .filter_map(|c| run.isms.ix(c))
            .map(|ix| panel::link_shown(run, ix, "risks", last_why(run, ix)))
            .collect();
        out.push(PanelPart::Links { title: "Risks of that".into(), links });
    }
    out
}
/// "3 × 4 = 12: the why of the scores"
pub(super) fn last_why(run: &Run, ix: crate::isms::Ix) -> String {
    run.isms.rec(ix).get::<crate::kinds::Risk>().map_or_else(String::new, |r| {
        format!("{} \u{d7} {} = {}: \u{201c}{}\u{201d}", r.likelihood.0, r.impact.0, r.level(), &*r.scores_why)
    })
}
/// Live risks that rest on one of these assets.
pub(super) fn risks_of(run: &Run, assets: &[String]) -> Vec<String> {
    let mut out: Vec<(u32, String)> = run
        .isms
        .live::<crate::kinds::Risk>()
        .filter(|(_, _, k)| k.assets.iter().chain(k.suppliers.iter()).any(|a| assets.contains(a)))
        .map(|(_, r, k)| (u32::MAX - k.level(), r.code.to_string()))
        .collect();
    out.sort();
    out.into_iter().map(|r| r.1).collect()
}
