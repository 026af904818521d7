//! Lists of threat news, as they are published or kept in a table. They come in not judged; the digest goes through them.
use super::{Col, Fill, Guide, Layout, col, said};

const EXPLOITED: &[(&str, &str)] = &[
    ("confirmed|yes|known|ja|bestatigt|x|true", "confirmed"),
    ("claimed|reported|angeblich", "claimed"),
    ("unknown|no|nein|unbekannt|none|false", "unknown"),
];

const COLUMNS: &[Col] = &[
    col("title", "title|threat|news|item|headline|bedrohung|meldung|titel", 2),
    col("says", "what is new|description|details|summary|beschreibung|inhalt", 1),
    col("source", "who says so|source|publisher|quelle|herausgeber", 1),
    col("source_link", "address|link|url|reference|adresse", 0),
    col("published_on", "published|published on|date|date added|veroffentlicht|datum", 1),
    said("exploited", "exploited|used in attacks|exploitation|ausgenutzt", 1, EXPLOITED),
    col("item", "number in the source|advisory|advisory id|cve|cve id|kennung", 2),
    col("vendor", "maker|vendor|manufacturer|hersteller", 0),
    col("product", "product|products|produkt", 0),
];

pub(crate) const THREAT: Guide = Guide {
    kind: "threat",
    title: "list of threat news",
    also: &["threats", "threat_news"],
    layout: Layout::Rows,
    usual: 2_000,
    needs: &["title", "item"],
    columns: COLUMNS,
    fill: &[
        ("says", Fill::Same("title")),
        ("published_on", Fill::AskBehind),
        ("level", Fill::Ask),
        ("relevant", Fill::Is("not_judged")),
        ("exploited", Fill::Is("unknown")),
        ("state", Fill::Is("new")),
    ],
    hit: None,
    bare: None,
    merge: false,
    unique: false,
};
